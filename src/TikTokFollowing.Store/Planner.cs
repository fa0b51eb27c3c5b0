namespace TikTokFollowing.Store;

/// <summary>Decides what a Sync does with a list.</summary>
internal sealed class Planner(StoreReader reader, TimeProvider time)
{
    /// <summary>The condition of a reading that came to the end of its list.</summary>
    public const string ReachedTheEnd = "kind <> 'NewestPart' AND is_finished AND status IN ('Complete', 'Truncated', 'StuckCursor')";

    /// <summary>Decides what is done with a list, and estimates what that takes.</summary>
    /// <param name="handle">Whose list, in lower case.</param>
    /// <param name="options">What is asked for.</param>
    /// <param name="translate">The cursor of the connection that is asked for that of another provider; <see langword="null"/> is the same provider.</param>
    public ReadingPlan Plan(string handle, SyncOptions options, Func<string?, FollowingProvider, string?>? translate)
    {
        // The current follows are counted from two indices. Reading each follow of a long list would take longer than the rest of the plan.
        const string Sql =
            $"""
            SELECT
                newest.kind, newest.is_finished, newest.next_page, newest.next_cursor, provider.name,
                finished.ended_at, finished.status = 'Complete', whole.ended_at, whole.status = 'Complete',
                EXISTS (SELECT 1 FROM reading WHERE list_id = list.id AND next_page > 1),
                (SELECT count(*) FROM follow WHERE list_id = list.id) - (SELECT count(*) FROM change WHERE list_id = list.id AND kind = 'Unfollowed'),
                (SELECT sum(users) FROM reading WHERE list_id = list.id AND ifnull(resumed_id, id) = ifnull(newest.resumed_id, newest.id)),
                (SELECT sum(users) FROM reading WHERE list_id = list.id AND ifnull(resumed_id, id) = ifnull(whole.resumed_id, whole.id)),
                (SELECT sum(pages) FROM reading WHERE list_id = list.id AND ifnull(resumed_id, id) = ifnull(whole.resumed_id, whole.id))
            FROM list
                LEFT JOIN reading AS newest ON newest.id = (SELECT max(id) FROM reading WHERE list_id = list.id)
                LEFT JOIN reading AS finished ON finished.id = (SELECT max(id) FROM reading WHERE list_id = list.id AND is_finished)
                LEFT JOIN reading AS whole ON whole.id = (SELECT max(id) FROM reading WHERE list_id = list.id AND {ReachedTheEnd})
                LEFT JOIN provider ON provider.id = newest.provider_id
            WHERE list.handle = $handle
            """;
        foreach (Statement row in reader.Rows(Sql, ("$handle", handle)))
        {
            return Plan(handle, options, translate, row);
        }

        return PlanFirst(handle, options);
    }

    /// <summary>What is done with a list that the store does not have.</summary>
    public static ReadingPlan PlanFirst(string handle, SyncOptions options) =>
        Estimate(new ReadingPlan { Handle = handle, Kind = ReadingKind.FirstReading, Options = options }, 1, null);

    private ReadingPlan Plan(string handle, SyncOptions options, Func<string?, FollowingProvider, string?>? translate, Statement row)
    {
        DateTimeOffset? finishedAt = row.Time(5);
        DateTimeOffset? wholeAt = row.Time(7);
        bool wasRead = row.Flag(9) == true;
        long length = row.Number(10);
        ReadingPlan plan = new()
        {
            Handle = handle,
            Kind = ReadingKind.Nothing,
            Options = options,
            WasComplete = row.Flag(6) == true,
        };
        PageSizes sizes = PageSizes.Of(options, row.Number(12), row.Number(13));
        if (row.Flag(1) == false && row.Number(2) > 1)
        {
            FollowingProvider from = row.Name<FollowingProvider>(4);
            string? cursor = row.Text(3);
            string? translated = translate is null ? cursor : translate(cursor, from);
            ReadingPlan resumed = plan with
            {
                Kind = row.Name<ReadingKind>(0),
                Page = (int)row.Number(2),
                Cursor = translated,
                IsFromTop = translated is null,
            };

            // A reading that began at the top more than once has read more rows than the list has.
            long left = resumed.IsFromTop || row.Number(11) >= length ? length : length - row.Number(11);
            return Estimate(resumed, 1, wholeAt is null ? null : sizes.MostPages(left) + 1);
        }

        if (options.Once && wholeAt is not null)
        {
            return plan with { Reason = "It was already read to its end." };
        }

        if (options.OlderThan is TimeSpan youngest && IsYounger(finishedAt, youngest))
        {
            return plan with { Reason = FormattableString.Invariant($"Its last reading finished at {finishedAt:u}.") };
        }

        if (!wasRead)
        {
            return PlanFirst(handle, options);
        }

        if (!options.Full && IsYounger(wholeAt, options.FullAfter))
        {
            return Estimate(plan with { Kind = ReadingKind.NewestPart }, 1, sizes.MostPages(length) + 1);
        }

        // The provider cuts a list off, however much of it the store holds.
        long least = wholeAt is null ? 1 : row.Flag(8) == true ? sizes.LeastPages(length) : Math.Min(sizes.LeastPages(length), row.Number(13));
        return Estimate(plan with { Kind = ReadingKind.WholeList }, least, wholeAt is null ? null : sizes.MostPages(length) + 1);
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

    /// <summary>How many accounts a page may have: what is asked for, and what the last reading to the end had, where that is another size.</summary>
    private sealed record PageSizes(double Smaller, double Larger)
    {
        public static PageSizes Of(SyncOptions options, long users, long pages)
        {
            int size = options.PageSize;
            double seen = pages == 0 || PagesOf(users, size) == pages ? size : (double)users / pages;

            // On smaller pages than before, an account may come once more at the beginning of each.
            double smaller = seen > size ? size - 1 : seen;
            return new PageSizes(Math.Max(1, smaller), options.AsksForPageSize ? size : Math.Max(size, seen));
        }

        public long LeastPages(long accounts) => PagesOf(accounts, Larger);

        public long MostPages(long accounts) => PagesOf(accounts, Smaller);

        private static long PagesOf(long accounts, double size) => Math.Max(1, (long)Math.Ceiling(accounts / size));
    }
}
