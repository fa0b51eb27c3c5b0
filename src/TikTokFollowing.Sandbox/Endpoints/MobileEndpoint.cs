using System.Globalization;
using System.Text.Json;

namespace TikTokFollowing.Sandbox.Endpoints;

/// <summary>
/// A vendor that passes on the answer of TikTok's mobile app, as ScrapeCreators and SociaVault do. The two differ by the path and by the
/// header of the key.
/// </summary>
internal sealed class MobileEndpoint(EndpointContext context, string path, string keyHeader) : SandboxEndpoint("GET")
{
    // The vendors have no page size.
    private const int PageSize = 20;

    // Every third page of this list comes trimmed.
    private const string TrimmedHandle = SandboxHandles.CharliDAmelio;

    internal override bool Matches(string requestPath) => requestPath == path;

    internal override SandboxResponse Answer(SandboxRequest request, string path, string query) =>
        context.Credentials.CheckApiKey(request.Header(keyHeader)) switch
        {
            KeyState.Accepted => Read(query, out string handle, out long? minTime) ?? Write(context.Paging.Next(handle, minTime, PageSize)),
            KeyState.OutOfCredits => OutOfCredits(),
            _ => Error(401, "Invalid API key."),
        };

    /// <summary>Null when the request is as documented, else the refusal.</summary>
    private static SandboxResponse? Read(string query, out string handle, out long? minTime)
    {
        handle = "";
        minTime = null;
        foreach ((string name, string value) in ReadPairs(query))
        {
            switch (name)
            {
                case "handle":
                    handle = value;
                    break;
                case "min_time" when long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long time):
                    minTime = time;
                    break;
                default:
                    return Error(400, $"The parameter {name} is invalid.");
            }
        }

