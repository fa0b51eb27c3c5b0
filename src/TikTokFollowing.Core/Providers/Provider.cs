using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using TikTokFollowing.Providers.Reading;

namespace TikTokFollowing.Providers;

/// <summary>
/// Everything that is specific to one API: a shape, an address, a credential and a charge rule. No code outside the provider's folder
/// knows any of it.
/// </summary>
internal abstract class Provider
{
    public abstract FollowingProvider Id { get; }

    /// <summary>The name that people know the API by.</summary>
    public abstract string DisplayName { get; }

    public abstract Uri BaseUri { get; }

    public abstract CredentialScheme Credential { get; }

    public abstract PageSizeRule PageSize { get; }

    public abstract PageShape Shape { get; }

    public virtual ChargeRule ChargeRule => ChargeRule.PerRequest;

    /// <summary>What one charged request costs, in credits, unless the user knows better.</summary>
    public virtual decimal CreditsPerRequest => 1;

    /// <summary>Whether requests carry a source that the user may set.</summary>
    public virtual bool HasRequestSource => false;

    /// <summary>Builds a new message for one attempt, without the credential.</summary>
    public abstract HttpRequestMessage CreateRequest(in PageRequest request);

    /// <summary>Reads the limits of an answer; <see langword="null"/> when it carries none.</summary>
    public abstract RateLimit? ReadRateLimit(HttpResponseHeaders headers, DateTimeOffset now);

    /// <summary>What to do about an error of this provider; <see langword="null"/> leaves it to the general advice.</summary>
    public virtual string? AdviceFor(FollowingErrorKind kind) => null;

    /// <summary>The time of a cursor: accounts after it were followed then or before. <see langword="null"/> when it is not a time.</summary>
    public virtual DateTimeOffset? TimeOf(string? cursor, DateTimeOffset now) => PageCursor.ToTime(cursor, now);

    /// <summary>The cursor of the accounts followed at a time or before; <see langword="null"/> when this API has no such cursor.</summary>
    public virtual string? CursorAt(DateTimeOffset time) => time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    /// <summary>Makes a page or an error of an answer.</summary>
    public virtual AttemptResult Read(in ProviderResponse response)
    {
        PageContent? content = ReadContent(response, out string? unreadable);
        content?.Redact(response.Redactor);
        if (response.Status != HttpStatusCode.OK)
        {
            return ClassifyStatus(response.Status, content);
        }

        return content is null ? Unreadable(unreadable!, response.Body.Trim(" \t\r\n"u8).IsEmpty && !response.IsTooLong)
            : ClassifyPage(content) is ProviderError error ? error
            : content;
    }

    /// <summary>Makes the error for a 200 that is no page.</summary>
    /// <param name="what">What the answer is, as in "is cut off".</param>
    /// <param name="isTransient">Whether it goes away when it is asked for again.</param>
    public ProviderError Unreadable(string what, bool isTransient = false) => new(
        FollowingErrorKind.InvalidResponse, $"The answer {what} ({DisplayName}, HTTP 200).", isTransient ? RetryRule.Transient : RetryRule.Never)
    {
        StatusCode = (int)HttpStatusCode.OK,
    };

    /// <summary>Classifies an error status that is not the same for all providers.</summary>
    /// <param name="status">The status.</param>
    /// <param name="body">The body; <see langword="null"/> when it is not a JSON object.</param>
    /// <returns><see langword="null"/> when the status or its body is not what this provider sends.</returns>
    protected abstract ProviderError? ClassifyOwnStatus(HttpStatusCode status, PageContent? body);

    /// <summary>Whether the body of a 200 reports an error, with or without rows beside it.</summary>
    protected virtual bool ReportsError(PageContent body) => body.ReportsError;

    /// <summary>Whether a 200 without a list means an empty one.</summary>
    protected virtual bool MeansEmptyList(PageContent body) => false;

    /// <summary>Reads a whole number from a header; vendors repeat headers and pad them.</summary>
    protected static long? ReadNumber(HttpResponseHeaders headers, string name) =>
        headers.TryGetValues(name, out IEnumerable<string>? values)
        && long.TryParse(values.First(), CultureInfo.InvariantCulture, out long value)
            ? value
            : null;

    private PageContent? ReadContent(in ProviderResponse response, out string? unreadable)
    {
        unreadable = null;
        if (response.IsTooLong)
        {
            unreadable = "is larger than any page";
            return null;
        }

        if (response.Body.Trim(" \t\r\n"u8).IsEmpty)
        {
            // TikTok's soft block is an empty 200.
            unreadable = "is empty";
            return null;
        }

        try
        {
            return PageReader.Read(response.Body, Shape, TimeOf, response.Origin);
        }
        catch (JsonException)
        {
            unreadable = response.Body.TrimStart(" \t\r\n"u8).StartsWith("<"u8)
                ? "is a web page instead of JSON"
                : "is not the JSON of a list, or was cut off";
            return null;
        }
    }

    private ProviderError ClassifyStatus(HttpStatusCode status, PageContent? body)
    {
        ProviderError error = ClassifyOwnStatus(status, body) ?? status switch
        {
            HttpStatusCode.BadRequest => new(FollowingErrorKind.BadRequest, "The request was refused"),
            HttpStatusCode.Unauthorized => new(FollowingErrorKind.AuthenticationFailed, "The API key is missing, wrong or inactive"),
            HttpStatusCode.ProxyAuthenticationRequired =>
                new(FollowingErrorKind.InvalidResponse, ProviderError.ProxyRefusal),
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
        return error with
        {
            Message = $"{error.Message} ({DisplayName}, HTTP {(int)status}){said}.",
            StatusCode = (int)status,
            ProviderCode = body?.ErrorCode ?? body?.StatusCode,
            RequestId = body?.RequestId,
        };
    }

    /// <returns><see langword="null"/> when the body is a page.</returns>
    private ProviderError? ClassifyPage(PageContent body)
    {
        bool reportsError = ReportsError(body);
        if (body.HasRows)
        {
            body.HasErrorBesideRows = reportsError;
            return null;
        }

        if (!reportsError && body.EntriesWithoutAccount > 0)
        {
            return Unreadable($"holds {Quantity.Of(body.EntriesWithoutAccount, "entry that names", "entries that name")} no account: the provider changed its format");
        }

        // A null list is an empty list when the page also says whether there are more pages. On its own it may be a failure.
        if (!reportsError && (body.Users is not null || MeansEmptyList(body) || (body.HasNullList && body.HasMore is not null)))
        {
            body.Users ??= [];
            return null;
        }

        string? code = body.ErrorCode ?? body.StatusCode;
        string? text = body.ErrorMessage ?? body.StatusText;
        ProviderError error = reportsError
            ? new(TikTokRefusals.Recognize(code, text), "The service refused the list")
            : new(FollowingErrorKind.InvalidResponse, "The answer holds no list of accounts");
        string?[] words = [code is null ? null : DisplayText.Quote(code, 60), text is null ? null : $"\"{DisplayText.Quote(text).TrimEnd('.')}\""];
        string said = string.Join(' ', words.Where(static word => word is not null));
        return error with
        {
            Message = $"{TikTokRefusals.Describe(error.Kind) ?? error.Message} ({DisplayName}, HTTP 200){(said.Length > 0 ? ": " + said : said)}.",
            StatusCode = (int)HttpStatusCode.OK,
            ProviderCode = code,
            RequestId = body.RequestId,
        };
    }
}
