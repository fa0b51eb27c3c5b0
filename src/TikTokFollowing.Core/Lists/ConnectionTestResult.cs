namespace TikTokFollowing;

/// <summary>What one request showed about a connection.</summary>
public sealed record ConnectionTestResult
{
    /// <summary>The API that was asked.</summary>
    public required FollowingProvider Provider { get; init; }

    /// <summary>Whether a page came. A list that is hidden or does not exist shows a working connection too.</summary>
    public required bool Succeeded { get; init; }

    /// <summary>What went wrong; <see langword="null"/> when a page came.</summary>
    public required FollowingErrorKind? ErrorId { get; init; }

    /// <summary>What happened and what to do, in a sentence or two.</summary>
    public required string Message { get; init; }

    /// <summary>Requests sent: 1, and one more where an access token had to be fetched; 0 when none could be sent.</summary>
    public required int Requests { get; init; }

    /// <summary>Credits that the test cost or may have cost.</summary>
    public required decimal Credits { get; init; }

    /// <summary>How long the answer took.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>What the provider said about its limits; <see langword="null"/> when it said nothing.</summary>
    public required RateLimit? RateLimit { get; init; }

    /// <summary>Returns provider and message.</summary>
    public override string ToString() => $"{Provider}: {Message}";
}
