namespace TikTokFollowing.Store.History;

/// <summary>One follow as the store knows it: an interval with bounds. Times are Unix seconds.</summary>
internal sealed record KnownFollow
{
    public required long Id { get; init; }

    /// <summary>The reading that first showed it, by the run that began it.</summary>
    public required long ReadingId { get; init; }

    public required long FirstSeenAt { get; init; }

    /// <summary>When it was last seen, where no <see cref="ReadRange"/> says so.</summary>
    public long? SeenAt { get; init; }

    /// <summary>The reading that saw it again after <see cref="MissingReadingId"/>: earlier ranges say nothing of it any more.</summary>
    public long? SeenReadingId { get; init; }

    /// <summary>The first reading whose ranges hold its place but did not show it, without proving an unfollow.</summary>
    public long? MissingReadingId { get; init; }

    public long? NotBefore { get; init; }

    public required long NotAfter { get; init; }

    public long? UnfollowedNotBefore { get; init; }

    public long? UnfollowedNotAfter { get; init; }

    /// <summary>The reading that showed the end.</summary>
    public long? UnfollowedReadingId { get; init; }

    public bool IsCurrent => UnfollowedNotAfter is null;

    /// <summary>
    /// The account stands in the list at this time or above. A second follow that no reading could tell from the first moves it up only.
    /// </summary>
    public long Position => NotBefore ?? 0;
}
