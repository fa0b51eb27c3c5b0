using System.Runtime.CompilerServices;
using TikTokFollowing.Accounts;
using TikTokFollowing.Comparison;
using TikTokFollowing.Paging;
using TikTokFollowing.Store.History;

namespace TikTokFollowing.Store;

/// <summary>
/// A list that is being read into the store. Each page is one transaction: its rows, the follows, the place in the list, and what it cost.
/// </summary>
internal sealed class Reading
{
    private readonly StoreWriter _store;
    private readonly SyncOptions _options;
    private readonly ListReading _rules;
    private readonly bool _hasEarlierFollows;
    private readonly bool _mayHoldRenamed;
    private readonly long _readingStartedAt;
    private readonly long _begunAt;

    // The known follows that this reading has seen but whose place it has not passed yet, with their place. Those that only an earlier
    // run saw are also in _seenEarlier, because that run says nothing about the time of this one.
    private Dictionary<long, long> _seenBelow;
    private HashSet<long> _seenEarlier;
    private StoredReading _state;
    private long _rangeId;
    private int _rangeNumber;
    private int _mergesSeen;
    private int _knownInARow;
    private bool _sawNameWithoutId;
    private bool _isBroken;
    private bool _hasEnded;

    internal Reading(StoreWriter store, ReadingPlan plan, StoredReading state, IReadOnlyList<ReadRange> ranges)
    {
        _store = store;
        _options = plan.Options;
        _state = state;
        _begunAt = store.Time.GetTimestamp();
        _mergesSeen = store.Merger.Merges.Count;
        _rules = new ListReading(
            state.ReadingId,
            state.StartedAt,
            [.. ranges.Where(range => range.ReadingId != state.ReadingId)],
            [.. ranges.Where(range => range.ReadingId == state.ReadingId)],
            state.IsGapless);
        _seenBelow = state.SeenBelow.Select(store.Follows.Get).OfType<KnownFollow>().ToDictionary(static follow => follow.Id, static follow => follow.Position);
        _seenEarlier = [.. _seenBelow.Keys];
        _readingStartedAt = state.ResumedId is null ? state.StartedAt : store.Readings.StartedAt(state.ReadingId);
        _hasEarlierFollows = Exists("SELECT EXISTS (SELECT 1 FROM follow WHERE list_id = ? AND reading_id <> ?)", state.ReadingId);

        // CROSS: the accounts without an id first, which are few, and not each follow of the list.
        _mayHoldRenamed = Exists(
            "SELECT EXISTS (SELECT 1 FROM account CROSS JOIN follow ON follow.account_id = account.id WHERE account.user_id IS NULL AND follow.list_id = ? AND follow.id > ?)", 0);
        _sawNameWithoutId = _mayHoldRenamed && plan.IsResumed;
    }

    /// <summary>Where to begin; <see langword="null"/> is the top of the list.</summary>
    public string? Cursor => _state.NextCursor;

    /// <summary>Puts a page into the store. When this returns, a kill does not lose it.</summary>
    /// <exception cref="FollowingException">The store cannot be written; nothing of the page is in it.</exception>
    public PageOutcome Commit(FollowingPage page)
    {
        if (_isBroken || _hasEnded)
        {
            throw new InvalidOperationException("The run of this reading has ended.");
        }

        // The fields of this object match the store only after a transaction that succeeded.
        _isBroken = true;
        StoredReading committed = _state;
        Dictionary<long, long> seenBelow = new(_seenBelow);
        HashSet<long> seenEarlier = [.. _seenEarlier];
        ListEnd? end;
        try
        {
            end = _store.Write(() => Add(page));
        }
        catch
        {
            // End must write nothing of a page that is not in the store: neither its place nor what it showed.
            _state = committed;
            _seenBelow = seenBelow;
            _seenEarlier = seenEarlier;
            throw;
        }

        _isBroken = false;
        return new PageOutcome(_store.ReadNewChanges(), end);
    }

    /// <summary>Ends the run, and keeps its summary: that has what was spent on requests that brought no page. What the last page has said
    /// already is not written again.</summary>
    /// <exception cref="FollowingException">The store cannot be written.</exception>
    public void End(FollowingSummary summary)
    {
        if (_hasEnded)
        {
            throw new InvalidOperationException("The run of this reading has ended.");
        }

        if (!_state.Tells(summary))
        {
            _state = _store.Write(() =>
            {
                TakeOverMerges();
                return Finish((_state with { SeenBelow = [.. _seenBelow.Keys] }).EndedBy(summary, _store.Now));
            });
        }

        _hasEnded = true;
    }

