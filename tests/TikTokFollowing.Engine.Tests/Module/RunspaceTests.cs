using TikTokFollowing.Engine.Tests.Support;

namespace TikTokFollowing.Engine.Tests.Module;

/// <summary>A connection belongs to its runspace, and can be handed to others.</summary>
public sealed class RunspaceTests : EngineTest
{
    [Fact]
    public void Connection_OfARunspace_IsNotSeenByAnother()
    {
        FollowingConnection mine = ConnectSandbox();
        using Session other = new();
        other.Run("Get-TikTokFollowing stoolpresidente").AssertThrew("NotConnected");
        Assert.Empty(other.Run("Get-TikTokFollowingConnection").Output);
        Assert.Equal(["FullTikTok"], other.Run("Connect-TikTokFollowing FullTikTok -Sandbox -WarningAction Ignore; (Get-TikTokFollowingConnection).Provider").AssertSilent().Text);
        Assert.Equal(["DumplingAI"], Run("(Get-TikTokFollowingConnection).Provider").Text);
        Assert.Equal(0, mine.RequestsSent);
    }

    [Fact]
    public void Connection_IsNotSeenByForEachObjectParallel_UnlessItIsHandedOver()
    {
        ConnectSandbox();
        Run run = Run("""
            1..3 | ForEach-Object -Parallel {
                Import-Module $using:ModulePath
                $without = try { Get-TikTokFollowing stoolpresidente } catch { $_.Exception.Kind }
                "$without $(@(Get-TikTokFollowing stoolpresidente -Connection $using:connection).Count)"
            }
            """).AssertSilent();
        Assert.Equal(["NotConnected 234", "NotConnected 234", "NotConnected 234"], run.Text);
    }

    [Fact]
    public void Connection_OfSeveralRunspaces_CountsForAllOfThem()
    {
        FollowingConnection connection = ConnectSandbox();
        Run("""
            1..4 | ForEach-Object -Parallel {
                Import-Module $using:ModulePath
                $null = Get-TikTokFollowing charlidamelio -PageSize 100 -Connection $using:connection
            }
            """).AssertSilent();
        Assert.Equal((48, 48m, 4), (connection.RequestsSent, connection.CreditsSpent, connection.Summaries.Count));
    }

    [Fact]
    public void CreditLimit_OfSeveralRunspaces_IsNeverPassed()
    {
        FollowingConnection connection = ConnectSandbox("-CreditLimit 20");
        Run run = Run("""
            1..4 | ForEach-Object -Parallel {
                Import-Module $using:ModulePath
                Get-TikTokFollowing charlidamelio -PageSize 100 -Connection $using:connection -ErrorAction Ignore
            }
            """);
        Assert.Equal((20, 20m), (connection.RequestsSent, connection.CreditsSpent));
        Assert.Equal(2000, run.Rows.Count);
    }

    [Fact]
    public void Connection_OfARunspaceThatRemovesTheModule_EndsAlone()
    {
        ConnectSandbox();
        using Session other = new();
        other.Run("$theirs = Connect-TikTokFollowing -Sandbox -PassThru -WarningAction Ignore").AssertSilent();
        Session.With("theirs", other.Get<FollowingConnection>("theirs"));
        Run("Get-TikTokFollowing sandbox.empty -Connection $theirs").AssertSilent();
        other.Run("Remove-Module TikTokFollowing").AssertSilent();
        Run("Get-TikTokFollowing sandbox.empty -Connection $theirs").AssertThrew("NotConnected");
        Run("Get-TikTokFollowing sandbox.empty").AssertSilent();
    }
}
