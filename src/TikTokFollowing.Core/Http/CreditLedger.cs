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
    public ValueTask<bool> TryReserveAsync(CancellationToken cancellationToken) =>
        TryReserve(out Task settled) is bool isReserved ? ValueTask.FromResult(isReserved) : new(ReserveLaterAsync(settled, cancellationToken));

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

    private async Task<bool> ReserveLaterAsync(Task settled, CancellationToken cancellationToken)
    {
        bool? isReserved;
        do
        {
            await settled.WaitAsync(cancellationToken).ConfigureAwait(false);
            isReserved = TryReserve(out settled);
        }
        while (isReserved is null);

        return isReserved.Value;
    }

    /// <summary>Reserves, if it can be said now whether the attempt fits.</summary>
    /// <param name="settled">Completes when the next reservation is settled.</param>
    private bool? TryReserve(out Task settled)
    {
        lock (_gate)
        {
            settled = _settled.Task;
            if (_spent + cost > limit)
            {
                return false;
            }

            if (limit is null || _spent + _reserved + cost <= limit)
            {
                _reserved += cost;
                return true;
            }

            return null;
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
