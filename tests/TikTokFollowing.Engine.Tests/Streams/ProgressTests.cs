using System.Diagnostics;
using System.Management.Automation;
using TikTokFollowing.Engine.Tests.Support;
using TikTokFollowing.Tests.Support;

namespace TikTokFollowing.Engine.Tests.Streams;

public sealed class ProgressTests : EngineTest
{
    [Fact]
    public void Progress_OfALongRun_IsShownSeldomAndTakenAway()
    {
        ConnectSandbox();
        Stopwatch clock = Stopwatch.StartNew();
        Run run = Run("'stoolpresidente', 'charlidamelio' | Get-TikTokFollowing -PageSize 100 | ForEach-Object { [System.Threading.Thread]::Sleep(2) }").AssertSilent();
        ProgressRecord[] records = [.. run.Progress.Where(static record => record.Activity.Contains("TikTok", StringComparison.Ordinal))];
        Assert.InRange(records.Length, 3, (int)(clock.Elapsed.TotalSeconds * 4) + 1);
        Assert.All(records, static record => Assert.InRange(record.PercentComplete, -1, 100));
        Assert.Equal(ProgressRecordType.Completed, records[^1].RecordType);
        Assert.Matches(@"^charlidamelio, handle 2, [\d,]+ of about 1,224 rows, \d+ requests, \d+ credits$", records[^2].StatusDescription);
    }

    [Fact]
    public void Progress_WhileItWaits_SaysForWhatAndWhichHandleOfHowMany()
    {
        ConnectLoopback();
        Server.Enqueue(null, new LoopbackReply { Status = 429, Headers = new Dictionary<string, string> { ["Retry-After"] = "2" } });
        string[] texts = [.. Run("Get-TikTokFollowing sandbox.empty, stoolpresidente, sandbox.hidden -PageSize 100 -ErrorAction Ignore").Progress.Select(static record => record.StatusDescription)];
        Assert.Contains(texts, static text => text.Contains("handle 2 of 3", StringComparison.Ordinal));
        Assert.Contains(texts, static text => text.EndsWith("waiting 1 s", StringComparison.Ordinal));
    }

    [Fact]
    public void Progress_WhateverTotalWasAnnounced_NeverPasses100PerCent()
    {
        ConnectLoopback();
        Server.Latency = TimeSpan.FromMilliseconds(400);
        for (int page = 1; page <= 4; page++)
        {
            string users = string.Join(',', Enumerable.Range(0, 5).Select(i => $$$"""{"user":{"id":"{{{(page * 10) + i}}}","uniqueId":"user{{{page}}}{{{i}}}"}}"""));
            Server.Enqueue(new LoopbackReply { Body = $$"""{"followingList":[{{users}}],"minCursor":{{1_700_000_000 - page}},"hasMore":true,"total":3}""" });
        }

        Run run = Run("Get-TikTokFollowing somebody -MaxPages 4").AssertSilent();
        Assert.Equal(20, run.Rows.Count);
        Assert.InRange(run.Progress.Count, 2, 100);
        Assert.All(run.Progress, static record => Assert.InRange(record.PercentComplete, -1, 100));
    }

    [Fact]
    public void Progress_OfAShortRun_IsNotShown()
    {
        ConnectSandbox();
        Assert.DoesNotContain(Run("Get-TikTokFollowing sandbox.empty").Progress, static record => record.Activity.Contains("TikTok", StringComparison.Ordinal));
    }
}
