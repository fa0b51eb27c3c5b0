using Microsoft.Extensions.Time.Testing;

namespace TikTokFollowing.Tests.Support;

/// <summary>
/// A clock that stands still until it is moved. Waits do not wait: each moves the clock to its end and fires at once, unless
/// <c>skipsWaits</c> is off. The timeouts of attempts are left alone: they belong to a cancellation source, waits to a task.
/// </summary>
internal sealed class TestClock(bool skipsWaits = true) : FakeTimeProvider(Start)
{
    /// <summary>The time for one attempt in all tests, which no test gets to by waiting.</summary>
    public static readonly TimeSpan AttemptTimeout = TimeSpan.FromHours(6);

    private readonly object _gate = new();
    private readonly List<TimeSpan> _delays = [];
    private readonly HashSet<Wait> _waiting = [];

    public static new DateTimeOffset Start { get; } = new(2025, 10, 20, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Every wait that was asked for.</summary>
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

    /// <summary>How many waits are under way.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count;
            }
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (state is CancellationTokenSource)
        {
            return base.CreateTimer(callback, state, dueTime, period);
        }

        Wait wait = new(this);
        lock (_gate)
        {
            _delays.Add(dueTime);
            _waiting.Add(wait);
        }

        wait.Timer = base.CreateTimer(
            fired =>
            {
                Remove(wait);
                callback(fired);
            },
            state,
            dueTime,
            period);
        if (skipsWaits)
        {
            Advance(dueTime);
        }

        return wait;
    }

    private void Remove(Wait wait)
    {
        lock (_gate)
        {
            _waiting.Remove(wait);
        }
    }

    private sealed class Wait(TestClock clock) : ITimer
    {
        public ITimer? Timer { get; set; }

        public bool Change(TimeSpan dueTime, TimeSpan period) => Timer!.Change(dueTime, period);

        public void Dispose()
        {
            clock.Remove(this);
            Timer?.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
