using Microsoft.Data.Sqlite;

namespace TikTokFollowing.Store;

/// <summary>Decides what a Sync does with a list.</summary>
internal sealed class Planner(StoreReader reader, SqliteConnection connection, TimeProvider time)
{
    public ReadingPlan Plan(string handle, SyncOptions options)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText =
            """
            SELECT
                newest.kind, newest.is_finished, newest.next_page, newest.next_cursor, provider.name,
                (SELECT max(ended_at) FROM reading WHERE list_id = list.id AND is_finished),
                (SELECT max(ended_at) FROM reading WHERE list_id = list.id AND kind <> 'NewestPart' AND is_finished AND status IN ('Complete', 'Truncated', 'StuckCursor')),
                EXISTS (SELECT 1 FROM reading WHERE list_id = list.id AND next_page > 1),
                (SELECT count(*) FROM follow WHERE list_id = list.id AND unfollowed_not_after IS NULL)
            FROM list
                LEFT JOIN reading AS newest ON newest.id = (SELECT max(id) FROM reading WHERE list_id = list.id)
                LEFT JOIN provider ON provider.id = newest.provider_id
            WHERE list.handle = $handle
            """;
        command.Parameters.AddWithValue("$handle", handle);
        foreach (SqliteDataReader row in reader.Rows(command))
        {
            return Plan(handle, options, row);
        }

        return PlanFirst(handle, options);
    }

    /// <summary>What is done with a list that the store does not have.</summary>
    public static ReadingPlan PlanFirst(string handle, SyncOptions options) =>
        Estimate(new ReadingPlan { Handle = handle, Kind = ReadingKind.FirstReading, Options = options }, 1, null);

    private ReadingPlan Plan(string handle, SyncOptions options, SqliteDataReader row)
    {
        DateTimeOffset? finishedAt = Time(row, 5);
        DateTimeOffset? wholeAt = Time(row, 6);
        bool wasRead = row.GetBoolean(7);
        long known = row.GetInt64(8);
        long pages = Math.Max(1, (known + options.PageSize - 1) / options.PageSize);
        ReadingPlan plan = new() { Handle = handle, Kind = ReadingKind.Nothing, Options = options };
        if (!row.IsDBNull(0) && !row.GetBoolean(1) && row.GetInt64(2) > 1)
        {
            ReadingKind kind = Enum.Parse<ReadingKind>(row.GetString(0));
            int page = row.GetInt32(2);
            ReadingPlan resumed = plan with
            {
                Kind = kind,
                Page = page,
                Cursor = row.IsDBNull(3) ? null : row.GetString(3),
                CursorProvider = Enum.Parse<FollowingProvider>(row.GetString(4)),
            };
            return Estimate(resumed, 1, wholeAt is null ? null : Math.Max(1, pages + 2 - page));
        }

        if (options.Once && wholeAt is not null)
        {
            return plan with { Reason = "It was read completely already." };
        }

        if (options.OlderThan is TimeSpan youngest && IsYounger(finishedAt, youngest))
        {
            return plan with { Reason = FormattableString.Invariant($"Its last reading finished at {finishedAt:u}.") };
        }

        return !wasRead ? PlanFirst(handle, options)
            : options.Full || !IsYounger(wholeAt, options.FullAfter)
                ? Estimate(plan with { Kind = ReadingKind.WholeList }, wholeAt is null ? 1 : pages, wholeAt is null ? null : pages + 1)
            : Estimate(plan with { Kind = ReadingKind.NewestPart }, 1, pages + 1);
    }

    // A time to come shows that a clock was wrong: how old that reading is, is not known.
    private bool IsYounger(DateTimeOffset? readAt, TimeSpan age)
    {
        TimeSpan? since = time.GetUtcNow() - readAt;
        return since >= TimeSpan.Zero - TimeSpan.FromSeconds(1) && since < age;
    }

    private static ReadingPlan Estimate(ReadingPlan plan, long least, long? most)
    {
        long limit = plan.Options.MaxPages ?? long.MaxValue;
        long leastRequests = Math.Min(least, limit);
        long? mostRequests = most is null ? plan.Options.MaxPages : Math.Min(most.Value, limit);
        return plan with
        {
            LeastRequests = leastRequests,
            MostRequests = mostRequests,
            LeastCredits = leastRequests * plan.Options.CreditsPerRequest,
            MostCredits = mostRequests * plan.Options.CreditsPerRequest,
        };
    }

    private static DateTimeOffset? Time(SqliteDataReader row, int column) =>
        row.IsDBNull(column) ? null : UnixTime.ToTime(row.GetInt64(column));
}
