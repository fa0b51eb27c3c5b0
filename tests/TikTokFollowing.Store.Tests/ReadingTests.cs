using SQLitePCL;
using TikTokFollowing.Store.Tests.Support;

namespace TikTokFollowing.Store.Tests;

public sealed class ReadingTests : IDisposable
{
    private static readonly RunScript Whole = new() { PageSize = 10, Options = new SyncOptions { Full = true } };

    private readonly StoreFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void Commit_FirstReading_IsTheBaselineAndNoChange()
    {
        RunResult result = _fixture.Read(_fixture.List(count: 25), new RunScript { PageSize = 10 });

        Assert.Equal(ReadingKind.FirstReading, result.Plan.Kind);
        Assert.Empty(result.Changes);
        Assert.Equal(Enumerable.Range(0, 25).Reverse().Select(account => $"h{account}"), _fixture.History().Select(entry => entry.Handle));
        Assert.Empty(_fixture.Store.Changes(new ChangeFilter()));
    }

    [Fact]
    public void Commit_TwoNewFollows_IsOneRequestAndTwoChangesWithBounds()
    {
        FakeList list = _fixture.List(count: 250);
        _fixture.Read(list);
        long readAt = _fixture.Clock.Now;
        _fixture.Clock.Now += 500;
        list.Follow(1000);
        list.Follow(1001);
        _fixture.Clock.Now += 500;

        RunResult result = _fixture.Read(list);

        Assert.Equal((ReadingKind.NewestPart, 1, FollowingStatus.Limited), (result.Plan.Kind, result.Pages, result.Status));
        Assert.Equal(["h1001", "h1000"], result.Changes.Select(change => change.Handle));
        Assert.All(result.Changes, change =>
        {
            Assert.Equal(FollowingChangeKind.Followed, change.Kind);
            Assert.Equal("stool", change.FollowedBy);
            Assert.Equal(readAt, change.NotBefore!.Value.ToUnixTimeSeconds());
            Assert.Equal(_fixture.Clock.Time, change.NotAfter);
            Assert.Equal(_fixture.Clock.Time, change.SeenAt);
            Assert.Null(change.Before);
            Assert.Equal(change.Handle, Assert.IsType<FollowingHistoryEntry>(change.After).Handle);
        });
        Assert.Equal(_fixture.Store.Changes(new ChangeFilter()).Select(change => change.Handle), result.Changes.Select(change => change.Handle));
    }

    [Fact]
    public void Commit_UnfollowAboveTheLastCursor_IsProvedByTheNewestPart()
    {
        FakeList list = _fixture.List(count: 60);
        _fixture.Read(list, new RunScript { PageSize = 10 });
        _fixture.Clock.Now += 500;
        list.Unfollow(list.Current[2]);
        list.Unfollow(list.Current[40]);
        _fixture.Clock.Now += 500;

        RunResult newest = _fixture.Read(list, new RunScript { PageSize = 20, Options = new SyncOptions { KnownStreak = 15 } });
        FollowingChange unfollow = Assert.Single(newest.Changes);
        Assert.Equal((FollowingChangeKind.Unfollowed, "h57"), (unfollow.Kind, unfollow.Handle));
        Assert.Null(unfollow.After);
        Assert.Equal(59, _fixture.History().Count);

        RunResult whole = _fixture.Read(list, Whole);
        Assert.Equal("h18", Assert.Single(whole.Changes).Handle);
        Assert.Equal(58, _fixture.History().Count);
    }

    [Theory]
    [InlineData(FollowingStatus.Stopped)]
    [InlineData(FollowingStatus.Failed)]
    [InlineData(FollowingStatus.OutOfCredits)]
    public void End_ListThatBrokeOff_ProvesNothingOfTheRest(FollowingStatus status)
    {
        FakeList list = _fixture.List(count: 60);
        _fixture.Read(list, new RunScript { PageSize = 10 });
        list.Unfollow(list.Current[40]);
        _fixture.Clock.Now += 500;

        RunResult result = _fixture.Read(list, Whole with { EndsAfter = 2, EndsAs = status });

        Assert.Empty(result.Changes);
        Assert.Equal(60, _fixture.History().Count);
    }

    [Fact]
    public void End_HiddenList_ProvesNothing()
    {
        FakeList list = _fixture.List(count: 60);
        _fixture.Read(list);
        _fixture.Clock.Now += 500;

        RunResult result = _fixture.Read(list, new RunScript { IsHidden = true });

        Assert.Empty(result.Changes);
        Assert.Equal(60, _fixture.History().Count);
        Assert.Equal(FollowingStatus.Hidden, _fixture.Store.Summaries(new SummaryFilter { Latest = true }).Single().Status);
    }

    [Fact]
    public void Commit_ListCutAfterSomeRows_ProvesThePartAboveTheLastCursor()
    {
        FakeList list = _fixture.List(count: 60);
        _fixture.Read(list, new RunScript { PageSize = 10 });
        list.Unfollow(list.Current[5]);
        list.Unfollow(list.Current[35]);
        _fixture.Clock.Now += 500;

        RunResult result = _fixture.Read(list, Whole with { CutAfter = 30 });

        Assert.Equal(FollowingStatus.Truncated, result.Status);
        Assert.Equal("h54", Assert.Single(result.Changes).Handle);
    }

