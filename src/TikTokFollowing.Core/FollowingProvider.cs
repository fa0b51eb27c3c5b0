namespace TikTokFollowing;

/// <summary>A web API that lists the accounts a TikTok user follows.</summary>
public enum FollowingProvider
{
    /// <summary>Dumpling AI, <c>POST /api/v1/get-tiktok-user-following</c>.</summary>
    DumplingAI,

    /// <summary>Full TikTok API on RapidAPI, <c>GET /api/v1/users/{username}/following</c>.</summary>
    FullTikTok,

    /// <summary>TikTok's official Research API, <c>POST /v2/research/user/following/</c>. Names only, for admitted researchers.</summary>
    TikTokResearch,

    /// <summary>ScrapeCreators, <c>GET /v1/tiktok/user/following</c>.</summary>
    ScrapeCreators,

    /// <summary>SociaVault, <c>GET /v1/scrape/tiktok/following</c>.</summary>
    SociaVault,
}
