using BenchmarkDotNet.Attributes;
using TikTokFollowing.Benchmarks.Server;

namespace TikTokFollowing.Benchmarks.Micro;

/// <summary>Core from request to row: whole lists from bytes in memory; time and bytes are per user.</summary>
[MemoryDiagnoser]
public class ListReading
{
    private const int Pages = 200;

    private IReadOnlyList<byte[]> _bodies = [];

    [ParamsAllValues]
    public FollowingProvider Provider { get; set; }

    [GlobalSetup]
    public async Task RecordAsync() => _bodies = await RecordedPages.ReadAsync(Provider, Pages);

    [Benchmark(OperationsPerInvoke = Pages * PageServer.PageSize)]
    public async Task<long> ReadAsync()
    {
        using FollowingConnection connection = RecordedPages.Connect(Provider, new RecordedPages.Player(_bodies));
        long users = 0;
        await foreach (FollowingPage page in RecordedPages.ReadList(connection, Pages).AsPages())
        {
            users += page.Users.Count;
        }

        return users == Pages * PageServer.PageSize ? users : throw new InvalidOperationException($"{users} users came.");
    }
}
