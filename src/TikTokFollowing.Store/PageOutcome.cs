using TikTokFollowing.Paging;

namespace TikTokFollowing.Store;

/// <summary>What came of a page that is in the store now.</summary>
/// <param name="Changes">The changes that it showed, in the order of the list.</param>
/// <param name="End">Why no further page is wanted; <see langword="null"/> when one is.</param>
internal sealed record PageOutcome(IReadOnlyList<FollowingChange> Changes, ListEnd? End);
