namespace TikTokFollowing.Store;

/// <summary>Decides what a Sync does with a list.</summary>
internal sealed class Planner(StoreReader reader, TimeProvider time)
{
    /// <summary>The condition of a reading that came to the end of its list.</summary>
    public const string ReachedTheEnd = "kind <> 'NewestPart' AND is_finished AND status IN ('Complete', 'Truncated', 'StuckCursor')";

    public ReadingPlan Plan(string handle, SyncOptions options)
    {
        // The length is what the last reading to the end had, and what has changed since. To count the follows of a long list would take
        // longer than the rest of the plan.
        const string Sql =
            $"""
            SELECT
                newest.kind, newest.is_finished, newest.next_page, newest.next_cursor, provider.name,
                finished.ended_at, finished.status = 'Complete', whole.ended_at,
                EXISTS (SELECT 1 FROM reading WHERE list_id = list.id AND next_page > 1),
                (SELECT sum(users) FROM reading WHERE list_id = list.id AND ifnull(resumed_id, id) = ifnull(whole.resumed_id, whole.id))
                    + (SELECT count(*) FILTER (WHERE kind = 'Followed') - count(*) FILTER (WHERE kind = 'Unfollowed')
                       FROM change WHERE list_id = list.id AND seen_at > whole.ended_at)
            FROM list
                LEFT JOIN reading AS newest ON newest.id = (SELECT max(id) FROM reading WHERE list_id = list.id)
                LEFT JOIN reading AS finished ON finished.id = (SELECT max(id) FROM reading WHERE list_id = list.id AND is_finished)
                LEFT JOIN reading AS whole ON whole.id = (SELECT max(id) FROM reading WHERE list_id = list.id AND {ReachedTheEnd})
                LEFT JOIN provider ON provider.id = newest.provider_id
            WHERE list.handle = $handle
            """;
        foreach (Statement row in reader.Rows(Sql, ("$handle", handle)))
        {
            return Plan(handle, options, row);
        }

        return PlanFirst(handle, options);
    }

    /// <summary>What is done with a list that the store does not have.</summary>
    public static ReadingPlan PlanFirst(string handle, SyncOptions options) =>
        Estimate(new ReadingPlan { Handle = handle, Kind = ReadingKind.FirstReading, Options = options }, 1, null);

    private ReadingPlan Plan(string handle, SyncOptions options, Statement row)
    {
        DateTimeOffset? finishedAt = row.Time(5);
        DateTimeOffset? wholeAt = row.Time(7);
        bool wasRead = row.Flag(8) == true;
        long length = row.Number(9);
        long pages = Math.Max(1, (length + options.PageSize - 1) / options.PageSize);
        ReadingPlan plan = new()
        {
            Handle = handle,
            Kind = ReadingKind.Nothing,
            Options = options,
            WasComplete = row.Flag(6) == true,
        };
        if (row.Flag(1) == false && row.Number(2) > 1)
        {
            ReadingKind kind = row.Name<ReadingKind>(0);
            int page = (int)row.Number(2);
            ReadingPlan resumed = plan with
            {
                Kind = kind,
                Page = page,
                Cursor = row.Text(3),
                CursorProvider = row.Name<FollowingProvider>(4),
            };
            return Estimate(resumed, 1, wholeAt is null ? null : Math.Max(1, pages + 2 - page));
        }

        if (options.Once && wholeAt is not null)
        {
            return plan with { Reason = "It was already read to its end." };
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

    // A time in the future means that a clock was wrong, so the age of that reading is unknown.
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
}
