namespace TikTokFollowing.Sending;

/// <summary>What one list has cost so far, and whether it may still ask. Thread-safe; one request of a list is under way at a time.</summary>
internal sealed class ListUsage
{
    private readonly object _gate = new();
    private bool _isEnding;
    private bool _isUnderWay;

    public int Requests { get; private set; }

    public int Retries { get; private set; }

    public decimal Credits { get; private set; }

    /// <summary>Whether nothing more is to be asked.</summary>
    public bool IsEnding
    {
        get
        {
            lock (_gate)
            {
                return _isEnding;
            }
        }
    }

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

    /// <summary>Notes that a request goes out, unless nothing more is to be asked.</summary>
    public bool TryBegin()
    {
        lock (_gate)
        {
            _isUnderWay = !_isEnding;
            return _isUnderWay;
        }
    }

    /// <summary>Notes that the request has its outcome.</summary>
    /// <returns>Whether it was the last, because nothing more is to be asked.</returns>
    public bool End()
    {
        lock (_gate)
        {
            _isUnderWay = false;
            return _isEnding;
        }
    }

    /// <summary>Lets no further request out.</summary>
    /// <returns>Whether one is under way, whose page may be paid for.</returns>
    public bool StopAsking()
    {
        lock (_gate)
        {
            _isEnding = true;
            return _isUnderWay;
        }
    }
}
