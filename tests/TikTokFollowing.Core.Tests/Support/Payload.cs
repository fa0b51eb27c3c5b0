using System.Text.Json;
using TikTokFollowing.Providers;
using TikTokFollowing.Providers.Reading;

namespace TikTokFollowing.Tests.Support;

/// <summary>The captured bodies, and a shortcut from a body to what the reader makes of it.</summary>
internal static class Payload
{
    public static string Read(string file) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Payloads", file));

    public static IReadOnlyList<JsonElement> ReadArray(string file)
    {
        using JsonDocument document = JsonDocument.Parse(Read(file));
        return [.. document.RootElement.EnumerateArray().Select(element => element.Clone())];
    }

    public static PageContent Parse(FollowingProvider provider, string body, string? cursor = null) =>
        Parse(provider, System.Text.Encoding.UTF8.GetBytes(body), cursor);

    public static PageContent Parse(FollowingProvider provider, byte[] body, string? cursor = null) => PageReader.Read(
        body,
        ProviderCatalog.Get(provider).Shape,
        ProviderCatalog.Get(provider).TimeOf,
        new RowOrigin("asked", provider, false, 1, cursor, TestClock.Start));

    public static FollowedUser ParseRow(FollowingProvider provider, string row) =>
        Assert.Single(Parse(provider, Page.OfRows(provider, [row])).Users!);
}
