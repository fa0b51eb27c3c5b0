using TikTokFollowing.Providers;
using TikTokFollowing.Security;

namespace TikTokFollowing.Sending;

/// <summary>One thing to ask a provider for, over all attempts, and what it costs.</summary>
/// <param name="query">The page that it is asked for.</param>
internal abstract class ApiCall(PageQuery query)
{
    public PageQuery Query => query;

    /// <summary>The page of this run; <see langword="null"/> when no page is asked for.</summary>
    public abstract int? Page { get; }

    /// <summary>The cursor of the request; <see langword="null"/> for the start, or when no page is asked for.</summary>
    public abstract string? Cursor { get; }

    /// <summary>The most that one attempt can cost, in units of the credits per request.</summary>
    public abstract decimal MaximumUnits { get; }

    /// <summary>Whether the next attempt is a retry.</summary>
    public bool IsRetry { get; set; }

    /// <summary>Whether a failure that may be retried once has been.</summary>
    public bool HasBeenRetriedOnce { get; set; }

    /// <summary>Builds a new message for one attempt.</summary>
    /// <param name="redactor">Removes the secrets that the message carries.</param>
    public abstract HttpRequestMessage CreateRequest(out Redactor redactor);

    public abstract AttemptResult Read(in ProviderResponse response);

    public abstract decimal UnitsOf(in AttemptOutcome outcome);
}

/// <summary>A page that a list wants, and who is told about it.</summary>
/// <param name="Handle">The handle asked for.</param>
/// <param name="Cursor">The cursor of the page; <see langword="null"/> for the start.</param>
/// <param name="Count">Accounts asked for; <see langword="null"/> leaves it to the provider.</param>
/// <param name="Page">The page of this run, from 1.</param>
/// <param name="Usage">What the list has cost so far.</param>
/// <param name="Observer">Who is told what happens.</param>
internal sealed record PageQuery(string Handle, string? Cursor, int? Count, int Page, ListUsage Usage, IFollowingObserver? Observer)
{
    /// <summary>Whether a failed request may be sent again.</summary>
    public bool AllowsRetries { get; init; } = true;

    public bool WantsTraffic => Observer is { WantsTraffic: true };

    public void Report(FollowingEvent happened) => Observer?.OnEvent(happened);
}

/// <summary>Asks for a page.</summary>
internal sealed class PageCall(Provider provider, PageRequest request, Authorization authorization, PageQuery query) : ApiCall(query)
{
    public override int? Page => Query.Page;

    public override string? Cursor => request.Cursor;

    public override decimal MaximumUnits => provider.ChargeRule.MaximumUnits(request.Count);

    public override HttpRequestMessage CreateRequest(out Redactor redactor)
    {
        HttpRequestMessage message = provider.CreateRequest(request);
        redactor = authorization.Apply(message);
        return message;
    }

    public override AttemptResult Read(in ProviderResponse response) => provider.Read(response);

    public override decimal UnitsOf(in AttemptOutcome outcome) => provider.ChargeRule.Units(outcome, request.Count);
}

/// <summary>Asks for an access token. It costs no credits.</summary>
internal sealed class TokenCall(Func<HttpRequestMessage> createRequest, TokenReader read, Redactor redactor, PageQuery query) : ApiCall(query)
{
    public override int? Page => null;

    public override string? Cursor => null;

    public override decimal MaximumUnits => 0;

    public override HttpRequestMessage CreateRequest(out Redactor usedRedactor)
    {
        usedRedactor = redactor;
        return createRequest();
    }

    public override AttemptResult Read(in ProviderResponse response) => read(response);

    public override decimal UnitsOf(in AttemptOutcome outcome) => 0;
}
