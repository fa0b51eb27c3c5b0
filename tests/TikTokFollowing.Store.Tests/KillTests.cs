using System.Globalization;
using SQLitePCL;
using TikTokFollowing.Store.Tests.Support;
using Xunit.Abstractions;

namespace TikTokFollowing.Store.Tests;

/// <summary>
/// The files as a kill leaves them: copied at the beginning of every statement and in the middle of what a commit writes, and opened again.
/// </summary>
public sealed class KillTests(ITestOutputHelper output) : IDisposable
{
    private readonly StoreFixture _fixture = new();
    private readonly List<string> _copies = [];
    private long _journal;
    private int _number;

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void Sync_KilledAtAnyStatement_GoesOnWithoutLossOrRepetition()
    {
        FakeList list = _fixture.List(count: 25);
        RunScript script = new() { PageSize = 6, ReturnsLast = true };
        FollowingStore store = _fixture.Store;
        Watch(store, () => SyncRun.Run(store, _fixture.Clock, list, script));
        int points = CheckAll(list, script);

        // And a reading with changes of every kind, of the whole list.
        _fixture.Clock.Now += 86_400;
        list.Unfollow(list.Current[3]);
        list.Unfollow(list.Current[20]);
        list.Rename(5, "renamed");
        list.Follow(100);
        _fixture.Clock.Now += 5;
        RunScript whole = script with { Options = new SyncOptions { Full = true } };
        Watch(store, () => SyncRun.Run(store, _fixture.Clock, list, whole));

        points += CheckAll(list, whole);
        output.WriteLine($"{points} kill points");
        Assert.True(points >= 200, $"Only {points} kill points.");
    }

    private int CheckAll(FakeList list, RunScript script)
    {
        foreach (string copy in _copies)
        {
            CheckKilled(copy, list, script);
        }

        int points = _copies.Count;
        _copies.Clear();
        return points;
    }

    private void CheckKilled(string copy, FakeList list, RunScript script)
    {
        using FollowingStore store = FollowingStore.OpenForSync(copy, _fixture.Clock);
        int changesBefore = store.Changes(new ChangeFilter()).Count();
        int rowsBefore = store.History(new HistoryFilter()).Count();
        decimal paidBefore = store.Summaries(new SummaryFilter()).Sum(summary => summary.Credits);

        // Every page that was committed is there: the next run begins where the store says.
        ReadingPlan plan = store.Plan(list.Handle, script.Options);
        Assert.True(plan.Page == 1 || rowsBefore >= (plan.Page - 1) * (script.PageSize - 1), $"page {plan.Page}, {rowsBefore} rows");
        RunResult result = SyncRun.Run(store, _fixture.Clock, list, script);
        Assert.Equal(plan.Kind == ReadingKind.NewestPart ? FollowingStatus.Limited : FollowingStatus.Complete, result.Status);
        Assert.Equal(
            list.Current.Select(follow => list.IdOf(follow.Account)).Order(),
            store.History(new HistoryFilter()).Select(entry => entry.UserId!).Order());
        List<FollowingHistoryEntry> all = [.. store.History(new HistoryFilter { IncludeEnded = true })];
        Assert.Equal(all.Count, all.DistinctBy(entry => entry.UserId).Count());

        // What was under way counts as paid, and nothing twice.
        List<FollowingSummary> summaries = [.. store.Summaries(new SummaryFilter())];
        Assert.All(summaries.SkipLast(1), summary => Assert.NotEqual(FollowingStatus.NotStarted, summary.Status));
        Assert.Equal(paidBefore + result.Pages, summaries.Sum(summary => summary.Credits));
        Assert.Equal(changesBefore + result.Changes.Count, store.Changes(new ChangeFilter()).Count());
    }

    // SQLite calls the trace when a statement begins; what it has written by then is in the files.
    private void Watch(FollowingStore store, Action run)
    {
        sqlite3 handle = store.Handle;
        raw.sqlite3_trace(handle, (strdelegate_trace)((_, _) => Copy()), null);
        run();
        raw.sqlite3_trace(handle, (strdelegate_trace?)null, null);
        Copy();
    }

    private void Copy()
    {
        long journal = new FileInfo(_fixture.Path + "-wal").Length;
        long before = _copies.Count == 0 ? 0 : _journal;
        _journal = journal;
        Save(journal);
        if (journal > before)
        {
            // A commit that was cut in the middle of its write.
            Save(before + ((journal - before) * (1 + (_copies.Count % 5)) / 6));
        }
    }

    private void Save(long journal)
    {
        string copy = _fixture.Path + (++_number).ToString(CultureInfo.InvariantCulture);
        _copies.Add(copy);
        File.Copy(_fixture.Path, copy);
        File.Copy(_fixture.Path + "-wal", copy + "-wal");
        using FileStream file = File.OpenWrite(copy + "-wal");
        file.SetLength(journal);
    }
}