    private bool Exists(string sql, long readingId)
    {
        Statement statement = _store.Database.Prepare(sql);
        return statement.Bind(_state.ListId).Bind(readingId).RunForNumber() == 1;
    }

    private ListEnd? Add(FollowingPage page)
    {
        long receivedAt = UnixTime.Floor(page.ReceivedAt);
        PageEvidence evidence = new(
            page.Cursor is null, UnixTime.Ceiling(page.NotAfter), UnixTime.Floor(page.NotBefore), UnixTime.Ceiling(page.ReceivedAt));
        long providerId = _store.ProviderId(page.Provider);
        List<Row> rows = Resolve(page.Users, providerId, receivedAt);
        SightedRow[] sighted = [.. rows.Select(row => new SightedRow(row.Known, CameBefore(row.Known), row.Profile.UserId is not null && !_mayHoldRenamed))];
        bool isLast = page.End is { Status: FollowingStatus.Complete };

        // An empty list of which the provider counts accounts is a fault of the provider.
        bool isFault = page is { Cursor: null, Users.Count: 0, ReportedTotal: > 0 };
        bool showsItsPart = !isFault && _rules.ShowsItsPart(evidence, sighted, page.Duplicates, page.HasLateDuplicates, isLast);
        Sighting[] sightings = _rules.Judge(evidence, sighted, showsItsPart);
        for (int i = 0; i < rows.Count; i++)
        {
            Apply(rows[i], sightings[i], receivedAt, evidence.ReceivedAt);
        }

        _store.Flush();
        TakeOverMerges();
        long? readTo = _rules.Above;
        _rules.Extend(evidence, showsItsPart);
        if (_rules.Above is long above && !(above >= readTo) && _hasEarlierFollows)
        {
            EndMissing(_store.Follows.Passed(_state.ListId, above, readTo ?? long.MaxValue, _state.ReadingId), receivedAt, evidence.ReceivedAt);
            Forget();
        }

        if (isLast && showsItsPart)
        {
            ReadToEnd(receivedAt, evidence.ReceivedAt);
        }

        WriteRange();
        ListEnd? end = page.End ?? (_state.Kind == ReadingKind.NewestPart && _knownInARow >= _options.KnownStreak
            ? new ListEnd(FollowingStatus.Limited, FormattableString.Invariant($"{_options.KnownStreak} known accounts came in a row."))
            : null);
        _state = _state with
        {
            ProviderId = providerId,
            Status = end?.Status,
            Message = end?.Message,
            EndedAt = end is null ? null : receivedAt,
            IsFinished = end is not null,
            Users = _state.Users + rows.Count,
            Duplicates = _state.Duplicates + page.Duplicates,
            Pages = _state.Pages + 1,
            Requests = _state.Requests + page.Requests,
            Retries = _state.Retries + page.Retries,
            Credits = _state.Credits + page.Credits,
            ExpectedCredits = end is null ? page.NextCredits : null,
            ReportedTotal = page.ReportedTotal ?? _state.ReportedTotal,
            NextCursor = end is null or { Status: FollowingStatus.Limited } ? page.NextCursor : null,
            NextPage = _state.NextPage + 1,
            Duration = _store.Time.GetElapsedTime(_begunAt).TotalSeconds,
            SeenBelow = end is null ? [.. _seenBelow.Keys] : [],
            IsGapless = _rules.IsGapless,
        };
        if (end is null)
        {
            _store.Readings.Update(_state);
            _store.Accounts.AddNumbers();
        }
        else
        {
            Finish(_state);
        }

        return end;
    }

    private StoredReading Finish(StoredReading ended)
    {
        foreach (long id in _seenBelow.Keys)
        {
            _store.Follows.SetSeen(id, _seenEarlier.Contains(id) ? _readingStartedAt : _state.StartedAt);
        }

        _store.Readings.Update(ended);
        if (ended.IsFinished)
        {
            DropOutdatedRanges();
        }

        _store.Accounts.AddNumbers(atLeast: 1024);
        return ended;
    }