    [Fact]
    public void Commit_Renamed_IsNoUnfollow()
    {
        FakeList list = _fixture.List(count: 5);
        _fixture.Read(list);
        _fixture.Clock.Now += 100;
        list.Rename(3, "new.name");
        _fixture.Clock.Now += 100;

        FollowingChange change = Assert.Single(_fixture.Read(list).Changes);

        Assert.Equal((FollowingChangeKind.Renamed, "h3", "new.name"), (change.Kind, change.PreviousHandle, change.Handle));
        Assert.Equal("h3", Assert.IsType<FollowingHistoryEntry>(change.Before).Handle);
        Assert.Equal("new.name", Assert.IsType<FollowingHistoryEntry>(change.After).Handle);
        Assert.Empty(_fixture.Read(list).Changes);
    }

    [Fact]
    public void Commit_RenamedInTwoLists_IsSaidInEachOnce()
    {
        FakeList one = _fixture.List("one", count: 5);
        FakeList two = new(_fixture.Clock, "two");
        two.Follow(3);
        _fixture.Clock.Now += 10;
        _fixture.Read(one);
        _fixture.Read(two);
        _fixture.Clock.Now += 100;
        one.Rename(3, "new.name");
        two.Rename(3, "new.name");
        _fixture.Clock.Now += 100;

        Assert.Equal("one", Assert.Single(_fixture.Read(one).Changes).FollowedBy);
        _fixture.Clock.Now += 100;
        Assert.Equal("two", Assert.Single(_fixture.Read(two).Changes).FollowedBy);
        _fixture.Clock.Now += 100;
        Assert.Empty(_fixture.Read(one).Changes);
        Assert.Empty(_fixture.Read(two).Changes);
    }

    [Fact]
    public void Commit_HandleThatBelongsToAnotherIdNow_IsAnotherAccount()
    {
        FakeList list = _fixture.List(count: 3);
        _fixture.Read(list);
        _fixture.Clock.Now += 100;
        list.Unfollow(list.Current[1]);
        list.Rename(1, "gave.it.up");
        list.Follow(10, name: "h1");
        _fixture.Clock.Now += 100;

        RunResult result = _fixture.Read(list);

        Assert.Equal(
            [(FollowingChangeKind.Followed, list.IdOf(10)), (FollowingChangeKind.Unfollowed, list.IdOf(1))],
            result.Changes.Select(change => (change.Kind, change.UserId!)));
    }

    [Fact]
    public void Commit_FollowedAgain_IsASecondInterval()
    {
        FakeList list = _fixture.List(count: 30);
        _fixture.Read(list, new RunScript { PageSize = 10 });
        long readAt = _fixture.Clock.Now;
        _fixture.Clock.Now += 100;
        list.Unfollow(list.Current[25]);
        long unfollowedAt = _fixture.Clock.Now;
        _fixture.Clock.Now += 100;
        list.Follow(4);
        _fixture.Clock.Now += 100;

        RunResult result = _fixture.Read(list, new RunScript { PageSize = 10, Options = new SyncOptions { KnownStreak = 5 } });

        Assert.Equal([FollowingChangeKind.Unfollowed, FollowingChangeKind.Followed], result.Changes.Select(change => change.Kind));
        List<FollowingHistoryEntry> follows = [.. _fixture.History(includeEnded: true).Where(entry => entry.Handle == "h4")];
        Assert.Equal(2, follows.Count);
        Assert.Null(follows[0].UnfollowedNotAfter);
        Assert.InRange(unfollowedAt, follows[1].UnfollowedNotBefore!.Value.ToUnixTimeSeconds(), follows[1].UnfollowedNotAfter!.Value.ToUnixTimeSeconds());
        Assert.Equal(readAt, follows[1].UnfollowedNotBefore!.Value.ToUnixTimeSeconds());
        Assert.Equal(30, _fixture.History().Count);
    }

    [Fact]
    public void Commit_FollowedAgainAboveANewFollow_IsProvedByTheOrder()
    {
        // All of it is on one page, where cursors prove nothing; but who stands above a new follow is one.
        FakeList list = _fixture.List(count: 5);
        _fixture.Read(list);
        _fixture.Clock.Now += 100;
        list.Unfollow(list.Current[0]);
        list.Follow(10);
        _fixture.Clock.Now += 1;
        list.Follow(4);
        _fixture.Clock.Now += 100;

        RunResult result = _fixture.Read(list);

        Assert.Equal(
            [(FollowingChangeKind.Unfollowed, "h4"), (FollowingChangeKind.Followed, "h4"), (FollowingChangeKind.Followed, "h10")],
            result.Changes.Select(change => (change.Kind, change.Handle!)));
    }

