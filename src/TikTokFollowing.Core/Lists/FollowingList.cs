using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using TikTokFollowing.Paging;

namespace TikTokFollowing;

/// <summary>
/// The accounts that one account follows, newest first. Strictly lazy: a page is requested when its first row is asked for, and nothing
/// after the consumer stopped. It can be read once, because reading costs money.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A cancellation source without timer or linked token holds nothing to dispose.")]
public sealed class FollowingList : IAsyncEnumerable<FollowedUser>
{
    private readonly ListReader _reader;
    private readonly Action<FollowingList> _onEnd;
    private readonly TimeProvider _time;
    private readonly DateTimeOffset _startedAt;
    private readonly long _startedTimestamp;
    private readonly CancellationTokenSource _cancel = new();
    private int _started;
    private ListEnd? _abandoned;

    // The page that is being delivered, how many of its rows were handed out, and for how many of those the consumer asked for the next:
    // -1 before it asked for the first, which tells a page without rows that nobody took.
    private FollowingPage? _page;
    private int _delivered;
    private int _taken;
    private long _users;
    private string? _nextCursor;

    internal FollowingList(SourceRoute route, string handle, FollowingListOptions options, TimeProvider time, Action<FollowingList> onEnd)
    {
        _reader = new ListReader(route, handle, options, time);
        _onEnd = onEnd;
        _time = time;
        _startedAt = time.GetUtcNow();
        _startedTimestamp = time.GetTimestamp();
        _nextCursor = options.Cursor?.Trim() is { Length: > 0 } cursor ? cursor : null;
        Handle = handle;
    }

    /// <summary>The handle asked for, in lower case.</summary>
    public string Handle { get; }

    /// <summary>What was delivered and what it cost; <see langword="null"/> until the enumeration has ended.</summary>
    public FollowingSummary? Summary { get; private set; }

    /// <summary>Which of the command's connections was asked last.</summary>
    internal int SourceIndex => _reader.SourceIndex;

    /// <summary>Reads row by row.</summary>
    /// <param name="cancellationToken">Ends a request or a wait at once.</param>
    /// <exception cref="FollowingException">The list cannot be read further; the rows before were delivered.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async IAsyncEnumerator<FollowedUser> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        await foreach (FollowingPage page in ReadPagesAsync(cancellationToken).ConfigureAwait(false))
        {
            foreach (FollowedUser user in Deliver(page))
            {
                yield return user;
            }
        }
    }

    /// <summary>Reads page by page. A page counts as taken when the next one is asked for.</summary>
    /// <param name="cancellationToken">Ends a request or a wait at once.</param>
    /// <exception cref="FollowingException">The list cannot be read further; the pages before were delivered.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async IAsyncEnumerable<FollowingPage> AsPages([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (FollowingPage page in ReadPagesAsync(cancellationToken).ConfigureAwait(false))
        {
            _delivered = page.Users.Count;
            yield return page;
            DeliverWhole(page);
        }
    }

    /// <summary>Reads page by page for a consumer that delivers the rows of each page with <see cref="Deliver"/>.</summary>
    internal async IAsyncEnumerable<FollowingPage> ReadPagesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _started, 1) != 0)
        {
            throw new InvalidOperationException("A list can be read once; reading it again would pay again. Make a new one.");
        }

        using CancellationTokenRegistration cancelled =
            cancellationToken.UnsafeRegister(static list => ((FollowingList)list!).Abandon(ListEnd.CommandStopped), this);
        IAsyncEnumerator<FollowingPage> pages = _reader.ReadAsync(_cancel, cancellationToken).GetAsyncEnumerator(CancellationToken.None);
        try
        {
            while (await pages.MoveNextAsync().ConfigureAwait(false))
            {
                (_page, _delivered, _taken) = (pages.Current, 0, -1);
                yield return _page;
                EndPage();
            }
        }
        finally
        {
            await pages.DisposeAsync().ConfigureAwait(false);
            Summary = Summarize();
            _onEnd(this);
        }
    }

    /// <summary>Hands out a page's rows and counts them: delivered when handed out, taken when the next one is asked for.</summary>
    internal IEnumerable<FollowedUser> Deliver(FollowingPage page)
    {
        IReadOnlyList<FollowedUser> users = page.Users;
        _taken = 0;
        for (int i = 0; i < users.Count; i++)
        {
            _delivered = i + 1;
            yield return users[i];
            _taken = i + 1;
        }
    }

    /// <summary>Counts every row of a page as delivered and taken.</summary>
    internal void DeliverWhole(FollowingPage page) => _delivered = _taken = page.Users.Count;

    /// <summary>
    /// Lets no further request out, because the command asks for nothing more, and ends each wait for one. A page that is under way still
    /// comes, because it may be paid for.
    /// </summary>
    /// <param name="reason">Why.</param>
    internal void StopAsking(ListEnd reason)
    {
        NoteEnd(reason);
        _reader.Usage.StopAsking();
    }

    /// <summary>Ends a request under way because nobody wants its page any more.</summary>
    /// <param name="reason">How the list ends, unless it has ended by itself.</param>
    internal void Abandon(ListEnd reason)
    {
        NoteEnd(reason);
        _cancel.Cancel();
    }

    // The first reason counts. It comes from any thread.
    private void NoteEnd(ListEnd reason) => Interlocked.CompareExchange(ref _abandoned, reason, null);

    // The whole page was taken: the next run resumes after it, unless the page holds rows beyond the limit or has no next page.
    private void EndPage()
    {
        FollowingPage page = _page!;
        _users += _delivered;
        _nextCursor = page.HasRowsLeft || page.NextCursor is null ? page.Cursor : page.NextCursor;
        _page = null;
    }

    private FollowingSummary Summarize()
    {
        ListEnd? end = _reader.End;
        if (_page is not null && _taken == _page.Users.Count)
        {
            // The reader notes the end of its last page only when the page after it is asked for.
            end ??= _page.End;
            EndPage();
        }

        end = (_page is null ? end : null) ?? Volatile.Read(ref _abandoned) ?? ListEnd.ConsumerTookNoMore;
        if (_page is not null)
        {
            // Rows of the page were not taken, so the next run asks for the page again.
            _users += _delivered;
            _nextCursor = _page.Cursor;
        }

        return new FollowingSummary
        {
            Handle = Handle,
            Provider = _reader.Source.Provider.Id,

            // A list that was stopped before its first request was never asked for.
            Status = end.Status == FollowingStatus.Stopped && _reader.Usage.Requests == 0 ? FollowingStatus.NotStarted : end.Status,
            Users = _users,
            Duplicates = _reader.Duplicates,
            Pages = _reader.Pages,
            Requests = _reader.Usage.Requests,
            Retries = _reader.Usage.Retries,
            Credits = _reader.Usage.Credits,
            ReportedTotal = _reader.ReportedTotal,
            NextCursor = end.Status == FollowingStatus.Complete ? null : _nextCursor,
            StartedAt = _startedAt,
            Duration = _time.GetElapsedTime(_startedTimestamp),
            Message = end.Message is null || _reader.Remarks is null ? end.Message ?? _reader.Remarks : $"{end.Message} {_reader.Remarks}",
        };
    }
}
