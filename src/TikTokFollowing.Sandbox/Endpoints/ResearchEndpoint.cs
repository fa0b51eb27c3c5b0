using System.Text.Json;

namespace TikTokFollowing.Sandbox.Endpoints;

/// <summary>The following list of the TikTok Research API, as TikTok's page on it has it. It has no credits.</summary>
internal sealed class ResearchEndpoint(EndpointContext context, ResearchTokens tokens) : SandboxEndpoint("POST")
{
    private const int DefaultCount = 20;
    private const int LargestCount = 100;

    internal override bool Matches(string path) => path == "/v2/research/user/following/";

    internal override SandboxResponse Answer(SandboxRequest request, string path, string query) => tokens.Check(ReadBearer(request)) switch
    {
        KeyState.Unknown => Error(401, "access_token_invalid", "The access token is invalid or not found in the request."),
        KeyState.NotSubscribed => Error(401, "scope_not_authorized", "The scope research.data.basic is not authorized for this client."),
        KeyState.QuotaUsedUp => QuotaUsedUp(),
        _ => Read(request, out string userName, out long? cursor, out int count) ?? Write(context.Paging.Next(userName, cursor, count)),
    };

    /// <summary>The same answer has the same id.</summary>
    internal static string LogIdOf(string text) => $"20251001120000{StableHash.Of(text):X16}";

    /// <summary>Null when the request is as documented, else the refusal.</summary>
    private static SandboxResponse? Read(SandboxRequest request, out string userName, out long? cursor, out int count)
    {
        string readName = "";
        long? readCursor = null;
        int readCount = DefaultCount;
        string? invalid = null;
        bool isObject = TryReadObject(request, (name, value) =>
        {
            switch (name)
            {
                case "username" when value.ValueKind == JsonValueKind.String:
                    readName = value.GetString()!;
                    break;
                case "cursor" when value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long time):
                    readCursor = time;
                    break;
                case "max_count" when value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) && number is >= 1 and <= LargestCount:
                    readCount = number;
                    break;
                default:
                    invalid = name;
                    break;
            }
        });

        (userName, cursor, count) = (readName, readCursor, readCount);
        return !isObject ? InvalidParams("The request body is not a JSON object.")
            : invalid is not null ? InvalidParams($"The field {invalid} is invalid.")
            : userName.Length == 0 ? InvalidParams("The field username is required.")
            : IsHandle(userName) ? null
            : NotFound(userName);
    }

    private static SandboxResponse Write(SandboxPage page) => page.Outcome switch
    {
        SandboxOutcome.Hidden => InvalidParams($"username {page.List.Handle} is invalid: the user is private"),
        SandboxOutcome.NotFound => NotFound(page.List.Handle),
        SandboxOutcome.OutOfCredits => QuotaUsedUp(),
        // The front end's own page: TikTok documents no body for it.
        SandboxOutcome.BadGateway => SandboxResponse.FromWebServer(502, "502 Bad Gateway"),
        SandboxOutcome.RateLimited => Error(429, "rate_limit_exceeded", "The API rate limit was exceeded. Please try again later.").With(("Retry-After", "1")),
        _ => CutOff(page, SandboxResponse.FromJson(200, 256 + page.Count * 100, writer => WritePage(writer, page))),
    };

    private static void WritePage(Utf8JsonWriter writer, SandboxPage page)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("data"u8);
        if (page.Count > 0)
        {
            // An empty page has no list at all.
            writer.WriteStartArray("user_following"u8);
            for (int i = page.Start; i < page.Start + page.Count; i++)
            {
                SandboxAccount account = page.List[i];
                writer.WriteStartObject();
                writer.WriteOptional("display_name"u8, account.DisplayName, omit: false);
                writer.WriteString("username"u8, account.Handle);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        writer.WriteNumber("cursor"u8, page.OldestCursor);
        writer.WriteBoolean("has_more"u8, page.HasMore);
        writer.WriteEndObject();
        WriteError(writer, "ok", "");
        writer.WriteEndObject();
    }

    private static SandboxResponse InvalidParams(string message) => Error(400, "invalid_params", message);

    private static SandboxResponse NotFound(string userName) => InvalidParams($"username {userName} is invalid: cannot find the user");

    private static SandboxResponse QuotaUsedUp() =>
        Error(429, "daily_quota_limit_exceeded", "The daily quota of this client is used up. It resets at 00:00 UTC.");

    private static SandboxResponse Error(int status, string code, string message) => SandboxResponse.FromJson(status, 256, writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartObject("data"u8);
        writer.WriteEndObject();
        WriteError(writer, code, message);
        writer.WriteEndObject();
    });

    private static void WriteError(Utf8JsonWriter writer, string code, string message)
    {
        writer.WriteStartObject("error"u8);
        writer.WriteString("code"u8, code);
        writer.WriteString("message"u8, message);
        writer.WriteString("log_id"u8, LogIdOf(code + message));
        writer.WriteEndObject();
    }
}