    [Theory]
    [InlineData(30, 10, 15, true)]
    [InlineData(30, 100, 15, true)]
    [InlineData(30, 100, 1, true)]
    [InlineData(30, 100, 29, true)]
    [InlineData(300, 100, 59, true)]
    [InlineData(300, 100, 150, true)]
    [InlineData(300, 100, 59, false)]
    public void Commit_AccountThatWasLeftOutForAWhile_WasNeverUnfollowed(int count, int pageSize, int index, bool isWhole)
    {
        FakeList list = _fixture.List(count: count);
        RunScript script = new() { PageSize = pageSize, Options = new SyncOptions { Full = isWhole, KnownStreak = pageSize } };
        _fixture.Read(list, script);
        _fixture.Clock.Now += 100;
        TrueFollow hidden = list.Current[index];
        hidden.End = 0;
        Assert.Single(_fixture.Read(list, script).Changes);
        _fixture.Clock.Now += 100;
        hidden.End = null;

        RunResult result = _fixture.Read(list, script);

        Assert.Empty(result.Changes);
        Assert.Empty(_fixture.Store.Changes(new ChangeFilter()));
        Assert.Equal(count, _fixture.History(includeEnded: true).Count);
    }

    [Fact]
    public void Commit_AccountThatWasRenamedWhileItWasLeftOut_WasRenamedAfterItWasSeenLast()
    {
        FakeList list = _fixture.List(count: 30);
        _fixture.Read(list, Whole);
        long seenAt = _fixture.Clock.Now;
        TrueFollow hidden = list.Current[15];
        hidden.End = 0;
        list.Rename(hidden.Account, "new.name");
        for (int reading = 0; reading < 2; reading++)
        {
            _fixture.Clock.Now += 100;
            _fixture.Read(list, Whole);
        }

        hidden.End = null;

        FollowingChange change = Assert.Single(_fixture.Read(list, Whole).Changes);

        Assert.Equal((FollowingChangeKind.Renamed, "new.name", seenAt), (change.Kind, change.Handle, change.NotBefore!.Value.ToUnixTimeSeconds()));
    }

    [Theory]
    [InlineData(80, 100, 59)]
    [InlineData(300, 100, 59)]
    [InlineData(300, 100, 150)]
    [InlineData(300, 20, 150)]
    public void Commit_AccountThatWasLeftOutFromTheFirstReadingOn_IsNoChange(int count, int pageSize, int index)
    {
        FakeList list = _fixture.List(count: count);
        TrueFollow hidden = list.Current[index];
        hidden.End = 0;
        RunScript script = new() { PageSize = pageSize, Options = Whole.Options };
        _fixture.Read(list, script);
        _fixture.Clock.Now += 100;
        hidden.End = null;

        Assert.Empty(_fixture.Read(list, script).Changes);

        FollowingHistoryEntry entry = _fixture.History().Single(entry => entry.UserId == list.IdOf(hidden.Account));
        Assert.True(!(entry.FollowedNotBefore?.ToUnixTimeSeconds() > hidden.Start) && entry.FollowedNotAfter?.ToUnixTimeSeconds() >= hidden.Start);
        Assert.Equal(count, _fixture.History(includeEnded: true).Count);
    }

    [Fact]
    public void Commit_AccountKnownByItsHandle_GetsItsIdAndStaysTheSame()
    {
        FakeList list = _fixture.List(count: 5);
        _fixture.Read(list, new RunScript { Provider = FollowingProvider.TikTokResearch });
        Assert.All(_fixture.History(), entry => Assert.Null(entry.UserId));
        _fixture.Clock.Now += 100;

        Assert.Empty(_fixture.Read(list, Whole).Changes);

        Assert.Equal(list.Current.Select(follow => list.IdOf(follow.Account)), _fixture.History().Select(entry => entry.UserId));
        Assert.Empty(_fixture.Read(list, new RunScript { Provider = FollowingProvider.TikTokResearch }).Changes);
    }

    [Fact]
    public void Commit_RenamedWhileOnlyNamesWereSeen_ProvesNoUnfollow()
    {
        FakeList list = _fixture.List(count: 5);
        _fixture.Read(list);
        _fixture.Clock.Now += 100;
        list.Rename(3, "new.name");
        _fixture.Clock.Now += 100;

        RunResult names = _fixture.Read(list, Whole with { Provider = FollowingProvider.TikTokResearch });
        Assert.DoesNotContain(names.Changes, change => change.Kind == FollowingChangeKind.Unfollowed);
        _fixture.Clock.Now += 100;

        RunResult ids = _fixture.Read(list, Whole);
        Assert.Equal([(FollowingChangeKind.Renamed, "h3", "new.name")], ids.Changes.Select(change => (change.Kind, change.PreviousHandle!, change.Handle!)));
        Assert.Equal(5, _fixture.History().Count);
        Assert.DoesNotContain(_fixture.Store.Changes(new ChangeFilter()), change => change.Kind != FollowingChangeKind.Renamed);
    }

    [Fact]
    public void Commit_ProviderThatSendsLess_KeepsWhatIsKnown()
    {
        FakeList list = _fixture.List(count: 2);
        _fixture.Read(list);
        _fixture.Read(list, Whole with { Provider = FollowingProvider.FullTikTok });

        Assert.All(_fixture.History(), entry =>
        {
            Assert.NotNull(entry.SecUid);
            Assert.Equal(FollowingProvider.FullTikTok, entry.Provider);
        });
    }

