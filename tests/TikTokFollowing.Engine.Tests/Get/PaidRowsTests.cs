using System.Diagnostics;
using System.Management.Automation;
using System.Net;
using System.Security;
using TikTokFollowing.Engine.Tests.Support;
using TikTokFollowing.Tests.Support;

namespace TikTokFollowing.Engine.Tests.Get;

/// <summary>Once a request was sent nothing is thrown: the rows that were paid for arrive, whatever keeps them.</summary>
public sealed class PaidRowsTests : EngineTest
{
    // The sandbox refuses page 3 of this list for want of credits.
    private const int Paid = 200;
    private const string Command = "Get-TikTokFollowing sandbox.nocredits -PageSize 100 -SummaryVariable global:summary";

    [Theory]
    [InlineData($"$rows = {Command}; $rows")]
    [InlineData($"$rows = {Command} -ErrorAction SilentlyContinue; $rows")]
    [InlineData($"$rows = {Command} -ReadAhead; $rows")]
    [InlineData($"$rows = {Command} -ThrottleLimit 4; $rows")]
    [InlineData($"$rows = @({Command}); $rows")]
    [InlineData($"$rows = & {{ {Command} }}; $rows")]
    [InlineData($"function Get-Rows {{ return {Command} }}; $rows = Get-Rows; $rows")]
    [InlineData($"{Command} -OutVariable rows | Out-Null; $rows")]
    [InlineData($"$rows = {Command} | ForEach-Object {{ $_ }}; $rows")]
    [InlineData($"$rows = {Command} -ErrorAction Ignore; $rows")]
    [InlineData($"$ErrorActionPreference = 'SilentlyContinue'; $rows = {Command}; $rows")]
    public void Get_ErrorThatEndsTheAsking_LeavesTheRowsBeforeIt(string script)
    {
        ConnectSandbox();
        Run run = Run(script);
        Assert.Null(run.Terminating);
        Assert.Equal(Paid, run.Rows.Count);
        Assert.Equal("sandbox.nocredits OutOfCredits", run.Statuses);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-ReadAhead")]
    [InlineData("-ErrorAction SilentlyContinue")]
    public void Get_ErrorThatEndsTheAsking_IsWrittenAndTheRestIsNotStarted(string more)
    {
        FollowingConnection connection = ConnectSandbox();
        Run run = Run($"$rows = 'stoolpresidente', 'sandbox.nocredits', 'charlidamelio', 'not a handle', 'sandbox.empty' | Get-TikTokFollowing -PageSize 100 -SummaryVariable summary {more}; $rows");
        Assert.Null(run.Terminating);
        Assert.Equal(234 + Paid, run.Rows.Count);
        Assert.Equal(["stoolpresidente", "sandbox.nocredits", "charlidamelio", "not a handle", "sandbox.empty"], run.Summaries.Select(static summary => summary.Handle));
        Assert.Equal((FollowingStatus.Complete, FollowingStatus.OutOfCredits), (run.Summaries[0].Status, run.Summaries[1].Status));
        Assert.Equal((FollowingStatus.NotStarted, FollowingStatus.NotStarted), (run.Summaries[2].Status, run.Summaries[4].Status));
        Assert.All(run.Summaries.Skip(2), static summary => Assert.Equal((0, 0m), (summary.Requests, summary.Credits)));
        Assert.All(run.Summaries.Where(static summary => summary.Status == FollowingStatus.NotStarted), static summary => Assert.NotNull(summary.Message));
        Assert.Equal(6, connection.RequestsSent);
    }

    [Fact]
    public void Get_WarningThatStops_DeliversEachPageOnce()
    {
        ConnectSandbox("-CreditLimit 0");
        Run("Connect-TikTokFollowing ScrapeCreators -Sandbox -AsFallback -WarningAction Ignore").AssertSilent();

        // The page is there before the next handle comes. It brings the warning that another provider was asked.
        Run run = Run("& { 'charlidamelio'; [Threading.Thread]::Sleep(500); 'stoolpresidente' } | Get-TikTokFollowing -ThrottleLimit 3 -WarningAction Stop -SummaryVariable summary");
        Assert.Equal(20, run.Rows.Select(static row => row.UserId).Distinct().Count());
        Assert.Equal(20, run.Rows.Count);
        Assert.Equal("charlidamelio Stopped", run.Statuses);
    }

    [Fact]
    public void Get_WarningThatStopsAfterTheNextPageCame_DeliversThatPageToo()
    {
        ConnectLoopback();
        Server.Enqueue(new LoopbackReply { Body = """{"followingList":[{"account":{}},{"user":{"id":"1","uniqueId":"one"}}],"hasMore":true,"minCursor":1760000000}""" });

        // The second page comes, ahead, while the rows of the first are taken.
        Run run = Run("& { 'stoolpresidente'; [Threading.Thread]::Sleep(1000); 'charlidamelio' } | Get-TikTokFollowing -PageSize 100 -ThrottleLimit 3 -ReadAhead -WarningAction Stop -SummaryVariable summary");

        FollowingSummary stopped = run.Summaries.Single(static summary => summary.Handle == "stoolpresidente");
        Assert.Equal((FollowingStatus.Stopped, 2, 2, 101L), (stopped.Status, stopped.Pages, stopped.Requests, stopped.Users));
        Assert.Equal(run.Summaries.Sum(static summary => summary.Users), run.Rows.Count);
    }

    [Fact]
    public void Get_ErrorWhileAPageThatHasComeIsOnItsWay_DeliversThatPage()
    {
        using SlowArrival arrival = new();
        using SecureString key = Secret.Secure(Key);
        using FollowingConnection connection = new(new FollowingConnectionOptions
        {
            ApiKey = key, Handler = arrival.Handler, TimeProvider = arrival, MaximumRetryCount = 0,
        });
        Session.With("mine", connection);

        Run run = Run("Get-TikTokFollowing paid, missing -ThrottleLimit 2 -Connection $mine -ErrorAction Stop -SummaryVariable summary");

        run.AssertThrew("NotFound");
        Assert.Equal("one", Assert.Single(run.Rows).Handle);
        Assert.Equal("missing NotFound, paid Complete", run.Statuses);
    }

    [Fact]
    public void Get_ErrorThatEndsTheAsking_ReachesHandlesThatAreStillToCome()
    {
        ConnectSandbox();
        Run run = Run("1..50 | ForEach-Object { if ($_ -eq 10) { 'sandbox.nocredits' } else { \"some.user$_\" } } | Get-TikTokFollowing -MaxPages 3 -PageSize 100 -SummaryVariable summary | Out-Null");
        run.AssertError("OutOfCredits");
        Assert.Equal(50, run.Summaries.Count);
        Assert.Equal(40, run.Summaries.Count(static summary => summary.Status == FollowingStatus.NotStarted));
    }

    [Fact]
    public void Get_ErrorThatEndsTheAsking_WithHandlesAsAnArgument_LeavesTheRestNotStarted()
    {
        ConnectSandbox();
        Run run = Run("Get-TikTokFollowing sandbox.nocredits, stoolpresidente, sandbox.empty -PageSize 100 -SummaryVariable summary");
        run.AssertError("OutOfCredits");
        Assert.Equal("sandbox.nocredits OutOfCredits, stoolpresidente NotStarted, sandbox.empty NotStarted", run.Statuses);
    }

    [Fact]
    public void Get_CreditLimit_AmongTwentyHandles_LosesNoRowAndReportsEveryHandle()
    {
        FollowingConnection connection = ConnectSandbox("-CreditLimit 30");
        Run run = Run("$rows = 1..20 | ForEach-Object { \"some.user$_\" } | Get-TikTokFollowing -PageSize 10 -MaxPages 2 -SummaryVariable summary; $rows");
        run.AssertError("CreditLimitReached");
        Assert.Equal(30, connection.CreditsSpent);
        Assert.Equal(run.Summaries.Sum(static summary => summary.Users), run.Rows.Count);
        Assert.Equal(20, run.Summaries.Count);
        Assert.Equal(30, run.Summaries.Sum(static summary => summary.Credits));
        Assert.Contains(run.Summaries, static summary => summary.Status == FollowingStatus.OutOfCredits);
        Assert.Contains(run.Summaries, static summary => summary.Status == FollowingStatus.NotStarted);
    }

    [Fact]
    public void Get_ErrorActionStop_IsTheUsersOwnChoice()
    {
        ConnectSandbox();
        Run run = Run("$rows = 'before'; $rows = Get-TikTokFollowing sandbox.nocredits, stoolpresidente -PageSize 100 -SummaryVariable summary -ErrorAction Stop");
        run.AssertThrew("OutOfCredits");
        Assert.Equal("sandbox.nocredits OutOfCredits, stoolpresidente NotStarted", run.Statuses);
        Assert.Equal(Paid, Assert.Single(run.Summaries, static summary => summary.Status == FollowingStatus.OutOfCredits).Users);
    }

    [Fact]
    public void Get_DisconnectedOnTheWay_WritesItsErrorAndKeepsTheRows()
    {
        ConnectSandbox();
        Run run = Run("""
            $rows = Get-TikTokFollowing sandbox.huge, sandbox.empty -PageSize 10 -SummaryVariable summary | ForEach-Object { if ($_.Page -eq 2) { Disconnect-TikTokFollowing $connection }; $_ }
            $rows
            """);
        run.AssertError("NotConnected");
        Assert.Equal(20, run.Rows.Count);
        Assert.Equal("sandbox.huge Failed, sandbox.empty NotStarted", run.Statuses);
    }

    [Fact]
    public void Get_AnnouncedWaitThatIsTooLong_EndsTheAskingAndNamesTheTime()
    {
        ConnectLoopback();
        Server.Enqueue(null, new LoopbackReply { Status = 429, Headers = new Dictionary<string, string> { ["Retry-After"] = "7200" } });
        Run run = Run("$rows = Get-TikTokFollowing stoolpresidente, sandbox.empty -PageSize 100 -SummaryVariable summary; $rows");
        ErrorRecord error = run.AssertError("RateLimited");
        Assert.Equal(TimeSpan.FromHours(2), ((FollowingException)error.Exception).RetryAfter);
        Assert.Equal(100, run.Rows.Count);
        Assert.Equal("stoolpresidente Failed, sandbox.empty NotStarted", run.Statuses);
    }

    /// <summary>
    /// A page whose response was read stays with the reader, which asks for the time before it hands the page over, until the other list
    /// has failed.
    /// </summary>
    private sealed class SlowArrival : TimeProvider, IDisposable
    {
        private readonly ManualResetEventSlim _hasCome = new();
        private readonly ManualResetEventSlim _hasFailed = new();
        private readonly ManualResetEventSlim _never = new();

        public SlowArrival() => Handler = new Replies(_hasCome, _hasFailed);

        public HttpMessageHandler Handler { get; }

        public override DateTimeOffset GetUtcNow()
        {
            if (new StackTrace().GetFrames().Any(static frame => frame.GetMethod() is { Name: "Accept", DeclaringType.Name: "ListReader" }))
            {
                _hasCome.Set();
                Assert.True(_hasFailed.Wait(TimeSpan.FromSeconds(20)));

                // Until the pipeline has seen it.
                _never.Wait(TimeSpan.FromMilliseconds(500));
            }

            return base.GetUtcNow();
        }

        public void Dispose()
        {
            Handler.Dispose();
            _hasCome.Dispose();
            _hasFailed.Dispose();
            _never.Dispose();
        }

        private sealed class Replies(ManualResetEventSlim hasCome, ManualResetEventSlim hasFailed) : HttpMessageHandler
        {
            protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
            {
                // Off the pipeline thread, as a real one.
                await Task.Yield();
                string asked = await request.Content!.ReadAsStringAsync(cancellationToken);
                if (asked.Contains("paid", StringComparison.Ordinal))
                {
                    return Reply(HttpStatusCode.OK, """{"followingList":[{"user":{"id":"1","uniqueId":"one"}}],"hasMore":false}""");
                }

                Assert.True(hasCome.Wait(TimeSpan.FromSeconds(20), cancellationToken));
                hasFailed.Set();
                return Reply(HttpStatusCode.NotFound, """{"error":"The following list could not be found."}""");
            }

            private static HttpResponseMessage Reply(HttpStatusCode status, string body) => new(status) { Content = new StringContent(body) };
        }
    }
}
