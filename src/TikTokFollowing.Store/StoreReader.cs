using System.Text.Json;
using TikTokFollowing.Store.History;

namespace TikTokFollowing.Store;

/// <summary>Which follows are wanted.</summary>
internal sealed record HistoryFilter
{
    private const string Begun = "(follow.followed_not_after <= $asOf OR follow.first_seen_at <= $asOf)";

    /// <summary>Whose lists, in lower case; <see langword="null"/> are all.</summary>
    public IReadOnlyCollection<string>? Handles { get; init; }

    /// <summary>
    /// The follows that had begun by this time, as far as is known, and of which none is known to have ended by it;
    /// <see langword="null"/> is now.
    /// </summary>
    public DateTimeOffset? AsOf { get; init; }

    /// <summary>Whether those that have ended come too.</summary>
    public bool IncludeEnded { get; init; }

    /// <summary>The times as a condition on a row of the table <c>follow</c>. What is not asked for would take time for each row.</summary>
    public string Condition => (AsOf, IncludeEnded) switch
    {
        (null, true) => "TRUE",
        (null, false) => "follow.unfollowed_not_after IS NULL",
        (_, true) => Begun,
        (_, false) => $"{Begun} AND (follow.unfollowed_not_after IS NULL OR follow.unfollowed_not_after > $asOf)",
    };

    /// <summary>The parameters of <see cref="Condition"/>. The bounds are rounded up, and so is the time that is compared with them.</summary>
    public (string Name, object? Value)[] Values => AsOf is null ? [] : [("$asOf", UnixTime.Ceiling(AsOf))];
}

/// <summary>Which changes are wanted.</summary>
internal sealed record ChangeFilter
{
    /// <summary>Whose lists, in lower case; <see langword="null"/> are all.</summary>
    public IReadOnlyCollection<string>? Handles { get; init; }

    /// <summary>Those that were seen at this time or after.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Those that were seen at this time or before.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>These rows alone.</summary>
    public IReadOnlyList<long>? Ids { get; init; }
}

/// <summary>Which summaries are wanted.</summary>
internal sealed record SummaryFilter
{
    /// <summary>Whose lists, in lower case; <see langword="null"/> are all.</summary>
    public IReadOnlyCollection<string>? Handles { get; init; }

    /// <summary>Those of runs that began at this time or after.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Whether only the newest of each list is wanted.</summary>
    public bool Latest { get; init; }
}

/// <summary>Reads what the store knows, row by row.</summary>
internal sealed class StoreReader(string path, Database database)
{
    /// <summary>The store's file.</summary>
    public string Path => path;

    private const string EntryColumns =
        """
        account.handle, account.user_id, account.sec_uid, account.display_name, account.bio, account.verified, account.private,
        account.followers, account.following, account.likes, account.videos, account.likes_given, account.website_url, account.provider_id,
        follow.id, follow.reading_id, follow.first_seen_at, follow.followed_not_before, follow.followed_not_after,
        coalesce(follow.seen_at, follow.missing_reading_id, follow.unfollowed_not_after) IS NOT NULL,
        follow.seen_at, follow.seen_reading_id, follow.missing_reading_id, follow.unfollowed_not_before, follow.unfollowed_not_after
        """;

    private const int EntryColumnCount = 25;
    private const string HandleCondition = "($handles IS NULL OR list.handle IN (SELECT value FROM json_each($handles)))";

    /// <summary>The follows of the lists: one list after the other, newest first.</summary>
    public IEnumerable<FollowingHistoryEntry> History(HistoryFilter filter)
    {
        using IDisposable state = KeepState();
        EntryContext context = new(this);
        foreach (StoredList list in Lists(filter.Handles))
        {
            string sql =
                $"""
                SELECT {EntryColumns} FROM follow JOIN account ON account.id = follow.account_id
                WHERE follow.list_id = $list AND {filter.Condition}
                ORDER BY follow.followed_not_before DESC, follow.id
                """;
            foreach (Statement row in Rows(sql, [("$list", list.Id), .. filter.Values]))
            {
                yield return context.Read(row, list.Id);
            }
        }
    }

