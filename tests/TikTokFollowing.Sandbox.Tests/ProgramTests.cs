using System.Diagnostics;
using System.Text.RegularExpressions;
using TikTokFollowing.Sandbox.Server;

namespace TikTokFollowing.Sandbox.Tests;

/// <summary>The server program as a user starts it: a process of its own.</summary>
public sealed partial class ProgramTests
{
    [Fact]
    public async Task Run_WithoutArguments_PrintsAnAddressThatAnswersAndACurlLineForEachContract()
    {
        using Process process = Start();
        try
        {
            string? first = await process.StandardOutput.ReadLineAsync();
            string address = AddressPattern().Match(first ?? "").Value;
            string text = "";
            for (string? line; !text.Contains("Reserved handles", StringComparison.Ordinal) && (line = await process.StandardOutput.ReadLineAsync()) is not null;)
            {
                text += line + "\n";
            }

            Assert.Contains($"curl -s {address}{Ask.DumplingPath} -H 'Authorization: Bearer {SandboxHandler.ApiKey}'", text, StringComparison.Ordinal);
            Assert.Contains($"curl -s '{address}/api/v1/users/charlidamelio/following?count=100' -H 'x-rapidapi-key: {SandboxHandler.ApiKey}'", text, StringComparison.Ordinal);
            using HttpClient client = new();
            using HttpRequestMessage message = Ask.Message(Ask.Request(Contract.Dumpling, "stoolpresidente"), new Uri(address));
            using HttpResponseMessage response = await client.SendAsync(message);
            Assert.Equal(100, Ask.Read(Contract.Dumpling, await response.Content.ReadAsByteArrayAsync()).Ids.Count);
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
