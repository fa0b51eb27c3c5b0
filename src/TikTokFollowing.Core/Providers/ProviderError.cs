namespace TikTokFollowing.Providers;

/// <summary>Whether the same request may be sent again.</summary>
internal enum RetryRule
{
    /// <summary>The answer will not change, or may have been charged.</summary>
    Never,

    /// <summary>Once: the provider says that it does not know what happened.</summary>
    Once,

    /// <summary>Up to the connection's limit, with back-off.</summary>
    Transient,
}

/// <summary>Why an attempt brought no page.</summary>
/// <param name="Kind">What went wrong.</param>
/// <param name="Message">What happened, without the handle; the provider's own words are quoted.</param>
/// <param name="Retry">Whether to send the request again.</param>
internal sealed record ProviderError(FollowingErrorKind Kind, string Message, RetryRule Retry = RetryRule.Never)
{
    /// <summary>What a 407 means, whoever receives it.</summary>
    public const string ProxyRefusal = "The proxy asks for a user name and a password; check -ProxyCredential";

    public int? StatusCode { get; init; }

    public string? ProviderCode { get; init; }

    public string? RequestId { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether the failed attempt cost something or may have.</summary>
    public bool MayHaveBeenCharged { get; init; }

    /// <summary>Whether the provider asks for a longer wait than the connection allows.</summary>
    public bool IsWaitTooLong { get; init; }
}
