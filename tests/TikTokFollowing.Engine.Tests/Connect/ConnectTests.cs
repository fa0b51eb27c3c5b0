using System.Management.Automation;
using TikTokFollowing.Engine.Tests.Support;

namespace TikTokFollowing.Engine.Tests.Connect;

/// <summary>Which connection a session has after Connect-TikTokFollowing.</summary>
public sealed class ConnectTests : EngineTest
{
    public static TheoryData<string, string> Addresses { get; } = new()
    {
        { "DumplingAI", "https://app.dumplingai.com/" },
        { "FullTikTok", "https://full-tiktok-api.p.rapidapi.com/" },
        { "TikTokResearch", "https://open.tiktokapis.com/" },
        { "ScrapeCreators", "https://api.scrapecreators.com/" },
        { "SociaVault", "https://api.sociavault.com/" },
    };

    [Fact]
    public void Connect_Sandbox_WritesNothingButAWarningThatTheAccountsAreMadeUp()
    {
        Run run = Run("Connect-TikTokFollowing -Sandbox");
        Assert.Empty(run.Output);
        Assert.Empty(run.Errors);
        Assert.Contains("made up", Assert.Single(run.Warnings), StringComparison.Ordinal);
        FollowingConnection connection = Assert.IsType<FollowingConnection>(Assert.Single(Run("Get-TikTokFollowingConnection").AssertSilent().Output).BaseObject);
        Assert.True(connection.IsSandbox);
        Assert.Equal((0, 0m, null), (connection.RequestsSent, connection.CreditsSpent, connection.RateLimit));
    }

    [Theory]
    [InlineData("-Credential $null")]
    [InlineData("TikTokResearch -Credential $null")]
    [InlineData("-BaseUri $null")]
    [InlineData("-Proxy foo")]
    [InlineData("-ApiKey 5")]
    [InlineData("-CreditLimit -1")]
    [InlineData("-TimeoutSec 0")]
    [InlineData("NoProvider")]
    [InlineData("-NoParameter")]
    [InlineData("-Sandbox -ApiKey x")]
    [InlineData("-Sandbox -WarningAction Stop")]
    [InlineData("-ApiKey x -CreditsPerRequest ([decimal]::MaxValue)")]
    [InlineData("TikTokResearch -Credential ([pscredential]::Empty)")]
    [InlineData("FullTikTok -Sandbox -RequestSource x")]
    public void Connect_ThatFails_LeavesNoConnection(string arguments)
    {
        ConnectSandbox();
        Run run = Run($"Connect-TikTokFollowing {arguments}");
        Assert.NotNull(run.Terminating);
        Assert.DoesNotContain("(Parameter", run.Terminating.ErrorDetails?.Message ?? string.Empty, StringComparison.Ordinal);
        Assert.Empty(Run("Get-TikTokFollowingConnection").Output);
    }

