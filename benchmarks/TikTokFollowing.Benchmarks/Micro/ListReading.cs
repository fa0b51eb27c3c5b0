using System.Net;
using BenchmarkDotNet.Attributes;

namespace TikTokFollowing.Benchmarks.Micro;

/// <summary>Core from request to row: whole lists from bytes in memory; time and bytes are per user.</summary>
[MemoryDiagnoser]
public class ListReading
{
    private const int Users = 50_000;

    private IReadOnlyList<byte[]> _bodies = [];

    [ParamsAllValues]
    public FollowingProvider Provider { get; set; }

    [GlobalSetup]
    public async Task RecordAsync() => _bodies = await SandboxPages.RecordAsync(Provider, Users);

    [Benchmark(OperationsPerInvoke = Users)]
    public async Task<int> ReadAsync()
    {
        using FollowingConnection connection = SandboxPages.Connect(Provider, new Player(_bodies));
        int users = 0;
        await foreach (FollowingPage page in SandboxPages.Read(connection, Users).AsPages())
        {
            users += page.Users.Count;
        }

        return users == Users ? users : throw new InvalidOperationException($"{users} users came.");
    }

    /// <summary>Answers from memory and at once.</summary>
    private sealed class Player(IReadOnlyList<byte[]> bodies) : HttpMessageHandler
    {
        private int _next;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            HttpResponseMessage response = new(HttpStatusCode.OK) { Content = new ByteArrayContent(bodies[_next++]) };
            response.Content.Headers.ContentType = new("application/json");
            return Task.FromResult(response);
        }
    }
}
