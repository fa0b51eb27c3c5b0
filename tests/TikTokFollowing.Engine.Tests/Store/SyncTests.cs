using System.Management.Automation;
using TikTokFollowing.Engine.Tests.Support;
using TikTokFollowing.Store;
using TikTokFollowing.Tests.Support;

namespace TikTokFollowing.Engine.Tests.Store;

/// <summary>Sync-TikTokFollowing: every row that was paid for is in the store, once, and what it reports is in the store too.</summary>
// One after the other: each reading of sandbox.restless in this process changes it.
[Collection("sandbox.restless")]
public sealed class SyncTests : StoreTest
{
    [Fact]
    public void Sync_FirstReading_IsTheBaselineAndTellsPeople()
    {
        ConnectSandbox();
        Run run = Run("Sync-TikTokFollowing stoolpresidente -StorePath $path -SummaryVariable summary").AssertSilent();
        Assert.Empty(run.Output);
        Assert.Equal(["stoolpresidente: first reading, 234 accounts, 3 requests, 3 credits"], run.Information);
        Assert.Equal((FollowingStatus.Complete, 234L, 3, 3m), (run.Summary.Status, run.Summary.Users, run.Summary.Requests, run.Summary.Credits));
        IEnumerable<string?> live = Run("Get-TikTokFollowing stoolpresidente").AssertSilent().Rows.Select(static row => row.UserId);
        Assert.Equal(live, History().Select(static row => row.UserId));
    }

    [Fact]
    public void Sync_NothingNew_CostsOneRequest()
    {
        FollowingConnection connection = ConnectSandbox();
        Run("Sync-TikTokFollowing charlidamelio -StorePath $path").AssertSilent();
        long before = connection.RequestsSent;
        Run run = Run("Sync-TikTokFollowing -StorePath $path -SummaryVariable summary").AssertSilent();
        Assert.Equal(before + 1, connection.RequestsSent);
        Assert.Empty(run.Output);
        Assert.Equal("charlidamelio Limited", run.Statuses);
    }

    [Fact]
    public void Sync_ListThatChanges_ReportsWhatTheStoreThenHolds()
    {
        ConnectSandbox();
        Run("Sync-TikTokFollowing sandbox.restless -StorePath $path").AssertSilent();
        Run run = Run("Sync-TikTokFollowing -StorePath $path -Full").AssertSilent();
        Assert.Equal(
            [FollowingChangeKind.Followed, FollowingChangeKind.Unfollowed, FollowingChangeKind.Renamed],
            ChangesOf(run).Select(static change => change.Kind).Order());
        Run stored = Run("Get-TikTokFollowingChange $path").AssertSilent();
        Assert.Equal(ChangesOf(run).Select(static change => $"{change}").Order(), ChangesOf(stored).Select(static change => $"{change}").Order());
        Assert.All(ChangesOf(run), static change => Assert.True(change.NotBefore <= change.NotAfter && change.SeenAt is not null));
    }

    [Fact]
    public void Sync_ConsumerThatStops_LeavesTheRestToTheNextOne()
    {
        ConnectSandbox();
        Run("Sync-TikTokFollowing sandbox.restless -StorePath $path").AssertSilent();
        Run("Sync-TikTokFollowing -StorePath $path -Full | Select-First 1").AssertSilent();
        Run("Sync-TikTokFollowing -StorePath $path -Full").AssertSilent();
        Run live = Run("Get-TikTokFollowing sandbox.restless").AssertSilent();
        FollowingChange[] changes = [.. ChangesOf(Run("Get-TikTokFollowingChange $path").AssertSilent())];
        Assert.Equal(changes.Length, changes.Select(static change => $"{change.Kind} {change.UserId} {change.Handle}").Distinct().Count());

        // The live reading is one generation on: one follow more, one less, one name.
        string?[] kept = [.. History().Select(static row => row.UserId)];
        Assert.Equal(kept.Length, kept.Distinct().Count());
        Assert.Equal(kept.Length - 1, kept.Intersect(live.Rows.Select(static row => row.UserId)).Count());
    }