    [Theory]
    [InlineData("Connect-TikTokFollowing $key")]
    [InlineData("Connect-TikTokFollowing -Provider $key")]
    public void Connect_KeyInThePlaceOfTheProvider_IsNotShown(string command)
    {
        Session.With("key", Key);
        Run run = Run(command);
        Assert.Contains("-ApiKey", $"{run.Terminating}", StringComparison.Ordinal);
        Assert.Contains("SociaVault", $"{run.Terminating}", StringComparison.Ordinal);
        Assert.DoesNotContain(Key, $"{run.Terminating} {run.Terminating!.Exception} {run.Terminating.TargetObject}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("$null | Connect-TikTokFollowing", "-ApiKey was given, but it is empty")]
    [InlineData("$null | Connect-TikTokFollowing TikTokResearch", "-Credential was given, but it is empty")]
    [InlineData("[pscredential]::Empty | Connect-TikTokFollowing TikTokResearch", "-Credential was given, but it is empty")]
    [InlineData("Connect-TikTokFollowing -Credential $null", "takes -ApiKey")]
    [InlineData("Connect-TikTokFollowing TikTokResearch -ApiKey x", "takes -Credential")]
    public void Connect_EmptyOrWrongCredential_SaysWhich(string command, string says) =>
        Assert.Contains(says, $"{Run(command).AssertThrew("ApiKeyMissing")}", StringComparison.Ordinal);

    [Fact]
    public void Connect_LaterKeyThatFails_LeavesNoConnection()
    {
        Run("'sk_x', '' | Connect-TikTokFollowing").AssertThrew("ApiKeyMissing");
        Assert.Empty(Run("Get-TikTokFollowingConnection").Output);
    }

    [Theory]
    [InlineData("-ApiKey sk_x")]
    [InlineData("-BaseUri https://example.invalid")]
    [InlineData("-Proxy http://example.invalid")]
    [InlineData("-Credential $credential")]
    public void Connect_SandboxWithWhatReachesAVendor_IsAmbiguous(string more)
    {
        Session.With("credential", Secret.Credential());
        Assert.StartsWith("AmbiguousParameterSet", Run($"Connect-TikTokFollowing -Sandbox {more}").Terminating?.FullyQualifiedErrorId);
    }

    [Theory]
    [MemberData(nameof(Addresses))]
    public void Connect_Provider_HasItsAddress(string provider, string address)
    {
        Session.With("credential", Secret.Credential());
        string secret = provider == "TikTokResearch" ? "-Credential $credential" : $"-ApiKey {Key}";
        Run("Connect-TikTokFollowing " + provider + " " + secret).AssertSilent();
        Run run = Run("Get-TikTokFollowingConnection | ForEach-Object { \"$($_.Provider) $($_.BaseUri) $($_.IsSandbox) $($_.RequestsSent)\" }");
        Assert.Equal([$"{provider} {address} False 0"], run.Text);
    }

    [Fact]
    public void Connect_ProviderLeftOut_IsDumplingAI()
    {
        Run($"Connect-TikTokFollowing -ApiKey {Key}").AssertSilent();
        Assert.Equal(["DumplingAI"], Run("(Get-TikTokFollowingConnection).Provider").Text);
    }

    [Fact]
    public void Connect_UnknownProvider_IsABindingErrorThatNamesThem()
    {
        ErrorRecord error = Run($"Connect-TikTokFollowing Elsewhere -ApiKey {Key}").AssertThrew("ParameterArgumentTransformationError");
        Assert.Contains("ScrapeCreators", $"{error}", StringComparison.Ordinal);
    }

    [Fact]
    public void Connect_PassThru_ReturnsTheConnectionOfTheRunspace()
    {
        FollowingConnection connection = ConnectSandbox();
        Assert.Same(connection, Assert.Single(Run("Get-TikTokFollowingConnection").Output).BaseObject);
    }

    [Fact]
    public void Connect_Again_ReplacesTheConnection()
    {
        ConnectSandbox();
        Run("Get-TikTokFollowing sandbox.empty; Connect-TikTokFollowing FullTikTok -Sandbox -WarningAction Ignore").AssertSilent();
        Assert.Equal(["FullTikTok 0"], Run("Get-TikTokFollowingConnection | ForEach-Object { \"$($_.Provider) $($_.RequestsSent)\" }").Text);
    }

    [Fact]
    public void Connect_Again_LeavesTheOneThatWasKeptUsableUntilItIsDisconnected()
    {
        ConnectSandbox();
        Run("$kept = $connection; Connect-TikTokFollowing FullTikTok -Sandbox -WarningAction Ignore").AssertSilent();
        Assert.Equal(["DumplingAI"], Run("(Get-TikTokFollowing stoolpresidente -Connection $kept -First 1).Provider").AssertSilent().Text);
        Run("Disconnect-TikTokFollowing -Connection $kept").AssertSilent();
        Run("Get-TikTokFollowing stoolpresidente -Connection $kept").AssertThrew("NotConnected");
        Assert.Equal(["FullTikTok"], Run("(Get-TikTokFollowing stoolpresidente -First 1).Provider").AssertSilent().Text);
    }

    [Theory]
    [InlineData("Connect-TikTokFollowing -ApiKey sk_x -BaseUri http://example.invalid")]
    [InlineData("Connect-TikTokFollowing -ApiKey ''")]
    [InlineData("Connect-TikTokFollowing -ApiKey 'two words'")]
    [InlineData("@() | Connect-TikTokFollowing FullTikTok")]
    [InlineData("$null | Connect-TikTokFollowing FullTikTok")]
    [InlineData("'' | Connect-TikTokFollowing FullTikTok")]
    public void Connect_ThatFails_LeavesNone(string command)
    {
        ConnectSandbox();
        Assert.NotNull(Run(command).Terminating);
        Assert.Empty(Run("Get-TikTokFollowingConnection").Output);
        Run("Get-TikTokFollowing stoolpresidente").AssertThrew("NotConnected");
    }

    [Fact]
    public void Connect_AsFallback_StandsBehindTheOthers()
    {
        ConnectSandbox();
        Run("""
            Connect-TikTokFollowing FullTikTok -Sandbox -AsFallback -WarningAction Ignore
            Connect-TikTokFollowing SociaVault -Sandbox -AsFallback -WarningAction Ignore
            """).AssertSilent();
        Assert.Equal(["DumplingAI", "FullTikTok", "SociaVault"], Run("(Get-TikTokFollowingConnection).Provider").Text);
        Run("Connect-TikTokFollowing ScrapeCreators -Sandbox -WarningAction Ignore").AssertSilent();
        Assert.Equal(["ScrapeCreators"], Run("(Get-TikTokFollowingConnection).Provider").Text);
    }

    [Fact]
    public void Connect_AsFallbackWithoutAnother_IsTheFirst()
    {
        Run("Connect-TikTokFollowing FullTikTok -Sandbox -AsFallback -WarningAction Ignore").AssertSilent();
        Assert.Equal(["FullTikTok"], Run("(Get-TikTokFollowingConnection).Provider").Text);
    }

    [Fact]
    public void Connect_Verbose_NamesTheConnectionWithoutTheKey()
    {
        Run run = Run($"Connect-TikTokFollowing -ApiKey {Key} -BaseUri {Server.Address} -Verbose");
        Assert.Contains($"DumplingAI at {Server.Address}", Assert.Single(run.Verbose), StringComparison.Ordinal);
        Assert.DoesNotContain(Key, run.Verbose[0], StringComparison.Ordinal);
    }
}
