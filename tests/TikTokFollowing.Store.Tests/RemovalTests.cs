using System.Text;
using TikTokFollowing.Store.Tests.Support;

namespace TikTokFollowing.Store.Tests;

public sealed class RemovalTests : IDisposable
{
    private readonly StoreFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void Remove_List_LeavesItInNoByteOfTheFiles()
    {
        // Long enough that rows move from page to page, and with names that only this list holds.
        FakeList gone = _fixture.List("the.one.that.goes", 600, firstAccount: 5000);
        FakeList stays = _fixture.List("the.one.that.stays", 300, firstAccount: 9000);
        stays.Follow(9999 - 9000, name: "held.by.both");
        _fixture.Clock.Now += 10;
        _fixture.Read(gone);
        _fixture.Read(stays);
        gone.Rename(7, "second.name.that.goes");
        gone.Unfollow(gone.Current[3]);
        _fixture.Clock.Now += 10;
        _fixture.Read(gone, new RunScript { Options = new SyncOptions { Full = true } });
        Assert.Contains("the.one.that.goes", Bytes(), StringComparison.Ordinal);

        Assert.True(_fixture.Store.Remove("The.One.That.Goes", before: null));

        foreach (string content in (string[])[Bytes(), Close()])
        {
            Assert.DoesNotContain("that.goes", content, StringComparison.Ordinal);
            Assert.DoesNotContain("h5100", content, StringComparison.Ordinal);
            Assert.DoesNotContain(gone.IdOf(100), content, StringComparison.Ordinal);
            Assert.Contains("h9100", content, StringComparison.Ordinal);
        }

        Assert.Equal(301, _fixture.History().Count);
        Assert.Equal("the.one.that.stays", Assert.Single(_fixture.Store.Watched()));
    }

    [Fact]
    public void Remove_AccountThatAnotherListHolds_StaysThere()
    {
        FakeList one = new(_fixture.Clock, "one");
        FakeList two = new(_fixture.Clock, "two");
        one.Follow(1);
        one.Follow(2);
        two.Follow(2);
        _fixture.Clock.Now += 10;
        _fixture.Read(one);
        _fixture.Read(two);

        Assert.True(_fixture.Store.Remove("one", before: null));

        Assert.Equal(("two", "h2"), _fixture.History().Select(entry => (entry.FollowedBy, entry.Handle)).Single());
        _fixture.Clock.Now += 10;
        Assert.Empty(_fixture.Read(two).Changes);
    }

    [Fact]
    public void Remove_NewestAccounts_NewOnesAreFoundAgain()
    {
        _fixture.Read(_fixture.List("one", 9000));
        _fixture.Read(_fixture.List("two", 100, firstAccount: 20_000));
        _fixture.Store.Remove("one", before: null);
        _fixture.Store.Remove("two", before: null);
        FakeList list = _fixture.List("three", 50, firstAccount: 30_000);
        _fixture.Read(list);
        _fixture.Close();
        _fixture.Clock.Now += 10;

        Assert.Empty(_fixture.Read(list, new RunScript { Options = new SyncOptions { Full = true } }).Changes);
        Assert.Equal(50, _fixture.History(includeEnded: true).Count);
    }

    [Fact]
    public void Remove_Before_ForgetsWhatEndedAndNothingElse()
    {
        RunScript whole = new() { PageSize = 10, Options = new SyncOptions { Full = true } };
        FakeList list = _fixture.List(count: 30);
        _fixture.Read(list, whole);
        _fixture.Clock.Now += 1000;
        list.Unfollow(list.Current[0]);
        _fixture.Read(list, whole);
        _fixture.Clock.Now += 1000;
        DateTimeOffset before = _fixture.Clock.Time;
        list.Unfollow(list.Current[0]);
        _fixture.Clock.Now += 1000;
        _fixture.Read(list, whole);

        Assert.True(_fixture.Store.Remove(list.Handle, before));

        Assert.Equal(28, _fixture.History().Count);
        Assert.Equal("h28", Assert.Single(_fixture.History(includeEnded: true), entry => entry.UnfollowedNotAfter is not null).Handle);
        Assert.Equal("h28", Assert.Single(_fixture.Store.Changes(new ChangeFilter())).Handle);
        Assert.Single(_fixture.Store.Summaries(new SummaryFilter()));
        _fixture.Clock.Now += 1000;
        Assert.Empty(_fixture.Read(list, whole).Changes);
        Assert.Equal(28, _fixture.History().Count);
    }