    [Fact]
    public void Sync_CreditsThatEnd_AreResumedAtTheirPage()
    {
        ConnectSandbox("-CreditLimit 8");
        Run first = Run("'stoolpresidente', 'charlidamelio', 'mia.paints' | Sync-TikTokFollowing -StorePath $path -ThrottleLimit 1 -SummaryVariable summary");
        ErrorRecord error = first.AssertError("CreditLimitReached");
        Assert.Contains("Run the same command again to resume.", $"{error}", StringComparison.Ordinal);
        Assert.Equal("stoolpresidente Complete, charlidamelio OutOfCredits, mia.paints NotStarted", first.Statuses);
        Assert.Equal(500, History("-Handle charlidamelio").Count);

        ConnectSandbox();
        Run second = Run("'stoolpresidente', 'charlidamelio' | Sync-TikTokFollowing -StorePath $path -OlderThan 12:00:00 -KnownStreak 3 -SummaryVariable summary").AssertSilent();
        Assert.Contains("charlidamelio: resumed at page 6, 700 accounts, 7 requests, 7 credits", second.Information);
        Assert.Equal("stoolpresidente Complete, charlidamelio Complete", second.Statuses);
        Assert.Equal(1200, History("-Handle charlidamelio").Select(static row => row.UserId).Distinct().Count());
    }

    [Fact]
    public void Sync_ListsThatAreSkipped_HaveASummaryThatCostNothing()
    {
        ConnectSandbox();
        Run("Sync-TikTokFollowing stoolpresidente, sandbox.stuck -StorePath $path -ErrorAction Ignore -WarningAction Ignore").AssertSilent();
        foreach (string more in (string[])["-OlderThan 12:00:00", "-Once"])
        {
            Run skipped = Run($"'stoolpresidente', 'sandbox.stuck' | Sync-TikTokFollowing -StorePath $path {more} -SummaryVariable summary").AssertSilent();
            Assert.Equal("stoolpresidente Complete, sandbox.stuck Limited", skipped.Statuses);
            Assert.All(skipped.Summaries, static summary => Assert.Equal((0, 0m, 0L), (summary.Requests, summary.Credits, summary.Users)));
            Assert.All(skipped.Summaries, static summary => Assert.NotNull(summary.Message));
        }

        Assert.Equal(
            "stoolpresidente NotStarted, mia.paints NotStarted",
            Run("'stoolpresidente', 'mia.paints' | Sync-TikTokFollowing -StorePath $path -WhatIf -SummaryVariable summary").Statuses);
    }

