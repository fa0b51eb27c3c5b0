using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using TikTokFollowing.Providers.Reading;

namespace TikTokFollowing.Providers.TikTokResearch;

/// <summary>TikTok's official Research API. It sends two fields an account and no total; admitted researchers pay nothing.</summary>
internal sealed class TikTokResearchProvider : Provider
{
    public static readonly TikTokResearchProvider Instance = new();

    private const string EndpointPath = "/v2/research/user/following/";
    private const string TokenPath = "/v2/oauth/token/";
    private const double LongestLifetime = 86_400;
    private const string Scope = "research.data.basic";

    public override FollowingProvider Id => FollowingProvider.TikTokResearch;

    public override string DisplayName => "TikTok Research API";

    public override Uri BaseUri { get; } = new("https://open.tiktokapis.com/");

    public override CredentialScheme Credential { get; } = new ClientCredentialScheme(
        "TIKTOK_CLIENT_KEY",
        "TIKTOK_CLIENT_SECRET",
        static (message, token) => message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token),
        CreateTokenRequest,
        ReadToken);

    public override PageSizeRule PageSize { get; } = new(PageSizeRule.Largest);

    public override decimal CreditsPerRequest => 0;

    public override PageShape Shape { get; } = new(
        ["cursor"],
        page: [("user_following", PageField.Rows), ("log_id", PageField.RequestId)],
        user: [("display_name", UserField.DisplayName), ("username", UserField.Handle)]);

    public override HttpRequestMessage CreateRequest(in PageRequest request)
    {
        ArrayBufferWriter<byte> buffer = new(128);
        using (Utf8JsonWriter writer = new(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("username"u8, request.Handle);
            if (request.Count is int count)
            {
                writer.WriteNumber("max_count"u8, count);
            }

            if (request.CursorIsNumber)
            {
                writer.WritePropertyName("cursor"u8);
                writer.WriteRawValue(request.Cursor!);
            }
            else if (request.Cursor is not null)
            {
                writer.WriteString("cursor"u8, request.Cursor);
            }

            writer.WriteEndObject();
        }

        ByteArrayContent content = new(buffer.WrittenSpan.ToArray());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return new HttpRequestMessage(HttpMethod.Post, request.Resolve(EndpointPath)) { Content = content };
    }

    public override RateLimit? ReadRateLimit(HttpResponseHeaders headers, DateTimeOffset now) => null;

    public override string? AdviceFor(FollowingErrorKind kind) => kind switch
    {
        FollowingErrorKind.AuthenticationFailed => "Check the client key and the client secret at TikTok for Developers and connect again.",
        FollowingErrorKind.NotSubscribed => $"Ask TikTok to give the project the scope {Scope}, or check that the client key is the project's.",
        FollowingErrorKind.QuotaExceeded => "Run it again after 00:00 UTC, when the daily quota begins again.",
        _ => null,
    };

    // Success comes with an error object too, whose code is "ok".
    protected override bool ReportsError(PageContent body) => body.ErrorCode is not (null or "ok") || (body.ErrorCode is null && body.ReportsError);

    // An empty page may lack the list, but it always has the error object with the code "ok".
    protected override bool MeansEmptyList(PageContent body) => body.ErrorCode == "ok";

    protected override ProviderError? ClassifyOwnStatus(HttpStatusCode status, PageContent? body) => (status, body?.ErrorCode) switch
    {
        (_, "scope_not_authorized" or "scope_permission_missed") =>
            new(FollowingErrorKind.NotSubscribed, $"The project lacks the scope {Scope}"),
        (_, "daily_quota_limit_exceeded") => new(FollowingErrorKind.QuotaExceeded, "The daily quota is used up"),
        (HttpStatusCode.Unauthorized, _) => new(FollowingErrorKind.AuthenticationFailed, "The access token is not accepted"),
        (HttpStatusCode.InternalServerError, "internal_error") => new(FollowingErrorKind.ServiceFault, "The service failed", RetryRule.Once),
        ( >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError, not null) => ClassifyAccount(body?.ErrorMessage),
        _ => null,
    };

    private static ProviderError? ClassifyAccount(string? message) =>
        Says(message, "is private") || Says(message, "information cannot be returned") || Says(message, "cannot return this user's information")
            ? new(FollowingErrorKind.ListHidden, "The owner hides the following list")
            : Says(message, "cannot find the user") ? new(FollowingErrorKind.NotFound, "There is no such account")
            : null;

    private static bool Says(string? message, string words) => message?.Contains(words, StringComparison.OrdinalIgnoreCase) == true;

    private static HttpRequestMessage CreateTokenRequest(Uri baseUri, string clientKey, string clientSecret) =>
        new(HttpMethod.Post, PageRequest.Resolve(baseUri, TokenPath))
        {
            Content = new FormUrlEncodedContent(
            [
                new("client_key", clientKey), new("client_secret", clientSecret), new("grant_type", "client_credentials"),
            ]),
        };

    private static AttemptResult ReadToken(in ProviderResponse response)
    {
        string? token = null, error = null, description = null, logId = null;
        double lifetime = 0;
        try
        {
            using JsonDocument body = JsonDocument.Parse(response.Body.ToArray());
            token = Text(body, "access_token");
            error = Text(body, "error");
            description = Text(body, "error_description");
            logId = Text(body, "log_id");
            lifetime = body.RootElement.TryGetProperty("expires_in"u8, out JsonElement seconds) && seconds.TryGetDouble(out double value) ? value : 0;
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            // The status decides below.
        }

        bool canBeSent = token is { Length: > 0 } && !token.AsSpan().ContainsAnyExceptInRange('!', '~');
        if (response.Status == HttpStatusCode.OK && canBeSent && lifetime > 0)
        {
            return new AccessToken(token!, TimeSpan.FromSeconds(Math.Min(lifetime, LongestLifetime)));
        }

        string said = response.Redactor.Redact(description ?? error) is string text ? $": \"{DisplayText.Quote(text).TrimEnd('.')}\"" : string.Empty;
        ProviderError refusal = (int)response.Status switch
        {
            429 or 503 => new(FollowingErrorKind.RateLimited, "The rate limit for access tokens is reached", RetryRule.Transient),
            502 or 504 => new(FollowingErrorKind.UpstreamUnavailable, "The token service is not available", RetryRule.Transient),
            500 => new(FollowingErrorKind.ServiceFault, "The token service failed", RetryRule.Once),
            407 => new(FollowingErrorKind.InvalidResponse, ProviderError.ProxyRefusal),
            200 when response.Body.Trim(" \t\r\n"u8).IsEmpty => new(FollowingErrorKind.InvalidResponse, "The answer is empty", RetryRule.Transient),
            _ when error is not null => new(FollowingErrorKind.AuthenticationFailed, "The client key or the client secret is not accepted"),
            _ => new(FollowingErrorKind.InvalidResponse, "The answer holds no access token with a lifetime; check the base address"),
        };
        return refusal with
        {
            Message = $"{refusal.Message} (TikTok Research API, HTTP {(int)response.Status}){said}.",
            StatusCode = (int)response.Status,
            ProviderCode = response.Redactor.Redact(error),
            RequestId = response.Redactor.Redact(logId),
        };
    }

    private static string? Text(JsonDocument body, string name) =>
        body.RootElement.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
