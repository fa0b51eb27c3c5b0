namespace TikTokFollowing;

/// <summary>
/// What the provider last said about its limits. <c>Limit</c>, <c>Remaining</c> and <c>ResetAt</c> are the short rate window;
/// the <c>Quota</c> values are the plan (RapidAPI only). Unknown is <see langword="null"/>.
/// </summary>
/// <param name="Limit">Requests per rate window.</param>
/// <param name="Remaining">Requests left in the rate window.</param>
/// <param name="ResetAt">When the next rate window begins (UTC).</param>
/// <param name="QuotaLimit">Requests per plan period.</param>
/// <param name="QuotaRemaining">Requests left in the plan period.</param>
/// <param name="QuotaResetAt">When the next plan period begins (UTC).</param>
public sealed record RateLimit(
    long? Limit,
    long? Remaining,
    DateTimeOffset? ResetAt,
    long? QuotaLimit,
    long? QuotaRemaining,
    DateTimeOffset? QuotaResetAt)
{
    /// <summary>Returns what is left in a form for one line.</summary>
    public override string ToString()
    {
        string window = Remaining is null ? "unknown" : Limit is null ? $"{Remaining}" : $"{Remaining}/{Limit}";
        return QuotaRemaining is null ? window : $"{window}, plan {QuotaRemaining}/{QuotaLimit}";
    }
}