    [Fact]
    public void Summary_Latest_SaysWhenTheListWasComplete()
    {
        ConnectSandbox();
        Run("1..2 | ForEach-Object { Sync-TikTokFollowing stoolpresidente, sandbox.stuck -StorePath $path -WarningAction Ignore }");
        FollowingSummary[] latest = [.. Run("Get-TikTokFollowingSummary $path -Latest").AssertSilent().Output.Select(static item => (FollowingSummary)item.BaseObject)];
        Assert.Contains("The last complete reading began at 2", latest.Single(static summary => summary.Handle == "stoolpresidente").Message, StringComparison.Ordinal);
        Assert.EndsWith("There is no complete reading.", latest.Single(static summary => summary.Handle == "sandbox.stuck").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sync_OlderThan_AsksNothingOfListsThatAreFresh()
    {
        FollowingConnection connection = ConnectSandbox();
        const string Line = "Sync-TikTokFollowing stoolpresidente, sandbox.empty -StorePath $path -OlderThan 12:00:00";
        Run(Line).AssertSilent();
        long sent = connection.RequestsSent;
        Run again = Run(Line).AssertSilent();
        Assert.Equal(sent, connection.RequestsSent);
        Assert.All(again.Information, static line => Assert.Contains("nothing to do", line, StringComparison.Ordinal));
    }

    [Fact]
    public void Sync_WhatIf_SendsNothingAndMakesNoFile()
    {
        FollowingConnection connection = ConnectSandbox();
        Run("'stoolpresidente', 'charlidamelio' | Sync-TikTokFollowing -StorePath $path -WhatIf").AssertSilent();
        Assert.Equal(0, connection.RequestsSent);
        Assert.Empty(Directory.EnumerateFiles(Folder));
    }

    [Fact]
    public void Sync_WhatIfOfAKnownStore_ChangesNoByte()
    {
        FollowingConnection connection = ConnectSandbox();
        Run("Sync-TikTokFollowing charlidamelio -StorePath $path").AssertSilent();
        byte[] before = File.ReadAllBytes(StorePath);
        long sent = connection.RequestsSent;
        Run("$WhatIfPreference = $true; Sync-TikTokFollowing -StorePath $path -Full; $WhatIfPreference = $false").AssertSilent();
        Assert.Equal(sent, connection.RequestsSent);
        Assert.Equal(before, File.ReadAllBytes(StorePath));
    }

    [Fact]
    public void Sync_Once_IsNotWatchedAndNotAskedAgain()
    {
        FollowingConnection connection = ConnectSandbox();
        Run("Sync-TikTokFollowing stoolpresidente -StorePath $path -Once").AssertSilent();
        long sent = connection.RequestsSent;
        Run("Sync-TikTokFollowing stoolpresidente -StorePath $path -Once").AssertSilent();
        Run("Sync-TikTokFollowing -StorePath $path").AssertSilent();
        Assert.Equal(sent, connection.RequestsSent);
        Assert.Equal(234, History().Count);
    }

    [Fact]
    public void Sync_EmptyPipeline_DoesNotMeanEveryList()
    {
        FollowingConnection connection = ConnectSandbox();
        Run("Sync-TikTokFollowing stoolpresidente -StorePath $path").AssertSilent();
        long sent = connection.RequestsSent;
        Run("@() | Sync-TikTokFollowing -StorePath $path").AssertSilent();
        Assert.Equal(sent, connection.RequestsSent);
    }

    [Fact]
    public void Sync_HiddenAndUnknownLists_AreErrorsOfTheirOwn()
    {
        ConnectSandbox();
        Run run = Run("'sandbox.hidden', 'sandbox.notfound', 'stoolpresidente' | Sync-TikTokFollowing -StorePath $path -SummaryVariable summary -ThrottleLimit 1");
        Assert.Equal(["ListHidden", "NotFound"], run.ErrorIds);
        Assert.Equal("sandbox.hidden Hidden, sandbox.notfound NotFound, stoolpresidente Complete", run.Statuses);
        Assert.Equal(3, Run("Get-TikTokFollowingSummary $path -Latest").AssertSilent().Output.Count);
    }

    [Fact]
    public async Task Sync_Stopped_KeepsThePagesThatCame()
    {
        ConnectLoopback();
        Server.Enqueue(null, null);
        Server.Always = new LoopbackReply { Act = LoopbackAct.Hang };
        using (PowerShell shell = Session.CreateShell("Sync-TikTokFollowing charlidamelio -StorePath $path"))
        {
            IAsyncResult running = shell.BeginInvoke();
            await UntilAsync(() => Server.RequestCount == 3);
            shell.Stop();
            Assert.Throws<PipelineStoppedException>(() => shell.EndInvoke(running));
        }

        Assert.Equal(200, History().Count);
        FollowingSummary summary = (FollowingSummary)Assert.Single(Run("Get-TikTokFollowingSummary $path").AssertSilent().Output).BaseObject;
        Assert.Equal((FollowingStatus.Stopped, 3, 3m), (summary.Status, summary.Requests, summary.Credits));
        Server.Always = null;
        Run("Sync-TikTokFollowing -StorePath $path").AssertSilent();
        Assert.Equal(1200, History().Select(static row => row.UserId).Distinct().Count());
        Assert.Equal(3 + 10, Server.RequestCount);
    }

    [Fact]
    public async Task Sync_WhileAnotherOneRuns_IsRefusedBeforeARequest()
    {
        ConnectLoopback();
        Server.Always = new LoopbackReply { Act = LoopbackAct.Hang };
        using PowerShell shell = Session.CreateShell("Sync-TikTokFollowing charlidamelio -StorePath $path");
        IAsyncResult running = shell.BeginInvoke();
        await UntilAsync(() => Server.RequestCount == 1);
        using (Session other = new Session().With("path", StorePath))
        {
            other.Run("Connect-TikTokFollowing -Sandbox -WarningAction Ignore");
            other.Run("Sync-TikTokFollowing stoolpresidente -StorePath $path").AssertThrew("StoreInUse");
            other.Run("Get-TikTokFollowingSummary $path").AssertSilent();
        }

        shell.Stop();
        Assert.Throws<PipelineStoppedException>(() => shell.EndInvoke(running));
    }

    [Fact]
    public void Sync_WithFallback_HasEveryAccountOnce()
    {
        ConnectSandbox("-CreditLimit 2");
        Run("Connect-TikTokFollowing ScrapeCreators -Sandbox -AsFallback -WarningAction Ignore").AssertSilent();
        Run run = Run("Sync-TikTokFollowing stoolpresidente -StorePath $path -SummaryVariable summary");
        Assert.Single(run.Warnings);
        Assert.Equal("stoolpresidente Complete", run.Statuses);
        Assert.Equal(234, History().Select(static row => row.UserId).Distinct().Count());
        Assert.Equal(234, History().Count);
    }

    [Fact]
    public void Sync_KeyIsInNoByteOfTheFiles()
    {
        ConnectLoopback();
        Run("Sync-TikTokFollowing charlidamelio, sandbox.hidden -StorePath $path -ErrorAction Ignore");
        Assert.DoesNotContain(Key, AllBytes(), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("")]
    public void Sync_FileThatIsNoStore_IsLeftAsItIs(string text)
    {
        ConnectSandbox();
        File.WriteAllText(StorePath, text + new string('x', 5000));
        byte[] before = File.ReadAllBytes(StorePath);
        Run("Sync-TikTokFollowing stoolpresidente -StorePath $path").AssertThrew("StoreInvalid");
        Run("Get-TikTokFollowingHistory $path").AssertThrew("StoreInvalid");
        Assert.Equal(before, File.ReadAllBytes(StorePath));
    }

    [Theory]
    [InlineData("env:x")]
    [InlineData("nodrive:x")]
    [InlineData("$folder/no/such/folder/x.db")]
    [InlineData("$folder")]
    public void Sync_PathThatCannotBeAStore_IsRefusedBeforeARequest(string path)
    {
        FollowingConnection connection = ConnectSandbox();
        Run($"Sync-TikTokFollowing stoolpresidente -StorePath {path}").AssertThrew("StoreInvalid");
        Assert.Equal(0, connection.RequestsSent);
        Assert.Empty(Directory.EnumerateFiles(Path.GetDirectoryName(Folder)!, Path.GetFileName(Folder) + "*"));
    }

    [Fact]
    public void Sync_SandboxIntoAStoreOfRealLists_IsRefusedAndTheRestIsNotStarted()
    {
        ConnectLoopback();
        Run("Sync-TikTokFollowing stoolpresidente -StorePath $path").AssertSilent();
        FollowingConnection sandbox = ConnectSandbox();
        Run run = Run("'charlidamelio', 'mia.paints' | Sync-TikTokFollowing -StorePath $path -SummaryVariable summary");
        run.AssertError("StoreInvalid");
        Assert.Equal("charlidamelio Failed, mia.paints NotStarted", run.Statuses);
        Assert.Equal(0, sandbox.RequestsSent);
    }

    [Fact]
    public void Sync_ConsumerThatStopsAtTheLastPage_HasReadTheListToItsEnd()
    {
        ConnectSandbox();
        Run("Sync-TikTokFollowing sandbox.restless -StorePath $path").AssertSilent();
        Run run = Run("Sync-TikTokFollowing -StorePath $path -Full -SummaryVariable summary | Select-First 3").AssertSilent();
        Assert.Equal(3, run.Output.Count);
        Assert.Equal("sandbox.restless Complete", run.Statuses);
        Assert.All(
            Run("Get-TikTokFollowingSummary $path").AssertSilent().Output,
            static item => Assert.Equal(FollowingStatus.Complete, ((FollowingSummary)item.BaseObject).Status));
    }

    [Fact]
    public void Sync_WarningThatStops_StoresEachPageOnce()
    {
        ConnectSandbox("-CreditLimit 0");
        Run("$second = Connect-TikTokFollowing -Sandbox -AsFallback -PassThru -WarningAction Ignore").AssertSilent();
        Run("& { 'charlidamelio'; [Threading.Thread]::Sleep(500); 'stoolpresidente' } | Sync-TikTokFollowing -StorePath $path -WarningAction Stop");
        Run again = Run("Sync-TikTokFollowing charlidamelio -StorePath $path -Connection $second -SummaryVariable summary").AssertSilent();
        Assert.Contains("charlidamelio: resumed at page 2, 1,100 accounts, 11 requests, 11 credits", again.Information);
    }

    [Fact]
    public void Sync_InformationThatStops_LeavesASummaryOfEachHandle()
    {
        ConnectSandbox();
        Run("Sync-TikTokFollowing stoolpresidente -StorePath $path").AssertSilent();
        Run run = Run("Sync-TikTokFollowing stoolpresidente, charlidamelio -StorePath $path -Once -InformationAction Stop -SummaryVariable summary");
        Assert.NotNull(run.Terminating);
        Assert.Equal("stoolpresidente NotStarted, charlidamelio NotStarted", run.Statuses);
    }

    [Fact]
    public void Sync_StoreThatCannotBeRead_IsInvalidBeforeARequest()
    {
        FollowingConnection connection = ConnectSandbox();
        Run("'stoolpresidente', 'mia.paints' | Sync-TikTokFollowing -StorePath $path").AssertSilent();
        long sent = connection.RequestsSent;
        Execute("ALTER TABLE list RENAME COLUMN is_watched TO gone");
        Run("Sync-TikTokFollowing -StorePath $path").AssertThrew("StoreInvalid");

        Damage("reading_list");
        Run run = Run("'stoolpresidente', 'mia.paints' | Sync-TikTokFollowing -StorePath $path -SummaryVariable summary");
        run.AssertError("StoreInvalid");
        Assert.Equal("stoolpresidente Failed, mia.paints NotStarted", run.Statuses);
        Assert.Equal(sent, connection.RequestsSent);
    }

    [Fact]
    public async Task Sync_RequestUnderWayAtAFallback_IsCountedAtItsPrice()
    {
        Run($"$first = Connect-TikTokFollowing -ApiKey {Key} -BaseUri {Server.Address} -CreditLimit 0 -PassThru").AssertSilent();
        Run($"$second = Connect-TikTokFollowing -ApiKey {Key} -BaseUri {Server.Address} -CreditsPerRequest 5 -PassThru").AssertSilent();
        Server.Enqueue(null, new LoopbackReply { Act = LoopbackAct.Hang });
        using PowerShell shell = Session.CreateShell("Sync-TikTokFollowing charlidamelio -StorePath $path -Connection $first, $second");
        IAsyncResult running = shell.BeginInvoke();
        await UntilAsync(() => Server.RequestCount == 2);
        using (FollowingStore store = FollowingStore.OpenToRead(StorePath, TimeProvider.System))
        {
            FollowingSummary underWay = Assert.Single(store.Summaries(new SummaryFilter()));
            Assert.Equal((2, 10m), (underWay.Requests, underWay.Credits));
        }

        shell.Stop();
        Assert.Throws<PipelineStoppedException>(() => shell.EndInvoke(running));
    }

    [Fact]
    public async Task Sync_StoppedWhileAnErrorWaitsForAnotherList_KeepsTheCountsOfBoth()
    {
        ConnectLoopback();
        int asked = 0;
        Server.Choose = request => request.Contains("\"mia.paints\"", StringComparison.Ordinal)
            ? new LoopbackReply { Status = 403, Body = """{"error":"Not enough credits"}""", Delay = TimeSpan.FromSeconds(3) }
            : Interlocked.Increment(ref asked) == 1 ? new LoopbackReply { Status = 502, Body = "{}" } : new LoopbackReply { Act = LoopbackAct.Hang };
        using PowerShell shell = Session.CreateShell("'charlidamelio', 'mia.paints' | Sync-TikTokFollowing -StorePath $path -ErrorAction SilentlyContinue");
        IAsyncResult running = shell.BeginInvoke();
        await UntilAsync(() => Volatile.Read(ref asked) == 2);
        await Task.Delay(4000);
        shell.Stop();
        Assert.Throws<PipelineStoppedException>(() => shell.EndInvoke(running));

        FollowingSummary[] kept = [.. Run("Get-TikTokFollowingSummary $path").AssertSilent().Output.Select(static item => (FollowingSummary)item.BaseObject)];
        Assert.Equal([("charlidamelio", 2, 1), ("mia.paints", 1, 0)], kept.Select(static summary => (summary.Handle, summary.Requests, summary.Retries)));
    }

    [Fact]
    public void Sync_PageThatTheStoreRefuses_EndsNoOtherListAsRead()
    {
        Execute("CREATE TRIGGER refuse BEFORE INSERT ON follow BEGIN SELECT RAISE(ABORT, 'refused'); END");
        ConnectLoopback();
        Server.Choose = static request => request.Contains("sandbox.empty", StringComparison.Ordinal)
            ? new LoopbackReply { Alter = static response => response, Delay = TimeSpan.FromMilliseconds(500) }
            : null;
        Run refused = Run("'stoolpresidente', 'sandbox.empty' | Sync-TikTokFollowing -StorePath $path -ThrottleLimit 2 -SummaryVariable summary");
        refused.AssertError("StoreInvalid");
        Assert.Equal("stoolpresidente Failed, sandbox.empty Stopped", refused.Statuses);
        Assert.Equal(2, Server.RequestCount);

        Execute("DROP TRIGGER refuse");
        Run again = Run("Sync-TikTokFollowing -StorePath $path -OlderThan 12:00:00 -SummaryVariable summary").AssertSilent();
        Assert.Equal(4, again.Summaries.Sum(static summary => summary.Requests));
        Assert.Equal(["sandbox.empty Complete", "stoolpresidente Complete"], again.Summaries.Select(static summary => $"{summary.Handle} {summary.Status}").Order());
        Assert.Equal(234, History().Count);
    }

    [Fact]
    public void Sync_WithoutAConnection_IsNotConnected() =>
        Run("Sync-TikTokFollowing stoolpresidente -StorePath $path").AssertThrew("NotConnected");

    private void Execute(string sql)
    {
        using StoreWriter writer = StoreWriter.Open(StorePath, TimeProvider.System, create: true);
        writer.Database.Execute(sql);
    }

    /// <summary>Overwrites the first page of an index.</summary>
    private void Damage(string index)
    {
        long page;
        int size;
        using (StoreWriter writer = StoreWriter.Open(StorePath, TimeProvider.System, create: true))
        {
            page = writer.Database.Prepare("SELECT rootpage FROM sqlite_master WHERE name = ?").Bind(index).RunForNumber()!.Value;
            size = (int)writer.Database.Prepare("PRAGMA page_size").RunForNumber()!.Value;
        }

        using FileStream file = File.OpenWrite(StorePath);
        file.Position = (page - 1) * size;
        file.Write(new byte[size]);
    }
}
