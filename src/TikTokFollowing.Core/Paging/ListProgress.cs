using System.Globalization;
using TikTokFollowing.Checkpoints;
using TikTokFollowing.Http;
using TikTokFollowing.Providers.Reading;

namespace TikTokFollowing.Paging;

/// <summary>
/// How far one list has been read. The fetching side runs ahead of the taking side by at most one page; where to go on later is
/// decided by what was taken, the verdict by what was delivered.
/// </summary>
internal sealed class ListProgress
{
    private readonly FollowingConnection _connection;
    private readonly FollowingListOptions _options;
    private readonly string _checkpointKey;
    private readonly DateTimeOffset _startedAt;
    private readonly long _startedTimestamp;
    private readonly ListTally _tally = new();

    // The fetching side.
    private readonly AccountSet _seen = new();
    private readonly AccountSet _takenEarlier = new();
    private readonly HashSet<string> _usedCursors = new(StringComparer.Ordinal);
    private string? _nextCursor;
    private long _rowsToSkip;
    private long? _rowsWanted;
    private int _pages;
    private int _pagesWithoutNewAccount;
    private int _knownInARow;
    private bool _wasTruncated;
    private long _duplicates;
    private long _entriesWithoutAccount;
    private long? _reportedTotal;
    private ListEnd? _end;

    // The taking side.
    private FollowingPage? _delivered;
    private ListEnd? _deliveredEnd;
    private string? _resumeCursor;
    private long _users;
    private FollowingException? _failure;
    private bool _isFinishedAlready;
    private ListEnd? _abandoned;

    public ListProgress(FollowingConnection connection, string handle, FollowingListOptions options)
    {
        _connection = connection;
        _options = options;
        Handle = handle;
        _startedAt = connection.TimeProvider.GetUtcNow();
        _startedTimestamp = connection.TimeProvider.GetTimestamp();
        _checkpointKey = $"{connection.Provider} {(connection.IsSandbox ? "sandbox" : connection.BaseUri)} {handle.ToLowerInvariant()}";
        _nextCursor = string.IsNullOrWhiteSpace(options.Cursor) ? null : options.Cursor.Trim();
        _rowsToSkip = options.Skip;
        _rowsWanted = options.First;
        Resume();
        _resumeCursor = _nextCursor;
        if (_rowsWanted == 0 && !options.WantsTotal)
        {
            _end ??= new ListEnd(FollowingStatus.Limited, "No rows were asked for.");
        }

        _deliveredEnd = _end;
    }

    public string Handle { get; }

    /// <summary>Whether a further page is to be asked for, as far as the fetched pages say.</summary>
    public bool HasNextPage => _end is null;

    /// <summary>Fetches the next page and decides whether another follows.</summary>
    public async Task<FollowingPage> FetchAsync(CancellationToken cancellationToken)
    {
        string? cursor = _nextCursor;
        if (cursor is not null)
        {
            _usedCursors.Add(cursor);
        }

        PageCall call = new(Handle, cursor, PageSize(), _pages + 1, _tally, _options.Observer);
        PageContent content = await _connection.Sender.SendAsync(call, cancellationToken).ConfigureAwait(false);
        return Accept(content, cursor);
    }

    /// <summary>Waits for a page that is going to be delivered, so that its failure is this list's failure.</summary>
    public async Task<FollowingPage> DeliverAsync(Task<FollowingPage> fetch)
    {
        try
        {
            _delivered = await fetch.ConfigureAwait(false);
            _deliveredEnd = _delivered.End;
            return _delivered;
        }
        catch (FollowingException failure)
        {
            _failure = failure;
            throw;
        }
        catch (Exception unexpected) when (unexpected is not OperationCanceledException)
        {
            Abandon(new ListEnd(FollowingStatus.Failed, unexpected.Message));
            throw;
        }
    }

    /// <summary>Notes that the consumer has taken every row of a page.</summary>
    public void OnTaken(FollowingPage page)
    {
        _delivered = null;
        _users += page.Delivered;
        _resumeCursor = page.HasRowsLeft || page.NextCursor is null ? page.Cursor : page.NextCursor;
        Record(page.HasRowsLeft
            ? PartOf(page, status: null)
            : new CheckpointRecord(_checkpointKey, null, _resumeCursor, page.Taken, page.Skipped, page.Accounts));
    }

