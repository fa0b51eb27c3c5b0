using System.Diagnostics;
using System.Management.Automation;
using TikTokFollowing.Engine.Tests.Support;
using TikTokFollowing.Tests.Support;

namespace TikTokFollowing.Engine.Tests.Get;

/// <summary>Ctrl+C, which is PowerShell.Stop for the engine.</summary>
public sealed class StopTests : EngineTest
{
    private static readonly LoopbackReply Silence = new() { Act = LoopbackAct.Hang };
    private static readonly LoopbackReply LongWait = new() { Status = 429, Headers = new Dictionary<string, string> { ["Retry-After"] = "30" } };

    [Theory]
    [InlineData("Get-TikTokFollowing somebody", 0, 1, "somebody Stopped")]
    [InlineData("Get-TikTokFollowing charlidamelio -PageSize 100", 1, 1, "charlidamelio Stopped")]
    [InlineData("Get-TikTokFollowing charlidamelio -PageSize 100 -ReadAhead", 1, 1, "charlidamelio Stopped")]
    [InlineData("'one', 'two', 'three', 'four' | Get-TikTokFollowing -ThrottleLimit 3", 0, 3, "one Stopped, three Stopped, two Stopped")]
    [InlineData("Get-TikTokFollowing one, two, three -ThrottleLimit 2", 0, 2, "one Stopped, three NotStarted, two Stopped")]
    [InlineData("Get-TikTokFollowing somebody | ForEach-Object { $_ }", 0, 1, "somebody Stopped")]
    [InlineData("$rows = Get-TikTokFollowing charlidamelio -PageSize 100", 1, 1, "charlidamelio Stopped")]
    public async Task Stop_WhileRequestsHang_EndsAtOnceAsStopped(string script, int pages, int underWay, string statuses)
    {
        FollowingConnection connection = ConnectLoopback();
        Server.Enqueue(new LoopbackReply?[pages]);
        Server.Always = Silence;
        await StopAsync(connection, script, () => Server.UnderWay == underWay && Server.RequestCount == pages + underWay, statuses);
    }

    [Theory]
    [InlineData("Get-TikTokFollowing somebody", "somebody Stopped")]
    [InlineData("'first', 'second' | Get-TikTokFollowing -ThrottleLimit 2", "first Stopped, second Stopped")]
    public async Task Stop_WhileARetryIsWaitedFor_EndsAtOnceAsStopped(string script, string statuses)
    {
        FollowingConnection connection = ConnectLoopback();
        Server.Always = LongWait;
        await StopAsync(connection, script, () => Server.UnderWay == 0 && Server.RequestCount > 0, statuses);
    }

    [Fact]
    public async Task Stop_WhileThePipelineWorks_EndsAsStopped()
    {
        FollowingConnection connection = ConnectLoopback();
        Server.Enqueue([null]);
        Server.Always = Silence;
        await StopAsync(
            connection,
            "Get-TikTokFollowing charlidamelio -PageSize 100 | ForEach-Object { [System.Threading.Thread]::Sleep(10); $_ }",
            () => Server.RequestCount == 1,
            "charlidamelio Stopped");
    }

    private async Task StopAsync(FollowingConnection connection, string script, Func<bool> isReached, string statuses)
    {
        using PowerShell shell = Session.CreateShell(
            $"$PSDefaultParameterValues['Get-TikTokFollowing:SummaryVariable'] = 'global:summary'; {script}");
        IAsyncResult running = shell.BeginInvoke();
        await UntilAsync(isReached);
        await Task.Delay(50);

        Stopwatch clock = Stopwatch.StartNew();
        await Task.Run(shell.Stop);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 2);
        Assert.True(running.IsCompleted);
        Assert.Equal(PSInvocationState.Stopped, shell.InvocationStateInfo.State);
        Assert.Empty(shell.Streams.Error);
        Run after = Run(string.Empty);
        Assert.Equal(statuses, string.Join(", ", after.Statuses.Split(", ").Order()));
        Assert.All(after.Summaries, static summary => Assert.NotNull(summary.Message));
        Assert.Equal(after.Summaries.OrderBy(static summary => summary.Handle), connection.Summaries.OrderBy(static summary => summary.Handle));
        await UntilAsync(() => Server.UnderWay == 0);

        // Nothing goes on behind it, and the session is of use again.
        int sent = Server.RequestCount;
        await Task.Delay(50);
        Assert.Equal(sent, Server.RequestCount);
        Server.Always = null;
        ConnectLoopback();
        Assert.Single(Run("Get-TikTokFollowing charlidamelio -PageSize 100 -First 1").AssertSilent().Rows);
    }
}
