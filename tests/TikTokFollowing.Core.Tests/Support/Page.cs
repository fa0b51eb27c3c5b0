namespace TikTokFollowing.Tests.Support;

/// <summary>Page bodies of both providers. Cursor, flag and total are raw JSON; <see langword="null"/> leaves the property out.</summary>
internal static class Page
{
    public static TheoryData<FollowingProvider> Providers => [FollowingProvider.DumplingAI, FollowingProvider.FullTikTok];

    public static string IdOf(int account) => (7_000_000_000_000_000_000 + account).ToString();

    public static string HandleOf(int account) => $"user{account}";

    public static int AccountOf(FollowedUser user) => (int)(long.Parse(user.UserId!) - 7_000_000_000_000_000_000);

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
        return provider == FollowingProvider.DumplingAI
            ? Object([("followingList", list), ("minCursor", cursor), ("maxCursor", "0"), ("hasMore", hasMore), ("total", total)])
            : Object(
                [
                    ("meta", """{"request_id":"req-ok","cached":false}"""),
                    ("data", list),
                    ("pagination", Object([("next_max_time", cursor), ("has_more", hasMore), ("total", total)])),
                    ("error", "null"),
                ]);
    }

    public static string Row(FollowingProvider provider, int account) => provider == FollowingProvider.DumplingAI
        ? $$$"""{"user":{"id":"{{{IdOf(account)}}}","uniqueId":"{{{HandleOf(account)}}}","secUid":"sec{{{account}}}"},"stats":{"followerCount":{{{account}}}}}"""
        : $$"""{"user_id":"{{IdOf(account)}}","username":"{{HandleOf(account)}}","followers":{{account}}}""";

    private static string Object((string Name, string? Value)[] properties) =>
        $"{{{string.Join(',', properties.Where(property => property.Value is not null).Select(property => $"\"{property.Name}\":{property.Value}"))}}}";
}
