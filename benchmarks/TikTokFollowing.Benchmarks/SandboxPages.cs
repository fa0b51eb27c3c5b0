using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using TikTokFollowing.Sandbox;

namespace TikTokFollowing.Benchmarks;

/// <summary>Bodies of pages of 100, as the sandbox makes them: names, bios and numbers as varied as real ones.</summary>
internal static class SandboxPages
{
    private const string Handle = "sandbox.huge";

    /// <summary>Reads the first pages of the sandbox's longest list.</summary>
    public static IReadOnlyList<byte[]> Read(FollowingProvider provider, int count)
    {
        using HttpClient http = new(new SandboxHandler()) { BaseAddress = new Uri("https://sandbox.invalid/") };
        List<byte[]> pages = [];
        string? cursor = null;
        for (int i = 0; i < count; i++)
        {
            using HttpRequestMessage request = provider == FollowingProvider.DumplingAI ? AskDumpling(cursor) : AskFullTikTok(cursor);
            using HttpResponseMessage response = http.Send(request).EnsureSuccessStatusCode();
            using MemoryStream body = new();
            response.Content.CopyTo(body, null, CancellationToken.None);
            pages.Add(body.ToArray());
            cursor = ReadCursor(pages[^1], provider);
        }

        return pages;
    }

    private static HttpRequestMessage AskDumpling(string? cursor)
    {
        string minTime = cursor is null ? string.Empty : $",\"minTime\":{cursor}";
        HttpRequestMessage request = new(HttpMethod.Post, "api/v1/get-tiktok-user-following")
        {
            Content = new StringContent($"{{\"handle\":\"{Handle}\",\"count\":100{minTime}}}", Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", SandboxHandler.ApiKey);
        return request;
    }

    private static HttpRequestMessage AskFullTikTok(string? cursor)
    {
        string maxTime = cursor is null ? string.Empty : $"&max_time={cursor}";
        HttpRequestMessage request = new(HttpMethod.Get, $"api/v1/users/{Handle}/following?count=100{maxTime}");
        request.Headers.Add("x-rapidapi-key", SandboxHandler.ApiKey);
        request.Headers.Add("x-rapidapi-host", "full-tiktok-api.p.rapidapi.com");
        return request;
    }

    private static string ReadCursor(byte[] body, FollowingProvider provider)
    {
        using JsonDocument document = JsonDocument.Parse(body);
        JsonElement cursor = provider == FollowingProvider.DumplingAI
            ? document.RootElement.GetProperty("minCursor")
            : document.RootElement.GetProperty("pagination").GetProperty("next_max_time");
        return cursor.GetInt64().ToString(CultureInfo.InvariantCulture);
    }
}
