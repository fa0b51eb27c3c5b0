using TikTokFollowing.Providers;
using TikTokFollowing.Providers.Reading;

namespace TikTokFollowing.Http;

/// <summary>What an attempt brought: a page or a fault.</summary>
internal sealed record Answer(PageContent? Page, Fault? Fault)
{
    public Answer(PageContent page)
        : this(page, null)
    {
    }

    public Answer(Fault fault)
        : this(null, fault)
    {
    }

    public bool MayHaveBeenCharged { get; init; }
}
