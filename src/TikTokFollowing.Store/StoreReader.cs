using System.Text.Json;
using Microsoft.Data.Sqlite;
using TikTokFollowing.Store.History;

namespace TikTokFollowing.Store;

/// <summary>Which follows are wanted.</summary>
internal sealed record HistoryFilter
{
    /// <summary>Whose lists, in lower case; <see langword="null"/> are all.</summary>
    public IReadOnlyCollection<string>? Handles { get; init; }

    /// <summary>
    /// The follows that had begun by this time, as far as is known, and of which none is known to have ended by it;
    /// <see langword="null"/> is now.
    /// </summary>
    public DateTimeOffset? AsOf { get; init; }

    /// <summary>Whether those that have ended come too.</summary>
    public bool IncludeEnded { get; init; }
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
internal sealed class StoreReader(string path, SqliteConnection connection)
{
    private const string EntryColumns =
        """
        list.id, list.handle, account.handle, account.user_id, account.sec_uid, account.display_name, account.bio, account.verified, account.private,
        account.followers, account.following, account.likes, account.videos, account.likes_given, account.website_url,
        provider.name, (SELECT is_sandbox FROM store),
        follow.id, follow.reading_id, follow.first_seen_at, follow.seen_at, follow.seen_reading_id, follow.missing_reading_id, follow.followed_not_before,
        follow.followed_not_after, follow.unfollowed_not_before, follow.unfollowed_not_after
        """;

    private const int EntryColumnCount = 27;
    private const string EntryTables =
        "JOIN account ON account.id = follow.account_id JOIN provider ON provider.id = account.provider_id JOIN list ON list.id = follow.list_id";

    /// <summary>The follows of the lists: one list after the other, newest first.</summary>
    public IEnumerable<FollowingHistoryEntry> History(HistoryFilter filter)
    {
        foreach ((long listId, string _) in Lists(filter.Handles))
        {
            Ranges ranges = new(this);
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText =
                $"""
                SELECT {EntryColumns} FROM follow {EntryTables}
                WHERE follow.list_id = $list
                    AND ($asOf IS NULL OR follow.followed_not_after <= $asOf)
                    AND ($ended OR follow.unfollowed_not_after IS NULL OR follow.unfollowed_not_after > $asOf)
                ORDER BY follow.followed_not_before DESC, follow.id
                """;
            command.Parameters.AddWithValue("$list", listId);
            command.Parameters.AddWithValue("$asOf", Value(UnixTime.Floor(filter.AsOf)));
            command.Parameters.AddWithValue("$ended", filter.IncludeEnded);
            foreach (SqliteDataReader row in Rows(command))
            {
                yield return ReadEntry(row, ranges);
            }
        }
    }

    /// <summary>What changed, oldest first.</summary>
    public IEnumerable<FollowingChange> Changes(ChangeFilter filter)
    {
        Ranges ranges = new(this);
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText =
            $"""
            SELECT {EntryColumns}, change.kind, change.handle, change.previous_handle, change.not_before, change.not_after, change.seen_at,
                change.profile
            FROM change JOIN follow ON follow.id = change.follow_id {EntryTables}
            WHERE {ChangeCondition(filter, command)}
            ORDER BY change.seen_at, change.id
            """;
        foreach (SqliteDataReader row in Rows(command))
        {
            yield return ReadChange(row, ranges);
        }
    }

    /// <summary>How the readings went, oldest first.</summary>
    public IEnumerable<FollowingSummary> Summaries(SummaryFilter filter)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText =
            $"""
            SELECT list.handle, provider.name, reading.status, reading.users, reading.duplicates, reading.pages, reading.requests, reading.retries,
                reading.credits + ifnull(reading.expected_credits, 0), reading.reported_total, reading.next_cursor, reading.started_at,
                reading.duration, reading.message, reading.expected_credits IS NOT NULL
            FROM reading JOIN list ON list.id = reading.list_id JOIN provider ON provider.id = reading.provider_id
            WHERE {HandleCondition(filter.Handles, command)}
                AND ($since IS NULL OR reading.started_at >= $since)
                AND (NOT $latest OR reading.id = (SELECT max(id) FROM reading AS newest WHERE newest.list_id = reading.list_id))
            ORDER BY reading.started_at, reading.id
            """;
        command.Parameters.AddWithValue("$since", Value(UnixTime.Floor(filter.Since)));
        command.Parameters.AddWithValue("$latest", filter.Latest);
        foreach (SqliteDataReader row in Rows(command))
        {
            yield return ReadSummary(row);
        }
    }

