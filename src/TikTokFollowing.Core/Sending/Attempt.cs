namespace TikTokFollowing.Sending;

/// <summary>One attempt: what is known about whether it was sent and answered.</summary>
internal sealed class Attempt
{
    private static readonly AsyncLocal<Attempt?> CurrentAttempt = new();

    private int _requestsWritten;

    /// <summary>The attempt that the current asynchronous flow sends.</summary>
    public static Attempt? Current
    {
        get => CurrentAttempt.Value;
        set => CurrentAttempt.Value = value;
    }

    /// <summary>Whether the request was handed to the transport.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>Whether the request went onto the wire.</summary>
    public bool WasSent => Volatile.Read(ref _requestsWritten) > 0;

    /// <summary>The status, once the headers have come.</summary>
    public int? StatusCode { get; set; }

    public long Bytes { get; set; }

    /// <summary>The wait that the answer asks for.</summary>
    public TimeSpan? RetryAfter { get; set; }

    /// <summary>Notes that the request is handed to the transport.</summary>
    /// <param name="isSent">Whether it counts as sent from now on, because no stream reports when it goes onto the wire.</param>
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

    /// <summary>Notes that a proxy turned the request away, so that the provider has not seen it and it may be written again.</summary>
    public void OnRefusedByProxy() => Volatile.Write(ref _requestsWritten, 0);
}
