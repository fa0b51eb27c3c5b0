namespace TikTokFollowing.Store;

/// <summary>What a Sync does with a list.</summary>
internal enum ReadingKind
{
    /// <summary>Nothing; <see cref="ReadingPlan.Reason"/> says why.</summary>
    Nothing,

    /// <summary>The list was not read yet: the whole of it, as the baseline of later changes.</summary>
    FirstReading,

    /// <summary>From the top until accounts are known.</summary>
    NewestPart,

    /// <summary>The whole list.</summary>
    WholeList,
}

/// <summary>What would be done with a list, and what that would take. Looking at it changes nothing.</summary>
internal sealed record ReadingPlan
{
    /// <summary>The list, in lower case.</summary>
    public required string Handle { get; init; }

    /// <summary>What is read.</summary>
    public required ReadingKind Kind { get; init; }

    /// <summary>Why nothing is read; else <see langword="null"/>.</summary>
    public string? Reason { get; init; }

    /// <summary>Whether the last finished reading was complete.</summary>
    public bool WasComplete { get; init; }

    /// <summary>The page to begin with, from 1. Above 1 an unfinished reading is resumed.</summary>
    public int Page { get; init; } = 1;

    /// <summary>The cursor to begin with; <see langword="null"/> is the top of the list.</summary>
    public string? Cursor { get; init; }

    /// <summary>Whether a reading is resumed at the top of the list, because the provider that is asked has no cursor for its place.</summary>
    public bool IsFromTop { get; init; }

    /// <summary>The fewest requests.</summary>
    public long LeastRequests { get; init; }

    /// <summary>The most requests, without retries; <see langword="null"/> when the store does not know how long the list is.</summary>
    public long? MostRequests { get; init; }

    /// <summary>The fewest credits.</summary>
    public decimal LeastCredits { get; init; }

    /// <summary>The most credits, without those of retries; <see langword="null"/> when the store does not know how long the list is.</summary>
    public decimal? MostCredits { get; init; }

    /// <summary>Whether an unfinished reading is resumed.</summary>
    public bool IsResumed => Page > 1;

    internal required SyncOptions Options { get; init; }
}
