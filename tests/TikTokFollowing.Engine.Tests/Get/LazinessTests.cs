using TikTokFollowing.Engine.Tests.Support;

namespace TikTokFollowing.Engine.Tests.Get;

/// <summary>How many requests a command sends.</summary>
public sealed class LazinessTests : EngineTest
{
    [Theory]
    [InlineData(1, 100, 1)]
    [InlineData(100, 100, 1)]
    [InlineData(101, 100, 2)]
    [InlineData(30, 10, 3)]
    [InlineData(7, 1, 7)]
    public void Get_ConsumerThatStops_PaysForWhatItTook(int taken, int pageSize, int requests)
    {
        FollowingConnection connection = ConnectSandbox();
        Run run = Run($"Get-TikTokFollowing sandbox.huge -PageSize {pageSize} -SummaryVariable summary | Select-First {taken}").AssertSilent();
        Assert.Equal(taken, run.Rows.Count);
        Assert.Equal(requests, connection.RequestsSent);
        Assert.Equal((FollowingStatus.Limited, taken, requests), (run.Summary.Status, run.Summary.Users, run.Summary.Requests));
    }

    [Theory]
    [InlineData(1, 100, 1)]
    [InlineData(100, 100, 1)]
    [InlineData(101, 100, 2)]
    [InlineData(150, 100, 2)]
    [InlineData(1000, 100, 10)]
    [InlineData(25, 10, 3)]
    public void Get_First_SendsNoMoreThanItNeeds(int first, int pageSize, int requests)
    {
        FollowingConnection connection = ConnectSandbox();
        Run run = Run($"Get-TikTokFollowing sandbox.huge -PageSize {pageSize} -First {first}").AssertSilent();
        Assert.Equal(first, run.Rows.Select(static row => row.UserId).Distinct().Count());
        Assert.Equal(first, run.Rows.Count);
        Assert.Equal(requests, connection.RequestsSent);
    }

    [Fact]
    public void Get_FirstZero_SendsNone()
    {
        FollowingConnection connection = ConnectSandbox();
        Run run = Run("Get-TikTokFollowing sandbox.huge -First 0 -SummaryVariable summary").AssertSilent();
        Assert.Empty(run.Output);
        Assert.Equal(FollowingStatus.Limited, run.Summary.Status);
        Assert.Equal(0, connection.RequestsSent);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-ThrottleLimit 1")]
    public void Get_NextPage_IsAskedForWhenTheLastRowWasTaken(string more)
    {
        ConnectSandbox();
        Run run = Run($"Get-TikTokFollowing sandbox.huge -PageSize 10 -First 40 {more} | ForEach-Object {{ $connection.RequestsSent }}").AssertSilent();
        Assert.Equal(Enumerable.Range(0, 40).Select(static row => $"{(row / 10) + 1}"), run.Text);
    }

    [Fact]
    public void Get_WholeList_TakesOneRequestForEachPage()
    {
        FollowingConnection connection = ConnectSandbox();
        Run("$rows = Get-TikTokFollowing charlidamelio -PageSize 50").AssertSilent();
        Assert.Equal(24, connection.RequestsSent);
    }

    [Fact]
    public void Get_ReadAhead_BringsTheSameRowsAndAtMostOneRequestMore()
    {
        FollowingConnection connection = ConnectSandbox();
        Run plain = Run("Get-TikTokFollowing charlidamelio -PageSize 100");
        Run ahead = Run("Get-TikTokFollowing charlidamelio -PageSize 100 -ReadAhead");
        Assert.Equal(plain.Rows.Select(static row => row.UserId), ahead.Rows.Select(static row => row.UserId));
        Assert.Equal(24, connection.RequestsSent);
        Assert.Equal(150, Run("Get-TikTokFollowing sandbox.huge -PageSize 100 -ReadAhead | Select-First 150").Rows.Count);
        Assert.InRange(connection.RequestsSent, 26, 27);
        Assert.Equal(200, Run("Get-TikTokFollowing sandbox.huge -PageSize 100 -ReadAhead -First 200").Rows.Count);
        Assert.InRange(connection.RequestsSent, 28, 29);
    }

    [Fact]
    public void Get_Input_IsReadAsItIsNeeded()
    {
        ConnectSandbox();
        Run run = Run("""
            $read = [System.Collections.Generic.List[int]]::new()
            1..20 | ForEach-Object { $read.Add($_); "some.user$_" } | Get-TikTokFollowing -MaxPages 1 -PageSize 10 -ThrottleLimit 3 | Select-First 1 | Out-Null
            $read.Count
            """).AssertSilent();
        Assert.InRange(int.Parse(Assert.Single(run.Text)), 1, 4);
    }
}
