namespace TikTokFollowing;

/// <summary>The one exception of this library. It never holds a key, a header, a request or a response.</summary>
public sealed class FollowingException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="kind">What went wrong.</param>
    /// <param name="message">What happened, in a sentence without secrets.</param>
    public FollowingException(FollowingErrorKind kind, string message)
        : base(message)
    {
        Kind = kind;
        ErrorMeaning meaning = ErrorMeaning.Of(kind);
        Advice = meaning.Advice;
        EndsTheAsking = meaning.EndsTheAsking;
    }

    /// <summary>What went wrong.</summary>
    public FollowingErrorKind Kind { get; }

    /// <summary>The HTTP status; <see langword="null"/> when there was no answer.</summary>
    public int? StatusCode { get; init; }

    /// <summary>The API that was asked; <see langword="null"/> when none was.</summary>
    public FollowingProvider? Provider { get; init; }

    /// <summary>The provider's own code: <c>error.code</c> or TikTok's <c>status_code</c>; <see langword="null"/> when it sent none.</summary>
    public string? ProviderCode { get; init; }

    /// <summary>The provider's id of the request, for its support; <see langword="null"/> when it sent none.</summary>
    public string? RequestId { get; init; }

    /// <summary>Where to resume: the cursor of the request that failed; <see langword="null"/> is the start.</summary>
    public string? Cursor { get; init; }

    /// <summary>How long the provider asked to wait; <see langword="null"/> when it did not.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether every other handle would meet the same error, so that nothing more is asked with this connection.</summary>
    internal bool EndsTheAsking { get; init; }

    /// <summary>Whether a file could not be written.</summary>
    internal bool IsOfWriting { get; init; }

    /// <summary>What to do.</summary>
    internal string Advice { get; init; }
}