    /// <summary>The lists that a Sync without handles reads, by handle.</summary>
    public IReadOnlyList<WatchedList> Watched()
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText =
            """
            SELECT handle, (SELECT max(ended_at) FROM reading WHERE reading.list_id = list.id AND is_finished) FROM list
            WHERE is_watched ORDER BY handle
            """;
        return [.. Rows(command).Select(static row => new WatchedList(row.GetString(0), Time(row, 1)))];
    }

    /// <summary>The lists, in the order in which they were added.</summary>
    public IReadOnlyList<(long Id, string Handle)> Lists(IReadOnlyCollection<string>? handles)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = $"SELECT id, handle FROM list WHERE {HandleCondition(handles, command)} ORDER BY id";
        return [.. Rows(command).Select(static row => (row.GetInt64(0), row.GetString(1)))];
    }

    /// <summary>Runs a query and gives its row, which is the same object each time.</summary>
    public IEnumerable<SqliteDataReader> Rows(SqliteCommand command)
    {
        using SqliteDataReader row = Guard(command.ExecuteReader);
        while (Guard(row.Read))
        {
            yield return row;
        }
    }

    private static FollowingHistoryEntry ReadEntry(SqliteDataReader row, Ranges ranges)
    {
        KnownFollow follow = new()
        {
            Id = row.GetInt64(17),
            ReadingId = row.GetInt64(18),
            FirstSeenAt = row.GetInt64(19),
            SeenAt = Number(row, 20),
            SeenReadingId = Number(row, 21),
            MissingReadingId = Number(row, 22),
            NotBefore = Number(row, 23),
            NotAfter = row.GetInt64(24),
            UnfollowedNotBefore = Number(row, 25),
            UnfollowedNotAfter = Number(row, 26),
        };
        long lastSeen = follow.IsCurrent
            ? ListReading.LastSeen(follow, ranges.Of(row.GetInt64(0)))
            : Math.Max(follow.FirstSeenAt, follow.UnfollowedNotBefore ?? 0);
        return new FollowingHistoryEntry
        {
            FollowedBy = row.GetString(1),
            Handle = Text(row, 2),
            UserId = Text(row, 3),
            SecUid = Text(row, 4),
            DisplayName = Text(row, 5),
            Bio = Text(row, 6),
            Verified = Flag(row, 7),
            Private = Flag(row, 8),
            Followers = Number(row, 9),
            Following = Number(row, 10),
            Likes = Number(row, 11),
            Videos = Number(row, 12),
            LikesGiven = Number(row, 13),
            WebsiteUrl = Text(row, 14),
            Provider = Enum.Parse<FollowingProvider>(row.GetString(15)),
            IsSandbox = Flag(row, 16) == true,
            FirstSeenAt = UnixTime.ToTime(follow.FirstSeenAt),
            LastSeenAt = UnixTime.ToTime(lastSeen),
            FollowedNotBefore = UnixTime.ToTime(follow.NotBefore),
            FollowedNotAfter = UnixTime.ToTime(follow.NotAfter),
            UnfollowedNotBefore = UnixTime.ToTime(follow.UnfollowedNotBefore),
            UnfollowedNotAfter = UnixTime.ToTime(follow.UnfollowedNotAfter),
        };
    }

    private static FollowingChange ReadChange(SqliteDataReader row, Ranges ranges)
    {
        FollowingHistoryEntry entry = ReadEntry(row, ranges);
        FollowingChangeKind kind = Enum.Parse<FollowingChangeKind>(row.GetString(EntryColumnCount));
        string? handle = Text(row, EntryColumnCount + 1);
        string? previous = Text(row, EntryColumnCount + 2);
        Dictionary<string, JsonElement[]> profile = Text(row, EntryColumnCount + 6) is string json
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
            NotBefore = Time(row, EntryColumnCount + 3),
            NotAfter = Time(row, EntryColumnCount + 4),
            SeenAt = Time(row, EntryColumnCount + 5),
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

    private static FollowingSummary ReadSummary(SqliteDataReader row)
    {
        bool hasEnded = !row.IsDBNull(2);
        FollowingStatus status = hasEnded ? Enum.Parse<FollowingStatus>(row.GetString(2)) : FollowingStatus.Stopped;
        return new FollowingSummary
        {
            Handle = row.GetString(0),
            Provider = Enum.Parse<FollowingProvider>(row.GetString(1)),
            Status = status,
            Users = row.GetInt64(3),
            Duplicates = row.GetInt64(4),
            Pages = row.GetInt32(5),
            Requests = row.GetInt32(6) + row.GetInt32(14),
            Retries = row.GetInt32(7),
            Credits = (decimal)row.GetDouble(8),
            ReportedTotal = Number(row, 9),
            NextCursor = status == FollowingStatus.Complete ? null : Text(row, 10),
            StartedAt = UnixTime.ToTime(row.GetInt64(11)),
            Duration = TimeSpan.FromSeconds(row.GetDouble(12)),
            Message = hasEnded ? Text(row, 13) : "The Sync is under way, or its process has ended. The request under way is counted as paid.",
        };
    }

    private static string ChangeCondition(ChangeFilter filter, SqliteCommand command)
    {
        if (filter.Ids is not null)
        {
            command.Parameters.AddWithValue("$ids", JsonSerializer.Serialize(filter.Ids));
            return "change.id IN (SELECT value FROM json_each($ids))";
        }

        command.Parameters.AddWithValue("$since", UnixTime.Floor(filter.Since) ?? long.MinValue);
        command.Parameters.AddWithValue("$until", UnixTime.Ceiling(filter.Until) ?? long.MaxValue);
        return $"change.seen_at BETWEEN $since AND $until AND {HandleCondition(filter.Handles, command)}";
    }

    private static string HandleCondition(IReadOnlyCollection<string>? handles, SqliteCommand command)
    {
        if (handles is null)
        {
            return "TRUE";
        }

        command.Parameters.AddWithValue("$handles", JsonSerializer.Serialize(handles));
        return "list.handle IN (SELECT value FROM json_each($handles))";
    }

    private static object Value(long? number) => number is null ? DBNull.Value : number.Value;

    private static string? Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static long? Number(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);

    private static bool? Flag(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column) != 0;

    private static DateTimeOffset? Time(SqliteDataReader row, int column) => UnixTime.ToTime(Number(row, column));

    private T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (SqliteException failure)
        {
            throw StoreErrors.CannotRead(path, failure);
        }
    }

    private List<ReadRange> ReadRanges(long listId)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT reading_id, read_at, not_after, above FROM read_range WHERE list_id = $list ORDER BY read_at DESC, id DESC";
        command.Parameters.AddWithValue("$list", listId);
        return [.. Rows(command).Select(static row => new ReadRange(row.GetInt64(0), row.GetInt64(1), Number(row, 2), row.GetInt64(3)))];
    }

    /// <summary>What was read of each list, read once.</summary>
    private sealed class Ranges(StoreReader reader)
    {
        private readonly Dictionary<long, List<ReadRange>> _ofLists = [];

        public List<ReadRange> Of(long listId)
        {
            if (!_ofLists.TryGetValue(listId, out List<ReadRange>? ranges))
            {
                _ofLists.Add(listId, ranges = reader.ReadRanges(listId));
            }

            return ranges;
        }
    }
}
