using System.Text.Json;
using System.Text.RegularExpressions;
using TikTokFollowing.Engine.Tests.Support;

namespace TikTokFollowing.Engine.Tests.Get;

/// <summary>-First, -Skip, -IncludeTotalCount, -MaxPages, -Cursor and -PageSize.</summary>
public sealed class PagingTests : EngineTest
{
    [Fact]
    public void SkipAndFirst_CutAPartOut()
    {
        FollowingConnection connection = ConnectSandbox();
        Run run = Run("Get-TikTokFollowing charlidamelio -PageSize 100 -Skip 95 -First 10").AssertSilent();
        Assert.Equal(2, connection.RequestsSent);
        Assert.Equal(Ids("-Skip 0").Skip(95).Take(10), run.Rows.Select(static row => row.UserId));
    }

    [Theory]
    [InlineData("-Skip 1150", 50)]
    [InlineData("-Skip 5000", 0)]
    [InlineData("-First 1000000", 1200)]
    public void SkipAndFirst_BeyondTheEnd_LeaveTheRest(string paging, int count)
    {
        ConnectSandbox();
        Run run = Run($"Get-TikTokFollowing charlidamelio {paging}").AssertSilent();
        Assert.Equal(Ids("-First 1200").TakeLast(count), run.Rows.Select(static row => row.UserId));
    }

    [Fact]
    public void SkipAndFirst_CountPerHandle()
    {
        ConnectSandbox();
        Run run = Run("'stoolpresidente', 'charlidamelio' | Get-TikTokFollowing -First 3 -Skip 1").AssertSilent();
        Assert.Equal(
            [.. Enumerable.Repeat("stoolpresidente", 3), .. Enumerable.Repeat("charlidamelio", 3)], run.Rows.Select(static row => row.FollowedBy));
        Assert.Equal(Ids("-Skip 1 -First 3"), run.Rows.Skip(3).Select(static row => row.UserId));
    }

    [Fact]
    public void IncludeTotalCount_ComesBeforeTheRowsOfEachHandle_MarkedAsAnEstimate()
    {
        ConnectSandbox();
        Run run = Run("'stoolpresidente', 'charlidamelio' | Get-TikTokFollowing -First 2 -IncludeTotalCount").AssertSilent();
        Assert.Equal(6, run.Output.Count);
        Assert.Equal(238UL, run.Output[0].BaseObject);
        Assert.IsType<FollowedUser>(run.Output[1].BaseObject);
        Assert.Equal(1224UL, run.Output[3].BaseObject);
        Assert.InRange((double)run.Output[0].Properties["Accuracy"].Value, 0.01, 0.99);
    }