    [Theory]
    [InlineData("0000000000000000001")]
    [InlineData("7123456789012345678")]
    [InlineData("9223372036854775808")]
    [InlineData("123456789012345678901234567890")]
    [InlineData("-5")]
    [InlineData("not a number")]
    public void Commit_AnyId_IsKeptAsTextAndFoundAgain(string id)
    {
        CommitPage([Row(id, "somebody", "x")]);
        _fixture.Close();
        CommitPage([Row(id, "somebody", "x")]);

        Assert.Equal(id, Assert.Single(_fixture.History(includeEnded: true)).UserId);
    }

    [Theory]
    [InlineData("'); DROP TABLE follow; --")]
    [InlineData("a\0b")]
    [InlineData("line\r\nbreak\ttab \u202e bidi \u001b[31m red")]
    [InlineData("=HYPERLINK(\"http://example.invalid\")")]
    [InlineData("👩‍👩‍👧 ﷽ é")]
    [InlineData("")]
    public void Commit_TextOfStrangers_ComesBackAsItWent(string text)
    {
        CommitPage([Row("1", "somebody", text)]);

        FollowingHistoryEntry entry = Assert.Single(_fixture.History());
        Assert.Equal(text, entry.Bio);
        Assert.Equal(text, entry.DisplayName);
    }

    [Fact]
    public void Commit_HalfASurrogatePair_BecomesAReplacementAndNoChangeEachTime()
    {
        CommitPage([Row("1", "somebody", "a\ud800b")]);
        PageOutcome again = CommitPage([Row("1", "somebody", "a\ud800b")], includeProfileChange: true);

        Assert.Equal("a\ufffdb", Assert.Single(_fixture.History()).Bio);
        Assert.Empty(again.Changes);
    }

    [Fact]
    public void Commit_ProfileThatDiffers_IsAChangeWhereThatIsWanted()
    {
        CommitPage([Row("1", "somebody", "old") with { Followers = 10, Verified = false }]);
        Assert.Empty(CommitPage([Row("1", "somebody", "new") with { Followers = 11, Verified = false }]).Changes);
        _fixture.Clock.Now += 100;

        PageOutcome outcome = CommitPage([Row("1", "somebody", "newer") with { Followers = 11, Verified = true }], includeProfileChange: true);

        FollowingChange change = Assert.Single(outcome.Changes);
        Assert.Equal(FollowingChangeKind.Changed, change.Kind);
        Assert.Equal(["Bio", "DisplayName", "Verified"], change.Properties.Order());
        FollowingHistoryEntry before = Assert.IsType<FollowingHistoryEntry>(change.Before);
        FollowingHistoryEntry after = Assert.IsType<FollowingHistoryEntry>(change.After);
        Assert.Equal(("new", "newer", false, true), (before.Bio, after.Bio, before.Verified, after.Verified));
    }

    [Fact]
    public void Commit_SamePageAgain_ChangesNothing()
    {
        FakeList list = _fixture.List(count: 5);
        ReadingPlan plan = _fixture.Store.Plan(list.Handle, new SyncOptions());
        Reading reading = _fixture.Store.Begin(plan, FollowingProvider.DumplingAI, isSandbox: false);
        (IReadOnlyList<FollowedUser> rows, _) = list.Page(null, 3, FollowingProvider.DumplingAI, returnsLast: false);
        FollowingPage page = _fixture.Page("stool", rows, next: "5");
        reading.Commit(page);
        reading.Commit(page with { Users = [.. rows, .. rows] });

        Assert.Equal(3, _fixture.History(includeEnded: true).Count);
    }

    [Fact]
    public void Commit_RenamedAndBackBetweenTwoReadings_IsSaidByNoLaterOne()
    {
        FakeList one = _fixture.List("one", count: 5);
        FakeList two = new(_fixture.Clock, "two");
        two.Follow(3);
        RunScript slow = new() { Options = Whole.Options, BeforePage = _ => _fixture.Clock.Now += 2 };
        _fixture.Read(one, slow);
        _fixture.Read(two, slow);
        two.Rename(3, "middle");
        Assert.Single(_fixture.Read(two, slow).Changes);

        // The other list shows the handle that it has always shown.
        Assert.Empty(_fixture.Read(one, slow).Changes);
        Assert.Empty(_fixture.Read(one, slow).Changes);
    }

    [Fact]
    public void Commit_PageWithAnAccountByItsHandleAndByItsId_IsOneFollow()
    {
        FakeList list = _fixture.List("one", count: 2);
        _fixture.Read(list, Whole);
        FollowedUser known = list.Row(9_000, FollowingProvider.DumplingAI, "x");
        FollowedUser named = list.Row(9_000, FollowingProvider.TikTokResearch, "y");
        Commit("two", known);
        Commit("three", named);

        Commit("one", named, known with { Handle = "y" });

        Commit("four", list.Row(9_001, FollowingProvider.DumplingAI, "stranger"));
        Assert.Equal("y", Assert.Single(_fixture.Store.History(new HistoryFilter { Handles = ["one"] }), entry => entry.Handle is not ("h0" or "h1")).Handle);

        void Commit(string handle, params FollowedUser[] rows)
        {
            _fixture.Clock.Now += 100;
            Reading reading = _fixture.Store.Begin(_fixture.Store.Plan(handle, Whole.Options), FollowingProvider.DumplingAI, isSandbox: false);
            reading.Commit(_fixture.Page(handle, rows));
        }
    }

