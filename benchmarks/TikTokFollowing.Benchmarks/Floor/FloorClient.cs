using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace TikTokFollowing.Benchmarks.Floor;

/// <summary>
/// F, what everything is compared with: a bare console program with HttpClient and generated System.Text.Json code that only counts users.
/// </summary>
internal sealed class FloorClient(Uri address) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = address };

    public async Task<long> CountAsync(string handle)
    {
        long users = 0;
        long? cursor = null;
        FloorPage page;
        do
        {
            page = await FetchAsync(handle, cursor);
            users += page.FollowingList.Count;
            cursor = page.MinCursor;
        }
        while (page.HasMore);
        return users;
    }

    public void Dispose() => _http.Dispose();

    /// <summary>The body that asks for a page.</summary>
    internal static byte[] Body(string handle, long? cursor) => Encoding.UTF8.GetBytes(cursor is null
        ? $"{{\"handle\":\"{handle}\"}}"
        : string.Create(CultureInfo.InvariantCulture, $"{{\"handle\":\"{handle}\",\"minTime\":{cursor}}}"));

    private async Task<FloorPage> FetchAsync(string handle, long? cursor)
    {
        using ByteArrayContent body = new(Body(handle, cursor));
        body.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using HttpResponseMessage response = await _http.PostAsync("api/v1/get-tiktok-user-following", body);
        response.EnsureSuccessStatusCode();

        // From bytes: of the ways to hand a body to the generated code, the one that took the least processor time.
        return JsonSerializer.Deserialize(await response.Content.ReadAsByteArrayAsync(), FloorJson.Default.FloorPage)!;
    }
}