    private void ReadToEnd(long seenAt, long provedAt)
    {
        long? readTo = _rules.Above;
        _rules.ExtendToEnd();
        if (_hasEarlierFollows)
        {
            EndMissing(_store.Follows.Passed(_state.ListId, ReadRange.EndOfList, readTo ?? long.MaxValue, _state.ReadingId), seenAt, provedAt);
            EndMissing(_store.Follows.WithoutPlace(_state.ListId, _state.ReadingId), seenAt, provedAt);
            Forget();
        }
    }

    // The accounts of the rows, each once, with what is known of them.
    [MethodImpl(StartUp.CompileFully)]
    private List<Row> Resolve(IReadOnlyList<FollowedUser> users, long providerId, long seenAt)
    {
        List<Row> rows = new(users.Count);
        HashSet<AccountKey> keys = [];
        HashSet<long> ids = [];
        foreach (FollowedUser user in users)
        {
            Profile profile = Profile.Of(user, providerId);
            if (!keys.Add(AccountKey.Of(user)))
            {
                continue;
            }

            long? id = _store.Accounts.Find(profile, IsInList, out long? same);
            if (id is not null && !ids.Add(id.Value))
            {
                continue;
            }

            if (same is not null)
            {
                rows.RemoveAll(row => row.AccountId == same);
                _store.Merger.Merge(id!.Value, same.Value, seenAt, _state.ReadingId);
            }

            (KnownFollow? known, bool isNews) = id is null ? (null, true) : _store.Follows.Look(id.Value, _state.ListId, profile.Hash());
            rows.Add(new Row(profile, id, known, isNews));
            _sawNameWithoutId |= profile.UserId is null;
        }

        return rows;
    }

    // This list or another that is read at the same time may have merged an account with one that this reading has shown.
    private void TakeOverMerges()
    {
        foreach (FollowMerge merge in _store.Merger.Merges.Skip(_mergesSeen).Where(merge => merge.ListId == _state.ListId))
        {
            if (_seenBelow.Remove(merge.Named.Id) || merge.Named.ReadingId == _state.ReadingId)
            {
                _seenBelow[merge.Kept.Id] = merge.Kept.Position;
                if (_seenEarlier.Remove(merge.Named.Id) || merge.Named.FirstSeenAt < _state.StartedAt)
                {
                    _seenEarlier.Add(merge.Kept.Id);
                }
            }
        }

        _mergesSeen = _store.Merger.Merges.Count;
    }

    private bool CameBefore(KnownFollow? follow) =>
        follow is not null && (follow.ReadingId == _state.ReadingId || _seenBelow.ContainsKey(follow.Id));

    private bool IsInList(long accountId) => _store.Follows.Newest(accountId, _state.ListId)?.IsCurrent == true;

    [MethodImpl(StartUp.CompileFully)]
    private void Apply(Row row, Sighting sighting, long seenAt, long provedAt)
    {
        if (sighting.Kind == SightingKind.Unproved)
        {
            // What the reading has shown already may come with more of the account now, as its id.
            if (row.Known!.IsCurrent && CameBefore(row.Known))
            {
                Store(row, sighting, seenAt, provedAt);
            }

            return;
        }

        long accountId = Store(row, sighting, seenAt, provedAt);
        switch (sighting.Kind)
        {
            case SightingKind.Same:
                See(row.Known!, sighting.Follow);
                break;
            case SightingKind.NeverEnded:
                _store.Follows.Reopen(_state.ListId, row.Known!.Id, _state.StartedAt, _state.ReadingId);
                See(row.Known, sighting.Follow);
                break;
            case SightingKind.FollowedAgain:
                _store.Follows.End(row.Known!.Id, sighting.Unfollow!.Value, _state.ReadingId);
                AddChange(row.Known.Id, FollowingChangeKind.Unfollowed, HandleOf(accountId), sighting.Unfollow.Value, seenAt);
                _seenBelow.Remove(row.Known.Id);
                goto default;
            default:
                _knownInARow = 0;
                long id = _store.Follows.Insert(_state.ListId, accountId, _state.ReadingId, seenAt, sighting.Follow!.Value);
                if (sighting.IsChange)
                {
                    AddChange(id, FollowingChangeKind.Followed, row.Profile.Handle ?? HandleOf(row.AccountId), sighting.Follow.Value, seenAt);
                }

                break;
        }
    }

