using System.Management.Automation;
using System.Text;
using System.Text.Json;

namespace TikTokFollowing.Benchmarks.Naive;

/// <summary>
/// The cmdlet that one writes in an afternoon: HttpClient, JsonSerializer, WriteObject. No retries, no deduplication, no checks. It is
/// measured, not shipped.
/// </summary>
[Cmdlet(VerbsCommon.Get, "NaiveFollowing")]
[OutputType(typeof(NaiveUser))]
public sealed class GetNaiveFollowingCommand : PSCmdlet
{
    private static readonly HttpClient Http = new();
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    public string Handle { get; set; } = string.Empty;

    [Parameter(Mandatory = true)]
    public Uri BaseUri { get; set; } = null!;

    [Parameter(Mandatory = true)]
    public string ApiKey { get; set; } = string.Empty;

    protected override void ProcessRecord()
    {
        Dictionary<string, object?> body = new() { ["handle"] = Handle };
        NaivePage page;
        do
        {
            using HttpRequestMessage request = new(HttpMethod.Post, new Uri(BaseUri, "api/v1/get-tiktok-user-following"));
            request.Headers.Authorization = new("Bearer", ApiKey);
            request.Content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
            using HttpResponseMessage response = Http.SendAsync(request).GetAwaiter().GetResult();
            response.EnsureSuccessStatusCode();
            page = JsonSerializer.Deserialize<NaivePage>(response.Content.ReadAsStringAsync().GetAwaiter().GetResult(), Options)!;
            foreach (NaiveEntry entry in page.FollowingList ?? [])
            {
                WriteObject(ToUser(entry));
            }

            body["minTime"] = page.MinCursor;
        }
        while (page.HasMore);
    }

    private static NaiveUser ToUser(NaiveEntry entry) => new()
    {
        UserId = entry.User?.Id,
        Handle = entry.User?.UniqueId,
        DisplayName = entry.User?.Nickname,
        AvatarThumbnailUrl = entry.User?.AvatarThumb,
        Bio = entry.User?.Signature,
        Verified = entry.User?.Verified ?? false,
        SecUid = entry.User?.SecUid,
        Private = entry.User?.PrivateAccount ?? false,
        Followers = entry.Stats?.FollowerCount,
        Following = entry.Stats?.FollowingCount,
        Likes = entry.Stats?.HeartCount,
        Videos = entry.Stats?.VideoCount,
        LikesGiven = entry.Stats?.DiggCount,
    };
}
