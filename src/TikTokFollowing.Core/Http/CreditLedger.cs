namespace TikTokFollowing.Http;

/// <summary>
/// Keeps the connection's spending below its limit, also with several requests at once: an attempt reserves what it may cost
/// and settles when its outcome is known.
/// </summary>
internal sealed class CreditLedger(decimal cost, decimal? limit)
{
    private readonly object _gate = new();
    private decimal _spent;
    private decimal _reserved;
    private TaskCompletionSource _settled = NewSignal();

    public decimal? Limit => limit;

    public decimal Spent
    {
        get
        {
            lock (_gate)
            {
                return _spent;
            }
        }
    }

    /// <summary>Reserves the cost of one attempt, waiting for others' outcome when that decides whether it fits.</summary>
    /// <returns><see langword="false"/> when the attempt would pass the limit.</returns>
    public async ValueTask<bool> TryReserveAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task settled;
            lock (_gate)
            {
                if (_spent + cost > limit)
                {
                    return false;
                }

                if (limit is null || _spent + _reserved + cost <= limit)
                {
                    _reserved += cost;
                    return true;
                }

                settled = _settled.Task;
            }

            await settled.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Ends a reservation.</summary>
    /// <returns>What was charged.</returns>
    public decimal Settle(bool charged)
    {
        TaskCompletionSource settled;
        lock (_gate)
        {
            _reserved -= cost;
            _spent += charged ? cost : 0;
            settled = _settled;
            _settled = NewSignal();
        }

        settled.SetResult();
        return charged ? cost : 0;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
