using System.Globalization;
using System.Runtime.InteropServices;
using TikTokFollowing.Sandbox;
using TikTokFollowing.Sandbox.Server;

const string Usage = """
    Serves the TikTokFollowing sandbox on loopback: both documented contracts, synthetic data, no credits.

      dotnet run --project src/TikTokFollowing.Sandbox.Server [-- --port N]

      --port N   the port to listen on, 0 to 65535 (default 0: any free port)
      --help     this text
    """;

int port = 0;
for (int i = 0; i < args.Length; i++)
{
    string argument = args[i];
    if (argument is "--help" or "-h" or "-?")
    {
        Console.WriteLine(Usage);
        return 0;
    }

    string? value = argument == "--port" && i + 1 < args.Length ? args[++i]
        : argument.StartsWith("--port=", StringComparison.Ordinal) ? argument["--port=".Length..]
        : null;
    if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out port) || port > 65535)
    {
        await Console.Error.WriteLineAsync(value is null ? $"Unknown or incomplete argument: {argument}" : $"Not a port: {value}");
        await Console.Error.WriteLineAsync(Usage);
        return 2;
    }
}

SandboxServer server;
try
{
    server = await SandboxServer.StartAsync(port, recordRequests: false);
}
catch (IOException exception)
{
    // The port is taken.
    await Console.Error.WriteLineAsync(exception.Message);
    return 1;
}

await using (server)
{
    using SemaphoreSlim stopped = new(0);
    void Stop(PosixSignalContext signal)
    {
        signal.Cancel = true;
        stopped.Release();
    }

    using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
    using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
    string address = server.Address.GetLeftPart(UriPartial.Authority);
    Console.WriteLine($"""
        TikTokFollowing sandbox on {address} (Ctrl+C ends it)

        Dumpling AI:
          curl -s {address}/api/v1/get-tiktok-user-following -H 'Authorization: Bearer {SandboxHandler.ApiKey}' -H 'Content-Type: application/json' -d '{"{"}"handle":"{SandboxHandles.StoolPresidente}"{"}"}'

        Full TikTok API:
          curl -s '{address}/api/v1/users/{SandboxHandles.CharliDAmelio}/following?count=100' -H 'x-rapidapi-key: {SandboxHandler.ApiKey}' -H 'x-rapidapi-host: full-tiktok-api.p.rapidapi.com'

        Reserved handles: {string.Join(", ", SandboxHandles.All.Skip(2))}
        """);
    await stopped.WaitAsync();
}

return 0;
