namespace TikTokFollowing.Benchmarks.Server;

/// <summary>What one walk has cost the server.</summary>
internal sealed class WalkTally
{
    private int _requests;
    private int _connections;

    public int Requests => Volatile.Read(ref _requests);

    public int Connections => Volatile.Read(ref _connections);

    public void OnRequest() => Interlocked.Increment(ref _requests);

    public void OnConnection() => Interlocked.Increment(ref _connections);
}
