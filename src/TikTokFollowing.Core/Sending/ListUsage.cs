using System.Diagnostics.CodeAnalysis;

namespace TikTokFollowing.Sending;

/// <summary>What one list has cost so far, and whether it may still ask. Thread-safe; one request of a list is under way at a time.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A cancellation source without timer or linked token holds nothing to dispose.")]
internal sealed class ListUsage
{
    private readonly object _gate = new();
    private readonly CancellationTokenSource _ending = new();

    public int Requests { get; private set; }

    public int Retries { get; private set; }

    public decimal Credits { get; private set; }

    /// <summary>Cancelled when nothing more is to be asked. It ends what waits to ask, but no request under way, whose page may be paid for.</summary>
    public CancellationToken Ending => _ending.Token;

    /// <summary>Notes a request that was sent.</summary>
    public void AddRequest(decimal credits, bool isRetry)
    {
        lock (_gate)
        {
            Requests++;
            Retries += isRetry ? 1 : 0;
            Credits += credits;
        }
    }

    /// <summary>Lets no further request out.</summary>
    public void StopAsking() => _ending.Cancel();
}
