using System.Text.Json;

namespace TikTokFollowing.Sandbox;

/// <summary>Dumpling AI's contract as its document has it (seed 000, the vendor's endpoint page and error overview).</summary>
internal sealed class DumplingContract(SandboxPaging paging, Action charge)
{
    internal const string Path = "/api/v1/get-tiktok-user-following";

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

    internal SandboxResponse Answer(SandboxRequest request)
    {
        string authorization = request.Header("Authorization");
        string key = authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? authorization[7..].Trim() : "";
        if (key.Length == 0 || key.Contains("invalid", StringComparison.OrdinalIgnoreCase))
        {
            return Error(401, KeyRefused);
        }

        if (key.Contains("nocredits", StringComparison.OrdinalIgnoreCase))
        {
            return Error(403, OutOfCredits);
        }

        return Read(request, out string handle, out long? minTime, out int count) ?? Write(paging.Next(handle, minTime, count));
    }

    /// <summary>Null when the request is as documented, else the refusal.</summary>
    private static SandboxResponse? Read(SandboxRequest request, out string handle, out long? minTime, out int count)
    {
        handle = "";
        minTime = null;
        count = DefaultCount;
        string contentType = request.Header("Content-Type").Split(';')[0].Trim();
        if (!contentType.Equals("application/json", StringComparison.OrdinalIgnoreCase))
        {
            return Error(400, InvalidJson);
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(request.Body);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return Error(400, InvalidJson);
            }

            bool invalid = false;
            foreach (JsonProperty property in document.RootElement.EnumerateObject())
            {
                JsonElement value = property.Value;
                switch (property.Name)
                {
                    case "handle":
                        handle = value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
                        break;
                    case "minTime" when value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long time):
                        minTime = time;
                        break;
                    case "count" when value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) && number > 0:
                        count = Math.Min(number, LargestCount);
                        break;
                    case "requestSource" when value.ValueKind == JsonValueKind.String:
                        break;
                    default:
                        // A wrong type or a field the document does not know, such as cursor or limit.
                        invalid = true;
                        break;
                }
            }

            return string.IsNullOrWhiteSpace(handle) ? Error(400, HandleRequired)
                : invalid ? CodedError(400, "invalid_request", "The request was invalid. Please check your parameters.")
                : SandboxResponder.IsHandle(handle) ? null
                : Error(400, HandleRefused);
        }
        catch (JsonException)
        {
            return Error(400, InvalidJson);
        }
        catch (InvalidOperationException)
        {
            // A string that is no Unicode text, such as a lone surrogate.
            return Error(400, InvalidJson);
        }
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

        charge();
        SandboxResponse response = page.Outcome == SandboxOutcome.Hidden
            ? SandboxResponse.FromText(200, SandboxResponder.HiddenBody)
            : SandboxResponse.FromJson(200, 256 + page.Count * 900, writer => WritePage(writer, page));
        return (page.CutOff ? response with { Body = response.Body[..(response.Body.Length / 2)] } : response)
            .With(("X-RateLimit-Limit", _rate.Limit), ("X-RateLimit-Remaining", _rate.Take()));
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
        // On the last page the vendor still names the time of the last row.
        writer.WriteNumber("minCursor"u8, page.NextCursor ?? (page.Count == 0 ? 0 : page.List.FollowedAt(page.Start + page.Count - 1)));
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
