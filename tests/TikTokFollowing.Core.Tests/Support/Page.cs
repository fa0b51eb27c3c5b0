namespace TikTokFollowing.Tests.Support;

/// <summary>Page bodies of every provider. Cursor, flag and total are raw JSON; <see langword="null"/> leaves the property out.</summary>
internal static class Page
{
    public static TheoryData<FollowingProvider> Providers => new(Enum.GetValues<FollowingProvider>());

    /// <summary>Whether a request names the number of accounts that it wants.</summary>
    public static bool HasSize(FollowingProvider provider) => provider is not (FollowingProvider.ScrapeCreators or FollowingProvider.SociaVault);

    /// <summary>Whether rows carry an id, and pages a total.</summary>
    public static bool HasIds(FollowingProvider provider) => provider != FollowingProvider.TikTokResearch;

    /// <summary>The total that a page of this provider can report.</summary>
    public static long? TotalOf(FollowingProvider provider, long? total) => HasIds(provider) ? total : null;

    public static string IdOf(int account) => (7_000_000_000_000_000_000 + account).ToString();

    public static string HandleOf(int account) => $"user{account}";

    public static int AccountOf(FollowedUser user) => int.Parse(user.Handle!["user".Length..]);

    /// <summary>A page of accounts <paramref name="first"/> to <paramref name="first"/> + <paramref name="count"/> − 1.</summary>
    public static string Of(FollowingProvider provider, int first, int count, string? cursor = null, string? hasMore = "false", string? total = null) =>
        Of(provider, Enumerable.Range(first, count), cursor, hasMore, total);

    public static string Of(
        FollowingProvider provider, IEnumerable<int> accounts, string? cursor = null, string? hasMore = "false", string? total = null) =>
        OfRows(provider, accounts.Select(account => Row(provider, account)), cursor, hasMore, total);

    public static string OfRows(
        FollowingProvider provider, IEnumerable<string> rows, string? cursor = null, string? hasMore = "false", string? total = null)
    {
        string list = $"[{string.Join(',', rows)}]";
        return provider switch
        {
            FollowingProvider.DumplingAI =>
                Object([("followingList", list), ("minCursor", cursor), ("maxCursor", "0"), ("hasMore", hasMore), ("total", total)]),
            FollowingProvider.FullTikTok => Object(
            [
                ("meta", """{"request_id":"req-ok","cached":false}"""),
                ("data", list),
                ("pagination", Object([("next_max_time", cursor), ("has_more", hasMore), ("total", total)])),
                ("error", "null"),
            ]),
            FollowingProvider.TikTokResearch => Object(
            [
                ("data", Object([("user_following", list), ("cursor", cursor), ("has_more", hasMore)])),
                ("error", """{"code":"ok","message":"","log_id":"log-ok"}"""),
            ]),
            _ => Object(
            [
                ("followings", list), ("has_more", hasMore), ("min_time", cursor), ("max_time", "1760961600"), ("total", total),
                ("status_code", "0"), ("status_msg", "\"\""),
            ]),
        };
    }

    public static string Row(FollowingProvider provider, int account) => provider switch
    {
        FollowingProvider.DumplingAI =>
            $$$"""{"user":{"id":"{{{IdOf(account)}}}","uniqueId":"{{{HandleOf(account)}}}","secUid":"sec{{{account}}}"},"stats":{"followerCount":{{{account}}}}}""",
        FollowingProvider.FullTikTok => $$"""{"user_id":"{{IdOf(account)}}","username":"{{HandleOf(account)}}","followers":{{account}}}""",
        FollowingProvider.TikTokResearch => $$"""{"display_name":"name {{account}}","username":"{{HandleOf(account)}}"}""",
        _ => $$"""{"uid":"{{IdOf(account)}}","unique_id":"{{HandleOf(account)}}","sec_uid":"sec{{account}}","follower_count":{{account}}}""",
    };

    private static string Object((string Name, string? Value)[] properties) =>
        $"{{{string.Join(',', properties.Where(property => property.Value is not null).Select(property => $"\"{property.Name}\":{property.Value}"))}}}";
}
