using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using TikTokFollowing.Providers.Reading;

namespace TikTokFollowing.Providers.DumplingAI;

/// <summary>Dumpling AI's <c>get-tiktok-user-following</c>.</summary>
internal sealed class DumplingAIProvider : Provider
{
    public static readonly DumplingAIProvider Instance = new();

    private const string EndpointPath = "/api/v1/get-tiktok-user-following";
    private const string DefaultRequestSource = "API";

    public override FollowingProvider Id => FollowingProvider.DumplingAI;

    public override string DisplayName => "Dumpling AI";

    public override Uri BaseUri { get; } = new("https://app.dumplingai.com/");

    public override CredentialScheme Credential { get; } = new ApiKeyScheme(
        "DUMPLINGAI_API_KEY", static (message, key) => message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key));

    // The vendor documents a count without a maximum. A request costs the same whatever its size.
    public override PageSizeRule PageSize { get; } = new(PageSizeRule.Largest, IsDocumented: false);

    // The vendor's text says minTime, its sample has minCursor. maxCursor is 0 on real pages and would read page 1 for ever.
    public override PageShape Shape { get; } = new(["minTime", "min_time", "minCursor"]);

    public override bool HasRequestSource => true;

    public override HttpRequestMessage CreateRequest(in PageRequest request)
    {
        ByteArrayContent content = new(WriteBody(request));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return new HttpRequestMessage(HttpMethod.Post, request.Resolve(EndpointPath)) { Content = content };
    }

    public override string? AdviceFor(FollowingErrorKind kind) => kind == FollowingErrorKind.OutOfCredits
        ? "Buy credits at Dumpling AI, then run the same command again."
        : null;

    public override RateLimit? ReadRateLimit(HttpResponseHeaders headers, DateTimeOffset now)
    {
        long? limit = ReadNumber(headers, "X-RateLimit-Limit");
        long? remaining = ReadNumber(headers, "X-RateLimit-Remaining");
        return limit is null && remaining is null ? null : new RateLimit(limit, remaining, null, null, null, null);
    }

    protected override ProviderError? ClassifyOwnStatus(HttpStatusCode status, PageContent? body) => status switch
    {
        HttpStatusCode.Forbidden or HttpStatusCode.PaymentRequired when body is { HasError: true } =>
            new(FollowingErrorKind.OutOfCredits, "The API key's account does not have enough credits"),
        HttpStatusCode.NotFound when body is { HasError: true } =>
            new(FollowingErrorKind.NotFound, "There is no such account or list"),
        HttpStatusCode.InternalServerError
            when body?.ErrorMessage?.Contains("unexpected server error", StringComparison.OrdinalIgnoreCase) == true =>
            new(FollowingErrorKind.ServiceFault, "The service failed", RetryRule.Once),
        _ => null,
    };

    private static byte[] WriteBody(in PageRequest request)
    {
        ArrayBufferWriter<byte> buffer = new(128);
        using (Utf8JsonWriter writer = new(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("handle"u8, request.Handle);
            if (request.CursorIsNumber)
            {
                writer.WritePropertyName("minTime"u8);
                writer.WriteRawValue(request.Cursor!);
            }
            else if (request.Cursor is not null)
            {
                writer.WriteString("minTime"u8, request.Cursor);
            }

            if (request.Count is int count)
            {
                writer.WriteNumber("count"u8, count);
            }

            if (request.RequestSource is not "")
            {
                writer.WriteString("requestSource"u8, request.RequestSource ?? DefaultRequestSource);
            }

            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
