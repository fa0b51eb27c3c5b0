using TikTokFollowing.Store.Tests.Support;

namespace TikTokFollowing.Store.Tests;

public sealed class ReaderTests : IDisposable
{
    private readonly StoreFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void History_AsOf_IsTheListAtThatTime()
    {
        FakeList list = _fixture.List(count: 30);
        RunScript whole = new() { PageSize = 10, Options = new SyncOptions { Full = true } };
        _fixture.Read(list, whole);
        DateTimeOffset first = _fixture.Clock.Time;
        _fixture.Clock.Now += 100;
        list.Unfollow(list.Current[3]);
        list.Follow(100);
        _fixture.Clock.Now += 100;
        _fixture.Read(list, whole);
        DateTimeOffset second = _fixture.Clock.Time;

        Assert.Equal(30, Count(new HistoryFilter()));
        Assert.Equal(31, Count(new HistoryFilter { IncludeEnded = true }));
        Assert.Equal(["h100"], Handles(second).Except(Handles(first)));
        Assert.Equal(["h26"], Handles(first).Except(Handles(second)));

        // Cursors say when the older ones were followed, long before anybody read the list.
        Assert.Equal(10, Count(new HistoryFilter { AsOf = DateTimeOffset.FromUnixTimeSeconds(TestClock.Start + 110) }));
    }

    [Fact]
    public void History_AsOfTheTimeAfterAReading_IsWhatItRead()
    {
        _fixture.Clock.Milliseconds = 300;
        _fixture.Read(_fixture.List(count: 30));

        Assert.Equal(30, _fixture.Store.History(new HistoryFilter { AsOf = _fixture.Clock.Time.AddMilliseconds(1) }).Count());
        Assert.Equal(30, _fixture.Store.History(new HistoryFilter { AsOf = _fixture.History()[0].FirstSeenAt }).Count());
    }

    [Fact]
    public void History_Handles_AreTheseListsOneAfterTheOther()
    {
        _fixture.Read(_fixture.List("one", 3, firstAccount: 100));
        _fixture.Read(_fixture.List("two", 4, firstAccount: 200));
        _fixture.Read(_fixture.List("three", 5, firstAccount: 300));

        Assert.Equal(
            ["one", "one", "one", "three", "three", "three", "three", "three"],
            _fixture.Store.History(new HistoryFilter { Handles = ["three", "one", "nobody"] }).Select(entry => entry.FollowedBy));
    }

    [Fact]
    public void History_LastSeenAt_FollowsFromTheReadings()
    {
        FakeList list = _fixture.List(count: 30);
        _fixture.Read(list, new RunScript { PageSize = 10 });
        DateTimeOffset first = _fixture.Clock.Time;
        _fixture.Clock.Now += 1000;
        _fixture.Read(list, new RunScript { PageSize = 10, Options = new SyncOptions { KnownStreak = 5 } });
        DateTimeOffset second = _fixture.Clock.Time;

        List<FollowingHistoryEntry> history = _fixture.History();
        Assert.All(history, entry => Assert.Equal(first, entry.FirstSeenAt));
        Assert.All(history.Take(10), entry => Assert.Equal(second, entry.LastSeenAt));
        Assert.All(history.Skip(10), entry => Assert.Equal(first, entry.LastSeenAt));
    }

    [Fact]
    public void Changes_SinceAndUntil_AreOldestFirst()
    {
        FakeList list = _fixture.List(count: 5);
        _fixture.Read(list);
        DateTimeOffset[] times = new DateTimeOffset[4];
        for (int i = 0; i < 4; i++)
        {
            _fixture.Clock.Now += 1000;
            list.Follow(100 + i);
            _fixture.Read(list);
            times[i] = _fixture.Clock.Time;
        }

        Assert.Equal(["h100", "h101", "h102", "h103"], Changed(new ChangeFilter()));
        Assert.Equal(["h101", "h102"], Changed(new ChangeFilter { Since = times[1], Until = times[2] }));
        Assert.Empty(Changed(new ChangeFilter { Handles = ["other"] }));
        Assert.Equal(4, Changed(new ChangeFilter { Handles = [list.Handle] }).Length);
    }

    [Fact]
    public void Changes_Until_HasNoneThatWasSeenLater()
    {
        FakeList list = _fixture.List(count: 5);
        _fixture.Read(list);
        _fixture.Clock.Now += 100;
        list.Follow(100);
        _fixture.Read(list);

        Assert.Empty(_fixture.Store.Changes(new ChangeFilter { Until = _fixture.Clock.Time.AddSeconds(-0.5) }));
        Assert.Single(_fixture.Store.Changes(new ChangeFilter { Until = _fixture.Clock.Time }));
    }

    [Fact]
    public void History_ProviderThatComesWhileItIsRead_ShowsOneState()
    {
        FakeList one = _fixture.List("one", 5);
        FakeList two = _fixture.List("two", 5, firstAccount: 100);
        _fixture.Read(one);
        _fixture.Read(two);
        using FollowingStore reader = FollowingStore.OpenToRead(_fixture.Path, _fixture.Clock);
        using IEnumerator<FollowingHistoryEntry> rows = reader.History(new HistoryFilter()).GetEnumerator();
        Assert.True(rows.MoveNext());
        _fixture.Read(two, new RunScript { Provider = FollowingProvider.FullTikTok, Options = new SyncOptions { Full = true } });

        int count = 1;
        while (rows.MoveNext())
        {
            Assert.Equal(FollowingProvider.DumplingAI, rows.Current.Provider);
            count++;
        }

        Assert.Equal(10, count);
    }

    [Fact]
    public void Summaries_Latest_IsOneOfEachList()
    {
        FakeList one = _fixture.List("one", 3);
        _fixture.Read(one);
        _fixture.Read(_fixture.List("two", 3, firstAccount: 50));
        _fixture.Clock.Now += 1000;
        _fixture.Read(one);

        Assert.Equal(3, _fixture.Store.Summaries(new SummaryFilter()).Count());
        Assert.Equal(["two", "one"], _fixture.Store.Summaries(new SummaryFilter { Latest = true }).Select(summary => summary.Handle));
        Assert.Equal("one", Assert.Single(_fixture.Store.Summaries(new SummaryFilter { Since = _fixture.Clock.Time })).Handle);
        Assert.Equal(3m, _fixture.Store.Summaries(new SummaryFilter()).Sum(summary => summary.Credits));
    }

    [Fact]
    public void Entry_HasEveryPropertyOfARowButThoseThatExpire()
    {
        string[] missing = ["AvatarUrl", "AvatarThumbnailUrl", "Page"];

        Assert.Equal(
            typeof(FollowedUser).GetProperties().Select(property => property.Name).Except(missing).Order(),
            typeof(FollowingHistoryEntry).GetProperties().Select(property => property.Name)
                .Except(["FirstSeenAt", "LastSeenAt", "UnfollowedNotBefore", "UnfollowedNotAfter"]).Order());
    }

    private int Count(HistoryFilter filter) => _fixture.Store.History(filter).Count();

    private string[] Handles(DateTimeOffset asOf) => [.. _fixture.Store.History(new HistoryFilter { AsOf = asOf }).Select(entry => entry.Handle!)];

    private string[] Changed(ChangeFilter filter) => [.. _fixture.Store.Changes(filter).Select(change => change.Handle!)];
}
