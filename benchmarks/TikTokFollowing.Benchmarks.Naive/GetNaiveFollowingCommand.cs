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
        NaivePage page;
        long? cursor = null;
        do
        {
            page = Fetch(cursor);
            foreach (NaiveEntry entry in page.FollowingList ?? [])
            {
                WriteObject(ToUser(entry));
            }

            cursor = page.MinCursor;
        }
        while (page.HasMore);
    }

    private NaivePage Fetch(long? cursor)
    {
        Dictionary<string, object> body = new() { ["handle"] = Handle };
        if (cursor is not null)
        {
            body["minTime"] = cursor;
        }

        using HttpRequestMessage request = new(HttpMethod.Post, new Uri(BaseUri, "api/v1/get-tiktok-user-following"));
        request.Headers.Authorization = new("Bearer", ApiKey);
        request.Content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        using HttpResponseMessage response = Http.SendAsync(request).GetAwaiter().GetResult();
        response.EnsureSuccessStatusCode();
        string text = response.Content.ReadAsStringAsync().GetAwaiter().GetResult();
        return JsonSerializer.Deserialize<NaivePage>(text, Options)!;
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
