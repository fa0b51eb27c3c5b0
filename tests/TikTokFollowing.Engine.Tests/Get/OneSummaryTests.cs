using TikTokFollowing.Engine.Tests.Support;
using TikTokFollowing.Tests.Support;

namespace TikTokFollowing.Engine.Tests.Get;

/// <summary>Whatever ends a command, it leaves no request running and one summary for each handle.</summary>
public sealed class OneSummaryTests : EngineTest
{
    private static readonly LoopbackReply Silence = new() { Act = LoopbackAct.Hang };

    public static TheoryData<string, string, int> Endings
    {
        get
        {
            TheoryData<string, string, int> data = [];
            foreach ((string more, int lists) in new[] { (string.Empty, 1), ("-ReadAhead", 1), ("-ThrottleLimit 4", 4), ("-ThrottleLimit 4 -ReadAhead", 4) })
            {
                data.Add("{0} | Select-First 5", more, lists);
                data.Add("try {{ {0} | ForEach-Object {{ throw 'mine' }} }} catch {{ \"$_\" }}", more, lists);
                data.Add("do {{ {0} | ForEach-Object {{ break }} }} while ($false)", more, lists);
                data.Add("try {{ {0} | Get-Command {{ 'no.such.command' }} -ErrorAction Stop }} catch {{ 'mine' }}", more, lists);
                data.Add("function Read-One {{ {0} | ForEach-Object {{ return $_ }} | Select-First 1 }}; Read-One", more, lists);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Endings))]
    public async Task Get_ConsumerThatEnds_LeavesNoRequestAndIsLimited(string script, string more, int lists)
    {
        ConnectLoopback("-MaximumRetryCount 0");

        // One page for each list that is begun; what is asked for beyond hangs, and would show.
        Server.Enqueue(new LoopbackReply?[lists]);
        Server.Always = Silence;
        const string Handles = "'charlidamelio', 'sandbox.huge', 'sandbox.repeats', 'stoolpresidente'";
        long start = Environment.TickCount64;
        Run run = Run(string.Format(script, $"{Handles} | Get-TikTokFollowing -PageSize 100 -SummaryVariable global:summary {more}"));
        Assert.InRange(Environment.TickCount64 - start, 0, 5000);
        Assert.Null(run.Terminating);
        Assert.InRange(run.Summaries.Count, 1, lists);
        Assert.All(run.Summaries, static summary => Assert.Equal(FollowingStatus.Limited, summary.Status));
        Assert.Equal(run.Summaries.Count, run.Summaries.Select(static summary => summary.Handle).Distinct().Count());
        await UntilAsync(() => Server.UnderWay == 0);
    }

    [Fact]
    public void Get_WarningOfAHandleThatStops_LeavesASummaryOfThatHandle()
    {
        ConnectSandbox();
        Run run = Run("""
            $folder = [IO.Directory]::CreateTempSubdirectory()
            $null = [IO.File]::Create("$folder/stoolpresidente").Close()
            $null = $ExecutionContext.SessionState.Path.PushCurrentLocation('here')
            $null = $ExecutionContext.SessionState.Path.SetLocation("$folder")
            try { Get-TikTokFollowing sandbox.empty, stoolpresidente, charlidamelio -WarningAction Stop -SummaryVariable summary }
            finally {
                $null = $ExecutionContext.SessionState.Path.PopLocation('here')
                $folder.Delete($true)
            }
            """);
        run.AssertThrew("ActionPreferenceStop");
        Assert.Equal("sandbox.empty Complete, stoolpresidente NotStarted, charlidamelio NotStarted", run.Statuses);
    }

    [Fact]
    public void Get_ErrorThatStops_LeavesOneSummaryOfEachHandle()
    {
        ConnectSandbox();
        Run run = Run("Get-TikTokFollowing sandbox.notfound, mia.paints, sandbox.notfound, mia.paints, leo_runs -ErrorAction Stop -SummaryVariable summary");
        Assert.NotNull(run.Terminating);
        Assert.Equal("sandbox.notfound NotFound, mia.paints NotStarted, leo_runs NotStarted", run.Statuses);
    }

