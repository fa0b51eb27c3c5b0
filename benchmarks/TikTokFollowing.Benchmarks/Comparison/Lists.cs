using TikTokFollowing.Benchmarks.Server;

namespace TikTokFollowing.Benchmarks.Comparison;

/// <summary>What a walk reads.</summary>
/// <param name="Count">How many lists.</param>
/// <param name="Users">Accounts in each.</param>
/// <param name="Latency">Milliseconds before each page.</param>
internal sealed record Lists(int Count, int Users, int Latency)
{
    public int Pages => Count * Users / PageServer.PageSize;

    /// <summary>The same work, small and without latency: it is to compile code, not to take time.</summary>
    public Lists WarmUp => new(Count, Math.Min(Users, Count == 1 ? 2000 : 300), 0);

    /// <summary>The handles, as one argument.</summary>
    public string Handles(string walk) => string.Join(',', Enumerable.Range(0, Count).Select(index => new ListName(walk, index, Users, Latency)));
}
