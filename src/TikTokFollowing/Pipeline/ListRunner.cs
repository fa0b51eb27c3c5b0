using System.Collections.Concurrent;
using TikTokFollowing.Paging;

namespace TikTokFollowing.Pipeline;

/// <summary>What the runner hands to the command, always on the pipeline thread.</summary>
internal interface IListConsumer
{
    /// <summary>Takes a page, and lets whatever the pipeline throws pass.</summary>
    /// <returns>Why no further page is wanted; <see langword="null"/> when one is.</returns>
    ListEnd? OnPage(FollowingList list, FollowingPage page);

    /// <summary>Takes the end of a list: its summary is there, and why it failed, when it did.</summary>
    void OnEnd(FollowingList list, FollowingException? failure);

    /// <summary>Writes what has happened meanwhile; called while the pipeline thread waits.</summary>
    void OnWaiting();
}

/// <summary>
/// Joins asynchronous lists to the pipeline: the pipeline thread holds at most a few enumerators, asks each for its next page only
/// when its last one was taken, and waits. Nothing is pushed, so nothing is left running when the pipeline stops.
/// </summary>
internal sealed class ListRunner(IListConsumer consumer, int throttleLimit, ManualResetEventSlim wake, CancellationToken stopToken)
{
    private static readonly TimeSpan WaitingInterval = TimeSpan.FromMilliseconds(200);

    private readonly List<RunningList> _running = [];
    private readonly ConcurrentQueue<RunningList> _ready = new();

    /// <summary>Begins a list, and works until there is room for another.</summary>
    public void Add(FollowingList list)
    {
        RunningList running = new(list, list.ReadPagesAsync(stopToken).GetAsyncEnumerator(CancellationToken.None));
        _running.Add(running);
        AskForNextPage(running);
        WorkUntil(throttleLimit - 1);
    }

    /// <summary>Works until every list has ended.</summary>
    public void Drain() => WorkUntil(0);

    /// <summary>Sends no further request: takes the pages that are under way, because they may be paid for, and ends every list.</summary>
    /// <param name="reason">How the lists end that have not ended by themselves.</param>
    public void EndAsking(ListEnd reason)
    {
        // Stop all of them before waiting for the first.
        _running.ForEach(running => running.StopAsking(reason));
        while (_running.Count > 0)
        {
            RunningList running = _running[0];
            FollowingException? failure = null;
            ListEnd? end = null;

            // With read-ahead a second page may have been asked for.
            while (end is null && TakePage(running, out failure))
            {
                end = consumer.OnPage(running.List, running.Pages.Current);
            }

            End(running, end ?? reason, failure);
        }
    }

    /// <summary>Ends the lists that still run, without their pages, because the pipeline takes nothing more.</summary>
    /// <remarks>Waits for their requests to be cancelled, so that none is left under way; writes nothing.</remarks>
    /// <param name="reason">How the lists end that have not ended by themselves.</param>
    /// <returns>The lists that were ended.</returns>
    public IReadOnlyList<FollowingList> Abandon(ListEnd reason)
    {
        FollowingList[] abandoned = [.. _running.Select(static running => running.List)];
        Array.ForEach(abandoned, list => list.Abandon(reason));
        foreach (RunningList running in _running)
        {
            running.Close();
        }

        _running.Clear();
        _ready.Clear();
        return abandoned;
    }

    private void AskForNextPage(RunningList running)
    {
        running.NextPage = running.Pages.MoveNextAsync().AsTask();
        if (running.NextPage.IsCompleted)
        {
            _ready.Enqueue(running);
            return;
        }

        _ = running.NextPage.ContinueWith(
            (_, state) =>
            {
                _ready.Enqueue((RunningList)state!);
                wake.Set();
            },
            running,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    private void WorkUntil(int stillRunning)
    {
        while (_running.Count > stillRunning)
        {
            Work(WaitForPage());
        }

        // There is room for another list: write the pages that have arrived, but do not wait.
        while (_ready.TryDequeue(out RunningList? ready))
        {
            Work(ready);
        }
    }

    private RunningList WaitForPage()
    {
        while (true)
        {
            wake.Reset();
            consumer.OnWaiting();
            if (_ready.TryDequeue(out RunningList? ready))
            {
                return ready;
            }

            wake.Wait(WaitingInterval, CancellationToken.None);
        }
    }

    private void Work(RunningList running)
    {
        if (!_running.Contains(running))
        {
            // It was ended before its turn came.
            return;
        }

        if (!TakePage(running, out FollowingException? failure))
        {
            End(running, ListEnd.CommandStopped, failure);
        }
        else if (consumer.OnPage(running.List, running.Pages.Current) is ListEnd reason)
        {
            End(running, reason, null);
        }
        else if (_running.Contains(running))
        {
            AskForNextPage(running);
        }
    }

    private void End(RunningList running, ListEnd reason, FollowingException? failure)
    {
        _running.Remove(running);
        running.List.Abandon(reason);
        running.Close();
        consumer.OnEnd(running.List, failure);
    }

    /// <summary>Waits for a page. Only the fetch is inside the try: what the pipeline throws is not this list's failure.</summary>
    private bool TakePage(RunningList running, out FollowingException? failure)
    {
        failure = null;
        Task<bool> page = running.NextPage ?? running.Pages.MoveNextAsync().AsTask();
        running.NextPage = null;
        try
        {
            return page.GetAwaiter().GetResult();
        }
        catch (FollowingException error)
        {
            failure = error;
        }
        catch (OperationCanceledException) when (stopToken.IsCancellationRequested || running.IsEnding)
        {
            // Being stopped is no error; the summary says Stopped.
        }

        return false;
    }

    private sealed class RunningList(FollowingList list, IAsyncEnumerator<FollowingPage> pages)
    {
        public FollowingList List => list;

        public IAsyncEnumerator<FollowingPage> Pages => pages;

        public Task<bool>? NextPage { get; set; }

        /// <summary>Whether only what is under way is still taken.</summary>
        public bool IsEnding { get; private set; }

        public void StopAsking(ListEnd reason)
        {
            IsEnding = true;
            list.StopAsking(reason);
        }

        /// <summary>Waits until the page under way has come or was cancelled, and ends the enumeration, which makes the summary.</summary>
        public void Close()
        {
            ((Task?)NextPage ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing).GetAwaiter().GetResult();
            pages.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }
}
