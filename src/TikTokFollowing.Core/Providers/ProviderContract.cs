using System.Net;
using System.Net.Http.Headers;
using TikTokFollowing.Providers.Reading;

namespace TikTokFollowing.Providers;

/// <summary>
/// Everything that is particular to one API: how to ask, how to read a page, how to read an error. Nothing of it is known
/// outside the provider's folder.
/// </summary>
internal abstract class ProviderContract
{
    public abstract FollowingProvider Provider { get; }

    /// <summary>The name that people know the API by.</summary>
    public abstract string DisplayName { get; }

    public abstract Uri BaseUri { get; }

    /// <summary>The largest page the provider documents; <see langword="null"/> when it documents none.</summary>
    public abstract int? DefaultPageSize { get; }

    public abstract PageFormat Format { get; }

    /// <summary>Builds a new message for one attempt. The key goes into a header and nowhere else.</summary>
    public abstract HttpRequestMessage CreateRequest(in PageRequest request, string apiKey);

    /// <summary>Reads the limits of an answer; <see langword="null"/> when it carries none.</summary>
    public abstract RateLimit? ReadRateLimit(HttpResponseHeaders headers, DateTimeOffset now);

    /// <summary>Judges an answer with an error status that <see cref="JudgeStatus"/> does not settle for all providers alike.</summary>
    /// <param name="status">The status.</param>
    /// <param name="body">The body; <see langword="null"/> when it is not a JSON object.</param>
    /// <returns><see langword="null"/> when the status or its body is not what this provider sends.</returns>
    protected abstract Fault? JudgeOwnStatus(HttpStatusCode status, PageContent? body);

    /// <summary>Judges an answer that is not 200.</summary>
    public Fault JudgeStatus(HttpStatusCode status, PageContent? body)
    {
        Fault fault = JudgeOwnStatus(status, body) ?? status switch
        {
            HttpStatusCode.BadRequest => new(FollowingErrorKind.BadRequest, "The request was refused"),
            HttpStatusCode.Unauthorized => new(FollowingErrorKind.AuthenticationFailed, "The API key is missing, wrong or inactive"),
            HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable =>
                new(FollowingErrorKind.RateLimited, "The rate limit is reached", RetryRule.Transient),
            HttpStatusCode.InternalServerError => new(FollowingErrorKind.ServiceFault, "The service failed"),
            HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout =>
                new(FollowingErrorKind.UpstreamUnavailable, "The service behind the API is not available", RetryRule.Transient),
            >= HttpStatusCode.Ambiguous and < HttpStatusCode.BadRequest =>
                new(FollowingErrorKind.InvalidResponse, "The answer is a redirect, which is not followed"),
            _ => new(FollowingErrorKind.InvalidResponse, "The answer is not one of this API; check the base address"),
        };
        string said = (body?.ErrorMessage ?? body?.StatusText) is string text ? $": \"{DisplayText.Quote(text).TrimEnd('.')}\"" : string.Empty;
        return fault with
        {
            Message = $"{fault.Message} ({DisplayName}, HTTP {(int)status}){said}.",
            StatusCode = (int)status,
            ProviderCode = body?.ErrorCode ?? body?.StatusCode,
            RequestId = body?.RequestId,
        };
    }

    /// <summary>Judges the body of a 200.</summary>
    /// <returns><see langword="null"/> when it is a page.</returns>
    public Fault? JudgePage(PageContent body)
    {
        if (body.HasRows || (body.Users is not null && !body.SaysError))
        {
            return null;
        }

        string? code = body.ErrorCode ?? body.StatusCode;
        string? text = body.ErrorMessage ?? body.StatusText;
        Fault fault = body.SaysError
            ? new(TikTokRefusals.Recognize(code, text), "The service refused the list")
            : new(FollowingErrorKind.InvalidResponse, "The answer holds no list of accounts");
        string said = string.Join(' ', new[] { code is null ? null : DisplayText.Quote(code, 60), text is null ? null : $"\"{DisplayText.Quote(text).TrimEnd('.')}\"" }.Where(part => part is not null));
        return fault with
        {
            Message = $"{TikTokRefusals.Describe(fault.Kind) ?? fault.Message} ({DisplayName}, HTTP 200){(said.Length > 0 ? ": " + said : said)}.",
            StatusCode = (int)HttpStatusCode.OK,
            ProviderCode = code,
            RequestId = body.RequestId,
        };
    }

    /// <summary>Reads a whole number from a header; vendors repeat headers and pad them.</summary>
    protected static long? ReadNumber(HttpResponseHeaders headers, string name) =>
        headers.TryGetValues(name, out IEnumerable<string>? values)
        && long.TryParse(values.First(), System.Globalization.CultureInfo.InvariantCulture, out long value)
            ? value
            : null;
}
