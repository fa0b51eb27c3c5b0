using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using TikTokFollowing.Benchmarks.Naive;

namespace TikTokFollowing.Benchmarks;

/// <summary>
/// F, what everything is compared with: a bare console program with HttpClient and generated System.Text.Json code that only counts users.
/// </summary>
internal static class Floor
{
    /// <summary>Reads a list once for each pass.</summary>
    /// <returns>What it took, as <c>Scripts/Measure.ps1</c> prints it.</returns>
    public static async Task<Dictionary<string, double>> MeasureAsync(Uri address, string handles, string[] passes)
    {
        Dictionary<string, double> numbers = [];
        using HttpClient http = new() { BaseAddress = address };
        foreach (string pass in passes)
        {
            long allocated = GC.GetTotalAllocatedBytes();
            Stopwatch clock = Stopwatch.StartNew();
            long users = await CountAsync(http, handles.Replace("PASS", pass, StringComparison.Ordinal));
            numbers[$"{pass}.seconds"] = clock.Elapsed.TotalSeconds;
            numbers[$"{pass}.rows"] = users;
            numbers[$"{pass}.allocated"] = (double)(GC.GetTotalAllocatedBytes() - allocated) / users;
            GC.Collect();
        }

        return numbers;
    }

    /// <summary>Counts the users of a list.</summary>
    public static async Task<long> CountAsync(HttpClient http, string handle)
    {
        long users = 0;
        NaivePage? page = null;
        do
        {
            string cursor = page is null ? string.Empty : $",\"minTime\":{page.MinCursor}";
            using ByteArrayContent body = new(Encoding.UTF8.GetBytes($"{{\"handle\":\"{handle}\"{cursor}}}"));
            body.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            using HttpResponseMessage response = await http.PostAsync("api/v1/get-tiktok-user-following", body);
            response.EnsureSuccessStatusCode();

            // From bytes: of the ways to hand a body to the generated code, the one that took the least processor time.
            page = JsonSerializer.Deserialize(await response.Content.ReadAsByteArrayAsync(), FloorJson.Default.NaivePage)!;
            users += page.FollowingList!.Count;
        }
        while (page.HasMore);
        return users;
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(NaivePage))]
internal sealed partial class FloorJson : JsonSerializerContext;