    [Fact]
    public void Remove_BeforeTheEndOfAFollow_KeepsThatEndAndWhatWasSaidOfIt()
    {
        _fixture.Clock.Milliseconds = 300;
        FakeList list = _fixture.List(count: 5);
        RunScript whole = new() { Options = new SyncOptions { Full = true } };
        _fixture.Read(list, whole);
        _fixture.Clock.Now += 100;
        list.Unfollow(list.Current[2]);
        _fixture.Read(list, whole);

        _fixture.Store.Remove(list.Handle, _fixture.History(includeEnded: true).Single(entry => entry.UnfollowedNotAfter is not null).UnfollowedNotAfter);

        Assert.Single(_fixture.History(includeEnded: true), entry => entry.UnfollowedNotAfter is not null);
        Assert.Single(_fixture.Store.Changes(new ChangeFilter()));
    }

    [Fact]
    public void Remove_Before_KeepsThatTheListWasReadAndForgetsFormerHandles()
    {
        FakeList list = _fixture.List("somebody", 30, firstAccount: 100);
        _fixture.Read(list);
        _fixture.Clock.Now += 1000;
        list.Rename(29, "renamed");
        _fixture.Read(list);
        _fixture.Clock.Now += 1000;
        string former = $"h{100 + 29}";
        Assert.Contains(former, Bytes(), StringComparison.Ordinal);

        Assert.True(_fixture.Store.Remove(list.Handle, _fixture.Clock.Time));

        Assert.Equal(ReadingKind.Nothing, _fixture.Store.Plan(list.Handle, new SyncOptions { Once = true }).Kind);
        Assert.Equal(ReadingKind.NewestPart, _fixture.Store.Plan(list.Handle, new SyncOptions()).Kind);
        Assert.DoesNotContain(former, Bytes(), StringComparison.Ordinal);
    }

    [Fact]
    public void Remove_Before_ForgetsRunsThatWereStopped()
    {
        FakeList list = _fixture.List(count: 30);
        for (int i = 0; i < 2; i++)
        {
            RunScript script = new() { PageSize = 10, Options = new SyncOptions { Full = true } };
            _fixture.Read(list, script with { EndsAfter = 1, EndsAs = FollowingStatus.Stopped });
            _fixture.Clock.Now += 1000;
            _fixture.Read(list, script);
            _fixture.Clock.Now += 1000;
        }

        _fixture.Store.Remove(list.Handle, _fixture.Clock.Time);

        // The two runs of the newest reading.
        Assert.Equal(
            [(FollowingStatus.Stopped, 10L), (FollowingStatus.Complete, 20L)],
            _fixture.Store.Summaries(new SummaryFilter()).Select(static summary => (summary.Status, summary.Users)));
    }

    [Fact]
    public void Remove_Before_KeepsWhenTheListWasFinished()
    {
        FakeList list = _fixture.List(count: 5);
        _fixture.Read(list);
        _fixture.Clock.Now += 100;
        _fixture.Read(list);
        _fixture.Clock.Now += 100;
        _fixture.Read(list, new RunScript { EndsAfter = 0, EndsAs = FollowingStatus.Failed });
        _fixture.Clock.Now += 100;

        _fixture.Store.Remove(list.Handle, _fixture.Clock.Time);

        Assert.Equal(ReadingKind.Nothing, _fixture.Store.Plan(list.Handle, new SyncOptions { OlderThan = TimeSpan.FromDays(2) }).Kind);
    }

    [Fact]
    public void Remove_ListThatIsNotThere_SaysSo() => Assert.False(_fixture.Store.Remove("nobody", before: null));

    [Fact]
    public void Remove_WhileSomebodyReads_SaysThatItIsNotDone()
    {
        _fixture.Read(_fixture.List(count: 300));
        using FollowingStore reader = FollowingStore.OpenToRead(_fixture.Path, _fixture.Clock);
        using IEnumerator<FollowingHistoryEntry> rows = reader.History(new HistoryFilter()).GetEnumerator();
        rows.MoveNext();

        FollowingException error = Assert.Throws<FollowingException>(() => _fixture.Store.Remove("stool", before: null));
        Assert.Equal(FollowingErrorKind.StoreInUse, error.Kind);

        rows.Dispose();
        reader.Dispose();
        _fixture.Store.Remove("stool", before: null);
        Assert.DoesNotContain("h200", Bytes(), StringComparison.Ordinal);
    }

    private string Close()
    {
        _fixture.Close();
        return Bytes();
    }

    private string Bytes() =>
        string.Concat(Directory.GetFiles(_fixture.Root).Where(file => !file.EndsWith("-lock", StringComparison.Ordinal)).Select(file =>
        {
            using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using StreamReader reader = new(stream, Encoding.Latin1);
            return reader.ReadToEnd();
        }));
}
