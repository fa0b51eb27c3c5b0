namespace TikTokFollowing.Store.Graph;

/// <summary>What every format tells of a node or an edge, beside its identity.</summary>
/// <param name="Name">Its name in GEXF and GraphML; a column of CSV begins with a capital letter.</param>
/// <param name="Type">Its type in GEXF and GraphML. Times are texts: these formats have no type for them.</param>
/// <param name="Value">Reads it; <see langword="null"/> is unknown.</param>
internal sealed record GraphAttribute<T>(string Name, string Type, Func<T, string?> Value);

internal static class GraphAttributes
{
    public static readonly GraphAttribute<GraphNode>[] OfNode =
    [
        new("handle", "string", static node => node.Handle),
        new("name", "string", static node => node.DisplayName),
        new("verified", "boolean", static node => GraphText.Of(node.Verified)),
        new("private", "boolean", static node => GraphText.Of(node.Private)),
        new("followers", "long", static node => GraphText.Of(node.Followers)),
        new("following", "long", static node => GraphText.Of(node.Following)),
        new("likes", "long", static node => GraphText.Of(node.Likes)),
        new("videos", "long", static node => GraphText.Of(node.Videos)),
        new("listStatus", "string", static node => node.ListStatus),
        new("listReadAt", "string", static node => GraphText.Of(node.ListReadAt)),
    ];

    public static readonly GraphAttribute<FollowBounds>[] OfFollow =
    [
        new("followedNotBefore", "string", static follow => GraphText.Of(follow.FollowedNotBefore)),
        new("followedNotAfter", "string", static follow => GraphText.Of(follow.FollowedNotAfter)),
        new("unfollowedNotBefore", "string", static follow => GraphText.Of(follow.UnfollowedNotBefore)),
        new("unfollowedNotAfter", "string", static follow => GraphText.Of(follow.UnfollowedNotAfter)),
    ];

    /// <summary>When a follow began and ended, for the formats that have no form of their own for it.</summary>
    public static readonly GraphAttribute<FollowBounds>[] TimesOfFollow =
    [
        new("start", "string", static follow => GraphText.Of(follow.Start)),
        new("end", "string", static follow => GraphText.Of(follow.End)),
    ];
}
