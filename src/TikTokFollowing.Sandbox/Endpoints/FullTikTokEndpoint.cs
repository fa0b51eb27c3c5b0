using System.Globalization;
using System.Text.Json;

namespace TikTokFollowing.Sandbox.Endpoints;

/// <summary>The Full TikTok API behind RapidAPI's gateway, as the vendor's endpoint page has it.</summary>
internal sealed class FullTikTokEndpoint(EndpointContext context) : SandboxEndpoint("GET")
{
    private const string PathStart = "/api/v1/users/";
    private const string PathEnd = "/following";
    private const int DefaultCount = 20;
    private const int LargestCount = 100;

    // Two weeks and a minute: the gateway sends what is left of a window in seconds.
    private const string QuotaReset = "1209600";
    private const string RateReset = "60";

    // The gateway's bodies, as RapidAPI publishes them.
    private const string KeyRefused = """{"message":"Invalid API key. Go to https://docs.rapidapi.com/docs/keys for more info."}""";
    private const string Unsubscribed = """{"message":"You are not subscribed to this API."}""";
    private const string HostRefused = """{"messages":"The host you've provided is invalid. If you have difficulties, contact the RapidAPI support team, support@rapidapi.com","info":"Your provided host is  "}""";
    private const string QuotaExceeded = """{"message":"You have exceeded the MONTHLY quota for Requests on your current plan, BASIC. Upgrade your plan at https://rapidapi.com/example/api/example"}""";
    private const string RateExceeded = """{"message":"You have exceeded the rate limit per second for your plan, BASIC, by the API provider"}""";
    private const string Unreachable = """{"messages":"The API is unreachable, please contact the API provider","info":"Your Client (working) ---> Gateway (working) ---> API (not working)"}""";

    private readonly RateCounter _quota = new(500_000);
    private readonly RateCounter _rate = new(1000);

    internal override bool Matches(string path) =>
        path.Length > PathStart.Length + PathEnd.Length
        && path.StartsWith(PathStart, StringComparison.Ordinal)
        && path.EndsWith(PathEnd, StringComparison.Ordinal)
        && !path.AsSpan(PathStart.Length, path.Length - PathStart.Length - PathEnd.Length).Contains('/');

    internal override SandboxResponse Answer(SandboxRequest request, string path, string query)
    {
        KeyState key = context.Credentials.CheckApiKey(request.Header("x-rapidapi-key"));
        if (key is KeyState.Unknown or KeyState.OutOfCredits)
        {
            return Gateway(401, KeyRefused);
        }

        if (request.Header("x-rapidapi-host").Length == 0)
        {
            return Gateway(400, HostRefused);
        }

        if (key == KeyState.NotSubscribed)
        {
            return NotSubscribed();
        }

        if (key == KeyState.QuotaUsedUp)
        {
            return Gateway(429, QuotaExceeded)
                .With(
                    ("x-ratelimit-requests-limit", _quota.Limit),
                    ("x-ratelimit-requests-remaining", "0"),
                    ("x-ratelimit-requests-reset", QuotaReset));
        }

        string userName = Uri.UnescapeDataString(path[PathStart.Length..^PathEnd.Length]);
        return WithRates(
            Read(userName, query, out long? maxTime, out int count) ?? Write(context.Paging.Next(userName, maxTime, count), userName, query));
    }