    [Fact]
    public void IncludeTotalCount_WithFirstZero_IsOneRequest()
    {
        FollowingConnection connection = ConnectSandbox();
        Assert.Equal(1224UL, Assert.Single(Run("Get-TikTokFollowing charlidamelio -First 0 -IncludeTotalCount").AssertSilent().Output).BaseObject);
        Assert.Equal(1, connection.RequestsSent);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void MaxPages_LimitsTheRequestsOfEachHandle(int pages)
    {
        ConnectSandbox();
        Run run = Run($"'charlidamelio', 'sandbox.huge' | Get-TikTokFollowing -PageSize 100 -MaxPages {pages} -SummaryVariable summary").AssertSilent();
        Assert.Equal(200 * pages, run.Rows.Count);
        Assert.All(run.Summaries, summary => Assert.Equal((FollowingStatus.Limited, pages), (summary.Status, summary.Requests)));
        Assert.All(run.Summaries, static summary => Assert.NotNull(summary.NextCursor));
    }

    [Fact]
    public void Cursor_OfMaxPages_GoesOnWithoutARowTwiceOrMissing()
    {
        ConnectSandbox();
        Run first = Run("Get-TikTokFollowing charlidamelio -PageSize 100 -MaxPages 5 -SummaryVariable summary");
        Run rest = Run("Get-TikTokFollowing charlidamelio -PageSize 70 -Cursor $summary[0].NextCursor -SummaryVariable summary").AssertSilent();
        Assert.Equal(Ids("-Skip 0"), first.Rows.Concat(rest.Rows).Select(static row => row.UserId));
        Assert.Equal((FollowingStatus.Complete, null), (rest.Summary.Status, rest.Summary.NextCursor));
    }

    [Fact]
    public void Cursor_OfAStopInsideAPage_GoesBackToThatPage()
    {
        ConnectSandbox();
        Run first = Run("Get-TikTokFollowing charlidamelio -PageSize 100 -SummaryVariable summary | Select-First 250");
        Run rest = Run("Get-TikTokFollowing charlidamelio -PageSize 100 -Cursor $summary[0].NextCursor").AssertSilent();
        Assert.Equal(1000, rest.Rows.Count);
        Assert.Equal(Ids("-Skip 0"), first.Rows.Concat(rest.Rows).Select(static row => row.UserId).Distinct());
    }

    [Theory]
    [InlineData("''")]
    [InlineData("$null")]
    [InlineData("' '")]
    public void Cursor_ThatIsEmpty_IsTheStart(string cursor)
    {
        ConnectSandbox();
        Run run = Run($"Get-TikTokFollowing charlidamelio -Cursor {cursor} -First 1").AssertSilent();
        Assert.Equal(Ids("-First 1"), run.Rows.Select(static row => row.UserId));
    }

    [Theory]
    [InlineData("\"},\"x\":{\"")]
    [InlineData("1\r\nX: 1")]
    [InlineData("1&count=1")]
    [InlineData("../..")]
    [InlineData("%00")]
    public void Cursor_OfAHostileKind_ChangesNothingButTheCursor(string cursor)
    {
        Session.With("cursor", cursor);
        ConnectLoopback();
        Run("Get-TikTokFollowing sandbox.empty -Cursor $cursor -ErrorAction Ignore");
        ConnectLoopback("-Provider FullTikTok");
        Run("Get-TikTokFollowing sandbox.empty -Cursor $cursor -ErrorAction Ignore");

        string[] post = Server.Requests[0].Split("\r\n\r\n", 2);
        using JsonDocument body = JsonDocument.Parse(post[1]);
        Assert.Equal(cursor, body.RootElement.GetProperty("minTime").GetString());
        Assert.All(body.RootElement.EnumerateObject(), static member => Assert.Contains(member.Name, (string[])["handle", "minTime", "requestSource", "count"]));
        Assert.Equal($"/api/v1/users/sandbox.empty/following?count=100&max_time={Uri.EscapeDataString(cursor)}", Server.Requests[^1].Split(' ')[1]);
        Assert.DoesNotMatch("(?m)^X:", $"{post[0]}\n{Server.Requests[^1]}");
    }

    [Theory]
    [InlineData("FullTikTok", "", @"\?count=100 ")]
    [InlineData("FullTikTok", "-PageSize 37", @"\?count=37 ")]
    [InlineData("FullTikTok", "-Count 38", @"\?count=38 ")]
    [InlineData("FullTikTok", "-First 5", @"\?count=5 ")]
    [InlineData("FullTikTok", "-First 5 -Skip 7", @"\?count=12 ")]
    [InlineData("FullTikTok", "-First 500", @"\?count=100 ")]
    [InlineData("DumplingAI", "", "\"count\":100[,}]")]
    [InlineData("DumplingAI", "-PageSize 37", "\"count\":37[,}]")]
    [InlineData("DumplingAI", "-First 5", "\"count\":5[,}]")]
    [InlineData("ScrapeCreators", "-PageSize 37", @"^(?!.*(count|size)=)GET /v1/tiktok/user/following\?")]
    public void PageSize_WhereTheProviderHasIt_IsTheLargestUnlessSaid(string provider, string parameters, string expected)
    {
        ConnectLoopback($"-Provider {provider}");
        Run($"Get-TikTokFollowing stoolpresidente -MaxPages 1 {parameters}").AssertSilent();
        Assert.Matches(new Regex(expected), Assert.Single(Server.Requests));
    }

    [Fact]
    public void PageSize_ThatTheVendorRefuses_IsLeftOutFromThenOn()
    {
        FollowingConnection connection = ConnectLoopback();
        Server.Enqueue(new TikTokFollowing.Tests.Support.LoopbackReply { Status = 400, Body = """{"error":"count must be at most 50"}""" });
        Run run = Run("Get-TikTokFollowing stoolpresidente, sandbox.empty -SummaryVariable summary");
        Assert.Null(run.Terminating);
        Assert.Empty(run.Errors);
        Assert.Equal(234, run.Rows.Count);
        Assert.Contains("\"count\":100", Server.Requests[0], StringComparison.Ordinal);
        Assert.All(Server.Requests.Skip(1), static request => Assert.DoesNotContain("\"count\"", request, StringComparison.Ordinal));

        // The refusal is free.
        Assert.Equal(connection.RequestsSent - 1, connection.CreditsSpent);
    }

    [Theory]
    [InlineData("-PageSize 0")]
    [InlineData("-PageSize 101")]
    [InlineData("-Count 101")]
    [InlineData("-MaxPages 0")]
    [InlineData("-ThrottleLimit 0")]
    [InlineData("-ThrottleLimit 65")]
    [InlineData("-SummaryVariable ''")]
    public void Parameter_OutOfRange_IsABindingError(string parameter)
    {
        FollowingConnection connection = ConnectSandbox();
        Assert.StartsWith("ParameterArgumentValidationError", Run($"Get-TikTokFollowing stoolpresidente {parameter}").Terminating?.FullyQualifiedErrorId);
        Assert.Equal(0, connection.RequestsSent);
    }

    [Theory]
    [InlineData("-CheckpointPath x")]
    [InlineData("-Known x")]
    [InlineData("-KnownStreak 1")]
    public void Parameter_ThatSyncReplaced_IsGone(string parameter)
    {
        ConnectSandbox();
        Assert.StartsWith("NamedParameterNotFound", Run($"Get-TikTokFollowing stoolpresidente {parameter}").Terminating?.FullyQualifiedErrorId);
    }

    private IEnumerable<string?> Ids(string paging) =>
        [.. Run($"Get-TikTokFollowing charlidamelio {paging}").Rows.Select(static row => row.UserId)];
}
