using System.Management.Automation;
using TikTokFollowing.Engine.Tests.Support;
using TikTokFollowing.Tests.Support;

namespace TikTokFollowing.Engine.Tests.Get;

/// <summary>-ThrottleLimit: several handles at once.</summary>
public sealed class ThrottleTests : EngineTest
{
    private const string Handles = "'stoolpresidente', 'charlidamelio', 'sandbox.repeats', 'sandbox.hidden', 'sandbox.empty', 'sandbox.malformed', 'sandbox.notfound', 'sandbox.stuck'";

    [Theory]
    [InlineData("")]
    [InlineData("-ReadAhead")]
    public void ThrottleLimit_BringsTheSameAsOneAfterTheOther(string more)
    {
        ConnectLoopback("-MaximumRetryCount 0");
        Server.Latency = TimeSpan.FromMilliseconds(10);
        Run plain = Run($"{Handles} | Get-TikTokFollowing -PageSize 100 -SummaryVariable summary");
        FollowingSummary[] expected = [.. plain.Summaries.OrderBy(static summary => summary.Handle)];
        Run wide = Run($"{Handles} | Get-TikTokFollowing -PageSize 100 -ThrottleLimit 4 -SummaryVariable summary {more}");
        Assert.Null(wide.Terminating);
        Assert.Equal(plain.Rows.Count, wide.Rows.Count);
        Assert.Equal(
            plain.Rows.ToLookup(static row => row.FollowedBy, static row => row.UserId).OrderBy(static list => list.Key).Select(static list => string.Join(' ', list)),
            wide.Rows.ToLookup(static row => row.FollowedBy, static row => row.UserId).OrderBy(static list => list.Key).Select(static list => string.Join(' ', list)));
        Assert.Equal(plain.ErrorIds.Order(), wide.ErrorIds.Order());
        Assert.Equal(plain.Warnings.Count, wide.Warnings.Count);
        Assert.Equal(
            expected.Select(static summary => (summary.Handle, summary.Status, summary.Users, summary.Requests, summary.NextCursor)),
            wide.Summaries.OrderBy(static summary => summary.Handle).Select(static summary => (summary.Handle, summary.Status, summary.Users, summary.Requests, summary.NextCursor)));
    }

    [Fact]
    public void ThrottleLimit_IsTheMostHandlesAtOnce()
    {
        ConnectLoopback();
        Server.Latency = TimeSpan.FromMilliseconds(50);
        Run("1..12 | ForEach-Object { \"some.user$_\" } | Get-TikTokFollowing -MaxPages 2 -PageSize 10 -ThrottleLimit 4").AssertSilent();
        Assert.InRange(Server.MostUnderWay, 2, 4);
        Assert.InRange(Server.ConnectionCount, 1, 4);
    }

    [Fact]
    public void ThrottleLimit_LeftOut_IsOneConnection()
    {
        ConnectLoopback();
        Run("'stoolpresidente', 'charlidamelio' | Get-TikTokFollowing -PageSize 100").AssertSilent();
        Assert.Equal((1, 1), (Server.ConnectionCount, Server.MostUnderWay));
    }

    [Theory]
    [InlineData(150, 1)]
    [InlineData(150, 4)]
    [InlineData(20, 8)]
    public async Task ThrottleLimit_ConsumerThatStops_PaysAtMostForWhatWasUnderWay(int taken, int limit)
    {
        ConnectLoopback();
        Server.Latency = TimeSpan.FromMilliseconds(10);
        Run run = Run($"'sandbox.huge', 'charlidamelio', 'stoolpresidente', 'sandbox.repeats', 'sandbox.stuck', 'sandbox.truncated', 'some.user1', 'some.user2' | Get-TikTokFollowing -PageSize 100 -ThrottleLimit {limit} -SummaryVariable summary | Select-First {taken}").AssertSilent();
        Assert.Equal(taken, run.Rows.Count);
        Assert.InRange(Server.RequestCount, 1, ((taken + 99) / 100) + (limit == 1 ? 0 : limit));
        await UntilAsync(() => Server.UnderWay == 0);
    }

