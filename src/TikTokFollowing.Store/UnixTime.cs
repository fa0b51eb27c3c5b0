namespace TikTokFollowing.Store;

/// <summary>The times of the store: whole Unix seconds, bounds rounded outwards.</summary>
internal static class UnixTime
{
    private const long TicksPerSecond = TimeSpan.TicksPerSecond;

    public static long Floor(DateTimeOffset time) => time.ToUnixTimeSeconds();

    public static long Ceiling(DateTimeOffset time) =>
        time.ToUnixTimeSeconds() + (time.UtcTicks % TicksPerSecond == 0 ? 0 : 1);

    public static long? Floor(DateTimeOffset? time) => time is null ? null : Floor(time.Value);

    public static long? Ceiling(DateTimeOffset? time) => time is null ? null : Ceiling(time.Value);

    public static DateTimeOffset ToTime(long seconds) => DateTimeOffset.FromUnixTimeSeconds(seconds);

    public static DateTimeOffset? ToTime(long? seconds) => seconds is null ? null : ToTime(seconds.Value);
}
