using System.Diagnostics;
using System.Text.RegularExpressions;
using TikTokFollowing.Engine.Tests.Support;

namespace TikTokFollowing.Engine.Tests.Sandbox;

/// <summary>The server that users start, as a program of its own, asked over a socket.</summary>
public sealed class SandboxServerTests : EngineTest, IClassFixture<SandboxServerTests.Program>
{
    public SandboxServerTests(Program program) => Session.With("address", program.Address).With("key", program.Key);

    [Theory]
    [InlineData("DumplingAI")]
    [InlineData("FullTikTok")]
    [InlineData("ScrapeCreators")]
    [InlineData("SociaVault")]
    public void Server_GivesTheSameRowsAsTheSandboxInTheModule(string provider)
    {
        ConnectSandbox($"-Provider {provider}");
        IReadOnlyList<FollowedUser> here = Run("Get-TikTokFollowing charlidamelio -PageSize 100").Rows;
        Run("Connect-TikTokFollowing " + provider + " -ApiKey $key -BaseUri $address").AssertSilent();
        IReadOnlyList<FollowedUser> there = Run("Get-TikTokFollowing charlidamelio -PageSize 100").AssertSilent().Rows;
        Assert.Equal(1200, there.Count);
        Assert.Equal(
            here.Select(static row => row with { RetrievedAt = default, IsSandbox = false, FollowedNotAfter = null }),
            there.Select(static row => row with { RetrievedAt = default, IsSandbox = false, FollowedNotAfter = null }));
    }

    [Theory]
    [InlineData("DumplingAI")]
    [InlineData("FullTikTok")]
    public void Server_GivesTheSameSummaries(string provider)
    {
        const string Command = "$null = 'stoolpresidente', 'sandbox.empty', 'sandbox.hidden', 'sandbox.notfound', 'sandbox.repeats', 'sandbox.stuck', 'sandbox.malformed', 'some.user1' | Get-TikTokFollowing -PageSize 100 -SummaryVariable summary -ErrorAction Ignore -WarningAction Ignore";
        ConnectSandbox($"-Provider {provider}");
        (string, FollowingStatus, long, int, string?)[] here = [.. Run(Command).Summaries.Select(Facts)];
        Run("Connect-TikTokFollowing " + provider + " -ApiKey $key -BaseUri $address").AssertSilent();
        Assert.Equal(here, Run(Command).Summaries.Select(Facts));

        static (string, FollowingStatus, long, int, string?) Facts(FollowingSummary summary) =>
            (summary.Handle, summary.Status, summary.Users, summary.Requests, summary.NextCursor);
    }

    [Theory]
    [InlineData("DumplingAI")]
    [InlineData("FullTikTok")]
    [InlineData("ScrapeCreators")]
    [InlineData("SociaVault")]
    public void Server_RefusesEveryOtherKey(string provider)
    {
        Run("Connect-TikTokFollowing " + provider + " -ApiKey \"${key}x\" -BaseUri $address").AssertSilent();
        Run("Get-TikTokFollowing stoolpresidente").AssertError("AuthenticationFailed");
    }

    [Fact]
    public void Sandbox_OfAnotherProcess_HasTheSameAccounts()
    {
        ConnectSandbox();
        string?[] here = [.. Run("Get-TikTokFollowing some.other.user").Rows.Select(static row => row.UserId)];
        Run("Connect-TikTokFollowing -ApiKey $key -BaseUri $address").AssertSilent();
        Assert.NotEmpty(here);
        Assert.Equal(here, Run("Get-TikTokFollowing some.other.user").AssertSilent().Rows.Select(static row => row.UserId));
    }

    /// <summary>The running program.</summary>
    public sealed class Program : IAsyncLifetime
    {
        private Process? _process;

        public string Address { get; private set; } = string.Empty;

        /// <summary>The key that the program prints.</summary>
        public string Key { get; private set; } = string.Empty;

        public async Task InitializeAsync()
        {
            _process = Process.Start(new ProcessStartInfo("dotnet", [TestEnvironment.SandboxServer]) { RedirectStandardOutput = true })!;
            while (Key.Length == 0)
            {
                string line = await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The sandbox server ended.");
                Address = Address.Length > 0 ? Address : Regex.Match(line, @"http://127\.0\.0\.1:\d+").Value;
                Key = Regex.Match(line, @"Bearer ([\w-]+)").Groups[1].Value;
            }
        }

        public async Task DisposeAsync()
        {
            _process!.Kill();
            await _process.WaitForExitAsync();
            _process.Dispose();
        }
    }
}
