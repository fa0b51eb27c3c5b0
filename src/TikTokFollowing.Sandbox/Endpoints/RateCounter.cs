using System.Globalization;

namespace TikTokFollowing.Sandbox.Endpoints;

/// <summary>The remaining requests of a window that renews itself before it is used up: shown, but never in the way.</summary>
internal sealed class RateCounter(long limit)
{
    private long _used = -1;

    internal string Limit { get; } = limit.ToString(CultureInfo.InvariantCulture);

    /// <summary>Counts one request and returns what remains: limit - 1 down to 1, then again from limit - 1.</summary>
    internal string Take() => (limit - 1 - Interlocked.Increment(ref _used) % (limit - 1)).ToString(CultureInfo.InvariantCulture);
}
