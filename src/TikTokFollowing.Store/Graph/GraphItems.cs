namespace TikTokFollowing.Store.Graph;

/// <summary>An account of the network.</summary>
internal sealed record GraphNode
{
    /// <summary>The user id as text, else the secUid, else the handle behind an <c>@</c>.</summary>
    public required string Id { get; init; }

    public string? Handle { get; init; }

    public string? DisplayName { get; init; }

    public bool? Verified { get; init; }

    public bool? Private { get; init; }

    public long? Followers { get; init; }

    public long? Following { get; init; }

    public long? Likes { get; init; }

    public long? Videos { get; init; }

    /// <summary>
    /// How the newest reading of its list that was to reach the end has ended; <see langword="null"/> when its list was not read: it has no
    /// edges then.
    /// </summary>
    public string? ListStatus { get; init; }

    /// <summary>When that reading began.</summary>
    public DateTimeOffset? ListReadAt { get; init; }

    public string Label => Handle ?? Id;
}

/// <summary>A follow of the network.</summary>
/// <param name="Id">Its row in the store.</param>
/// <param name="Source">The node that follows.</param>
/// <param name="Target">The node that is followed.</param>
/// <param name="Bounds">Its bounds.</param>
internal sealed record GraphEdge(long Id, string Source, string Target, FollowBounds Bounds);

/// <summary>The bounds of a follow.</summary>
internal sealed record FollowBounds(
    DateTimeOffset? FollowedNotBefore, DateTimeOffset FollowedNotAfter, DateTimeOffset? UnfollowedNotBefore, DateTimeOffset? UnfollowedNotAfter)
{
    /// <summary>The follow had begun by this time.</summary>
    public DateTimeOffset Start => FollowedNotAfter;

    /// <summary>The follow had not ended at this time; <see langword="null"/> while it has not ended.</summary>
    public DateTimeOffset? End => UnfollowedNotAfter is null ? null
        : UnfollowedNotBefore > Start ? UnfollowedNotBefore
        : Start;
}
