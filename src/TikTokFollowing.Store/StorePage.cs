namespace TikTokFollowing.Store;

/// <summary>One page of a list, as it came.</summary>
internal sealed record StorePage
{
    /// <summary>The cursor that asked for it; <see langword="null"/> is the top of the list.</summary>
    public required string? Cursor { get; init; }

    /// <summary>The cursor that asks for the next page; <see langword="null"/> when none can be asked for.</summary>
    public required string? NextCursor { get; init; }

    /// <summary>The time of <see cref="Cursor"/>, when it is a plausible Unix time.</summary>
    public DateTimeOffset? NotAfter { get; init; }

    /// <summary>The time of the cursor that the page returned, when it is a plausible Unix time.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>Which API it came from.</summary>
    public required FollowingProvider Provider { get; init; }

    /// <summary>Its rows, newest follow first, without those that came before in this run.</summary>
    public required IReadOnlyList<FollowedUser> Users { get; init; }

    /// <summary>Rows that came before in this run.</summary>
    public int Duplicates { get; init; }

    /// <summary>Whether the provider said that nothing follows.</summary>
    public bool IsLast { get; init; }

    /// <summary>Requests that it took, retries included.</summary>
    public int Requests { get; init; } = 1;

    /// <summary>How many of them were retries.</summary>
    public int Retries { get; init; }

    /// <summary>What they cost.</summary>
    public decimal Credits { get; init; }

    /// <summary>What the request for the next page costs; <see langword="null"/> when that is as planned.</summary>
    public decimal? NextCredits { get; init; }

    /// <summary>The provider's approximate total, or <see langword="null"/>.</summary>
    public long? ReportedTotal { get; init; }

    /// <summary>When it arrived.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }
}

/// <summary>What came of a page that is in the store now.</summary>
/// <param name="Changes">The changes that it showed, in the order of the list.</param>
/// <param name="GoOn">Whether the next page is worth its request.</param>
/// <param name="Reason">Why not, when there would be one; else <see langword="null"/>.</param>
internal sealed record PageOutcome(IReadOnlyList<FollowingChange> Changes, bool GoOn, string? Reason);

/// <summary>A list in the store.</summary>
/// <param name="Handle">Whose list, in lower case.</param>
/// <param name="LastFinishedAt">When a reading of it finished last; <see langword="null"/> when none has.</param>
internal sealed record WatchedList(string Handle, DateTimeOffset? LastFinishedAt);
