using System.Collections.Concurrent;

namespace TikTokFollowing.Pipeline;

/// <summary>What the runner hands to the cmdlet, always on the pipeline thread.</summary>
internal interface IListConsumer
{
    /// <summary>What the verdicts of the other lists say when an error ended the run.</summary>
    const string RunEnded = "An error of another handle ended the run.";

    /// <summary>Takes a page. Sets its counters row by row, and lets whatever the pipeline throws pass.</summary>
    void OnPage(FollowingList list, FollowingPage page);

    /// <summary>Takes the end of a list: its verdict and, when it failed, why.</summary>
    void OnEnd(FollowingList list, FollowingException? failure);

    /// <summary>Writes what has happened meanwhile; called while the pipeline thread waits.</summary>
    void OnWaiting();
}

/// <summary>
/// Joins asynchronous lists to the pipeline: the pipeline thread holds at most a few enumerators, asks each for its next page only
/// when its last one was taken, and waits. Nothing is pushed, so nothing is left running when the pipeline stops.
/// </summary>
internal sealed class ListRunner(IListConsumer consumer, int throttleLimit, CancellationToken stopToken) : IDisposable
{
    private static readonly TimeSpan WaitingInterval = TimeSpan.FromMilliseconds(200);

    private readonly List<RunningList> _running = [];
    private readonly ConcurrentQueue<RunningList> _ready = new();
    private readonly ManualResetEventSlim _wake = new();

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

    /// <summary>Makes the waiting pipeline thread look for something to write.</summary>
    public void Wake() => _wake.Set();

    /// <summary>Ends the lists that still run, because the consumer takes no more or one of them ended the run.</summary>
    /// <remarks>Waits for their requests to be cancelled, so that none is left under way; writes nothing.</remarks>
    /// <returns>The lists that were ended.</returns>
    public IReadOnlyList<FollowingList> Abandon(FollowingStatus status, string reason)
    {
        FollowingList[] abandoned = [.. _running.Select(static running => running.List)];
        foreach (RunningList running in _running)
        {
            running.List.Abandon(status, reason);
        }

        foreach (RunningList running in _running)
        {
            ((Task?)running.NextPage ?? Task.CompletedTask).ContinueWith(
                static task => _ = task.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).Wait(CancellationToken.None);
            End(running);
        }

        _running.Clear();
        _ready.Clear();
        return abandoned;
    }

    /// <summary>Frees the wait handle. The lists have ended before.</summary>
    public void Dispose() => _wake.Dispose();

    private static void End(RunningList running)
    {
        try
        {
            running.Pages.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
        catch (FollowingException)
        {
            // The checkpoint cannot be written. What ended the run is on its way to the user and must not be replaced by this; the next
            // run goes back to what the file says.
        }
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
                _wake.Set();
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

        // With room left, what has arrived meanwhile is written, but nothing is waited for.
        while (_ready.TryDequeue(out RunningList? ready))
        {
            Work(ready);
        }
    }

    private RunningList WaitForPage()
    {
        while (true)
        {
            _wake.Reset();
            consumer.OnWaiting();
            if (_ready.TryDequeue(out RunningList? ready))
            {
                return ready;
            }

            _wake.Wait(WaitingInterval, CancellationToken.None);
        }
    }

    private void Work(RunningList running)
    {
        if (TakePage(running, out FollowingException? failure))
        {
            consumer.OnPage(running.List, running.Pages.Current);
            AskForNextPage(running);
            return;
        }

        _running.Remove(running);
        if (failure is { EndsTheRun: true })
        {
            DeliverUnderWay();
        }

        consumer.OnEnd(running.List, failure);
    }

    /// <summary>
    /// Takes the pages that the other lists have asked for already, because they may be paid for; nothing more is asked. A list whose
    /// own end is a terminating error ends with its verdict alone: the first such error is the one that is thrown.
    /// </summary>
    private void DeliverUnderWay()
    {
        RunningList[] underWay =
            [.. _running.Where(static other => other.List.StopAsking(IListConsumer.RunEnded) || other.NextPage!.IsCompleted)];
        foreach (RunningList other in underWay)
        {
            other.IsEnding = true;
            if (TakePage(other, out FollowingException? failure))
            {
                consumer.OnPage(other.List, other.Pages.Current);
            }
            else if (failure is { EndsTheRun: false })
            {
                _running.Remove(other);
                consumer.OnEnd(other.List, failure);
            }
        }
    }

    /// <summary>Waits for a page. Only the fetch is inside the try: what the pipeline throws is not this list's failure.</summary>
    private bool TakePage(RunningList running, out FollowingException? failure)
    {
        failure = null;
        try
        {
            return running.NextPage!.GetAwaiter().GetResult();
        }
        catch (FollowingException error)
        {
            failure = error;
        }
        catch (OperationCanceledException) when (stopToken.IsCancellationRequested || running.IsEnding)
        {
            // Being stopped is no error; the verdict says Stopped.
        }

        return false;
    }

    private sealed class RunningList(FollowingList list, IAsyncEnumerator<FollowingPage> pages)
    {
        public FollowingList List => list;

        public IAsyncEnumerator<FollowingPage> Pages => pages;

        public Task<bool>? NextPage { get; set; }

        /// <summary>Whether its last page is being taken because the run is over.</summary>
        public bool IsEnding { get; set; }
    }
}
