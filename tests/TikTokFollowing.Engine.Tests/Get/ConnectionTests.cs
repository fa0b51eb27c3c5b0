using TikTokFollowing.Engine.Tests.Support;
using TikTokFollowing.Tests.Support;

namespace TikTokFollowing.Engine.Tests.Get;

/// <summary>-Connection: one or several, of this runspace or of another.</summary>
public sealed class ConnectionTests : EngineTest
{
    private static readonly LoopbackReply Refused = new() { Status = 403, Body = """{"error":"Not enough credits"}""" };

    [Fact]
    public void Connection_ThatIsGiven_IsUsedInsteadOfTheRunspaces()
    {
        FollowingConnection mine = ConnectSandbox("-Provider FullTikTok");
        Run("$mine = $connection").AssertSilent();
        ConnectSandbox();
        Assert.Equal(["FullTikTok"], Run("(Get-TikTokFollowing stoolpresidente -First 1 -Connection $mine).Provider").AssertSilent().Text);
        Assert.Equal(1, mine.RequestsSent);
    }

    [Fact]
    public void Connection_Missing_IsNotConnectedBeforeAnythingElse()
    {
        Run run = Run("'not a handle', 'stoolpresidente' | Get-TikTokFollowing");
        Assert.Equal("NotConnected,TikTokFollowing.Commands.GetTikTokFollowingCommand", run.AssertThrew("NotConnected").FullyQualifiedErrorId);
        Assert.DoesNotContain("InvalidHandle", run.ErrorIds);
    }

