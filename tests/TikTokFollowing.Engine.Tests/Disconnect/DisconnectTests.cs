using System.Management.Automation;
using System.Security;
using TikTokFollowing.Engine.Tests.Support;
using TikTokFollowing.Tests.Support;

namespace TikTokFollowing.Engine.Tests.Disconnect;

public sealed class DisconnectTests : EngineTest
{
    [Fact]
    public void Disconnect_WithoutAConnection_DoesNothing() => Assert.Empty(Run("Disconnect-TikTokFollowing; Disconnect-TikTokFollowing").AssertSilent().Output);

    [Fact]
    public void Disconnect_VariableThatHoldsNothing_EndsNothing()
    {
        Run("Disconnect-TikTokFollowing (Get-TikTokFollowingConnection)").AssertSilent();
        ConnectSandbox();
        Run("Disconnect-TikTokFollowing $null").AssertSilent();
        Assert.Single(Run("Get-TikTokFollowingConnection").Output);
    }

    [Fact]
    public void Disconnect_EndsAllOfTheRunspace()
    {
        ConnectSandbox();
        Run("$more = Connect-TikTokFollowing FullTikTok -Sandbox -AsFallback -PassThru -WarningAction Ignore; Disconnect-TikTokFollowing").AssertSilent();
        Assert.Empty(Run("Get-TikTokFollowingConnection").Output);
        ErrorRecord error = Run("Get-TikTokFollowing stoolpresidente").AssertThrew("NotConnected");
        Assert.Equal("NotConnected,TikTokFollowing.Commands.GetTikTokFollowingCommand", error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.ConnectionError, error.CategoryInfo.Category);
        Assert.Contains("Connect-TikTokFollowing", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Run("Get-TikTokFollowing stoolpresidente -Connection $connection").AssertThrew("NotConnected");
        Run("Get-TikTokFollowing stoolpresidente -Connection $more").AssertThrew("NotConnected");
    }

    [Theory]
    [InlineData("Disconnect-TikTokFollowing -Connection $first")]
    [InlineData("Disconnect-TikTokFollowing $first")]
    [InlineData("$first | Disconnect-TikTokFollowing")]
    public void Disconnect_OneThatIsGiven_EndsItAndNoOther(string command)
    {
        ConnectSandbox();
        Run("$first = $connection").AssertSilent();
        FollowingConnection second = ConnectSandbox();
        Run(command).AssertSilent();
        Run("Get-TikTokFollowing sandbox.empty -Connection $first").AssertThrew("NotConnected");
        Run("Get-TikTokFollowing sandbox.empty; Get-TikTokFollowing sandbox.empty -Connection $connection; Disconnect-TikTokFollowing $first").AssertSilent();
        Assert.Equal(2, second.RequestsSent);
    }

    [Fact]
    public void Disconnect_Several_EndsThem()
    {
        ConnectSandbox();
        Run("$first = $connection").AssertSilent();
        ConnectSandbox();
        Run("Disconnect-TikTokFollowing $first, $connection").AssertSilent();
        Assert.Empty(Run("Get-TikTokFollowingConnection").Output);
        Run("Get-TikTokFollowing sandbox.empty -Connection $first").AssertThrew("NotConnected");
    }

    [Theory]
    [InlineData("Disconnect-TikTokFollowing")]
    [InlineData("Remove-Module TikTokFollowing")]
    public void Disconnect_OrRemove_WipesTheKey(string command)
    {
        FollowingConnection connection = ConnectLoopback();
        Run("Get-TikTokFollowing sandbox.empty").AssertSilent();
        Assert.True(HoldsAKey(connection));
        Run(command).AssertSilent();
        Assert.False(HoldsAKey(connection));
    }

    [Fact]
    public void Disconnect_LeavesTheKeyThatItWasGivenAlone()
    {
        SecureString mine = Secret.Secure(Key);
        Session.With("mine", mine);
        Run("Connect-TikTokFollowing -ApiKey $mine; Disconnect-TikTokFollowing").AssertSilent();
        Assert.Equal(Key.Length, mine.Length);
    }

    /// <summary>Whether the connection's own memory still holds a secret that can be read.</summary>
    private static bool HoldsAKey(FollowingConnection connection) =>
        ObjectGraph.Walk(connection).Select(static found => found.Value).OfType<SecureString>().Any(static secret => !IsWiped(secret));

    private static bool IsWiped(SecureString secret)
    {
        try
        {
            _ = secret.Length;
            return false;
        }
        catch (ObjectDisposedException)
        {
            return true;
        }
    }
}
