using System.Globalization;
using System.Runtime.InteropServices;
using TikTokFollowing.Sandbox;
using TikTokFollowing.Sandbox.Server;

const string Usage = $"""
    Serves the TikTokFollowing sandbox on loopback: the contracts of all providers, made-up data, no credits.

      dotnet run --project src/TikTokFollowing.Sandbox.Server [-- --port N --key KEY]

      --port N    the port to listen on, 0 to 65535 (default 0: any free port)
      --key KEY   the only API key that is accepted (default {SandboxHandler.ApiKey})
      --help      this text
    """;

int port = 0;
string key = SandboxHandler.ApiKey;
for (int i = 0; i < args.Length; i++)
{
    string[] parts = args[i].Split('=', 2);
    string name = parts[0];
    if (name is "--help" or "-h" or "-?")
    {
        Console.WriteLine(Usage);
        return 0;
    }

    string? value = name is not ("--port" or "--key") ? null
        : parts.Length == 2 ? parts[1]
        : i + 1 < args.Length ? args[++i]
        : null;
    string? error = string.IsNullOrEmpty(value) ? $"Unknown or incomplete argument: {name}"
        : name == "--port" && (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out port) || port > 65535) ? $"Not a port: {value}"
        : null;
    if (error is not null)
    {
        await Console.Error.WriteLineAsync(error);
        await Console.Error.WriteLineAsync(Usage);
        return 2;
    }

    key = name == "--key" ? value! : key;
}

SandboxServer server;
try
{
    server = await SandboxServer.StartAsync(port, new SandboxCredentials { ApiKey = key }, recordRequests: false);
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
    Console.WriteLine($$"""
        TikTokFollowing sandbox on {{address}} (Ctrl+C ends it)

        API key:        {{key}}
        Client key:     {{SandboxHandler.ClientKey}}
        Client secret:  {{SandboxHandler.ClientSecret}}
        Every other key is refused.

        Dumpling AI:
          curl -s {{address}}/api/v1/get-tiktok-user-following -H 'Authorization: Bearer {{key}}' -H 'Content-Type: application/json' -d '{"handle":"{{SandboxHandles.StoolPresidente}}"}'

        Full TikTok API:
          curl -s '{{address}}/api/v1/users/{{SandboxHandles.CharliDAmelio}}/following?count=100' -H 'x-rapidapi-key: {{key}}' -H 'x-rapidapi-host: full-tiktok-api.p.rapidapi.com'

        TikTok Research API (the first line returns the access_token for the second):
          curl -s {{address}}/v2/oauth/token/ -d client_key={{SandboxHandler.ClientKey}} -d client_secret={{SandboxHandler.ClientSecret}} -d grant_type=client_credentials
          curl -s {{address}}/v2/research/user/following/ -H 'Authorization: Bearer TOKEN' -H 'Content-Type: application/json' -d '{"username":"{{SandboxHandles.StoolPresidente}}"}'

        ScrapeCreators:
          curl -s '{{address}}/v1/tiktok/user/following?handle={{SandboxHandles.StoolPresidente}}' -H 'x-api-key: {{key}}'

        SociaVault:
          curl -s '{{address}}/v1/scrape/tiktok/following?handle={{SandboxHandles.StoolPresidente}}' -H 'X-API-Key: {{key}}'

        Reserved handles: {{string.Join(", ", SandboxHandles.All.Skip(2))}}
        """);
    await stopped.WaitAsync();
}

return 0;
