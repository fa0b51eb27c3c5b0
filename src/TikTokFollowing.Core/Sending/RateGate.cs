namespace TikTokFollowing.Sending;

/// <summary>What the provider said about its limits, shared by everybody who uses the connection: when one is told to wait, all wait.</summary>
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

    /// <summary>Takes over what an answer said. The newest answer alone says whether the rate window is used up.</summary>
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
            // Whole milliseconds, as timers count: who waited for the delay itself is not held again for the rest.
            DateTimeOffset until = time.GetUtcNow() + TimeSpan.FromMilliseconds(Math.Floor(delay.TotalMilliseconds));
            _heldUntil = until > _heldUntil ? until : _heldUntil;
        }
    }
}
