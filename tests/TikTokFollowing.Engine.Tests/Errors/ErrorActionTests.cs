using System.Management.Automation;
using TikTokFollowing.Engine.Tests.Support;
using TikTokFollowing.Tests.Support;

namespace TikTokFollowing.Engine.Tests.Errors;

/// <summary>Errors as the engine treats them, and errors in the middle of a list.</summary>
public sealed class ErrorActionTests : EngineTest
{
    [Theory]
    [InlineData("SilentlyContinue", 1, 1)]
    [InlineData("Ignore", 0, 0)]
    [InlineData("Continue", 1, 1)]
    public void ErrorAction_ThatGoesOn_LeavesTheRest(string action, int collected, int kept)
    {
        ConnectSandbox();
        Run run = Run($"$Error.Clear(); $rows = Get-TikTokFollowing sandbox.notfound, stoolpresidente -ErrorAction {action} -ErrorVariable mine; $rows; \"$($mine.Count) $($Error.Count)\"");
        Assert.Null(run.Terminating);
        Assert.Equal(234, run.Rows.Count);
        Assert.Equal(action == "Continue" ? 1 : 0, run.Errors.Count);
        Assert.Equal($"{(action == "Ignore" ? 0 : collected)} {kept}", run.Text[^1]);
    }

    [Fact]
    public void ErrorAction_Stop_EndsAtTheFirstError()
    {
        FollowingConnection connection = ConnectSandbox();
        Run("Get-TikTokFollowing sandbox.notfound, stoolpresidente -ErrorAction Stop").AssertThrew("NotFound");
        Assert.Equal(1, connection.RequestsSent);
    }

    [Fact]
    public void ErrorActionPreference_Stop_EndsAtTheFirstError()
    {
        ConnectSandbox();
        Run("& { $ErrorActionPreference = 'Stop'; Get-TikTokFollowing sandbox.notfound, stoolpresidente }").AssertThrew("NotFound");
    }

    [Fact]
    public void ErrorAction_ForAnErrorBeforeAnythingWasAsked_IsNotHeeded()
    {
        // As the engine does with every terminating error.
        Run("Get-TikTokFollowing somebody -ErrorAction SilentlyContinue").AssertThrew("NotConnected");
    }

    [Fact]
    public void ErrorVariable_HoldsEachErrorOnce()
    {
        ConnectSandbox();
        Run run = Run("Get-TikTokFollowing sandbox.notfound, sandbox.hidden, 'two words' -ErrorVariable mine -ErrorAction SilentlyContinue; $mine.FullyQualifiedErrorId -replace ',.*'");
        Assert.Equal(["NotFound", "ListHidden", "InvalidHandle"], run.Text);
    }

    [Theory]
    [InlineData("DumplingAI", "sandbox.malformed", "InvalidResponse", 100)]
    [InlineData("FullTikTok", "sandbox.malformed", "InvalidResponse", 100)]
    [InlineData("ScrapeCreators", "sandbox.malformed", "InvalidResponse", 20)]
    [InlineData("DumplingAI", "sandbox.nocredits", "OutOfCredits", 200)]
    [InlineData("FullTikTok", "sandbox.nocredits", "NotSubscribed", 200)]
    [InlineData("SociaVault", "sandbox.nocredits", "OutOfCredits", 40)]
    public void Error_InTheMiddleOfAList_SaysWhatCameAndWhereToGoOn(string provider, string handle, string id, int before)
    {
        ConnectSandbox($"-Provider {provider}");
        Run run = Run($"$rows = Get-TikTokFollowing {handle} -PageSize 100 -SummaryVariable summary; $rows");
        ErrorRecord error = run.AssertError(id);
        Assert.Equal(before, run.Rows.Count);
        Assert.Equal(before, run.Summary.Users);
        string cursor = Assert.IsType<string>(run.Summary.NextCursor);
        Assert.Equal(cursor, ((FollowingException)error.Exception).Cursor);
        Assert.Contains(cursor, $"{error}", StringComparison.Ordinal);
        Assert.Contains($"{before}", $"{error}", StringComparison.Ordinal);
    }

    [Fact]
    public void Error_InTheMiddleOfAList_CanBeGoneOnFrom()
    {
        ConnectSandbox();
        Run first = Run("Get-TikTokFollowing sandbox.malformed -PageSize 100 -SummaryVariable summary -ErrorAction Ignore");

        // At another page size the sandbox does not cut here.
        Run rest = Run("Get-TikTokFollowing sandbox.malformed -PageSize 30 -Cursor $summary[0].NextCursor").AssertSilent();
        Assert.Equal(500, first.Rows.Concat(rest.Rows).Select(static row => row.UserId).Distinct().Count());
    }

    [Fact]
    public void Error_OfOneHandle_EndsThatHandleAlone()
    {
        ConnectSandbox();
        Run run = Run("'sandbox.notfound', 'sandbox.hidden', 'sandbox.malformed', 'sandbox.empty', 'sandbox.nocredits', 'stoolpresidente' | Get-TikTokFollowing -PageSize 100 -SummaryVariable summary");
        Assert.Null(run.Terminating);
        Assert.Equal(["NotFound", "ListHidden", "InvalidResponse", "OutOfCredits"], run.ErrorIds);
        Assert.Equal(
            "sandbox.notfound NotFound, sandbox.hidden Hidden, sandbox.malformed Failed, sandbox.empty Complete, sandbox.nocredits OutOfCredits, stoolpresidente NotStarted",
            run.Statuses);
        Assert.Equal(300, run.Rows.Count);
    }

    [Fact]
    public void Error_WithTextOfStrangers_ShowsNothingThatMovesATerminal()
    {
        ConnectLoopback();
        Server.Always = new LoopbackReply { Status = 400, Body = """{"error":"\u001b[2J\u202Egone\r\nVERBOSE: fake"}""" };
        Run run = Run("Get-TikTokFollowing somebody -Verbose -Debug");
        Assert.Contains("gone", $"{run.AssertError("BadRequest")}", StringComparison.Ordinal);
        Assert.All([.. run.Verbose, $"{run.Errors[0]}", run.Errors[0].Exception.Message], static text => Assert.DoesNotMatch("[\u001b\u202e\r\n]", text));
        Assert.All(run.Debug, static text => Assert.DoesNotMatch("[\u001b\u202e]", text));
    }
}
