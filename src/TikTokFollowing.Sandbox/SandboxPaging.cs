namespace TikTokFollowing.Sandbox;

/// <summary>What a request for a page leads to; each contract writes it in its own shape.</summary>
internal enum SandboxOutcome
{
    Page,
    Hidden,
    NotFound,
    BadGateway,
    RateLimited,
    OutOfCredits,
}

/// <summary>One page, or the reason why there is none.</summary>
internal sealed record SandboxPage(SandboxOutcome Outcome, SandboxList List)
{
    internal int Start { get; init; }

    internal int Count { get; init; }

    /// <summary>The cursor that asks for the next page; null at the end of the list.</summary>
    internal long? NextCursor { get; init; }

    /// <summary>The next cursor; at the end of the list the time of the last row, which some vendors still name; 0 for an empty page.</summary>
    internal long OldestCursor => NextCursor ?? (Count == 0 ? 0 : List.FollowedAt(Start + Count - 1));

    internal bool HasMore { get; init; }

    /// <summary>The body is cut off in the middle.</summary>
    internal bool CutOff { get; init; }

    /// <summary>More is announced, but both cursors are -1: how lists end that are cut at about 5,000 rows.</summary>
    internal bool Truncated => HasMore && NextCursor == -1;
}

/// <summary>Cuts lists into pages, and misbehaves for the reserved handles. "Page k" is the place of the first row by the page size.</summary>
internal sealed class SandboxPaging(RestlessReadings readings)
{
    private readonly object _gate = new();

    // Refusals so far of the request for one place of one list. Bounded: only two handles of 250 accounts ever count.
    private readonly Dictionary<(string Handle, int Start), int> _refusals = [];

    internal SandboxPage Next(string handle, long? cursor, int pageSize)
    {
        bool isFirst = cursor is null or 0;
        SandboxList list = SandboxPopulation.Following(handle);
        if (list is RestlessList)
        {
            list = isFirst ? readings.Begin() : readings.Current;
        }

        int start = isFirst ? 0 : list.IndexAt(cursor!.Value);
        int page = 1 + start / pageSize;
        return list.Handle switch
        {
            SandboxHandles.Hidden => new SandboxPage(SandboxOutcome.Hidden, list),
            SandboxHandles.NotFound => new SandboxPage(SandboxOutcome.NotFound, list),
            SandboxHandles.NoCredits when page == 3 => new SandboxPage(SandboxOutcome.OutOfCredits, list),
            SandboxHandles.Flaky when Refuses(list.Handle, start, times: 2) => new SandboxPage(SandboxOutcome.BadGateway, list),
            SandboxHandles.RateLimited when page % 2 == 0 && Refuses(list.Handle, start, times: 1) =>
                new SandboxPage(SandboxOutcome.RateLimited, list),
            SandboxHandles.Malformed => Cut(list, start, pageSize) with { CutOff = page == 2 },
            SandboxHandles.Repeats => CutRepeating(list, start, pageSize, page, cursor),
            SandboxHandles.Stuck when !isFirst => Cut(list, start, pageSize) with { NextCursor = cursor, HasMore = true },
            SandboxHandles.Truncated when start + pageSize >= list.Count => Cut(list, start, pageSize) with { NextCursor = -1, HasMore = true },
            _ => Cut(list, start, pageSize),
        };
    }

    private static SandboxPage Cut(SandboxList list, int start, int pageSize)
    {
        int end = Math.Min(start + pageSize, list.Count);
        bool hasMore = end < list.Count;
        return new SandboxPage(SandboxOutcome.Page, list)
        {
            Start = start,
            Count = end - start,
            HasMore = hasMore,
            NextCursor = hasMore ? list.FollowedAt(end) : null,
        };
    }

    /// <summary>
    /// Page 2 returns a cursor one second above the first row of page 3. No row was followed in that second, so this cursor is a mark
    /// that needs no memory: who asks with it gets page 2 again and the true cursor of page 3.
    /// </summary>
    private static SandboxPage CutRepeating(SandboxList list, int start, int pageSize, int page, long? cursor)
    {
        if (start >= pageSize && start < list.Count && cursor == list.FollowedAt(start) + 1)
        {
            return Cut(list, start - pageSize, pageSize);
        }

        SandboxPage cut = Cut(list, start, pageSize);
        return page == 2 && cut.HasMore ? cut with { NextCursor = cut.NextCursor + 1 } : cut;
    }

    /// <summary>True for the first <paramref name="times"/> attempts, false for the one after; then it starts anew.</summary>
    private bool Refuses(string handle, int start, int times)
    {
        lock (_gate)
        {
            int refusals = _refusals.GetValueOrDefault((handle, start));
            if (refusals < times)
            {
                _refusals[(handle, start)] = refusals + 1;
                return true;
            }

            _refusals.Remove((handle, start));
            return false;
        }
    }
}
