namespace TikTokFollowing.Sandbox;

/// <summary>One synthetic account. A missing value is null; all contracts are written from the same values.</summary>
public sealed record SandboxAccount
{
    /// <summary>19 digits, unique in the whole population.</summary>
    public required string UserId { get; init; }

    /// <summary>Unique in the whole population: 8 to 24 of lower-case letters, digits, <c>_</c> and <c>.</c></summary>
    public required string Handle { get; init; }

    /// <summary><c>MS4wLjABAAAA</c> and 64 characters of URL-safe base64.</summary>
    public required string SecUid { get; init; }

    /// <summary>The name shown: any script, emoji, sometimes commas, quotes or a spreadsheet formula.</summary>
    public required string DisplayName { get; init; }

    /// <summary>The profile text; may hold newlines, tabs, bidi and escape characters.</summary>
    public string? Bio { get; init; }

    /// <summary>Whether the account has the blue tick.</summary>
    public required bool Verified { get; init; }

    /// <summary>Whether the account shows its videos to accepted followers only.</summary>
    public required bool Private { get; init; }

    /// <summary>Accounts that follow this one.</summary>
    public required long Followers { get; init; }

    /// <summary>Accounts this one follows: exactly as many as a request for its list returns, unless the account was renamed.</summary>
    public required long Following { get; init; }

    /// <summary>Likes received; often above 2^31.</summary>
    public long? Likes { get; init; }

    /// <summary>Videos published.</summary>
    public long? Videos { get; init; }

    /// <summary>Likes given (not in the Full TikTok API).</summary>
    public long? LikesGiven { get; init; }

    /// <summary>The link in the profile (Full TikTok API only).</summary>
    public string? WebsiteUrl { get; init; }

    /// <summary>Picture of 720 pixels, with a signed look (not in Dumpling AI).</summary>
    public string? AvatarUrl { get; init; }

    /// <summary>Picture of 100 pixels, with a signed look.</summary>
    public string? AvatarThumbnailUrl { get; init; }

    /// <summary>Dumpling AI sends the likes as a negative 32-bit overflow, and the exact value in <c>statsV2</c>.</summary>
    public bool LikesOverflow { get; init; }

    /// <summary>Missing values are left out instead of sent as null.</summary>
    public bool OmitsMissing { get; init; }
}