    [Fact]
    public void Commit_RenamedTwice_IsSaidOnceEachWithTheRightHandle()
    {
        _fixture.Clock.Milliseconds = 700;
        FakeList list = _fixture.List(count: 5);
        _fixture.Read(list);
        List<string> said = [];
        foreach (string name in (string[])["second", "third", "third"])
        {
            _fixture.Clock.Now += 1;
            list.Rename(2, name);

            // The page comes in a later second than that in which the run began.
            RunResult run = _fixture.Read(list, new RunScript { Options = new SyncOptions { Full = true }, BeforePage = _ => _fixture.Clock.Now += 2 });
            said.AddRange(run.Changes.Select(static change => $"{change.PreviousHandle} {change.Handle}"));
            Assert.All(run.Changes, change => Assert.True(change.NotAfter >= _fixture.Clock.Time));
        }

        Assert.Equal(["h2 second", "second third"], said);
    }

    [Fact]
    public void Remove_RenameThatWasReported_IsNotReportedAgain()
    {
        FakeList one = _fixture.List("one", 5);
        FakeList two = _fixture.List("two");
        two.Follow(2);
        _fixture.Read(one);
        _fixture.Read(two);
        one.Rename(2, "new");
        two.Rename(2, "new");
        RunScript slow = new() { Options = new SyncOptions { Full = true }, BeforePage = _ => _fixture.Clock.Now += 2 };
        Assert.Single(_fixture.Read(one, slow).Changes);
        Assert.Single(_fixture.Read(two, slow).Changes);
        _fixture.Clock.Now += 10;

        _fixture.Store.Remove("one", _fixture.Clock.Time);

        Assert.Empty(_fixture.Read(one, slow).Changes);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(200)]
    public void Commit_PageSentAgainWhenAReadingIsResumed_ProvesNothing(int first)
    {
        FakeList list = _fixture.List(count: 500);
        _fixture.Read(list, new RunScript { Options = Whole.Options });
        _fixture.Clock.Now += 100;
        _fixture.Read(list, new RunScript { Options = Whole.Options, EndsAfter = 3, EndsAs = FollowingStatus.OutOfCredits });
        _fixture.Clock.Now += 100;

        ReadingPlan plan = _fixture.Store.Plan(list.Handle, new SyncOptions());
        Reading reading = _fixture.Store.Begin(plan, FollowingProvider.DumplingAI, isSandbox: false);
        FollowingPage again = _fixture.Page(
            list.Handle, [.. list.Current.Skip(first).Take(100).Select(follow => list.Row(follow.Account, FollowingProvider.DumplingAI))], next: "x") with
        {
            Cursor = plan.Cursor,
            NotAfter = DateTimeOffset.FromUnixTimeSeconds(list.Current[300].Start),
            NotBefore = DateTimeOffset.FromUnixTimeSeconds(list.Current[400].Start),
        };
        Assert.Empty(reading.Commit(again).Changes);
        FollowingPage last = _fixture.Page(list.Handle, [.. list.Current.Skip(400).Select(follow => list.Row(follow.Account, FollowingProvider.DumplingAI))]);
        Assert.Empty(reading.Commit(last with { Cursor = "x", NotAfter = again.NotBefore }).Changes);

        Assert.Empty(_fixture.Read(list, new RunScript { Options = Whole.Options }).Changes);
        Assert.Equal(500, _fixture.History(includeEnded: true).Count);
    }

    [Fact]
    public void Commit_RenamedOnAPageSentAgain_IsSaidByThatPage()
    {
        FakeList list = _fixture.List(count: 500);
        _fixture.Read(list, new RunScript { Options = Whole.Options });
        _fixture.Clock.Now += 100;
        _fixture.Read(list, new RunScript { Options = Whole.Options, EndsAfter = 3, EndsAs = FollowingStatus.OutOfCredits });
        _fixture.Clock.Now += 100;
        TrueFollow[] now = [.. list.Current];
        list.Rename(now[250].Account, "new.name");
        _fixture.Clock.Now += 100;

        ReadingPlan plan = _fixture.Store.Plan(list.Handle, new SyncOptions());
        Reading reading = _fixture.Store.Begin(plan, FollowingProvider.DumplingAI, isSandbox: false);
        FollowingPage again = _fixture.Page(list.Handle, Rows(list, now[200..300]), next: $"{now[400].Start}") with
        {
            Cursor = plan.Cursor,
            NotAfter = TimeOf(now[300]),
            NotBefore = TimeOf(now[400]),
        };

        FollowingChange change = Assert.Single(reading.Commit(again).Changes);

        Assert.Equal((FollowingChangeKind.Renamed, "new.name"), (change.Kind, change.Handle));
        Assert.Empty(_fixture.Read(list, new RunScript { Options = Whole.Options }).Changes);
    }

