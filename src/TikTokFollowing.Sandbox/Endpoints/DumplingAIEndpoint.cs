using System.Text.Json;

namespace TikTokFollowing.Sandbox.Endpoints;

/// <summary>Dumpling AI, as the vendor's endpoint page and error overview have it.</summary>
internal sealed class DumplingAIEndpoint(EndpointContext context) : SandboxEndpoint("POST")
{
    private const string Path = "/api/v1/get-tiktok-user-following";

    private const int DefaultCount = 30;
    private const int LargestCount = 100;

    // Documented texts.
    private const string InvalidJson = "Invalid JSON in request body";
    private const string HandleRequired = "'handle' parameter is required and must be a non-empty string.";
    private const string HandleRefused = "The following service could not process the handle.";
    private const string KeyRefused = "API key is missing, invalid, or inactive.";
    private const string OutOfCredits = "API key does not have enough credits.";
    private const string ListNotFound = "The following list could not be found.";
    private const string Unavailable = "The following service is currently unavailable.";
    private const string FetchFailed = "Error fetching following data from the upstream service.";

    private readonly RateCounter _rate = new(1000);
    private long _badGateways;

    internal override bool Matches(string path) => path == Path;

    internal override SandboxResponse Answer(SandboxRequest request, string path, string query) =>
        context.Credentials.CheckApiKey(ReadBearer(request)) switch
        {
            KeyState.Accepted => Read(request, out string handle, out long? minTime, out int count) ?? Write(context.Paging.Next(handle, minTime, count)),
            KeyState.OutOfCredits => Error(403, OutOfCredits),
            _ => Error(401, KeyRefused),
        };

    /// <summary>Null when the request is as documented, else the refusal.</summary>
    private static SandboxResponse? Read(SandboxRequest request, out string handle, out long? minTime, out int count)
    {
        string readHandle = "";
        long? readTime = null;
        int readCount = DefaultCount;
        bool invalid = false;
        bool isObject = TryReadObject(request, (name, value) =>
        {
            switch (name)
            {
                case "handle":
                    readHandle = value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
                    break;
                case "minTime" when value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long time):
                    readTime = time;
                    break;
                case "count" when value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) && number > 0:
                    readCount = Math.Min(number, LargestCount);
                    break;
                case "requestSource" when value.ValueKind == JsonValueKind.String:
                    break;
                default:
                    // A wrong type or a field the vendor's page does not name, such as cursor or limit.
                    invalid = true;
                    break;
            }
        });

        (handle, minTime, count) = (readHandle, readTime, readCount);
        return !isObject ? Error(400, InvalidJson)
            : string.IsNullOrWhiteSpace(handle) ? Error(400, HandleRequired)
            : invalid ? CodedError(400, "invalid_request", "The request was invalid. Please check your parameters.")
            : IsHandle(handle) ? null
            : Error(400, HandleRefused);
    }

    private SandboxResponse Write(SandboxPage page)
    {
        switch (page.Outcome)
        {
            case SandboxOutcome.NotFound:
                return Error(404, ListNotFound);
            case SandboxOutcome.OutOfCredits:
                return Error(403, OutOfCredits);
            case SandboxOutcome.BadGateway:
                return Error(502, Interlocked.Increment(ref _badGateways) % 2 == 1 ? Unavailable : FetchFailed);
            case SandboxOutcome.RateLimited:
                return CodedError(429, "rate_limited", "Too many requests. Please try again later.").With(("Retry-After", "1"));
        }

        context.Charge();
        SandboxResponse response = page.Outcome == SandboxOutcome.Hidden
            ? SandboxResponse.FromText(200, HiddenBody)
            : SandboxResponse.FromJson(200, 256 + page.Count * 900, writer => WritePage(writer, page));
        return CutOff(page, response).With(("X-RateLimit-Limit", _rate.Limit), ("X-RateLimit-Remaining", _rate.Take()));
    }

    private static void WritePage(Utf8JsonWriter writer, SandboxPage page)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("followingList"u8);
        for (int i = page.Start; i < page.Start + page.Count; i++)
        {
            WriteAccount(writer, page.List[i]);
        }

        writer.WriteEndArray();
        writer.WriteNumber("maxCursor"u8, page.Truncated ? -1 : 0);
        writer.WriteNumber("minCursor"u8, page.OldestCursor);
        writer.WriteBoolean("hasMore"u8, page.HasMore);
        writer.WriteNumber("total"u8, page.List.ReportedTotal);
        writer.WriteEndObject();
    }

    private static void WriteAccount(Utf8JsonWriter writer, SandboxAccount account)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("user"u8);
        writer.WriteString("id"u8, account.UserId);
        writer.WriteString("uniqueId"u8, account.Handle);
        writer.WriteOptional("nickname"u8, account.DisplayName, omit: false);
        writer.WriteOptional("avatarThumb"u8, account.AvatarThumbnailUrl, account.OmitsMissing);
        writer.WriteOptional("signature"u8, account.Bio, account.OmitsMissing);
        writer.WriteBoolean("verified"u8, account.Verified);
        writer.WriteString("secUid"u8, account.SecUid);
        writer.WriteBoolean("privateAccount"u8, account.Private);
        writer.WriteEndObject();

        writer.WriteStartObject("stats"u8);
        writer.WriteNumber("followerCount"u8, account.Followers);
        writer.WriteNumber("followingCount"u8, account.Following);
        writer.WriteOptional("heartCount"u8, account.LikesOverflow ? unchecked((int)account.Likes!.Value) : account.Likes, account.OmitsMissing);
        writer.WriteOptional("videoCount"u8, account.Videos, account.OmitsMissing);
        writer.WriteOptional("diggCount"u8, account.LikesGiven, account.OmitsMissing);
        writer.WriteEndObject();

        if (account.LikesOverflow)
        {
            writer.WriteStartObject("statsV2"u8);
            writer.WriteText("followerCount"u8, account.Followers);
            writer.WriteText("followingCount"u8, account.Following);
            writer.WriteText("heartCount"u8, account.Likes);
            writer.WriteText("videoCount"u8, account.Videos);
            writer.WriteText("diggCount"u8, account.LikesGiven);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    /// <summary>The shape of the endpoint page.</summary>
    private static SandboxResponse Error(int status, string message) => SandboxResponse.FromJson(status, 256, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("error"u8, message);
        writer.WriteEndObject();
    });

    /// <summary>The shape of the overview page.</summary>
    private static SandboxResponse CodedError(int status, string code, string message) => SandboxResponse.FromJson(status, 256, writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartObject("error"u8);
        writer.WriteString("code"u8, code);
        writer.WriteString("message"u8, message);
        writer.WriteEndObject();
        writer.WriteString("status"u8, "error"u8);
        writer.WriteEndObject();
    });
}
