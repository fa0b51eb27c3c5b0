namespace TikTokFollowing.Providers;

/// <summary>What became of one attempt, as far as its price goes.</summary>
/// <param name="WasSent">Whether the request went onto the wire.</param>
/// <param name="StatusCode">The HTTP status; <see langword="null"/> when no answer came.</param>
/// <param name="Records">Accounts in the answer; <see langword="null"/> when it was no page.</param>
/// <param name="Error">Why it was no page; <see langword="null"/> when it was one.</param>
internal readonly record struct AttemptOutcome(bool WasSent, int? StatusCode, int? Records, FollowingErrorKind? Error);

/// <summary>Which outcomes a provider charges, and how much, in units of the connection's credits per request.</summary>
internal abstract class ChargeRule
{
    /// <summary>One unit for each 2xx, and for each request that was sent and whose answer is unknown.</summary>
    public static readonly ChargeRule PerRequest = new PerRequestRule();

    /// <summary>The most that one attempt can cost, in units.</summary>
    /// <param name="count">Accounts asked for; <see langword="null"/> when the request has no size.</param>
    public abstract decimal MaximumUnits(int? count);

    /// <summary>What the attempt cost or may have cost, in units.</summary>
    /// <param name="outcome">What became of it.</param>
    /// <param name="count">Accounts asked for; <see langword="null"/> when the request has no size.</param>
    public abstract decimal Units(in AttemptOutcome outcome, int? count);

    private sealed class PerRequestRule : ChargeRule
    {
        public override decimal MaximumUnits(int? count) => 1;

        public override decimal Units(in AttemptOutcome outcome, int? count) => outcome switch
        {
            { StatusCode: int status } => status is >= 200 and < 300 ? 1 : 0,
            { WasSent: true } => 1,
            _ => 0,
        };
    }
}