    [Fact]
    public void Commit_PageSentAgainThatIsMovedByNewFollows_ProvesNothing()
    {
        FakeList list = _fixture.List(count: 300);
        _fixture.Read(list, new RunScript { Options = Whole.Options });
        TrueFollow[] before = [.. list.Current];
        foreach (int account in (int[])[1000, 1001])
        {
            _fixture.Clock.Now += 10;
            list.Follow(account);
        }

        Reading reading = _fixture.Store.Begin(_fixture.Store.Plan(list.Handle, Whole.Options), FollowingProvider.DumplingAI, isSandbox: false);
        TrueFollow[] now = [.. list.Current];
        FollowingPage top = _fixture.Page(list.Handle, Rows(list, now[..100]), next: "x") with { NotBefore = TimeOf(now[99]) };
        Assert.Equal(2, reading.Commit(top).Changes.Count);

        // Yesterday's first page: 98 of its rows came just now.
        FollowingPage again = _fixture.Page(list.Handle, Rows(list, before[98..100]), next: "y") with
        {
            Cursor = "x",
            NotAfter = top.NotBefore,
            NotBefore = TimeOf(before[197]),
            Duplicates = 98,
        };
        Assert.Empty(reading.Commit(again).Changes);
        FollowingPage rest = _fixture.Page(list.Handle, Rows(list, before[197..])) with { Cursor = "y", NotAfter = again.NotBefore };
        Assert.Empty(reading.Commit(rest).Changes);
        Assert.Equal(302, _fixture.History().Count);
    }

    [Theory]
    [InlineData(0, 20, false, true)]
    [InlineData(0, 20, false, false)]
    [InlineData(1, 9, true, true)]
    [InlineData(1, 9, true, false)]
    public void Commit_RowsThatCameAgain_ProveNothingUnlessTheyAreFewAndFirst(int others, int duplicates, bool areLate, bool isLast)
    {
        FakeList list = _fixture.List(count: 60);
        _fixture.Read(list, new RunScript { Options = Whole.Options });
        Reading reading = _fixture.Store.Begin(_fixture.Store.Plan(list.Handle, Whole.Options), FollowingProvider.DumplingAI, isSandbox: false);
        TrueFollow[] now = [.. list.Current];
        FollowingPage top = _fixture.Page(list.Handle, Rows(list, now[..20]), next: "x") with { NotBefore = TimeOf(now[19]) };
        Assert.Empty(reading.Commit(top).Changes);
        FollowingPage again = _fixture.Page(list.Handle, Rows(list, now[59..(59 + others)]), next: isLast ? null : "y") with
        {
            Cursor = "x",
            NotAfter = top.NotBefore,
            NotBefore = isLast ? null : TimeOf(now[40]),
            Duplicates = duplicates,
            HasLateDuplicates = areLate,
        };

        Assert.Empty(reading.Commit(again).Changes);
    }

    [Fact]
    public void Commit_TopSentAgainWhenAReadingIsResumed_ProvesNothing()
    {
        FakeList list = _fixture.List(count: 300);
        RunScript whole = new() { Options = Whole.Options };
        _fixture.Read(list, whole);
        _fixture.Clock.Now += 100;
        _fixture.Read(list, whole with { EndsAfter = 1, EndsAs = FollowingStatus.OutOfCredits });
        for (int account = 1000; account < 1055; account++)
        {
            _fixture.Clock.Now += 10;
            list.Follow(account);
        }

        TrueFollow[] now = [.. list.Current];
        ReadingPlan plan = _fixture.Store.Plan(list.Handle, new SyncOptions());
        Reading reading = _fixture.Store.Begin(plan, FollowingProvider.DumplingAI, isSandbox: false);
        FollowingPage again = _fixture.Page(list.Handle, Rows(list, now[..100]), next: "x") with
        {
            Cursor = plan.Cursor,
            NotAfter = DateTimeOffset.FromUnixTimeSeconds(long.Parse(plan.Cursor!)),
            NotBefore = TimeOf(now[255]),
        };
        Assert.DoesNotContain(reading.Commit(again).Changes, static change => change.Kind == FollowingChangeKind.Unfollowed);
        FollowingPage rest = _fixture.Page(list.Handle, Rows(list, now[255..])) with { Cursor = "x", NotAfter = again.NotBefore };
        Assert.Empty(reading.Commit(rest).Changes);

        Assert.Empty(_fixture.Read(list, whole).Changes);
        Assert.Equal(355, _fixture.History(includeEnded: true).Count);
    }

    [Fact]
    public void Commit_AfterAClockThatWasAhead_CorrectsItsBoundsOnce()
    {
        const int Ahead = 3600;
        FakeList list = _fixture.List(count: 100);
        RunScript whole = Whole with { PageSize = 20 };
        ReadAhead();
        Follow(count: 30, interval: 60);
        ReadAhead();
        _fixture.Clock.Now += 86_400;
        Follow(count: 25, interval: 50);
        _fixture.Read(list, whole);
        _fixture.Clock.Now += 86_400;

        Assert.Empty(_fixture.Read(list, whole).Changes);
        Assert.Equal(155, _fixture.History().Count);

        void ReadAhead()
        {
            _fixture.Clock.Now += Ahead;
            _fixture.Read(list, whole);
            _fixture.Clock.Now -= Ahead;
        }

        void Follow(int count, int interval)
        {
            for (int i = 0; i < count; i++)
            {
                _fixture.Clock.Now += interval;
                list.Follow(1000 + list.Follows.Count);
            }
        }
    }

