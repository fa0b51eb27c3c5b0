namespace TikTokFollowing.Benchmarks.Comparison;

/// <summary>One way to do a piece of work.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="RunAsync">Does it once, in a fresh process.</param>
internal sealed record Contestant(string Name, Func<Task<Outcome>> RunAsync);
