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

/// <summary>An attempt that brought no page.</summary>
/// <param name="Kind">What went wrong.</param>
/// <param name="Message">What happened, without the handle; the provider's own words are quoted.</param>
/// <param name="Retry">Whether to send it again.</param>
internal sealed record Fault(FollowingErrorKind Kind, string Message, RetryRule Retry = RetryRule.Never)
{
    public int? StatusCode { get; init; }

    public string? ProviderCode { get; init; }

    public string? RequestId { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether the wait that the provider asked for is longer than the connection allows.</summary>
    public bool WaitIsTooLong { get; init; }
}
