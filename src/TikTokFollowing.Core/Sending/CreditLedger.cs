namespace TikTokFollowing.Sending;

/// <summary>
/// Keeps the connection's spending below its limit, also with several requests at once: an attempt reserves what it may cost
/// and settles when its outcome is known.
/// </summary>
internal sealed class CreditLedger(decimal? limit)
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

    /// <summary>Reserves what one attempt may cost. Waits for other attempts when their outcome decides whether it fits.</summary>
    /// <returns><see langword="false"/> when the attempt would pass the limit.</returns>
    public ValueTask<bool> TryReserveAsync(decimal cost, CancellationToken cancellationToken) =>
        TryReserve(cost, out Task settled) is bool isReserved
            ? ValueTask.FromResult(isReserved)
            : new(ReserveLaterAsync(cost, settled, cancellationToken));

    /// <summary>Ends a reservation.</summary>
    /// <param name="reserved">What was reserved.</param>
    /// <param name="charged">What the attempt cost.</param>
    public void Settle(decimal reserved, decimal charged)
    {
        TaskCompletionSource settled;
        lock (_gate)
        {
            _reserved -= reserved;
            _spent += charged;
            settled = _settled;
            _settled = NewSignal();
        }

        settled.SetResult();
    }

    private async Task<bool> ReserveLaterAsync(decimal cost, Task settled, CancellationToken cancellationToken)
    {
        bool? isReserved;
        do
        {
            await settled.WaitAsync(cancellationToken).ConfigureAwait(false);
            isReserved = TryReserve(cost, out settled);
        }
        while (isReserved is null);

        return isReserved.Value;
    }

    /// <summary>Reserves, if it can be said now whether the attempt fits.</summary>
    /// <param name="cost">What the attempt may cost.</param>
    /// <param name="settled">Completes when the next reservation is settled.</param>
    private bool? TryReserve(decimal cost, out Task settled)
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
