using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using TikTokFollowing.Providers;
using TikTokFollowing.Providers.Reading;

namespace TikTokFollowing.Tests.Providers.Sixth;

/// <summary>
/// A made-up API that is as different as they come: it lists by an id, which a first request resolves, it wants two cursors at once, and
/// it bills each record, and a handle that it does not know.
/// </summary>
internal sealed class SixthProvider : Provider
{
    public static readonly SixthProvider Instance = new();

    public override FollowingProvider Id => (FollowingProvider)99;

    public override string DisplayName => "Sixth";

    public override Uri BaseUri { get; } = new("https://sixth.example.invalid/");

    public override CredentialScheme Credential { get; } =
        new ApiKeyScheme("SIXTH_API_KEY", static (message, key) => message.Headers.TryAddWithoutValidation("x-sixth", key));

    public override PageSizeRule PageSize { get; } = new(50);

    public override PageShape Shape { get; } = new(
        ["min_time"],
        page: [("people", PageField.Rows), ("next", PageField.Envelope), ("more", PageField.HasMore)],
        user: [("key", UserField.Id), ("name", UserField.Handle)]);

    public override ChargeRule ChargeRule { get; } = new PerRecord();

    public override decimal CreditsPerRequest => 0.01m;

    public override HttpRequestMessage CreateRequest(in PageRequest request)
    {
        SixthCursor cursor = SixthCursor.Parse(request.Cursor);
        return new HttpRequestMessage(HttpMethod.Get, request.Resolve(
            cursor.Id.Length == 0 ? $"/resolve?name={request.Handle}" : $"/people/{cursor.Id}?size={request.Count}&page_token={cursor.Token}&min_time={cursor.Time}"));
    }

    public override RateLimit? ReadRateLimit(HttpResponseHeaders headers, DateTimeOffset now) => null;

    // A page carries the bare time; outside, the cursor has all three parts.
    public override DateTimeOffset? TimeOf(string? cursor, DateTimeOffset now) => PageCursor.ToTime(cursor?.Split('~')[^1], now);

    public override string? CursorAt(DateTimeOffset time) =>
        new SixthCursor(string.Empty, string.Empty, time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)).ToString();

    public override AttemptResult Read(in ProviderResponse response)
    {
        SixthCursor asked = SixthCursor.Parse(response.Origin.Cursor);
        if (response.Status == HttpStatusCode.OK && asked.Id.Length == 0)
        {
            using JsonDocument resolved = JsonDocument.Parse(response.Body.ToArray());
            return AttemptResult.ContinueWith((asked with { Id = resolved.RootElement.GetProperty("id").GetString()! }).ToString());
        }

        AttemptResult result = base.Read(response);
        if (result.Page is PageContent { Cursor.Value: string time } page)
        {
            using JsonDocument body = JsonDocument.Parse(response.Body.ToArray());
            string token = body.RootElement.GetProperty("next").GetProperty("page_token").GetString()!;
            page.Cursor = new PageCursor(new SixthCursor(asked.Id, token, time).ToString());
        }

        return result;
    }

    protected override ProviderError? ClassifyOwnStatus(HttpStatusCode status, PageContent? body) => status == HttpStatusCode.NotFound
        ? new ProviderError(FollowingErrorKind.NotFound, "There is no such account")
        : null;

    /// <summary>Two cursors and the id in one opaque text.</summary>
    private readonly record struct SixthCursor(string Id, string Token, string Time)
    {
        public static SixthCursor Parse(string? text) =>
            text?.Split('~') is [string id, string token, string time] ? new(id, token, time) : new(string.Empty, string.Empty, string.Empty);

        public override string ToString() => $"{Id}~{Token}~{Time}";
    }

    private sealed class PerRecord : ChargeRule
    {
        public override decimal MaximumUnits(int? count) => count!.Value;

        public override decimal Units(in AttemptOutcome outcome, int? count) => outcome switch
        {
            { Records: int records } => records,
            { Error: FollowingErrorKind.NotFound } => 1,
            { WasSent: true, StatusCode: null } => count!.Value,
            _ => 0,
        };
    }
}
