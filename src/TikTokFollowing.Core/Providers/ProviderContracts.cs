using TikTokFollowing.Providers.DumplingAI;
using TikTokFollowing.Providers.FullTikTok;

namespace TikTokFollowing.Providers;

/// <summary>The registered providers.</summary>
internal static class ProviderContracts
{
    public static ProviderContract Get(FollowingProvider provider) => provider switch
    {
        FollowingProvider.DumplingAI => DumplingAIContract.Instance,
        FollowingProvider.FullTikTok => FullTikTokContract.Instance,
        _ => throw new ArgumentOutOfRangeException(nameof(provider)),
    };
}