    /// <summary>What changed, oldest first.</summary>
    public IEnumerable<FollowingChange> Changes(ChangeFilter filter)
    {
        using IDisposable state = KeepState();
        EntryContext context = new(this);
        string sql =
            $"""
            SELECT {EntryColumns}, change.kind, change.handle, change.previous_handle, change.not_before, change.not_after, change.seen_at,
                change.profile, follow.list_id
            FROM change JOIN follow ON follow.id = change.follow_id JOIN account ON account.id = follow.account_id
            WHERE {(filter.Ids is null ? "change.seen_at BETWEEN $since AND $until" : "change.id IN (SELECT value FROM json_each($ids))")}
                AND ($handles IS NULL OR follow.list_id IN (SELECT id FROM list WHERE handle IN (SELECT value FROM json_each($handles))))
            ORDER BY change.seen_at, change.id
            """;
        (string, object?)[] values = filter.Ids is null
            ? [("$since", UnixTime.Floor(filter.Since) ?? long.MinValue), ("$until", UnixTime.Floor(filter.Until) ?? long.MaxValue), ("$handles", Json(filter.Handles))]
            : [("$ids", Json(filter.Ids)), ("$handles", Json(filter.Handles))];
        foreach (Statement row in Rows(sql, values))
        {
            yield return ReadChange(row, context);
        }
    }

    /// <summary>How the readings went, oldest first.</summary>
    public IEnumerable<FollowingSummary> Summaries(SummaryFilter filter)
    {
        const string Sql =
            $"""
            SELECT list.handle, provider.name, reading.status, reading.users, reading.duplicates, reading.pages, reading.requests, reading.retries,
                reading.credits + ifnull(reading.expected_credits, 0), reading.reported_total, reading.next_cursor, reading.started_at,
                reading.duration, reading.message, reading.expected_credits IS NOT NULL,
                (SELECT max(whole.started_at) FROM reading AS whole
                 WHERE whole.list_id = reading.list_id AND whole.status = 'Complete' AND whole.kind <> 'NewestPart')
            FROM reading JOIN list ON list.id = reading.list_id JOIN provider ON provider.id = reading.provider_id
            WHERE {HandleCondition}
                AND ($since IS NULL OR reading.started_at >= $since)
                AND (NOT $latest OR reading.id = (SELECT max(id) FROM reading AS newest WHERE newest.list_id = reading.list_id))
            ORDER BY reading.started_at, reading.id
            """;
        foreach (Statement row in Rows(Sql, ("$handles", Json(filter.Handles)), ("$since", UnixTime.Floor(filter.Since)), ("$latest", filter.Latest)))
        {
            yield return ReadSummary(row, filter.Latest);
        }
    }

    /// <summary>The lists that a Sync without handles reads, by handle.</summary>
    public IReadOnlyList<string> Watched() =>
        [.. Rows("SELECT handle FROM list WHERE is_watched ORDER BY handle").Select(static row => row.RequiredText(0))];

    /// <summary>The lists, in the order in which they were added.</summary>
    public IReadOnlyList<StoredList> Lists(IReadOnlyCollection<string>? handles) =>
    [
        .. Rows($"SELECT id, handle FROM list WHERE {HandleCondition} ORDER BY id", ("$handles", Json(handles)))
            .Select(static row => new StoredList(row.Number(0), row.RequiredText(1))),
    ];

    /// <summary>Lets all queries see one state of the store until it is disposed, also while a Sync writes.</summary>
    public IDisposable KeepState() => new KeptState(database);

    /// <summary>Runs a query and gives its row, which is the same object each time.</summary>
    /// <param name="sql">The query.</param>
    /// <param name="values">Its named parameters.</param>
    /// <exception cref="FollowingException">The store cannot be read.</exception>
    public IEnumerable<Statement> Rows(string sql, params (string Name, object? Value)[] values)
    {
        using Statement row = Guard(() => new Statement(database, sql));
        foreach ((string name, object? value) in values)
        {
            row.Bind(name, value);
        }

        Func<bool> step = row.Step;
        while (Guard(step))
        {
            yield return row;
        }
    }