    [Theory]
    [InlineData(30L, 0)]
    [InlineData(0L, 30)]
    [InlineData(null, 30)]
    public void Commit_EmptyList_ProvesSomethingUnlessAccountsAreCounted(long? total, int unfollows)
    {
        FakeList list = _fixture.List(count: 30);
        _fixture.Read(list, Whole);
        Reading reading = _fixture.Store.Begin(_fixture.Store.Plan(list.Handle, Whole.Options), FollowingProvider.DumplingAI, isSandbox: false);

        Assert.Equal(unfollows, reading.Commit(_fixture.Page(list.Handle, []) with { ReportedTotal = total }).Changes.Count);
    }

    [Fact]
    public void Commit_HandleThatIsTheIdOfAnotherRow_IsAnotherAccount()
    {
        FollowedUser row = _fixture.List(count: 2).Row(1, FollowingProvider.DumplingAI);
        Commit("stool", row, row with { UserId = null, SecUid = null, Handle = row.UserId });

        Assert.Equal(2, _fixture.History().Count);
    }

    [Fact]
    public void Commit_TwoRowsOfOneAccount_IsOneFollow()
    {
        FollowedUser row = _fixture.List(count: 2).Row(1, FollowingProvider.DumplingAI);
        Commit("other", row);
        Commit("stool", row, row with { UserId = null });

        Assert.Single(_fixture.Store.History(new HistoryFilter { Handles = ["stool"] }));
    }

    [Fact]
    public void Commit_ClockSetBack_MixesUpNoBounds()
    {
        FakeList list = _fixture.List(count: 30);
        _fixture.Read(list, Whole);
        long before = _fixture.Clock.Now;
        list.Follow(100);
        _fixture.Clock.Now = before - 3600;
        list.Unfollow(list.Current[5]);

        _fixture.Read(list, Whole);

        Assert.Equal(30, _fixture.History().Count);
        Assert.All(_fixture.History(includeEnded: true), entry =>
        {
            Assert.False(entry.FollowedNotBefore > entry.FollowedNotAfter);
            Assert.False(entry.UnfollowedNotBefore > entry.UnfollowedNotAfter);
        });
    }

    [Fact]
    public void Begin_AfterAKill_CountsTheRequestUnderWayAsPaid()
    {
        FakeList list = _fixture.List(count: 30);
        RunScript script = new() { PageSize = 10, EndsAfter = 2, Options = new SyncOptions { CreditsPerRequest = 10 } };
        _fixture.Read(list, script);
        FollowingSummary killed = Assert.Single(_fixture.Store.Summaries(new SummaryFilter()));
        Assert.Equal((FollowingStatus.Stopped, 3, 12m), (killed.Status, killed.Requests, killed.Credits));

        RunResult rest = _fixture.Read(list, script with { EndsAfter = null });

        Assert.Equal((3, 1), (rest.Plan.Page, rest.Pages));
        Assert.Equal([(FollowingStatus.Stopped, 3, 12m), (FollowingStatus.Complete, 1, 1m)], _fixture.Store.Summaries(new SummaryFilter()).Select(summary => (summary.Status, summary.Requests, summary.Credits)));
        Assert.Equal(30, _fixture.History().Count);
    }

    [Fact]
    public void End_OfWhatTheLastPageSaid_WritesNothing()
    {
        Reading reading = _fixture.Store.Begin(_fixture.Store.Plan("stool", new SyncOptions()), FollowingProvider.DumplingAI, isSandbox: false);
        reading.Commit(_fixture.Page("stool", [Row("1", "one", "One")]));
        long journal = new FileInfo(_fixture.Path + "-wal").Length;

        reading.End(Summary("stool", FollowingStatus.Complete, message: null));
        Assert.Equal(journal, new FileInfo(_fixture.Path + "-wal").Length);

        Reading another = _fixture.Store.Begin(_fixture.Store.Plan("other", new SyncOptions()), FollowingProvider.DumplingAI, isSandbox: false);
        another.Commit(_fixture.Page("other", [Row("2", "two", "Two")]));
        another.End(Summary("other", FollowingStatus.Complete, "More was known."));
        Assert.Equal("More was known.", _fixture.Store.Summaries(new SummaryFilter { Handles = ["other"] }).Single().Message);
    }

    [Fact]
    public void End_Summary_IsKeptAsItCame()
    {
        ReadingPlan plan = _fixture.Store.Plan("stool", new SyncOptions());
        Reading reading = _fixture.Store.Begin(plan, FollowingProvider.SociaVault, isSandbox: false);
        FollowingSummary summary = new()
        {
            Handle = "stool",
            Provider = FollowingProvider.SociaVault,
            Status = FollowingStatus.Failed,
            Users = 5,
            Duplicates = 2,
            Pages = 1,
            Requests = 4,
            Retries = 2,
            Credits = 1.5m,
            ReportedTotal = 158_000_000,
            NextCursor = null,
            StartedAt = _fixture.Clock.Time,
            Duration = TimeSpan.FromSeconds(1.25),
            Message = "502 after the retries.",
        };
        reading.End(summary);

        Assert.Equivalent(summary, Assert.Single(_fixture.Store.Summaries(new SummaryFilter())), strict: true);
    }