    [Fact]
    public void ThrottleLimit_SameHandle_IsAskedOnce()
    {
        ConnectLoopback();
        Assert.Equal(1434, Run("'stoolpresidente', '@StoolPresidente', 'charlidamelio', 'stoolpresidente' | Get-TikTokFollowing -ThrottleLimit 4 -PageSize 100").AssertSilent().Rows.Count);
        Assert.Equal(15, Server.RequestCount);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-ReadAhead")]
    public async Task ThrottleLimit_ErrorThatEndsTheAsking_DeliversWhatTheOthersHadPaidFor(string more)
    {
        FollowingConnection connection = ConnectLoopback("-MaximumRetryCount 0");
        Server.Latency = TimeSpan.FromMilliseconds(20);
        Run run = Run($"$rows = 'charlidamelio', 'sandbox.nocredits', 'sandbox.huge', 'sandbox.truncated', 'some.user1' | Get-TikTokFollowing -PageSize 100 -ThrottleLimit 4 -SummaryVariable summary {more}; $rows");
        ErrorRecord error = run.AssertError("OutOfCredits");
        Assert.Equal("sandbox.nocredits", error.TargetObject);
        Assert.Equal(5, run.Summaries.Count);
        Assert.Equal(FollowingStatus.OutOfCredits, run.Summaries.Single(static summary => summary.Handle == "sandbox.nocredits").Status);
        Assert.Equal(FollowingStatus.NotStarted, run.Summaries.Single(static summary => summary.Handle == "some.user1").Status);
        Assert.All(
            run.Summaries.Where(static summary => summary.Handle is "charlidamelio" or "sandbox.huge" or "sandbox.truncated"),
            static summary => Assert.Equal(FollowingStatus.Stopped, summary.Status));
        await UntilAsync(() => Server.UnderWay == 0);
        int sent = Server.RequestCount;
        await Task.Delay(100);
        Assert.Equal(sent, Server.RequestCount);

        // Full pages of 100 each: every one that was paid for was delivered.
        Assert.Equal(100 * connection.CreditsSpent, run.Rows.Count);
        Assert.Equal(run.Rows.Count, run.Summaries.Sum(static summary => summary.Users));
    }

    [Theory]
    [InlineData(10, 1, "")]
    [InlineData(10, 3, "-ReadAhead")]
    [InlineData(25, 1, "-ReadAhead")]
    public void ThrottleLimit_NeverPassesTheCreditLimit(int limit, int cost, string more)
    {
        FollowingConnection connection = ConnectLoopback($"-CreditLimit {limit} -CreditsPerRequest {cost}");
        Run run = Run($"$rows = 1..16 | ForEach-Object {{ \"some.user$_\" }} | Get-TikTokFollowing -PageSize 10 -ThrottleLimit 8 -SummaryVariable summary {more}; $rows");
        Assert.Null(run.Terminating);
        Assert.Contains("CreditLimitReached", run.ErrorIds);
        Assert.InRange(connection.CreditsSpent, 1, limit);
        Assert.Equal(connection.CreditsSpent, Server.RequestCount * cost);
        Assert.Equal(connection.CreditsSpent, run.Summaries.Sum(static summary => summary.Credits));
        Assert.Equal(16, run.Summaries.Count);
        Assert.Equal(run.Summaries.Sum(static summary => summary.Users), run.Rows.Count);
    }

    [Fact]
    public void ThrottleLimit_HandlesWithoutARequestWhenTheCreditsEnd_AreNotStarted()
    {
        ConnectLoopback("-CreditLimit 5");
        Run run = Run("$rows = 1..10 | ForEach-Object { \"some.user$_\" } | Get-TikTokFollowing -PageSize 10 -MaxPages 1 -ThrottleLimit 8 -SummaryVariable summary; $rows");
        run.AssertError("CreditLimitReached");
        Assert.Equal(5, Server.RequestCount);
        Assert.Equal(
            [(FollowingStatus.Limited, 5), (FollowingStatus.OutOfCredits, 1), (FollowingStatus.NotStarted, 4)],
            run.Summaries.GroupBy(static summary => summary.Status).OrderBy(static group => group.Key).Select(static group => (group.Key, group.Count())));
    }

    [Fact]
    public void ThrottleLimit_WhenOneIsToldToWait_EveryHandleWaits()
    {
        ConnectLoopback();
        Server.Enqueue(new LoopbackReply { Status = 429, Headers = new Dictionary<string, string> { ["Retry-After"] = "1" } });
        long start = Environment.TickCount64;
        Assert.Equal(734, Run("'stoolpresidente', 'sandbox.repeats' | Get-TikTokFollowing -PageSize 100 -ThrottleLimit 2").AssertSilent().Rows.Count);
        Assert.InRange(Environment.TickCount64 - start, 900, 20_000);

        // The refused request, its retry, and the pages.
        Assert.Equal(10, Server.RequestCount);
    }
}