    [Theory]
    [InlineData("| Select-First 5")]
    [InlineData("| ForEach-Object { throw 'mine' }")]
    [InlineData("| ForEach-Object { break }")]
    public void Get_ConsumerThatEnds_WithHandlesAsAnArgument_ReportsThemAll(string consumer)
    {
        ConnectSandbox();
        Run run = Run($"do {{ try {{ Get-TikTokFollowing charlidamelio, stoolpresidente, sandbox.empty -SummaryVariable summary {consumer} }} catch {{ }} }} while ($false)");
        Assert.Equal("charlidamelio Limited, stoolpresidente NotStarted, sandbox.empty NotStarted", run.Statuses);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-ReadAhead")]
    [InlineData("-ThrottleLimit 4")]
    [InlineData("-ThrottleLimit 4 -ReadAhead")]
    public void Get_ErrorActionStop_ReportsEveryHandleOnce(string more)
    {
        ConnectSandbox();
        Run run = Run($"Get-TikTokFollowing stoolpresidente, sandbox.notfound, charlidamelio, sandbox.huge, sandbox.empty -PageSize 100 -SummaryVariable summary -ErrorAction Stop {more}");
        run.AssertThrew("NotFound");
        Assert.Equal(5, run.Summaries.Select(static summary => summary.Handle).Distinct().Count());
        Assert.Equal(5, run.Summaries.Count);
        Assert.Equal(FollowingStatus.NotFound, run.Summaries.Single(static summary => summary.Handle == "sandbox.notfound").Status);
        Assert.DoesNotContain(run.Summaries, static summary => summary.Status is FollowingStatus.Limited or FollowingStatus.Failed);
    }

    [Theory]
    [InlineData("-WarningAction Stop")]
    [InlineData("-WarningAction Stop -ThrottleLimit 4")]
    [InlineData("-WarningAction Stop -ReadAhead")]
    public void Get_WarningActionStop_ReportsEveryHandleOnce(string more)
    {
        ConnectSandbox();
        Run run = Run($"Get-TikTokFollowing sandbox.stuck, sandbox.huge, charlidamelio -PageSize 100 -SummaryVariable summary {more}");
        Assert.NotNull(run.Terminating);
        Assert.Equal(3, run.Summaries.Count);
        Assert.Equal(FollowingStatus.StuckCursor, run.Summaries.Single(static summary => summary.Handle == "sandbox.stuck").Status);
        Assert.All(
            run.Summaries.Where(static summary => summary.Handle != "sandbox.stuck"),
            static summary => Assert.True(summary.Status is FollowingStatus.Stopped or FollowingStatus.NotStarted, $"{summary}"));
    }

    [Fact]
    public void Get_TwoErrorsAtOnce_TheFirstIsThrownAndBothAreReported()
    {
        ConnectLoopback("-MaximumRetryCount 0");
        Server.Latency = TimeSpan.FromMilliseconds(20);
        Run run = Run("'sandbox.nocredits', 'sandbox.notfound', 'sandbox.huge' | Get-TikTokFollowing -PageSize 100 -ThrottleLimit 3 -SummaryVariable summary | Select-First 5");
        Assert.Null(run.Terminating);
        Assert.Equal(run.Summaries.Count, run.Summaries.Select(static summary => summary.Handle).Distinct().Count());
        Assert.Contains(run.Summaries, static summary => summary.Handle == "sandbox.nocredits");
    }

    [Fact]
    public void Get_RefusedListBesideAnother_IsNotLeftOut()
    {
        ConnectLoopback("-MaximumRetryCount 0");
        Server.Choose = static request => request.Contains("\"deny\"", StringComparison.Ordinal)
            ? new LoopbackReply { Status = 403, Body = """{"error":"Not enough credits"}""" }
            : null;
        Run run = Run("'deny', 'some.user900' | Get-TikTokFollowing -PageSize 10 -ThrottleLimit 2 -SummaryVariable summary | Select-First 5");
        Assert.Equal(FollowingStatus.OutOfCredits, run.Summaries.Single(static summary => summary.Handle == "deny").Status);
        Assert.Equal(2, run.Summaries.Count);
    }
}
