namespace TikTokFollowing.Sandbox.Tests.Support;

/// <summary>Stands still until a test moves it.</summary>
internal sealed class Clock : TimeProvider
{
    internal DateTimeOffset Now { get; set; } = new(2025, 11, 5, 12, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;
}