    /// <summary>Null when the request is as documented, else the refusal.</summary>
    private static SandboxResponse? Read(string userName, string query, out long? maxTime, out int count)
    {
        maxTime = null;
        count = DefaultCount;
        if (!IsHandle(userName))
        {
            return ValidationError(userName, query, "username", "username must be a TikTok username.");
        }

        foreach ((string name, string value) in ReadPairs(query))
        {
            switch (name)
            {
                case "count" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out count) && count is >= 1 and <= LargestCount:
                    break;
                case "count":
                    return ValidationError(userName, query, "count", "count must be between 1 and 100.");
                case "max_time" when long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long time):
                    maxTime = time;
                    break;
                case "max_time":
                    return ValidationError(userName, query, "max_time", "max_time must be an integer.");
                default:
                    return ValidationError(userName, query, name, "Unknown query parameter.");
            }
        }

        return null;
    }

    private SandboxResponse Write(SandboxPage page, string userName, string query)
    {
        switch (page.Outcome)
        {
            case SandboxOutcome.NotFound:
                return Error(404, userName, query, "NOT_FOUND", "The requested resource was not found.", static writer =>
                    writer.WriteNull("details"u8));
            case SandboxOutcome.OutOfCredits:
                return NotSubscribed();
            case SandboxOutcome.BadGateway:
                return Gateway(502, Unreachable);
            case SandboxOutcome.RateLimited:
                return Gateway(429, RateExceeded).With(("Retry-After", "1"));
        }

        context.Charge();
        return CutOff(page, SandboxResponse.FromJson(200, 512 + page.Count * 1100, writer => WritePage(writer, page, userName, query)));
    }

    private static void WritePage(Utf8JsonWriter writer, SandboxPage page, string userName, string query)
    {
        writer.WriteStartObject();
        WriteMeta(writer, userName, query);
        if (page.Outcome == SandboxOutcome.Hidden)
        {
            // TikTok's own answer, where the list would be.
            writer.WriteNumber("status_code"u8, HiddenCode);
            writer.WriteString("status_msg"u8, HiddenMessage);
            writer.WriteNull("pagination"u8);
            writer.WriteNull("error"u8);
            writer.WriteEndObject();
            return;
        }

        writer.WriteStartArray("data"u8);
        for (int i = page.Start; i < page.Start + page.Count; i++)
        {
            WriteAccount(writer, page.List[i]);
        }

        writer.WriteEndArray();
        writer.WriteStartObject("pagination"u8);
        writer.WriteOptional("next_max_time"u8, page.NextCursor, omit: false);
        writer.WriteBoolean("has_more"u8, page.HasMore);
        writer.WriteNumber("total"u8, page.List.ReportedTotal);
        writer.WriteEndObject();
        writer.WriteNull("error"u8);
        writer.WriteEndObject();
    }

    private static void WriteAccount(Utf8JsonWriter writer, SandboxAccount account)
    {
        writer.WriteStartObject();
        writer.WriteString("user_id"u8, account.UserId);
        writer.WriteString("username"u8, account.Handle);
        writer.WriteOptional("display_name"u8, account.DisplayName, omit: false);
        writer.WriteOptional("website_url"u8, account.WebsiteUrl, account.OmitsMissing);
        writer.WriteNumber("followers"u8, account.Followers);
        writer.WriteNumber("following"u8, account.Following);
        writer.WriteOptional("total_likes"u8, account.Likes, account.OmitsMissing);
        writer.WriteOptional("total_videos"u8, account.Videos, account.OmitsMissing);
        writer.WriteBoolean("verified"u8, account.Verified);
        writer.WriteBoolean("is_private"u8, account.Private);
        writer.WriteOptional("bio"u8, account.Bio, account.OmitsMissing);
        writer.WriteOptional("avatar_url"u8, account.AvatarUrl, account.OmitsMissing);
        writer.WriteOptional("avatar_thumb_url"u8, account.AvatarThumbnailUrl, account.OmitsMissing);
        writer.WriteEndObject();
    }

    private static void WriteMeta(Utf8JsonWriter writer, string userName, string query)
    {
        // The same request has the same id and time: an answer is a pure function of what was asked.
        ulong high = StableHash.Of(userName);
        ulong low = StableHash.Mix(high ^ StableHash.Of(query));
        Span<byte> bytes = stackalloc byte[16];
        BitConverter.TryWriteBytes(bytes, high);
        BitConverter.TryWriteBytes(bytes[8..], low);
        bytes[7] = (byte)((bytes[7] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);

        writer.WriteStartObject("meta"u8);
        writer.WriteString("request_id"u8, new Guid(bytes));
        writer.WriteString("timestamp"u8, "2025-10-01T12:00:00.000Z"u8);
        writer.WriteBoolean("cached"u8, false);
        writer.WriteString("version"u8, "2025-01"u8);
        writer.WriteEndObject();
    }

    private SandboxResponse WithRates(SandboxResponse response) => response.With(
        ("x-ratelimit-requests-limit", _quota.Limit),
        ("x-ratelimit-requests-remaining", _quota.Take()),
        ("x-ratelimit-requests-reset", QuotaReset),
        ("x-ratelimit-limit", _rate.Limit),
        ("x-ratelimit-remaining", _rate.Take()),
        ("x-ratelimit-reset", RateReset));

    /// <summary>A body the gateway made, not the provider.</summary>
    private static SandboxResponse Gateway(int status, string body) =>
        SandboxResponse.FromText(status, body).With(("X-RapidAPI-Proxy-Response", "true"));

    private static SandboxResponse NotSubscribed() => Gateway(403, Unsubscribed);

    private static SandboxResponse ValidationError(string userName, string query, string field, string message) =>
        Error(400, userName, query, "VALIDATION_ERROR", message, writer =>
        {
            writer.WriteStartObject("details"u8);
            writer.WriteString("field"u8, field);
            writer.WriteEndObject();
        });

    private static SandboxResponse Error(
        int status, string userName, string query, string code, string message, Action<Utf8JsonWriter> writeDetails) =>
        SandboxResponse.FromJson(status, 512, writer =>
        {
            writer.WriteStartObject();
            WriteMeta(writer, userName, query);
            writer.WriteNull("data"u8);
            writer.WriteNull("pagination"u8);
            writer.WriteStartObject("error"u8);
            writer.WriteString("code"u8, code);
            writer.WriteString("message"u8, message);
            writeDetails(writer);
            writer.WriteEndObject();
            writer.WriteEndObject();
        });
}