    /// <summary>Lets no further request out.</summary>
    /// <returns>Whether one is under way, whose page may be paid for.</returns>
    public bool StopAsking() => _tally.StopAsking();

    /// <summary>Notes why the consumer wants no more; the first reason counts. Comes from any thread.</summary>
    public void Abandon(ListEnd reason) => Interlocked.CompareExchange(ref _abandoned, reason, null);

    /// <summary>Ends the run and gives the verdict.</summary>
    /// <param name="endRecord">What <see cref="RecordEnd"/> is to write.</param>
    public FollowingSummary Finish(out CheckpointRecord endRecord)
    {
        if (_delivered is { } last && last.Taken == last.Users.Count)
        {
            try
            {
                OnTaken(last);
            }
            catch (FollowingException)
            {
                // The checkpoint cannot be written; the verdict below says so.
            }
        }

        FollowingPage? partlyTaken = _delivered;
        ListEnd end = _failure is not null ? new ListEnd(StatusOf(_failure.Kind), _failure.Message)
            : partlyTaken is null && _deliveredEnd is not null ? _deliveredEnd
            : Volatile.Read(ref _abandoned) ?? new ListEnd(FollowingStatus.Limited, "The consumer took no more rows.");
        if (partlyTaken is not null)
        {
            _users += partlyTaken.Delivered;
            _resumeCursor = partlyTaken.Cursor;
        }

        string? resumeCursor = end.Status == FollowingStatus.Complete ? null : _resumeCursor;
        endRecord = partlyTaken is null
            ? new CheckpointRecord(_checkpointKey, end.Status, resumeCursor, 0, 0, [])
            : PartOf(partlyTaken, end.Status);
        return new FollowingSummary
        {
            Handle = Handle,
            Provider = _connection.Provider,
            Status = end.Status,
            Users = _users,
            Duplicates = _duplicates,
            Pages = _pages,
            Requests = _tally.Requests,
            Retries = _tally.Retries,
            Credits = _tally.Credits,
            ReportedTotal = _reportedTotal,
            NextCursor = resumeCursor,
            StartedAt = _startedAt,
            Duration = _connection.TimeProvider.GetElapsedTime(_startedTimestamp),
            Message = MessageOf(end),
        };
    }

    /// <summary>Writes the verdict into the checkpoint, so that the next run goes on from there.</summary>
    public void RecordEnd(CheckpointRecord endRecord)
    {
        bool cannotWrite = _failure?.Kind == FollowingErrorKind.CheckpointInvalid;
        if (!_isFinishedAlready && !cannotWrite)
        {
            Record(endRecord);
        }
    }

    private void Record(CheckpointRecord record)
    {
        try
        {
            _options.Checkpoint?.Record(record with { IsTruncated = _wasTruncated });
        }
        catch (FollowingException failure)
        {
            _failure = failure;
            throw;
        }
    }

    private static FollowingStatus StatusOf(FollowingErrorKind kind) => kind switch
    {
        FollowingErrorKind.NotFound => FollowingStatus.NotFound,
        FollowingErrorKind.ListHidden => FollowingStatus.Hidden,
        FollowingErrorKind.OutOfCredits or FollowingErrorKind.QuotaExceeded or FollowingErrorKind.CreditLimitReached => FollowingStatus.OutOfCredits,
        _ => FollowingStatus.Failed,
    };

    private void Resume()
    {
        if (_options.Checkpoint?.Find(_checkpointKey) is not CheckpointEntry entry)
        {
            return;
        }

        if (entry.IsFinished)
        {
            _isFinishedAlready = true;
            _end = new ListEnd(
                entry.Status!.Value,
                string.Create(CultureInfo.InvariantCulture, $"Finished in an earlier run with {entry.Rows} rows; nothing was requested."));
            return;
        }

        _nextCursor = entry.Cursor;
        _wasTruncated = entry.IsTruncated;
        _rowsToSkip = Math.Max(0, _rowsToSkip - entry.Skipped);
        foreach (AccountKey account in entry.Accounts)
        {
            _takenEarlier.Add(account);
        }
    }

    // One request costs the same whatever its size, but a page larger than the rows wanted is work for nothing.
    private int? PageSize()
    {
        const int LargestPage = 100;
        int? size = _options.PageSize ?? _connection.DefaultPageSize;
        bool isSmall = _options.Known is null && _options.First <= LargestPage - _options.Skip;
        long? needed = isSmall ? Math.Max(1, _options.First!.Value + _options.Skip) : null;
        return needed <= (size ?? LargestPage) ? (int)needed : size;
    }

