using System.Net;
using System.Net.Http.Headers;
using TikTokFollowing.Providers.Reading;

namespace TikTokFollowing.Providers.Mobile;

/// <summary>
/// An API that passes on what TikTok's mobile app gets: snake_case, <c>followings</c>, the cursor <c>min_time</c>, pages of about 20
/// and no page size. Each reseller has its own address and key header.
/// </summary>
internal abstract class MobileProvider : Provider
{
    public override PageSizeRule PageSize => PageSizeRule.None;

    // max_time is the time of the request, not of a follow, and next_page_token repeats both times.
    public override PageShape Shape { get; } = new(
        ["min_time"],
        user: [("custom_verify", UserField.VerificationText), ("secret", UserField.Private)]);

    /// <summary>The path of the API's endpoint.</summary>
    protected abstract string EndpointPath { get; }

    public override HttpRequestMessage CreateRequest(in PageRequest request)
    {
        string cursor = request.Cursor is null ? string.Empty : $"&min_time={Uri.EscapeDataString(request.Cursor)}";
        return new HttpRequestMessage(
            HttpMethod.Get, request.Resolve($"{EndpointPath}?handle={Uri.EscapeDataString(request.Handle)}{cursor}"));
    }

    public override RateLimit? ReadRateLimit(HttpResponseHeaders headers, DateTimeOffset now) => null;

    public override string? AdviceFor(FollowingErrorKind kind) => kind == FollowingErrorKind.OutOfCredits
        ? $"Buy credits at {DisplayName}, then run the same command again."
        : null;

    protected override ProviderError? ClassifyOwnStatus(HttpStatusCode status, PageContent? body) => status switch
    {
        HttpStatusCode.PaymentRequired => new(FollowingErrorKind.OutOfCredits, "The API key's account has no credits left"),
        HttpStatusCode.NotFound when body is { ErrorMessage: not null } or { StatusText: not null } =>
            new(FollowingErrorKind.NotFound, "There is no such account"),
        _ => null,
    };
}
