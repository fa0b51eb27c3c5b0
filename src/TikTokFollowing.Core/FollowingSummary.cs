namespace TikTokFollowing;

/// <summary>The summary of one handle: what was delivered, what it cost, and where to resume.</summary>
public sealed class FollowingSummary
{
    /// <summary>The handle asked for.</summary>
    public required string Handle { get; init; }

    /// <summary>The API that was asked last; for a list that was not started, the one that would have been asked.</summary>
    public required FollowingProvider Provider { get; init; }

    /// <summary>How the list ended.</summary>
    public required FollowingStatus Status { get; init; }

    /// <summary>Rows delivered in this run.</summary>
    public required long Users { get; init; }

    /// <summary>Rows that came again and were left out.</summary>
    public required long Duplicates { get; init; }

    /// <summary>Pages read in this run.</summary>
    public required int Pages { get; init; }

    /// <summary>Requests sent in this run, retries included.</summary>
    public required int Requests { get; init; }

    /// <summary>How many of the requests were retries.</summary>
    public required int Retries { get; init; }

    /// <summary>Credits that this run cost or may have cost: every 2xx answer and every attempt without a readable answer.</summary>
    public required decimal Credits { get; init; }

    /// <summary>The provider's approximate total (it counts deactivated accounts), or <see langword="null"/>.</summary>
    public required long? ReportedTotal { get; init; }

    /// <summary>Where to resume so that no row is missed; <see langword="null"/> means from the start, or that nothing is left.</summary>
    public required string? NextCursor { get; init; }

    /// <summary>When the run began (UTC).</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>How long the run took, the consumer's own time included.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>What happened and what to do, when there is something to say.</summary>
    public required string? Message { get; init; }

    /// <summary>Returns handle, status and row count.</summary>
    public override string ToString() => FormattableString.Invariant($"{Handle}: {Status}, {Users} users");
}
