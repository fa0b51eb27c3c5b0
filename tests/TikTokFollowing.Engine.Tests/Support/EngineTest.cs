using System.Diagnostics;
using TikTokFollowing.Tests.Support;

namespace TikTokFollowing.Engine.Tests.Support;

/// <summary>A test with a session of its own, and a scripted server when it asks for one.</summary>
public abstract class EngineTest : IDisposable
{
    /// <summary>A key that is recognisable wherever it turns up.</summary>
    protected const string Key = LoopbackServer.Key;

    private LoopbackServer? _server;

    private protected Session Session { get; } = new();

    private protected LoopbackServer Server => _server ??= new LoopbackServer();

    public void Dispose()
    {
        Session.Dispose();
        _server?.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Runs a script in the session.</summary>
    private protected Run Run(string script) => Session.Run(script);

    /// <summary>Connects the session to the sandbox. The connection is <c>$connection</c> too.</summary>
    private protected FollowingConnection ConnectSandbox(string more = "") =>
        Connect($"$connection = Connect-TikTokFollowing -Sandbox -PassThru -WarningAction Ignore {more}");

    /// <summary>Connects the session to <see cref="Server"/>. The connection is <c>$connection</c> too.</summary>
    private protected FollowingConnection ConnectLoopback(string more = "") =>
        Connect($"$connection = Connect-TikTokFollowing -ApiKey {Key} -BaseUri {Server.Address} -PassThru {more}");

    /// <summary>Waits for what another thread does.</summary>
    private protected static async Task UntilAsync(Func<bool> condition)
    {
        Stopwatch clock = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), "It did not happen within 20 s.");
            await Task.Delay(5);
        }
    }

    private FollowingConnection Connect(string script)
    {
        Session.Run(script).AssertSilent();
        return Session.Get<FollowingConnection>("connection")!;
    }
}
