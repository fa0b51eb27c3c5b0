namespace TikTokFollowing;

/// <summary>
/// One follow of a list as the store knows it: the account with its values as last seen, and when it was followed. An account that was
/// followed, unfollowed and followed again has an entry for each follow. Unknown is <see langword="null"/>.
/// </summary>
public sealed record FollowingHistoryEntry
{
    /// <summary>Whose list, in lower case: the follower.</summary>
    public required string FollowedBy { get; init; }

    /// <summary>The account's handle without <c>@</c>, as last seen.</summary>
    public string? Handle { get; init; }

    /// <summary>The account's numeric id as text.</summary>
    public string? UserId { get; init; }

    /// <summary>TikTok's second, opaque account id.</summary>
    public string? SecUid { get; init; }

    /// <summary>The name shown on the profile.</summary>
    public string? DisplayName { get; init; }

    /// <summary>The profile text; empty when the account has none.</summary>
    public string? Bio { get; init; }

    /// <summary>Whether TikTok verified the account.</summary>
    public bool? Verified { get; init; }

    /// <summary>Whether the account is private.</summary>
    public bool? Private { get; init; }

    /// <summary>How many accounts follow this one.</summary>
    public long? Followers { get; init; }

    /// <summary>How many accounts this one follows.</summary>
    public long? Following { get; init; }

    /// <summary>Likes received over all videos.</summary>
    public long? Likes { get; init; }

    /// <summary>Published videos.</summary>
    public long? Videos { get; init; }

    /// <summary>Likes this account gave.</summary>
    public long? LikesGiven { get; init; }

    /// <summary>The link in the profile.</summary>
    public string? WebsiteUrl { get; init; }

    /// <summary>The profile's page, made from <see cref="Handle"/>; <see langword="null"/> for a made-up account, which has none.</summary>
    public string? ProfileUrl => ToUser().ProfileUrl;

    /// <summary>The account was followed at this time or before (UTC).</summary>
    public DateTimeOffset? FollowedNotAfter { get; init; }

    /// <summary>The account was followed at this time or after (UTC).</summary>
    public DateTimeOffset? FollowedNotBefore { get; init; }

    /// <summary>When a reading first showed the follow (UTC).</summary>
    public required DateTimeOffset FirstSeenAt { get; init; }

    /// <summary>
    /// When the account was in the list last, as far as was read (UTC): the beginning of the newest run that showed it, or the page that
    /// showed it first.
    /// </summary>
    public required DateTimeOffset LastSeenAt { get; init; }

    /// <summary>The account was unfollowed at this time or after (UTC); <see langword="null"/> while it is followed, or when unknown.</summary>
    public DateTimeOffset? UnfollowedNotBefore { get; init; }

    /// <summary>The account was unfollowed at this time or before (UTC); <see langword="null"/> while it is followed.</summary>
    public DateTimeOffset? UnfollowedNotAfter { get; init; }

    /// <summary>Which API the values came from.</summary>
    public required FollowingProvider Provider { get; init; }

    /// <summary>Whether the built-in sandbox made the account up.</summary>
    public bool IsSandbox { get; init; }

    /// <summary>The same as <see cref="LastSeenAt"/>, under the name that a row of a list has for it (UTC).</summary>
    public DateTimeOffset RetrievedAt => LastSeenAt;

    /// <summary>Returns the handle.</summary>
    public override string ToString() => Handle ?? string.Empty;

    private FollowedUser ToUser() => new()
    {
        FollowedBy = FollowedBy,
        Handle = Handle,
        IsSandbox = IsSandbox,
        Provider = Provider,
        Page = 0,
        RetrievedAt = LastSeenAt,
    };
}
