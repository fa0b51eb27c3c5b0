namespace TikTokFollowing;

/// <summary>What happens while a list is read. Events come from any thread.</summary>
/// <param name="Handle">The handle asked for.</param>
public abstract record FollowingEvent(string Handle);

/// <summary>One attempt ended.</summary>
/// <param name="Handle">The handle asked for.</param>
/// <param name="Provider">The API asked.</param>
/// <param name="Page">The page of this run, from 1; <see langword="null"/> when an access token was asked for.</param>
/// <param name="StatusCode">The HTTP status; <see langword="null"/> when there was no answer.</param>
/// <param name="Rows">Rows in the answer; <see langword="null"/> when it was no page.</param>
/// <param name="Bytes">Size of the body after decompression.</param>
/// <param name="Duration">From sending to the last byte.</param>
/// <param name="Credits">What the attempt cost or may have cost.</param>
/// <param name="RateLimit">The limits as they stand now.</param>
/// <param name="RequestId">The provider's id of the request.</param>
/// <param name="Failure">Why it was no page; <see langword="null"/> when it was one.</param>
public sealed record RequestEvent(
    string Handle,
    FollowingProvider Provider,
    int? Page,
    int? StatusCode,
    int? Rows,
    long Bytes,
    TimeSpan Duration,
    decimal Credits,
    RateLimit? RateLimit,
    string? RequestId,
    string? Failure) : FollowingEvent(Handle);

/// <summary>A failed attempt is going to be retried.</summary>
/// <param name="Handle">The handle asked for.</param>
/// <param name="Page">The page of this run, from 1.</param>
/// <param name="Retry">Which retry it is, from 1.</param>
/// <param name="Delay">How long is waited first.</param>
/// <param name="Reason">Why.</param>
/// <param name="MayHaveBeenCharged">Whether the failed attempt was sent without a readable answer.</param>
public sealed record RetryEvent(string Handle, int Page, int Retry, TimeSpan Delay, string Reason, bool MayHaveBeenCharged)
    : FollowingEvent(Handle);

/// <summary>A request waits because the provider's rate limit is known to be reached.</summary>
/// <param name="Handle">The handle asked for.</param>
/// <param name="Delay">How long.</param>
public sealed record HoldEvent(string Handle, TimeSpan Delay) : FollowingEvent(Handle);

/// <summary>Something that the user should be warned of, though the list continues.</summary>
/// <param name="Handle">The handle asked for.</param>
/// <param name="Message">What, as a sentence.</param>
public sealed record NoticeEvent(string Handle, string Message) : FollowingEvent(Handle);

/// <summary>Something that only who looks closely wants to know.</summary>
/// <param name="Handle">The handle asked for.</param>
/// <param name="Message">What, as a sentence.</param>
public sealed record DetailEvent(string Handle, string Message) : FollowingEvent(Handle);

/// <summary>Headers and body of a request or an answer, the key removed and the body cut.</summary>
/// <param name="Handle">The handle asked for.</param>
/// <param name="Text">Several lines.</param>
public sealed record TrafficEvent(string Handle, string Text) : FollowingEvent(Handle);

/// <summary>Is told what happens while a list is read.</summary>
public interface IFollowingObserver
{
    /// <summary>Whether <see cref="TrafficEvent"/> is wanted; it costs time.</summary>
    bool WantsTraffic { get; }

    /// <summary>Takes an event; must be quick and thread-safe.</summary>
    /// <param name="happened">What happened.</param>
    void OnEvent(FollowingEvent happened);
}
