namespace TikTokFollowing;

/// <summary>
/// One account that the asked user follows. Unknown is <see langword="null"/>, never 0 or an empty string; text is exactly what
/// the provider sent, so a name or bio can hold line breaks, control characters or a spreadsheet formula.
/// </summary>
public sealed record FollowedUser
{
    private const string ProfileUrlPrefix = "https://www.tiktok.com/@";

    /// <summary>The handle that was asked for, in lower case: the follower.</summary>
    public required string FollowedBy { get; init; }

    /// <summary>The account's handle without <c>@</c>.</summary>
    public string? Handle { get; init; }

    /// <summary>The account's numeric id as text: it can exceed what a number holds exactly.</summary>
    public string? UserId { get; init; }

    /// <summary>TikTok's second, opaque account id. The Full TikTok API and the TikTok Research API do not send it.</summary>
    public string? SecUid { get; init; }

    /// <summary>The name shown on the profile.</summary>
    public string? DisplayName { get; init; }

    /// <summary>The profile text; empty when the account has none.</summary>
    public string? Bio { get; init; }

    /// <summary>Whether TikTok verified the account.</summary>
    public bool? Verified { get; init; }

    /// <summary>Whether the account is private.</summary>
    public bool? Private { get; init; }

    /// <summary>How many accounts follow this one. A rounded value when the provider has no exact one.</summary>
    public long? Followers { get; init; }

    /// <summary>How many accounts this one follows.</summary>
    public long? Following { get; init; }

    /// <summary>Likes received over all videos.</summary>
    public long? Likes { get; init; }

    /// <summary>Published videos.</summary>
    public long? Videos { get; init; }

    /// <summary>Likes this account gave. The Full TikTok API does not send it.</summary>
    public long? LikesGiven { get; init; }

    /// <summary>The link in the profile. Dumpling AI does not send it.</summary>
    public string? WebsiteUrl { get; init; }

    /// <summary>The profile picture; a signed address that expires.</summary>
    public string? AvatarUrl { get; init; }

    /// <summary>The small profile picture; a signed address that expires.</summary>
    public string? AvatarThumbnailUrl { get; init; }

    /// <summary>The profile's page, made from <see cref="Handle"/>; <see langword="null"/> for a made-up account, which has none.</summary>
    public string? ProfileUrl => Handle is null || IsSandbox ? null
        : TikTokHandle.IsName(Handle) ? ProfileUrlPrefix + Handle
        : ProfileUrlPrefix + Uri.EscapeDataString(Handle);

    /// <summary>The account was followed at this time or before: the cursor that asked for the page, when it is a plausible Unix time.</summary>
    public DateTimeOffset? FollowedNotAfter { get; init; }

    /// <summary>The account was followed at this time or after: the cursor that the page returned, when it is a plausible Unix time.</summary>
    public DateTimeOffset? FollowedNotBefore { get => BoundBelow; init => BoundBelow = value; }

    // In the body, the page's own cursor comes after its rows, so it is set after the row was created.
    internal DateTimeOffset? BoundBelow { get; set; }

    /// <summary>Which API the row came from.</summary>
    public required FollowingProvider Provider { get; init; }

    /// <summary>Whether the built-in sandbox made the account up.</summary>
    public bool IsSandbox { get; init; }

    /// <summary>The page of this run that held the row, from 1.</summary>
    public required int Page { get; init; }

    /// <summary>When the page was received (UTC).</summary>
    public required DateTimeOffset RetrievedAt { get; init; }

    /// <summary>Returns the handle.</summary>
    public override string ToString() => Handle ?? string.Empty;
}
