namespace TikTokFollowing;

/// <summary>The one exception of this library. It never holds a key, a header, a request or a response.</summary>
public sealed class FollowingException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="kind">What went wrong.</param>
    /// <param name="message">What happened, in a sentence without secrets.</param>
    public FollowingException(FollowingErrorKind kind, string message)
        : base(message) => Kind = kind;

    /// <summary>What went wrong.</summary>
    public FollowingErrorKind Kind { get; }

    /// <summary>The HTTP status, when there was an answer.</summary>
    public int? StatusCode { get; init; }

    /// <summary>The API that was asked.</summary>
    public FollowingProvider? Provider { get; init; }

    /// <summary>The provider's own code: <c>error.code</c> or TikTok's <c>status_code</c>.</summary>
    public string? ProviderCode { get; init; }

    /// <summary>The provider's id of the request, for its support.</summary>
    public string? RequestId { get; init; }

    /// <summary>Where to go on: the cursor of the request that failed; <see langword="null"/> is the start.</summary>
    public string? Cursor { get; init; }

    /// <summary>How long the provider asked to wait.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether the same error awaits every other handle too, so that a batch must end.</summary>
    public bool EndsTheRun { get; init; }
}
