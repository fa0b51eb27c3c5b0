using TikTokFollowing.Providers.DumplingAI;
using TikTokFollowing.Providers.FullTikTok;
using TikTokFollowing.Providers.Mobile;
using TikTokFollowing.Providers.TikTokResearch;

namespace TikTokFollowing.Providers;

/// <summary>The registered providers.</summary>
internal static class ProviderCatalog
{
    public static Provider Get(FollowingProvider provider) => provider switch
    {
        FollowingProvider.DumplingAI => DumplingAIProvider.Instance,
        FollowingProvider.FullTikTok => FullTikTokProvider.Instance,
        FollowingProvider.TikTokResearch => TikTokResearchProvider.Instance,
        FollowingProvider.ScrapeCreators => ScrapeCreatorsProvider.Instance,
        FollowingProvider.SociaVault => SociaVaultProvider.Instance,
        _ => throw new ArgumentOutOfRangeException(nameof(provider)),
    };
}
