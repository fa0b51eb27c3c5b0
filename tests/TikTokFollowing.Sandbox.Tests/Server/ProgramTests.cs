using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using TikTokFollowing.Sandbox.Server;
using TikTokFollowing.Sandbox.Tests.Support;

namespace TikTokFollowing.Sandbox.Tests.Server;

/// <summary>The server program as a user starts it: a process of its own.</summary>
public sealed partial class ProgramTests
{
    [Theory]
    [InlineData(SandboxHandler.ApiKey)]
    [InlineData("mine", "--key", "mine")]
    [InlineData("mine", "--port=0", "--key=mine")]
    public async Task Run_Started_PrintsTheKeysAndACurlLineForEachContract(string key, params string[] arguments)
    {
        using Process process = Start(arguments);
        try
        {
            string? first = await process.StandardOutput.ReadLineAsync();
            string address = AddressPattern().Match(first ?? "").Value;
            string text = "";
            for (string? line; !text.Contains("Reserved handles", StringComparison.Ordinal) && (line = await process.StandardOutput.ReadLineAsync()) is not null;)
            {
                text += line + "\n";
            }

            Assert.Matches($"API key: +{key}\n", text);
            Assert.Matches($"Client key: +{SandboxHandler.ClientKey}\n", text);
            Assert.Matches($"Client secret: +{SandboxHandler.ClientSecret}\n", text);
            Assert.Contains($"curl -s {address}{Ask.DumplingPath} -H 'Authorization: Bearer {key}'", text, StringComparison.Ordinal);
            Assert.Contains($"curl -s '{address}/api/v1/users/charlidamelio/following?count=100' -H 'x-rapidapi-key: {key}'", text, StringComparison.Ordinal);
            Assert.Contains($"curl -s {address}{Ask.TokenPath} -d client_key={SandboxHandler.ClientKey}", text, StringComparison.Ordinal);
            Assert.Contains($"curl -s {address}{Ask.ResearchPath} -H 'Authorization: Bearer TOKEN'", text, StringComparison.Ordinal);
            Assert.Contains($"curl -s '{address}{Ask.ScrapeCreatorsPath}?handle=stoolpresidente' -H 'x-api-key: {key}'", text, StringComparison.Ordinal);
            Assert.Contains($"curl -s '{address}{Ask.SociaVaultPath}?handle=stoolpresidente' -H 'X-API-Key: {key}'", text, StringComparison.Ordinal);
            using HttpClient client = new();
            foreach ((string asked, HttpStatusCode expected) in new[] { (key, HttpStatusCode.OK), ("other", HttpStatusCode.Unauthorized) })
            {
                using HttpRequestMessage message = Ask.Message(Ask.Request(Contract.SociaVault, "stoolpresidente", key: asked), new Uri(address));
                using HttpResponseMessage response = await client.SendAsync(message);
                Assert.Equal(expected, response.StatusCode);
            }
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    [Theory]
    [InlineData(0, "--help")]
    [InlineData(2, "--port")]
    [InlineData(2, "--port", "abc")]
    [InlineData(2, "--port=65536")]
    [InlineData(2, "--key")]
    [InlineData(2, "--key=")]
    [InlineData(2, "--verbose")]
    public async Task Run_HelpOrBadArgument_ShowsTheUsageAndExits(int expected, params string[] arguments)
    {
        using Process process = Start(arguments);
        string output = await process.StandardOutput.ReadToEndAsync() + await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(expected, process.ExitCode);
        Assert.Contains("--port N", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_PortInUse_SaysSoAndExits()
    {
        await using SandboxServer server = await SandboxServer.StartAsync();
        using Process process = Start($"--port={server.Address.Port}");
        string error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(1, process.ExitCode);
        Assert.Contains("address already in use", error, StringComparison.Ordinal);
    }

    private static Process Start(params string[] arguments) => Process.Start(new ProcessStartInfo("dotnet", [typeof(SandboxServer).Assembly.Location, .. arguments])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex AddressPattern();
}