    private FollowingPage Accept(PageContent content, string? cursor)
    {
        _pages++;
        _reportedTotal = content.Total ?? _reportedTotal;
        _wasTruncated |= content.IsTruncated;
        _entriesWithoutAccount += content.EntriesWithoutAccount;
        Notice(content);
        _end = ListEnd.Of(content, _wasTruncated, _usedCursors);
        _nextCursor = content.Cursor.Value;

        long skippable = _rowsToSkip;
        List<AccountKey>? accounts = _options.Checkpoint is null ? null : [];
        List<FollowedUser> users = new(content.Users!.Count);
        bool hasNewAccount = false;
        bool hasRowsLeft = false;
        bool knownStreak = false;
        foreach (FollowedUser user in content.Users)
        {
            AccountKey key = AccountKey.Of(user);
            if (!_seen.Add(key))
            {
                _duplicates++;
                continue;
            }

            // New in this run is progress, though an earlier run has taken it: pages read again after a stop are no sign of a loop.
            hasNewAccount = true;
            if (_takenEarlier.Contains(key))
            {
                _duplicates++;
                continue;
            }

            if (_rowsWanted == 0)
            {
                hasRowsLeft = true;
                break;
            }

            accounts?.Add(key);

            if (_options.Known?.Contains(user) == true)
            {
                knownStreak |= ++_knownInARow >= _options.KnownStreak;
                continue;
            }

            _knownInARow = 0;
            if (_rowsToSkip > 0)
            {
                _rowsToSkip--;
                continue;
            }

            _rowsWanted--;
            users.Add(user);
        }

        _pagesWithoutNewAccount = hasNewAccount ? 0 : _pagesWithoutNewAccount + 1;
        EndByLimits(hasRowsLeft, knownStreak);
        return new FollowingPage(_pages, cursor, users)
        {
            NextCursor = content.Cursor.IsUsable && _end?.Status is null or FollowingStatus.Limited ? _nextCursor : null,
            ReportedTotal = content.Total,
            End = _end,
            HasRowsLeft = hasRowsLeft,
            Skipped = (int)(skippable - _rowsToSkip),
            Accounts = accounts ?? [],
        };
    }

    private void EndByLimits(bool hasRowsLeft, bool knownStreak)
    {
        if (hasRowsLeft)
        {
            _end = new ListEnd(FollowingStatus.Limited, "The rows asked for were delivered.");
            return;
        }

        _end ??= _pagesWithoutNewAccount >= 2
            ? new ListEnd(FollowingStatus.StuckCursor, "Two pages in a row brought no new account: the provider repeats itself.")
            : _rowsWanted == 0 ? new ListEnd(FollowingStatus.Limited, "The rows asked for were delivered.")
            : knownStreak ? new ListEnd(FollowingStatus.Limited, FormattableString.Invariant($"{_options.KnownStreak} known accounts came in a row."))
            : _pages == _options.MaxPages ? new ListEnd(FollowingStatus.Limited, "The pages asked for were read.")
            : null;
    }

    private void Notice(PageContent content)
    {
        if (content.SaysError)
        {
            string code = (content.ErrorCode ?? content.StatusCode) is string given ? DisplayText.Quote(given, 60) + " " : string.Empty;
            string text = content.ErrorMessage ?? content.StatusText ?? "no text";
            _options.Observer?.OnEvent(new NoticeEvent(
                Handle, $"Page {_pages} came with an error beside its rows, which were delivered: {code}\"{DisplayText.Quote(text)}\"."));
        }
    }

    private CheckpointRecord PartOf(FollowingPage page, FollowingStatus? status) => new(
        _checkpointKey, status, page.Cursor, page.Taken, 0, _options.Checkpoint is null ? [] : [.. page.Users.Take(page.Taken).Select(AccountKey.Of)]);

    private string? MessageOf(ListEnd end)
    {
        string? unnamed = _entriesWithoutAccount == 0
            ? null
            : FormattableString.Invariant($"{_entriesWithoutAccount} entries named no account and were left out.");
        return end.Message is null ? unnamed : unnamed is null ? end.Message : $"{end.Message} {unnamed}";
    }
}
