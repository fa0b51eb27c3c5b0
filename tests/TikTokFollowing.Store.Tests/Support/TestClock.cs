namespace TikTokFollowing.Store.Tests.Support;

/// <summary>A clock that stands still until it is moved, also backwards.</summary>
internal sealed class TestClock : TimeProvider
{
    public static readonly long Start = new DateTimeOffset(2025, 10, 20, 12, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();

    public long Now { get; set; } = Start;

    /// <summary>The part of a second that has passed.</summary>
    public int Milliseconds { get; set; }

    public DateTimeOffset Time => DateTimeOffset.FromUnixTimeSeconds(Now).AddMilliseconds(Milliseconds);

    public override DateTimeOffset GetUtcNow() => Time;
}