    private static FollowedUser Row(string id, string handle, string text) => new()
    {
        FollowedBy = "stool",
        UserId = id,
        Handle = handle,
        DisplayName = text,
        Bio = text,
        Provider = FollowingProvider.DumplingAI,
        Page = 1,
        RetrievedAt = default,
    };

    [Fact]
    public void End_AfterAPageThatFailed_KeepsWhatWasSeenBefore()
    {
        FakeList list = _fixture.List(count: 40);
        _fixture.Read(list, Whole);
        foreach (int account in (int[])[100, 101, 102])
        {
            _fixture.Clock.Now += 10;
            list.Follow(account);
        }

        _fixture.Clock.Now += 1000;
        Reading reading = _fixture.Store.Begin(_fixture.Store.Plan(list.Handle, Whole.Options), FollowingProvider.DumplingAI, isSandbox: false);
        (FollowingPage first, long? cursor) = PageOf(list, null);
        reading.Commit(first);
        (FollowingPage second, _) = PageOf(list, cursor);
        raw.sqlite3_commit_hook(_fixture.Store.Handle, static _ => 1, null);
        Assert.Throws<FollowingException>(() => reading.Commit(second));
        raw.sqlite3_commit_hook(_fixture.Store.Handle, null, null);
        reading.End(Summary(list.Handle, FollowingStatus.Failed, "The disk is full."));
        _fixture.Close();

        RunResult rest = _fixture.Read(list, Whole);

        Assert.Equal(2, rest.Plan.Page);
        Assert.DoesNotContain(rest.Changes, static change => change.Kind == FollowingChangeKind.Unfollowed);
        Assert.Equal(43, _fixture.History().Count);
    }

    [Theory]
    [InlineData(FollowingStatus.Truncated)]
    [InlineData(FollowingStatus.StuckCursor)]
    [InlineData(FollowingStatus.Complete)]
    public void End_AsAPageSaidThatIsNotStored_LeavesTheReadingToBeResumed(FollowingStatus status)
    {
        FakeList list = _fixture.List(count: 30);
        Reading reading = _fixture.Store.Begin(_fixture.Store.Plan(list.Handle, new SyncOptions()), FollowingProvider.DumplingAI, isSandbox: false);
        reading.Commit(PageOf(list, null).Page);

        reading.End(Summary(list.Handle, status, message: null));
        _fixture.Clock.Now += 10;
        RunResult rest = _fixture.Read(list, new RunScript { PageSize = 10 });

        Assert.Equal(2, rest.Plan.Page);
        Assert.Equal(30, _fixture.History().Count);
    }

    private (FollowingPage Page, long? Next) PageOf(FakeList list, long? cursor)
    {
        (IReadOnlyList<FollowedUser> rows, long? next) = list.Page(cursor, 10, FollowingProvider.DumplingAI, returnsLast: false);
        return (
            _fixture.Page(list.Handle, rows, next?.ToString()) with
            {
                Cursor = cursor?.ToString(),
                NotAfter = cursor is null ? null : DateTimeOffset.FromUnixTimeSeconds(cursor.Value),
                NotBefore = next is null ? null : DateTimeOffset.FromUnixTimeSeconds(next.Value),
            },
            next);
    }

    private FollowingSummary Summary(string handle, FollowingStatus status, string? message) => new()
    {
        Handle = handle,
        Provider = FollowingProvider.DumplingAI,
        Status = status,
        Users = 1,
        Duplicates = 0,
        Pages = 1,
        Requests = 1,
        Retries = 0,
        Credits = 0,
        ReportedTotal = null,
        NextCursor = null,
        StartedAt = _fixture.Clock.Time,
        Duration = TimeSpan.FromSeconds(9),
        Message = message,
    };

    private PageOutcome CommitPage(IReadOnlyList<FollowedUser> rows, bool includeProfileChange = false)
    {
        ReadingPlan plan = _fixture.Store.Plan("stool", new SyncOptions { IncludeProfileChange = includeProfileChange });
        return _fixture.Store.Begin(plan, FollowingProvider.DumplingAI, isSandbox: false).Commit(_fixture.Page("stool", rows));
    }

    private static IReadOnlyList<FollowedUser> Rows(FakeList list, TrueFollow[] follows) =>
        [.. follows.Select(follow => list.Row(follow.Account, FollowingProvider.DumplingAI))];

    private static DateTimeOffset TimeOf(TrueFollow follow) => DateTimeOffset.FromUnixTimeSeconds(follow.Start);

    private void Commit(string handle, params FollowedUser[] rows) =>
        _fixture.Store.Begin(_fixture.Store.Plan(handle, new SyncOptions()), FollowingProvider.DumplingAI, isSandbox: false)
            .Commit(_fixture.Page(handle, rows));
}