    private void See(KnownFollow follow, Bounds? corrected)
    {
        if (follow.ReadingId != _state.ReadingId)
        {
            _knownInARow++;
            _seenEarlier.Remove(follow.Id);
            _seenBelow[follow.Id] = corrected is null ? follow.Position : corrected.Value.NotBefore ?? 0;
        }

        if (corrected is not null)
        {
            _store.Follows.Correct(follow.Id, corrected.Value);
        }

        if (follow.MissingReadingId is not null)
        {
            _store.Follows.SetSeenAgain(follow.Id, _state.StartedAt, _state.ReadingId);
        }
    }

    /// <summary>Keeps what the row says of the account, and notes a new handle and, if that is wanted, a new profile.</summary>
    private long Store(Row row, Sighting sighting, long seenAt, long provedAt)
    {
        if (row.AccountId is not long accountId)
        {
            return _store.Accounts.Insert(row.Profile);
        }

        if (!row.IsNews)
        {
            return accountId;
        }

        StoredAccount stored = _store.Accounts.Get(accountId);
        StoredAccount account = stored;
        Profile profile = row.Profile.Over(stored.Profile);
        bool isRenamed = account.Profile.Handle is not null && !IsSameHandle(account.Profile.Handle, profile.Handle);
        KnownFollow? follow = sighting.Kind is SightingKind.Followed or SightingKind.FollowedAgain ? null : row.Known;
        if (isRenamed)
        {
            // By the second in which it was seen, as all times with which ReportRename compares it.
            Bounds renamed = follow is null ? new Bounds(null, seenAt) : _rules.UnfollowOf(follow, seenAt);
            _store.Follows.AddFormerHandle(account.Id, account.Profile.Handle!, renamed);
            account = account with { RenamedAt = seenAt };
        }

        if (profile != account.Profile)
        {
            if (account.Profile.UserId is null && profile.UserId is not null)
            {
                _store.Accounts.SetUserId(account.Id, profile.UserId);
            }

            _store.Accounts.Update(account with { Profile = profile }, row.Profile.Hash());
        }

        if (follow is not null && account.RenamedAt is not null)
        {
            ReportRename(follow, account with { Profile = profile }, isRenamed ? stored.Profile.Handle : null, seenAt, provedAt);
        }

        if (follow is not null && _options.IncludeProfileChange && profile != stored.Profile
            && ProfileChange.Find(stored.Profile.ToComparedRow(), profile.ToComparedRow()) is { Count: > 0 } properties)
        {
            _store.Follows.AddChange(
                _state.ListId, follow.Id, FollowingChangeKind.Changed, profile.Handle, null, _rules.UnfollowOf(follow, provedAt), seenAt,
                FollowTable.ToJson(stored.Profile, profile, properties));
        }

        return account.Id;
    }

    // A handle changes once, but each list that holds the account reports it when it is read, because another list may have shown it
    // first. A handle that this reading itself replaced always counts, because two readings can begin in the same second.
    private void ReportRename(KnownFollow follow, StoredAccount account, string? replacedNow, long seenAt, long provedAt)
    {
        long last = _rules.LastSeen(follow);
        if (replacedNow is null && account.RenamedAt <= last)
        {
            return;
        }

        Statement former = _store.Database.Prepare("""
            SELECT handle, replaced_not_before FROM former_handle
            WHERE account_id = ? AND replaced_not_after > ? AND replaced_not_after > ifnull((
                SELECT max(seen_at) FROM change WHERE list_id = ? AND follow_id = ? AND kind = 'Renamed'), -1)
            ORDER BY id LIMIT 1
            """);
        bool isKept = former.Bind(account.Id).Bind(last).Bind(_state.ListId).Bind(follow.Id).Step();
        string? previous = isKept ? former.RequiredText(0) : replacedNow;
        long? notBefore = isKept ? former.NumberOrNull(1) : null;
        former.Reset();
        if (previous is null)
        {
            return;
        }

        if (IsSameHandle(previous, account.Profile.Handle))
        {
            // The account took back the handle that this list has shown all along. The next reading must not report half of that.
            _store.Follows.SetSeen(follow.Id, seenAt);
            return;
        }

        _store.Follows.AddChange(
            _state.ListId, follow.Id, FollowingChangeKind.Renamed, account.Profile.Handle, previous, Bounds.Of(notBefore ?? last, provedAt), seenAt);
    }

