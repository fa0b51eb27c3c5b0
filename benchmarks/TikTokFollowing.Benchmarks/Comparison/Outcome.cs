namespace TikTokFollowing.Benchmarks.Comparison;

/// <summary>One measurement: what the process printed, and what the server saw of it.</summary>
internal sealed record Outcome(ChildResult Child, int Requests, int Connections)
{
    public double Seconds => Child.Seconds;
}
