using TikTokFollowing.Engine.Tests.Support;
using TikTokFollowing.Tests.Support;

namespace TikTokFollowing.Engine.Tests.Get;

/// <summary>What a summary says of a list.</summary>
public sealed class SummaryTests : EngineTest
{
    public static TheoryData<string, string, string, int, int, int, int> Lists
    {
        get
        {
            TheoryData<string, string, string, int, int, int, int> data = [];
            foreach (string provider in new[] { "DumplingAI", "FullTikTok" })
            {
                data.Add(provider, "stoolpresidente", "Complete", 234, 3, 3, 0);
                data.Add(provider, "sandbox.empty", "Complete", 0, 1, 1, 0);
                data.Add(provider, "sandbox.hidden", "Hidden", 0, 1, 1, 0);
                data.Add(provider, "sandbox.notfound", "NotFound", 0, 1, 0, 0);
                data.Add(provider, "sandbox.truncated", "Truncated", 5000, 50, 50, 0);
                data.Add(provider, "sandbox.repeats", "Complete", 500, 6, 6, 100);
                data.Add(provider, "sandbox.stuck", "StuckCursor", 200, 2, 2, 0);
                data.Add(provider, "sandbox.malformed", "Failed", 100, 2, 2, 0);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public void Summary_OfASandboxList_SaysHowItEndedAndWhatItCost(
        string provider, string handle, string status, int users, int requests, int credits, int duplicates)
    {
        FollowingConnection connection = ConnectSandbox($"-Provider {provider}");
        Run run = Run($"Get-TikTokFollowing {handle} -PageSize 100 -SummaryVariable summary");
        FollowingSummary summary = run.Summary;
        Assert.Equal((handle, provider, status), (summary.Handle, $"{summary.Provider}", $"{summary.Status}"));
        Assert.Equal((users, requests, credits, duplicates, 0), (summary.Users, summary.Requests, summary.Credits, summary.Duplicates, summary.Retries));
        Assert.Equal(users, run.Rows.Select(static row => row.UserId).Distinct().Count());
        Assert.Equal(users, run.Rows.Count);
        Assert.InRange(summary.Duration, TimeSpan.FromTicks(1), TimeSpan.FromMinutes(1));
        Assert.InRange(summary.StartedAt, DateTimeOffset.UtcNow.AddMinutes(-2), DateTimeOffset.UtcNow);
        Assert.Same(summary, connection.Summaries[^1]);
        Assert.Equal(status is "Hidden" or "NotFound" or "Failed" ? 1 : 0, run.Errors.Count);
        if (status is "Truncated" or "StuckCursor")
        {
            Assert.Contains(status, Assert.Single(run.Warnings), StringComparison.Ordinal);
            Assert.Contains(handle, run.Warnings[0], StringComparison.Ordinal);
            Assert.NotNull(summary.Message);
        }
        else
        {
            Assert.Empty(run.Warnings);
        }

        if (status == "Complete")
        {
            Assert.Null(summary.NextCursor);
        }
    }

    [Fact]
    public void Summary_OfAFlakyList_CountsTheRetriesAndNobodyPaysForA502()
    {
        ConnectSandbox("-MaximumRetryIntervalSec 0");
        Run run = Run("Get-TikTokFollowing sandbox.flaky -PageSize 100 -SummaryVariable summary").AssertSilent();
        Assert.Equal(250, run.Rows.Count);
        Assert.Equal((FollowingStatus.Complete, 6, 9, 3), (run.Summary.Status, run.Summary.Retries, run.Summary.Requests, run.Summary.Credits));
    }

    [Fact]
    public void Summary_OfAListWithARateLimit_HasWaitedAsLongAsTheVendorAsked()
    {
        ConnectSandbox();
        Run run = Run("Get-TikTokFollowing sandbox.ratelimited -PageSize 100 -SummaryVariable summary").AssertSilent();
        Assert.Equal((250, 1), (run.Summary.Users, run.Summary.Retries));
        Assert.InRange(run.Summary.Duration.TotalSeconds, 1, 20);
    }

    [Fact]
    public void Summary_CountsAnAttemptWithoutAnAnswerAsPaid()
    {
        ConnectLoopback("-MaximumRetryIntervalSec 0");
        Server.Enqueue(new LoopbackReply { Act = LoopbackAct.Reset }, new LoopbackReply { Body = string.Empty }, new LoopbackReply { Status = 502, Body = """{"error":"x"}""" });
        Run run = Run("Get-TikTokFollowing stoolpresidente -PageSize 100 -SummaryVariable summary").AssertSilent();
        Assert.Equal((234, 6, 3), (run.Summary.Users, run.Summary.Requests, run.Summary.Retries));

        // Three pages, a reset and an empty 200.
        Assert.Equal(5, run.Summary.Credits);
    }

    [Fact]
    public void Summary_OfEveryHandle_StandsInTheOrderOfTheInput()
    {
        ConnectSandbox();
        Run run = Run("'stoolpresidente', 'bad handle', 'sandbox.notfound', 'sandbox.empty' | Get-TikTokFollowing -SummaryVariable summary -ErrorAction Ignore");
        Assert.Equal("stoolpresidente Complete, bad handle Failed, sandbox.notfound NotFound, sandbox.empty Complete", run.Statuses);
    }

    [Theory]
    [InlineData("""{"followingList":[{"account":{"name":"a"}},{"account":{"name":"b"}}],"hasMore":false,"total":2}""")]
    [InlineData("""{"followingList":[{},{}],"hasMore":false}""")]
    public void Summary_OfAPageWhoseEntriesAreUnknown_IsAFormatChangeAndNoEmptyList(string body)
    {
        ConnectLoopback();
        Server.Enqueue(new LoopbackReply { Body = body });
        Run run = Run("Get-TikTokFollowing somebody -SummaryVariable summary");
        run.AssertError("InvalidResponse");
        Assert.Equal(FollowingStatus.Failed, run.Summary.Status);
    }

    [Fact]
    public void Summary_OfAPageWithSomeUnknownEntries_IsCompleteWithAWarning()
    {
        ConnectLoopback();
        Server.Enqueue(new LoopbackReply { Body = """{"followingList":[{"user":{"id":"1","uniqueId":"a"}},{"account":{"name":"b"}}],"hasMore":false}""" });
        Run run = Run("Get-TikTokFollowing somebody -SummaryVariable summary");
        Assert.Equal("a", Assert.Single(run.Rows).Handle);
        Assert.Contains("somebody", Assert.Single(run.Warnings), StringComparison.Ordinal);
        Assert.Equal(FollowingStatus.Complete, run.Summary.Status);
    }
}