    /// <summary>Names as a parameter that <c>json_each</c> takes apart; <see langword="null"/> is no condition.</summary>
    public static string? Json(IEnumerable<string>? names) =>
        names is null ? null : $"[{string.Join(',', names.Select(static name => $"\"{JsonEncodedText.Encode(name)}\""))}]";

    /// <summary>Ids as a parameter that <c>json_each</c> takes apart.</summary>
    public static string Json(IEnumerable<long> ids) => $"[{string.Join(',', ids)}]";

    private static FollowingChange ReadChange(Statement row, EntryContext context)
    {
        FollowingHistoryEntry entry = context.Read(row, row.Number(EntryColumnCount + 7));
        FollowingChangeKind kind = row.Name<FollowingChangeKind>(EntryColumnCount);
        string? handle = row.Text(EntryColumnCount + 1);
        string? previous = row.Text(EntryColumnCount + 2);
        Dictionary<string, JsonElement[]> profile = row.Text(EntryColumnCount + 6) is string json
            ? JsonSerializer.Deserialize<Dictionary<string, JsonElement[]>>(json)!
            : [];
        FollowingHistoryEntry after = With(entry with { Handle = handle }, profile, 1);
        FollowingHistoryEntry before = With(entry with { Handle = previous ?? handle }, profile, 0);
        return new FollowingChange
        {
            Kind = kind,
            FollowedBy = entry.FollowedBy,
            UserId = entry.UserId,
            Handle = handle,
            PreviousHandle = previous,
            Properties = [.. profile.Keys],
            Before = kind == FollowingChangeKind.Followed ? null : before,
            After = kind == FollowingChangeKind.Unfollowed ? null : after,
            NotBefore = row.Time(EntryColumnCount + 3),
            NotAfter = row.Time(EntryColumnCount + 4),
            SeenAt = row.Time(EntryColumnCount + 5),
        };
    }

    private static FollowingHistoryEntry With(FollowingHistoryEntry entry, Dictionary<string, JsonElement[]> profile, int index)
    {
        foreach ((string name, JsonElement[] values) in profile)
        {
            JsonElement value = values[index];
            string? text = value.ValueKind == JsonValueKind.String ? value.GetString() : null;
            long? number = value.ValueKind == JsonValueKind.Number ? value.GetInt64() : null;
            bool? flag = value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : null;
            entry = name switch
            {
                nameof(FollowingHistoryEntry.DisplayName) => entry with { DisplayName = text },
                nameof(FollowingHistoryEntry.Bio) => entry with { Bio = text },
                nameof(FollowingHistoryEntry.WebsiteUrl) => entry with { WebsiteUrl = text },
                nameof(FollowingHistoryEntry.Verified) => entry with { Verified = flag },
                nameof(FollowingHistoryEntry.Private) => entry with { Private = flag },
                nameof(FollowingHistoryEntry.Followers) => entry with { Followers = number },
                nameof(FollowingHistoryEntry.Following) => entry with { Following = number },
                nameof(FollowingHistoryEntry.Likes) => entry with { Likes = number },
                nameof(FollowingHistoryEntry.Videos) => entry with { Videos = number },
                nameof(FollowingHistoryEntry.LikesGiven) => entry with { LikesGiven = number },
                _ => entry,
            };
        }

        return entry;
    }

    private static FollowingSummary ReadSummary(Statement row, bool saysWhenComplete)
    {
        FollowingStatus? status = row.IsNull(2) ? null : row.Name<FollowingStatus>(2);
        string? message = status is null ? "The Sync is under way, or its process has ended. The request under way is counted as paid." : row.Text(13);
        return new FollowingSummary
        {
            Handle = row.RequiredText(0),
            Provider = row.Name<FollowingProvider>(1),
            Status = status ?? FollowingStatus.Stopped,
            Users = row.Number(3),
            Duplicates = row.Number(4),
            Pages = (int)row.Number(5),
            Requests = (int)(row.Number(6) + row.Number(14)),
            Retries = (int)row.Number(7),
            Credits = (decimal)row.Real(8),
            ReportedTotal = row.NumberOrNull(9),
            NextCursor = status == FollowingStatus.Complete ? null : row.Text(10),
            StartedAt = UnixTime.ToTime(row.Number(11)),
            Duration = TimeSpan.FromSeconds(row.Real(12)),
            Message = saysWhenComplete && status != FollowingStatus.Complete
                ? $"{message} {(row.Time(15) is DateTimeOffset completeAt ? $"The last complete reading began at {completeAt:u}." : "There is no complete reading.")}".TrimStart()
                : message,
        };
    }

    private T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (DatabaseException failure)
        {
            throw StoreErrors.CannotRead(path, failure);
        }
    }

    private sealed class KeptState : IDisposable
    {
        private readonly Database _database;

        public KeptState(Database database)
        {
            _database = database;
            database.Execute("BEGIN");
        }

        // Nothing was written. Unlike a commit, this does not fail where the reading itself did.
        public void Dispose() => _database.Rollback();
    }

    /// <summary>Makes entries of rows. What few rows differ in is read once.</summary>
    private sealed class EntryContext(StoreReader reader)
    {
        private readonly bool _isSandbox = reader.Rows("SELECT is_sandbox FROM store").Select(static row => row.Flag(0)).Single() == true;
        private readonly Dictionary<long, string> _handles = reader.Lists(null).ToDictionary(static list => list.Id, static list => list.Handle);
        private readonly Dictionary<long, FollowingProvider> _providers = reader.Rows("SELECT id, name FROM provider")
            .ToDictionary(static row => row.Number(0), static row => row.Name<FollowingProvider>(1));
        private readonly Dictionary<long, List<ReadRange>> _ranges = [];

        /// <summary>Reads the columns of <see cref="EntryColumns"/>.</summary>
        public FollowingHistoryEntry Read(Statement row, long listId)
        {
            // Most follows have none of these, and each column that is asked for takes time.
            bool isSpecial = row.Number(19) != 0;
            KnownFollow follow = new()
            {
                Id = row.Number(14),
                ReadingId = row.Number(15),
                FirstSeenAt = row.Number(16),
                NotBefore = row.NumberOrNull(17),
                NotAfter = row.Number(18),
                SeenAt = isSpecial ? row.NumberOrNull(20) : null,
                SeenReadingId = isSpecial ? row.NumberOrNull(21) : null,
                MissingReadingId = isSpecial ? row.NumberOrNull(22) : null,
                UnfollowedNotBefore = isSpecial ? row.NumberOrNull(23) : null,
                UnfollowedNotAfter = isSpecial ? row.NumberOrNull(24) : null,
            };
            long lastSeen = follow.IsCurrent
                ? ListReading.LastSeen(follow, RangesOf(listId))
                : Math.Max(follow.FirstSeenAt, follow.UnfollowedNotBefore ?? 0);
            return new FollowingHistoryEntry
            {
                FollowedBy = _handles[listId],
                Handle = row.Text(0),
                UserId = row.Text(1),
                SecUid = row.Text(2),
                DisplayName = row.Text(3),
                Bio = row.Text(4),
                Verified = row.Flag(5),
                Private = row.Flag(6),
                Followers = row.NumberOrNull(7),
                Following = row.NumberOrNull(8),
                Likes = row.NumberOrNull(9),
                Videos = row.NumberOrNull(10),
                LikesGiven = row.NumberOrNull(11),
                WebsiteUrl = row.Text(12),
                Provider = _providers[row.Number(13)],
                IsSandbox = _isSandbox,
                FirstSeenAt = UnixTime.ToTime(follow.FirstSeenAt),
                LastSeenAt = UnixTime.ToTime(lastSeen),
                FollowedNotBefore = UnixTime.ToTime(follow.NotBefore),
                FollowedNotAfter = UnixTime.ToTime(follow.NotAfter),
                UnfollowedNotBefore = UnixTime.ToTime(follow.UnfollowedNotBefore),
                UnfollowedNotAfter = UnixTime.ToTime(follow.UnfollowedNotAfter),
            };
        }

        private List<ReadRange> RangesOf(long listId)
        {
            if (!_ranges.TryGetValue(listId, out List<ReadRange>? ranges))
            {
                const string Sql = "SELECT reading_id, read_at, not_after, above FROM read_range WHERE list_id = $list ORDER BY read_at DESC, id DESC";
                ranges = [.. reader.Rows(Sql, ("$list", listId)).Select(static row => new ReadRange(row.Number(0), row.Number(1), row.NumberOrNull(2), row.Number(3)))];
                _ranges.Add(listId, ranges);
            }

            return ranges;
        }
    }
}
