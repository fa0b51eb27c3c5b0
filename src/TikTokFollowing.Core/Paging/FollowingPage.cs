using TikTokFollowing.Paging;

namespace TikTokFollowing;

/// <summary>One answer of the provider: its rows that are new in this run, and how to ask for the next.</summary>
public sealed record FollowingPage
{
    internal FollowingPage()
    {
    }

    /// <summary>The page of this run, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>The handle asked for.</summary>
    public required string Handle { get; init; }

    /// <summary>The API that sent the page.</summary>
    public required FollowingProvider Provider { get; init; }

    /// <summary>The cursor that asked for this page; <see langword="null"/> for the start.</summary>
    public required string? Cursor { get; init; }

    /// <summary>The cursor for the next page; <see langword="null"/> when there is none.</summary>
    public required string? NextCursor { get; init; }

    /// <summary>The page's accounts were followed at this time or before (UTC); <see langword="null"/> when unknown.</summary>
    public required DateTimeOffset? NotAfter { get; init; }

    /// <summary>The page's accounts were followed at this time or after (UTC); <see langword="null"/> when unknown.</summary>
    public required DateTimeOffset? NotBefore { get; init; }

    /// <summary>The provider's approximate total, or <see langword="null"/>.</summary>
    public required long? ReportedTotal { get; init; }

    /// <summary>The rows to deliver: without those that came before, were skipped, or exceed the limit.</summary>
    public required IReadOnlyList<FollowedUser> Users { get; init; }

    /// <summary>Rows that came before in this run and were left out.</summary>
    public required long Duplicates { get; init; }

    /// <summary>When the page arrived (UTC).</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Requests that it took, retries included.</summary>
    public required int Requests { get; init; }

    /// <summary>How many of the requests were retries.</summary>
    public required int Retries { get; init; }

    /// <summary>Credits that it cost or may have cost.</summary>
    public required decimal Credits { get; init; }

    /// <summary>Why no page is asked for after this one; <see langword="null"/> while the list continues.</summary>
    internal ListEnd? End { get; init; }

    /// <summary>Credits that the next request of the list costs, if there is one.</summary>
    internal decimal NextCredits { get; init; }

    /// <summary>Whether a row that came before in this run stands below one that did not.</summary>
    internal bool HasLateDuplicates { get; init; }

    /// <summary>Whether the page holds rows beyond the caller's limit, so that it must be asked for again to resume.</summary>
    internal bool HasRowsLeft { get; init; }
}