        return handle.Length == 0 ? Error(400, "The parameter handle is required.")
            : IsHandle(handle) ? null
            : Error(400, "The parameter handle is invalid.");
    }

    private SandboxResponse Write(SandboxPage page)
    {
        switch (page.Outcome)
        {
            case SandboxOutcome.NotFound:
                return Error(404, "User not found.");
            case SandboxOutcome.OutOfCredits:
                return OutOfCredits();
            case SandboxOutcome.BadGateway:
                return Error(502, "TikTok could not be reached. Please try again.");
            case SandboxOutcome.RateLimited:
                return Error(429, "Too many requests. Please try again later.").With(("Retry-After", "1"));
        }

        context.Charge();
        return page.Outcome == SandboxOutcome.Hidden
            ? SandboxResponse.FromText(200, HiddenBody)
            : CutOff(page, SandboxResponse.FromJson(200, 1024 + page.Count * 2600, writer => WritePage(writer, page, context.TimeProvider.GetUtcNow())));
    }

    private static void WritePage(Utf8JsonWriter writer, SandboxPage page, DateTimeOffset now)
    {
        bool isTrimmed = page is { HasMore: true, List.Handle: TrimmedHandle } && page.Start / PageSize % 3 == 2;
        long time = now.ToUnixTimeSeconds();
        string logId = $"{now:yyyyMMddHHmmss}{StableHash.Mix((ulong)page.OldestCursor):X16}";

        writer.WriteStartObject();
        writer.WriteStartObject("extra"u8);
        WriteEmptyArray(writer, "fatal_item_ids"u8);
        writer.WriteString("logid"u8, logId);
        writer.WriteNumber("now"u8, time * 1000);
        writer.WriteEndObject();
        writer.WriteStartArray("followings"u8);
        for (int i = page.Start; i < page.Start + page.Count; i++)
        {
            WriteAccount(writer, page.List[i], time);
        }

        writer.WriteEndArray();
        if (!isTrimmed)
        {
            writer.WriteBoolean("has_more"u8, page.HasMore);
        }

        writer.WriteStartObject("log_pb"u8);
        writer.WriteString("impr_id"u8, logId);
        writer.WriteEndObject();
        // The time of the request, not of a follow; both cursors are -1 where the list is cut.
        writer.WriteNumber("max_time"u8, page.Truncated ? -1 : time);
        writer.WriteNumber("min_time"u8, page.OldestCursor);
        writer.WriteString("myself_user_id"u8, "7355000000000000528"u8);
        if (!isTrimmed)
        {
            writer.WriteBase64String("next_page_token"u8, NextPageToken(page));
        }

        writer.WriteNumber("offset"u8, 0);
        if (!isTrimmed)
        {
            writer.WriteBoolean("rec_has_more"u8, page.HasMore);
        }

        writer.WriteNumber("status_code"u8, 0);
        writer.WriteString("status_msg"u8, ""u8);
        writer.WriteNumber("total"u8, page.List.ReportedTotal);
        writer.WriteEndObject();
    }

    private static ReadOnlySpan<byte> NextPageToken(SandboxPage page)
    {
        long newest = page.Count == 0 || page.Truncated ? page.OldestCursor : page.List.FollowedAt(page.Start);
        return System.Text.Encoding.ASCII.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $$"""{"max_cursor":{{newest}},"min_cursor":{{page.OldestCursor}}}"""));
    }

    private static void WriteAccount(Utf8JsonWriter writer, SandboxAccount account, long time)
    {
        writer.WriteStartObject();
        writer.WriteNull("account_labels"u8);
        writer.WriteString("account_region"u8, ""u8);
        writer.WriteNumber("apple_account"u8, 0);
        WritePicture(writer, "avatar_larger"u8, account.AvatarUrl, account.OmitsMissing);
        WritePicture(writer, "avatar_thumb"u8, account.AvatarThumbnailUrl, account.OmitsMissing);
        writer.WriteOptional("aweme_count"u8, account.Videos, account.OmitsMissing);
        writer.WriteString("bind_phone"u8, ""u8);
        writer.WriteStartArray("can_message_follow_status_list"u8);
        writer.WriteNumberValue(0);
        writer.WriteNumberValue(1);
        writer.WriteNumberValue(2);
        writer.WriteNumberValue(4);
        writer.WriteEndArray();
        WriteEmptyArray(writer, "cover_url"u8);
        writer.WriteNumber("create_time"u8, 1731532035);
        writer.WriteString("custom_verify"u8, account.Verified ? "Verified account"u8 : ""u8);
        writer.WriteString("enterprise_verify_reason"u8, ""u8);
        writer.WriteStartObject("fake_data_info"u8);
        writer.WriteEndObject();
        writer.WriteOptional("favoriting_count"u8, account.LikesGiven, account.OmitsMissing);
        writer.WriteNumber("follow_status"u8, 0);
        writer.WriteNumber("follower_count"u8, account.Followers);
        writer.WriteNumber("follower_status"u8, 0);
        writer.WriteNull("followers_detail"u8);
        writer.WriteNumber("following_count"u8, account.Following);
        writer.WriteNull("geofencing"u8);
        writer.WriteString("ins_id"u8, ""u8);
        writer.WriteBoolean("is_block"u8, false);
        writer.WriteNumber("is_mute"u8, 0);
        writer.WriteNull("item_list"u8);
        writer.WriteString("language"u8, "en"u8);
        writer.WriteOptional("nickname"u8, account.DisplayName, omit: false);
        writer.WriteString("region"u8, "US"u8);
        writer.WriteNumber("room_id"u8, 0);
        writer.WriteString("sec_uid"u8, account.SecUid);
        writer.WriteNumber("secret"u8, account.Private ? 1 : 0);
        writer.WriteString("short_id"u8, "0"u8);
        writer.WriteOptional("signature"u8, account.Bio, account.OmitsMissing);
        writer.WriteStartObject("special_account"u8);
        writer.WriteNull("special_account_list"u8);
        writer.WriteEndObject();
        writer.WriteNumber("status"u8, 1);
        writer.WriteOptional("total_favorited"u8, account.Likes, account.OmitsMissing);
        writer.WriteString("uid"u8, account.UserId);
        writer.WriteString("unique_id"u8, account.Handle);
        writer.WriteNumber("unique_id_modify_time"u8, time);
        writer.WriteBoolean("user_canceled"u8, false);
        writer.WriteNumber("verification_type"u8, 1);
        writer.WriteString("verify_info"u8, ""u8);
        writer.WriteBoolean("with_shop_entry"u8, false);
        writer.WriteString("youtube_channel_id"u8, ""u8);
        writer.WriteString("youtube_channel_title"u8, ""u8);
        writer.WriteEndObject();
    }

    /// <summary>One picture in the two formats that the app offers.</summary>
    private static void WritePicture(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? jpeg, bool omit)
    {
        if (jpeg is null)
        {
            writer.WriteOptional(name, jpeg, omit);
            return;
        }

        Uri address = new(jpeg);
        writer.WriteStartObject(name);
        writer.WriteNumber("height"u8, 720);
        writer.WriteString("uri"u8, address.AbsolutePath.AsSpan(1, address.AbsolutePath.IndexOf('~', StringComparison.Ordinal) - 1));
        writer.WriteStartArray("url_list"u8);
        writer.WriteStringValue(jpeg.Replace(".jpeg?", ".webp?", StringComparison.Ordinal));
        writer.WriteStringValue(jpeg);
        writer.WriteEndArray();
        writer.WriteNull("url_prefix"u8);
        writer.WriteNumber("width"u8, 720);
        writer.WriteEndObject();
    }

    private static void WriteEmptyArray(Utf8JsonWriter writer, ReadOnlySpan<byte> name)
    {
        writer.WriteStartArray(name);
        writer.WriteEndArray();
    }

    private static SandboxResponse OutOfCredits() =>
        Error(402, "Looks like you're out of credits :( You'll need to buy more to continue using the service.");

    private static SandboxResponse Error(int status, string message) => SandboxResponse.FromJson(status, 256, writer =>
    {
        writer.WriteStartObject();
        writer.WriteBoolean("success"u8, false);
        writer.WriteString("message"u8, message);
        writer.WriteEndObject();
    });
}
