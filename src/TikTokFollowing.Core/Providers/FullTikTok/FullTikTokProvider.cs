using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using TikTokFollowing.Providers.Reading;

namespace TikTokFollowing.Providers.FullTikTok;

/// <summary>The Full TikTok API behind RapidAPI's gateway.</summary>
internal sealed class FullTikTokProvider : Provider
{
    public static readonly FullTikTokProvider Instance = new();

    private const string GatewayHost = "full-tiktok-api.p.rapidapi.com";

    public override FollowingProvider Id => FollowingProvider.FullTikTok;

    public override string DisplayName => "Full TikTok API";

    public override Uri BaseUri { get; } = new($"https://{GatewayHost}/");

    public override CredentialScheme Credential { get; } =
        new ApiKeyScheme("RAPIDAPI_KEY", static (message, key) => message.Headers.TryAddWithoutValidation("x-rapidapi-key", key));

    public override PageSizeRule PageSize { get; } = new(PageSizeRule.Largest);

    public override PageShape Shape { get; } = new(
        ["next_max_time"],
        page: [("pagination", PageField.Envelope), ("meta", PageField.Envelope), ("request_id", PageField.RequestId)],
        user:
        [
            ("user_id", UserField.Id), ("username", UserField.Handle), ("display_name", UserField.DisplayName), ("bio", UserField.Bio),
            ("website_url", UserField.WebsiteUrl), ("followers", UserField.Followers), ("following", UserField.Following),
            ("total_likes", UserField.Likes), ("total_videos", UserField.Videos), ("is_private", UserField.Private),
            ("avatar_url", UserField.AvatarUrl), ("avatar_thumb_url", UserField.AvatarThumbnailUrl),
        ]);

    public override HttpRequestMessage CreateRequest(in PageRequest request)
    {
        string count = request.Count is int value ? string.Create(CultureInfo.InvariantCulture, $"count={value}") : string.Empty;
        string cursor = request.Cursor is null ? string.Empty : $"max_time={Uri.EscapeDataString(request.Cursor)}";
        string query = string.Join('&', new[] { count, cursor }.Where(part => part.Length > 0));
        string path = $"/api/v1/users/{Uri.EscapeDataString(request.Handle)}/following{(query.Length > 0 ? "?" + query : query)}";
        HttpRequestMessage message = new(HttpMethod.Get, request.Resolve(path));
        message.Headers.TryAddWithoutValidation("x-rapidapi-host", GatewayHost);
        return message;
    }

    public override string? AdviceFor(FollowingErrorKind kind) => kind switch
    {
        FollowingErrorKind.NotSubscribed => "Subscribe the key's account to the Full TikTok API at RapidAPI, or check that the key is the right one.",
        FollowingErrorKind.QuotaExceeded =>
            "Wait for the plan's next period or upgrade it at RapidAPI. Get-TikTokFollowingConnection shows when the period begins.",
        _ => null,
    };

    public override RateLimit? ReadRateLimit(HttpResponseHeaders headers, DateTimeOffset now)
    {
        RateLimit limit = new(
            ReadNumber(headers, "x-ratelimit-limit"),
            ReadNumber(headers, "x-ratelimit-remaining"),
            ReadReset(headers, "x-ratelimit-reset", now),
            ReadNumber(headers, "x-ratelimit-requests-limit"),
            ReadNumber(headers, "x-ratelimit-requests-remaining"),
            ReadReset(headers, "x-ratelimit-requests-reset", now));
        return limit == new RateLimit(null, null, null, null, null, null) ? null : limit;
    }

    protected override ProviderError? ClassifyOwnStatus(HttpStatusCode status, PageContent? body) => status switch
    {
        HttpStatusCode.Forbidden when body is { StatusText: not null } or { HasErrorObject: true } =>
            new(FollowingErrorKind.NotSubscribed, "The API key's account is not subscribed to this API (or the key is wrong)"),

        // The gateway's own 404 is a bare message about the address; only the provider's error object is about the user.
        HttpStatusCode.NotFound when body is { HasErrorObject: true } =>
            new(FollowingErrorKind.NotFound, "There is no such account"),
        HttpStatusCode.TooManyRequests when IsPlanQuota(body?.StatusText ?? body?.ErrorMessage) =>
            new(FollowingErrorKind.QuotaExceeded, "The plan's quota is used up"),
        _ => null,
    };

    private static bool IsPlanQuota(string? text) =>
        text is not null
        && (text.Contains("MONTHLY quota", StringComparison.OrdinalIgnoreCase) || text.Contains("DAILY quota", StringComparison.OrdinalIgnoreCase));

    // The header carries seconds to wait or a Unix time; anything over ten years of seconds can only be the latter.
    private static DateTimeOffset? ReadReset(HttpResponseHeaders headers, string name, DateTimeOffset now)
    {
        const long TenYears = 315_360_000;
        const long LastUnixTime = 253_402_300_799;
        return ReadNumber(headers, name) switch
        {
            null or < 0 or > LastUnixTime => null,
            <= TenYears and long seconds => now.AddSeconds(seconds),
            long time => DateTimeOffset.FromUnixTimeSeconds(time),
        };
    }
}