    [Theory]
    [InlineData("$null")]
    [InlineData("@()")]
    [InlineData("@($null)")]
    [InlineData("(Get-TikTokFollowingConnection | Where-Object IsDisposed)")]
    public void Connection_ThatIsEmpty_IsNotConnectedAlsoWhenTheRunspaceIs(string value)
    {
        FollowingConnection connection = ConnectSandbox();
        Run($"Get-TikTokFollowing stoolpresidente -Connection {value}").AssertThrew("NotConnected");
        Assert.Equal(0, connection.RequestsSent);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-ThrottleLimit 3")]
    [InlineData("-ReadAhead")]
    public void Fallback_WhenTheFirstCannotGoOn_ContinuesAtTheSamePlace(string more)
    {
        ConnectSandbox();
        string?[] expected = [.. Run("Get-TikTokFollowing charlidamelio").Rows.Select(static row => row.UserId)];
        FollowingConnection first = ConnectLoopback("-MaximumRetryCount 0");
        Server.Enqueue(null, null);
        Server.Always = Refused;
        Run("$first = $connection");
        FollowingConnection second = ConnectSandbox("-Provider FullTikTok");
        Run run = Run($"Get-TikTokFollowing charlidamelio -PageSize 100 -Connection $first, $connection -SummaryVariable summary {more}");
        Assert.Null(run.Terminating);
        Assert.Empty(run.Errors);
        Assert.Equal(expected, run.Rows.Select(static row => row.UserId));
        Assert.Equal(200, run.Rows.Count(static row => row.Provider == FollowingProvider.DumplingAI));
        Assert.Equal(1000, run.Rows.Count(static row => row.Provider == FollowingProvider.FullTikTok));
        Assert.Equal(FollowingStatus.Complete, run.Summary.Status);
        Assert.Matches("Full ?TikTok.* page 2", run.Summary.Message);
        Assert.Single(run.Warnings);

        // A page for a page: nothing is paid twice, and the refusal is free.
        Assert.Equal((3, 10), (first.RequestsSent, second.RequestsSent));
        Assert.Equal(12, run.Summary.Credits);
    }

    [Fact]
    public void Fallback_DeadConnection_CostsOneRequestForTheWholeCommand()
    {
        FollowingConnection first = ConnectLoopback("-MaximumRetryCount 0");
        Server.Always = Refused;
        Run($"Connect-TikTokFollowing SociaVault -Sandbox -AsFallback -WarningAction Ignore").AssertSilent();
        Run run = Run("'stoolpresidente', 'sandbox.empty', 'charlidamelio' | Get-TikTokFollowing -SummaryVariable summary");
        Assert.Null(run.Terminating);
        Assert.Empty(run.Errors);
        Assert.Equal(1434, run.Rows.Count);
        Assert.Equal("stoolpresidente Complete, sandbox.empty Complete, charlidamelio Complete", run.Statuses);
        Assert.Equal(1, first.RequestsSent);
        Assert.Single(run.Warnings);
    }

    [Theory]
    [InlineData("sandbox.hidden", "ListHidden")]
    [InlineData("sandbox.notfound", "NotFound")]
    public void Fallback_ForAListThatIsHiddenOrUnknown_IsNotTaken(string handle, string id)
    {
        ConnectSandbox();
        Run("$second = Connect-TikTokFollowing FullTikTok -Sandbox -AsFallback -PassThru -WarningAction Ignore").AssertSilent();
        Run($"Get-TikTokFollowing {handle}").AssertError(id);
        Assert.Equal(0, Session.Get<FollowingConnection>("second")!.RequestsSent);
    }

    [Fact]
    public void Fallback_BadRequest_IsNotTaken()
    {
        ConnectLoopback();
        Server.Always = new LoopbackReply { Status = 400, Body = """{"error":"The following service could not process the handle."}""" };
        Run("$second = Connect-TikTokFollowing FullTikTok -Sandbox -AsFallback -PassThru -WarningAction Ignore").AssertSilent();
        Run("Get-TikTokFollowing somebody").AssertError("BadRequest");
        Assert.Equal(0, Session.Get<FollowingConnection>("second")!.RequestsSent);
    }

    [Theory]
    [InlineData(401, """{"error":"Invalid API key"}""")]
    [InlineData(429, "")]
    [InlineData(500, """{"error":"Service not configured properly."}""")]
    [InlineData(502, """{"error":"upstream"}""")]
    [InlineData(200, "<html></html>")]
    public void Fallback_ForWhatTheOtherMayNotHave_IsTaken(int status, string body)
    {
        ConnectLoopback("-MaximumRetryCount 0");
        Server.Always = new LoopbackReply { Status = status, Body = body };
        Run("Connect-TikTokFollowing FullTikTok -Sandbox -AsFallback -WarningAction Ignore").AssertSilent();
        Run run = Run("Get-TikTokFollowing stoolpresidente");
        Assert.Empty(run.Errors);
        Assert.Equal(234, run.Rows.Count);
    }

    [Fact]
    public void Fallback_WhenEveryConnectionIsDead_EndsTheAsking()
    {
        ConnectLoopback("-MaximumRetryCount 0");
        Server.Always = Refused;
        Run("Connect-TikTokFollowing FullTikTok -Sandbox -CreditLimit 1 -AsFallback -WarningAction Ignore").AssertSilent();
        Run run = Run("$rows = 'stoolpresidente', 'charlidamelio', 'sandbox.empty' | Get-TikTokFollowing -PageSize 100 -SummaryVariable summary; $rows");
        Assert.Null(run.Terminating);
        Assert.Single(run.Errors);
        Assert.Equal(100, run.Rows.Count);
        Assert.Equal("stoolpresidente OutOfCredits, charlidamelio NotStarted, sandbox.empty NotStarted", run.Statuses);
    }

    [Fact]
    public void Fallback_StuckCursor_GoesOnElsewhereWithoutARowTwice()
    {
        ConnectLoopback();
        Run("Connect-TikTokFollowing FullTikTok -Sandbox -AsFallback -WarningAction Ignore").AssertSilent();
        Run run = Run("Get-TikTokFollowing sandbox.stuck -PageSize 100 -SummaryVariable summary");
        Assert.Null(run.Terminating);
        Assert.Equal(run.Rows.Count, run.Rows.Select(static row => row.UserId).Distinct().Count());
        Assert.Equal(FollowingStatus.StuckCursor, run.Summary.Status);
    }
}
