namespace TikTokFollowing.Http;

/// <summary>One page that is to be fetched, over all attempts, and what it costs.</summary>
internal sealed class PageCall(string handle, string? cursor, int? count, int page, ListTally tally, IFollowingObserver? observer)
{
    public string Handle => handle;

    public string? Cursor => cursor;

    public int? Count => count;

    public int Page => page;

    public ListTally Tally => tally;

    public IFollowingObserver? Observer => observer;

    /// <summary>Whether a failure that may be repeated once has been.</summary>
    public bool HasRepeatedOnce { get; set; }
}

/// <summary>What the list of one handle has cost so far. Only one call of a list is under way at a time.</summary>
internal sealed class ListTally
{
    private readonly object _gate = new();
    private bool _isEnding;
    private bool _isUnderWay;

    public int Requests { get; set; }

    public int Retries { get; set; }

    public decimal Credits { get; set; }

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

/// <summary>One attempt: what is known about whether it was sent, answered and charged.</summary>
internal sealed class Attempt(PageCall call)
{
    private int _requestsWritten;

    public PageCall Call => call;

    /// <summary>Whether the request was handed to the transport.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>The status, once the headers have come.</summary>
    public int? StatusCode { get; set; }

    public long Bytes { get; set; }

    /// <summary>Whether it was charged or may have been: every 2xx, and whatever was sent without an answer.</summary>
    public bool MayBeCharged => StatusCode is int status ? status is >= 200 and < 300 : Volatile.Read(ref _requestsWritten) > 0;

    /// <summary>Notes that the request is handed to the transport.</summary>
    /// <param name="isSent">Whether it counts as sent from now on, because nobody will say when it goes onto a wire.</param>
    public void Begin(bool isSent)
    {
        HasBegun = true;
        _requestsWritten = isSent ? 1 : 0;
    }

    /// <summary>Notes that a request goes onto the wire.</summary>
    /// <exception cref="IOException">The transport is about to repeat the request by itself, which could be charged twice unseen.</exception>
    public void OnRequestWritten()
    {
        if (Interlocked.Increment(ref _requestsWritten) > 1)
        {
            throw new IOException("The connection was closed before the answer.");
        }
    }
}
