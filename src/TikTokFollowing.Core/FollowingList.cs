using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using TikTokFollowing.Checkpoints;
using TikTokFollowing.Paging;

namespace TikTokFollowing;

/// <summary>
/// Whom one account follows, newest first. Strictly lazy: a page is requested when its first row is asked for, and nothing after the
/// consumer stopped. It can be read once, because reading costs money.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A cancellation source without timer or linked token holds nothing to dispose.")]
public sealed class FollowingList : IAsyncEnumerable<FollowedUser>
{
    private readonly FollowingConnection _connection;
    private readonly FollowingListOptions _options;
    private readonly ListProgress _progress;
    private readonly CancellationTokenSource _abandon = new();
    private int _started;

    internal FollowingList(FollowingConnection connection, string handle, FollowingListOptions options)
    {
        _connection = connection;
        _options = options;
        _progress = new ListProgress(connection, handle, options);
    }

    /// <summary>The handle asked for.</summary>
    public string Handle => _progress.Handle;

    /// <summary>The verdict; <see langword="null"/> until the enumeration has ended.</summary>
    public FollowingSummary? Summary { get; private set; }

    /// <summary>Reads row by row.</summary>
    /// <param name="cancellationToken">Ends a request or a wait at once.</param>
    /// <exception cref="FollowingException">The list cannot be read further; the rows before were delivered.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async IAsyncEnumerator<FollowedUser> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        await foreach (FollowingPage page in ReadPagesAsync(cancellationToken).ConfigureAwait(false))
        {
            foreach (FollowedUser user in page.Users)
            {
                page.Delivered++;
                yield return user;
                page.Taken++;
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
            page.Delivered = page.Users.Count;
            yield return page;
            page.Taken = page.Users.Count;
        }
    }

    /// <summary>Reads page by page for a consumer that keeps count of the rows it delivered and took.</summary>
    internal async IAsyncEnumerable<FollowingPage> ReadPagesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _started, 1) != 0)
        {
            throw new InvalidOperationException("A list can be read once; reading it again would pay again. Make a new one.");
        }

        using CancellationTokenRegistration cancelled = cancellationToken.UnsafeRegister(
            static list => ((FollowingList)list!).Abandon(FollowingStatus.Stopped, "The run was stopped."), this);
        Task<FollowingPage>? ahead = null;
        try
        {
            // The page that was fetched ahead may have ended the list: it is delivered all the same.
            while (ahead is not null || _progress.HasNextPage)
            {
                FollowingPage page = await _progress.DeliverAsync(ahead ?? _progress.FetchAsync(_abandon.Token)).ConfigureAwait(false);
                ahead = _options.ReadAhead && _progress.HasNextPage
                    ? Task.Run(() => _progress.FetchAsync(_abandon.Token), CancellationToken.None)
                    : null;
                yield return page;
                _progress.OnTaken(page);
            }
        }
        finally
        {
            if (ahead is not null)
            {
                await _abandon.CancelAsync().ConfigureAwait(false);
                await ((Task)ahead).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            Summary = _progress.Finish(out CheckpointRecord endRecord);
            _connection.AddSummary(Summary);
            _progress.RecordEnd(endRecord);
        }
    }

    /// <summary>Lets no further request out, because the run is over.</summary>
    /// <param name="reason">Why.</param>
    /// <returns>Whether one is under way, whose page may be paid for.</returns>
    internal bool StopAsking(string reason)
    {
        _progress.Abandon(new ListEnd(FollowingStatus.Stopped, reason));
        return _progress.StopAsking();
    }

    /// <summary>Ends a request under way because nobody wants its page any more.</summary>
    /// <param name="status">The verdict, unless the list has come to its own end.</param>
    /// <param name="reason">Why.</param>
    internal void Abandon(FollowingStatus status, string reason)
    {
        _progress.Abandon(new ListEnd(status, reason));
        _abandon.Cancel();
    }
}
