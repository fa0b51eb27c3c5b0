using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace TikTokFollowing.Benchmarks.Server;

/// <summary>
/// Dumpling AI's contract on loopback, as fast as a socket allows. A blocking thread for each connection: there are few, and a sleeping
/// thread keeps a latency of 20 ms more exactly than a timer does.
/// </summary>
internal sealed class PageServer : IDisposable
{
    /// <summary>Accounts on every page.</summary>
    public const int PageSize = 100;

    // Enough for text that does not repeat at once, few enough to stay in the processor's cache.
    private const int Templates = 8;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly PageTemplate[] _templates =
        [.. SandboxPages.Read(FollowingProvider.DumplingAI, Templates).Select(static page => new PageTemplate(page))];
    private readonly ConcurrentDictionary<string, WalkTally> _walks = new();

    public Uri Address { get; private set; } = null!;

    public void Start()
    {
        _listener.Start(backlog: 512);
        Address = new Uri($"http://{_listener.LocalEndpoint}/");
        RunInBackground(Accept);
    }

    public PageTemplate TemplateFor(int page) => _templates[page % _templates.Length];

    public WalkTally Tally(string walk) => _walks.GetOrAdd(walk, static _ => new WalkTally());

    public void Dispose() => _listener.Dispose();

    private static void RunInBackground(ThreadStart work) => new Thread(work, maxStackSize: 256 * 1024) { IsBackground = true }.Start();

    private void Accept()
    {
        try
        {
            while (true)
            {
                PageConnection connection = new(_listener.AcceptSocket(), this);
                RunInBackground(connection.Serve);
            }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
            // The server ends.
        }
    }
}