    private void EndMissing(List<(long Id, long AccountId)> passed, long seenAt, long provedAt)
    {
        foreach ((long id, long accountId) in passed)
        {
            if (_seenBelow.ContainsKey(id))
            {
                continue;
            }

            KnownFollow follow = _store.Follows.Get(id)!;
            if (_rules.Proves(follow) && !MayBeRenamed(follow, accountId))
            {
                Bounds unfollow = _rules.UnfollowOf(follow, provedAt);
                _store.Follows.End(follow.Id, unfollow, _state.ReadingId);
                AddChange(follow.Id, FollowingChangeKind.Unfollowed, HandleOf(accountId), unfollow, seenAt);
            }
            else if (follow.MissingReadingId is null)
            {
                _store.Follows.SetMissing(follow.Id, _state.ReadingId);
            }
        }
    }

    // With a provider that sends no ids, a renamed account looks like an unknown one. So an unknown account may be the missing one, at
    // its place or at that of a second follow.
    private bool MayBeRenamed(KnownFollow follow, long accountId)
    {
        if (!_sawNameWithoutId || _store.Accounts.Get(accountId).Profile.UserId is null)
        {
            return false;
        }

        Statement candidate = _store.Database.Prepare("""
            SELECT EXISTS (
                SELECT 1 FROM follow JOIN account ON account.id = follow.account_id
                WHERE follow.list_id = ? AND account.user_id IS NULL AND follow.unfollowed_not_after IS NULL AND follow.first_seen_at >= ?
                    AND follow.followed_not_after >= ? AND (ifnull(follow.followed_not_before, 0) <= ? OR follow.followed_not_after >= ?))
            """);
        return candidate.Bind(_state.ListId).Bind(_rules.LastSeen(follow)).Bind(follow.Position).Bind(follow.NotAfter).Bind(follow.FirstSeenAt)
            .RunForNumber() == 1;
    }

    private void Forget()
    {
        foreach ((long id, long position) in _seenBelow)
        {
            if (position <= _rules.Above)
            {
                continue;
            }

            _seenBelow.Remove(id);
            if (_seenEarlier.Remove(id))
            {
                // The range of this run holds its place, but did not show it.
                _store.Follows.SetSeenOutside(id, _readingStartedAt, _state.ReadingId);
            }
        }
    }

    private void WriteRange()
    {
        if (_rules.Range is not ReadRange range)
        {
            return;
        }

        if (_rangeNumber == _rules.Ranges)
        {
            _store.Readings.UpdateRange(_rangeId, range);
        }
        else
        {
            _rangeId = _store.Readings.InsertRange(_state.ListId, range);
            _rangeNumber = _rules.Ranges;
        }
    }

    // The ranges of an earlier reading that came no further down are not needed any more: this reading tells everything that they did.
    private void DropOutdatedRanges()
    {
        if (_rules.ReadFromTopTo is not long above)
        {
            return;
        }

        foreach (ReadRange[] reading in _store.Readings.Ranges(_state.ListId).GroupBy(static range => range.ReadingId).Select(Enumerable.ToArray))
        {
            if (reading[0].ReadingId != _state.ReadingId && reading.All(range => range.Above >= above))
            {
                _store.Readings.DeleteRanges(_state.ListId, reading[0].ReadingId);
            }
        }
    }

    private string? HandleOf(long? accountId) => accountId is long id ? _store.Accounts.Get(id).Profile.Handle : null;

    private void AddChange(long followId, FollowingChangeKind kind, string? handle, Bounds bounds, long seenAt) =>
        _store.Follows.AddChange(_state.ListId, followId, kind, handle, null, bounds, seenAt);

    private static bool IsSameHandle(string? a, string? b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);

    /// <param name="Profile">What the row says.</param>
    /// <param name="AccountId">The account, when it is stored.</param>
    /// <param name="Known">Its newest follow in this list.</param>
    /// <param name="IsNews">Whether the row may say something new of the account.</param>
    private sealed record Row(Profile Profile, long? AccountId, KnownFollow? Known, bool IsNews);
}
