namespace TikTokFollowing.Sending;

/// <summary>What the provider said about its limits, shared by all lists of the connection: when one is told to wait, all wait.</summary>
internal sealed class RateGate(TimeProvider time)
{
    private readonly object _gate = new();
    private RateLimit? _current;
    private DateTimeOffset _windowEndsAt;
    private DateTimeOffset _heldUntil;

    public RateLimit? Current
    {
        get
        {
            lock (_gate)
            {
                return _current;
            }
        }
    }

    /// <summary>How long the next request has to wait; zero or less when it need not.</summary>
    public TimeSpan Remaining
    {
        get
        {
            lock (_gate)
            {
                return (_heldUntil > _windowEndsAt ? _heldUntil : _windowEndsAt) - time.GetUtcNow();
            }
        }
    }

    /// <summary>Takes the limits of an answer. Only the newest answer decides whether the rate window is used up.</summary>
    public void Observe(RateLimit limit)
    {
        lock (_gate)
        {
            _current = limit;
            _windowEndsAt = limit is { Remaining: <= 0, ResetAt: DateTimeOffset reset } ? reset : default;
        }
    }

    /// <summary>Holds every request back for a while.</summary>
    public void Hold(TimeSpan delay)
    {
        lock (_gate)
        {
            // Timers count whole milliseconds: a caller that has waited for the delay itself must not be held for the fraction.
            DateTimeOffset until = time.GetUtcNow() + TimeSpan.FromMilliseconds(Math.Floor(delay.TotalMilliseconds));
            _heldUntil = until > _heldUntil ? until : _heldUntil;
        }
    }
}
