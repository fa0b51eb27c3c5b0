namespace TikTokFollowing;

/// <summary>A paid web API that lists the accounts a TikTok user follows.</summary>
public enum FollowingProvider
{
    /// <summary>Dumpling AI, <c>POST /api/v1/get-tiktok-user-following</c> (seed 000).</summary>
    DumplingAI,

    /// <summary>Full TikTok API on RapidAPI, <c>GET /api/v1/users/{username}/following</c> (seed 003).</summary>
    FullTikTok,
}
