namespace TikTokFollowing.Tests.Support;

/// <summary>
/// A clock that stands still until it is moved. Waits do not wait: a timer moves the clock to its end and fires at once, unless
/// <c>autoAdvance</c> is off or it is the timeout of an attempt, which is expected not to fire.
/// </summary>
internal sealed class FakeTimeProvider(bool autoAdvance = true) : TimeProvider
{
    /// <summary>The time for one attempt in all tests: a value that no retry waits.</summary>
    public static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(31.25);

    public static readonly DateTimeOffset Start = new(2025, 10, 20, 12, 0, 0, TimeSpan.Zero);

    private readonly object _gate = new();
    private readonly List<FakeTimer> _timers = [];
    private readonly List<TimeSpan> _delays = [];
    private DateTimeOffset _now = Start;

    /// <summary>Every wait that was asked for, without the timeouts of attempts.</summary>
    public IReadOnlyList<TimeSpan> Delays
    {
        get
        {
            lock (_gate)
            {
                return [.. _delays];
            }
        }
    }

    /// <summary>Waits that are under way, without the timeouts of attempts.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
            {
                return _timers.Count(timer => !timer.IsAttemptTimeout);
            }
        }
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _now;
        }
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        FakeTimer timer = new(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    public void Advance(TimeSpan by)
    {
        DateTimeOffset target = GetUtcNow() + by;
        while (true)
        {
            FakeTimer? next;
            lock (_gate)
            {
                next = _timers.Where(timer => timer.Due <= target).MinBy(timer => timer.Due);
                if (next is null)
                {
                    _now = _now > target ? _now : target;
                    return;
                }

                _timers.Remove(next);
                _now = _now > next.Due ? _now : next.Due;
            }

            next.Fire();
        }
    }

    private void Schedule(FakeTimer timer, TimeSpan dueTime)
    {
        bool isDelay = dueTime != Timeout.InfiniteTimeSpan && dueTime != AttemptTimeout;
        lock (_gate)
        {
            _timers.Remove(timer);
            if (dueTime == Timeout.InfiniteTimeSpan)
            {
                return;
            }

            timer.Due = _now + dueTime;
            timer.IsAttemptTimeout = !isDelay;
            _timers.Add(timer);
            if (isDelay)
            {
                _delays.Add(dueTime);
            }
        }

        if (autoAdvance && isDelay)
        {
            Advance(dueTime);
        }
    }

    private void Remove(FakeTimer timer)
    {
        lock (_gate)
        {
            _timers.Remove(timer);
        }
    }

    private sealed class FakeTimer(FakeTimeProvider time, Action fire) : ITimer
    {
        public DateTimeOffset Due { get; set; }

        public bool IsAttemptTimeout { get; set; }

        public void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Assert.Equal(Timeout.InfiniteTimeSpan, period);
            time.Schedule(this, dueTime);
            return true;
        }

        public void Dispose() => time.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
