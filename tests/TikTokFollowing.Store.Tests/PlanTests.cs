using TikTokFollowing.Store.Tests.Support;

namespace TikTokFollowing.Store.Tests;

public sealed class PlanTests : IDisposable
{
    private static readonly SyncOptions Options = new() { CreditsPerRequest = 2 };

    private readonly StoreFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void Plan_ListThatIsNotKnown_IsAFirstReadingOfUnknownLength()
    {
        AssertPlan(_fixture.Store.Plan("Stool", Options), ReadingKind.FirstReading, 1, null);
        AssertPlan(FollowingStore.PlanWithoutStore("Stool", Options with { MaxPages = 3 }), ReadingKind.FirstReading, 1, 3);
    }

    [Fact]
    public void Plan_ListThatIsKnown_IsTheNewestPartAndNowAndThenTheWhole()
    {
        FakeList list = _fixture.List(count: 250);
        _fixture.Read(list);

        AssertPlan(_fixture.Store.Plan(list.Handle, Options), ReadingKind.NewestPart, 1, 4);
        AssertPlan(_fixture.Store.Plan(list.Handle, Options with { Full = true }), ReadingKind.WholeList, 3, 4);
        AssertPlan(_fixture.Store.Plan(list.Handle, Options with { Full = true, MaxPages = 2 }), ReadingKind.WholeList, 2, 2);
        AssertPlan(_fixture.Store.Plan(list.Handle, Options with { Full = true, PageSize = 20 }), ReadingKind.WholeList, 13, 15);
        _fixture.Clock.Now += 31 * 86_400;
        AssertPlan(_fixture.Store.Plan(list.Handle, Options), ReadingKind.WholeList, 3, 4);
    }

    [Fact]
    public void Plan_ListThatWasNotFinished_GoesOnAtItsPageWhateverIsAsked()
    {
        FakeList list = _fixture.List(count: 250);
        _fixture.Read(list, new RunScript { EndsAfter = 2, EndsAs = FollowingStatus.OutOfCredits });

        foreach (SyncOptions options in (SyncOptions[])
            [Options, Options with { Full = true }, Options with { Once = true }, Options with { OlderThan = TimeSpan.FromDays(9) }])
        {
            ReadingPlan plan = _fixture.Store.Plan(list.Handle, options);
            Assert.Equal((ReadingKind.FirstReading, 3, true), (plan.Kind, plan.Page, plan.IsResumed));
            Assert.Equal(list.Current[200].Start.ToString(), plan.Cursor);
        }
    }

    [Fact]
    public void Plan_FailedAtItsFirstPage_BeginsAnew()
    {
        FakeList list = _fixture.List(count: 5);
        _fixture.Read(list, new RunScript { EndsAfter = 0, EndsAs = FollowingStatus.Failed });

        Assert.False(_fixture.Store.Plan(list.Handle, Options).IsResumed);
        Assert.Equal(ReadingKind.FirstReading, _fixture.Store.Plan(list.Handle, Options with { OlderThan = TimeSpan.FromDays(1) }).Kind);
    }

    [Fact]
    public void Plan_OlderThan_PassesOverWhatIsYounger()
    {
        FakeList list = _fixture.List(count: 5);
        _fixture.Read(list);
        SyncOptions options = Options with { OlderThan = TimeSpan.FromHours(12) };

        AssertPlan(_fixture.Store.Plan(list.Handle, options), ReadingKind.Nothing, 0, 0);
        Assert.NotNull(_fixture.Store.Plan(list.Handle, options).Reason);
        _fixture.Clock.Now += 12 * 3600;
        Assert.Equal(ReadingKind.NewestPart, _fixture.Store.Plan(list.Handle, options).Kind);
        _fixture.Clock.Now -= 24 * 3600;
        Assert.NotEqual(ReadingKind.Nothing, _fixture.Store.Plan(list.Handle, options).Kind);
    }

    [Fact]
    public void Plan_AfterTheClockWasWrong_GoesByTheNewestReading()
    {
        FakeList list = _fixture.List(count: 5);
        _fixture.Clock.Now += 365 * 86_400;
        _fixture.Read(list);
        _fixture.Clock.Now -= 365 * 86_400;
        Assert.Equal(ReadingKind.WholeList, _fixture.Store.Plan(list.Handle, Options).Kind);

        _fixture.Read(list, new RunScript { Options = Options with { Full = true } });

        Assert.Equal(ReadingKind.NewestPart, _fixture.Store.Plan(list.Handle, Options).Kind);
        Assert.Equal(ReadingKind.Nothing, _fixture.Store.Plan(list.Handle, Options with { OlderThan = TimeSpan.FromHours(12) }).Kind);
    }

    [Fact]
    public void Plan_ListThatHasChanged_CountsWithTheChanges()
    {
        FakeList list = _fixture.List(count: 100);
        _fixture.Read(list);
        _fixture.Clock.Now += 3600;
        foreach (int account in Enumerable.Range(1000, 15))
        {
            list.Follow(account);
        }

        _fixture.Read(list);

        AssertPlan(_fixture.Store.Plan(list.Handle, Options with { PageSize = 10 }), ReadingKind.NewestPart, 1, 14);
    }

    [Fact]
    public void Plan_AfterUnfollowsThatTheLastPageProved_DoesNotCountThemTwice()
    {
        FakeList list = _fixture.List(count: 100);
        _fixture.Read(list);
        _fixture.Clock.Now += 1000;
        foreach (TrueFollow follow in list.Current.Skip(50).Take(40).ToList())
        {
            list.Unfollow(follow);
        }

        SyncOptions whole = Options with { Full = true, PageSize = 10 };
        Reading reading = _fixture.Store.Begin(_fixture.Store.Plan(list.Handle, whole), FollowingProvider.DumplingAI, isSandbox: false);
        FollowingPage page = _fixture.Page(list.Handle, list.Page(null, 100, FollowingProvider.DumplingAI, returnsLast: false).Rows);
        Assert.Equal(40, reading.Commit(page with { ReceivedAt = _fixture.Clock.Time.AddSeconds(0.5) }).Changes.Count);

        AssertPlan(_fixture.Store.Plan(list.Handle, whole), ReadingKind.WholeList, 6, 8);
    }

    [Fact]
    public void Plan_ResumedWithAnotherPageSize_CountsWhatIsLeftInPagesOfThatSize()
    {
        FakeList list = _fixture.List(count: 900);
        _fixture.Read(list);
        _fixture.Read(list, new RunScript { PageSize = 10, EndsAfter = 40, EndsAs = FollowingStatus.Stopped, Options = Options with { Full = true } });

        AssertPlan(_fixture.Store.Plan(list.Handle, Options), ReadingKind.WholeList, 1, 6);
    }

    [Fact]
    public void Plan_ResumedByAProviderWithoutACursorForThePlace_IsFromTheTop()
    {
        FakeList list = _fixture.List(count: 250);
        _fixture.Read(list);
        _fixture.Read(list, new RunScript { EndsAfter = 2, EndsAs = FollowingStatus.Stopped, Options = Options with { Full = true } });

        ReadingPlan plan = _fixture.Store.Plan(list.Handle, Options, static (_, _) => null);

        Assert.True(plan.IsFromTop);
        Assert.Null(_fixture.Store.Begin(plan, FollowingProvider.FullTikTok, isSandbox: false).Cursor);
        AssertPlan(plan, ReadingKind.WholeList, 1, 4);
    }

    [Fact]
    public void Plan_ProviderThatSendsSmallerPages_CountsWithThem()
    {
        FakeList list = _fixture.List(count: 250);
        _fixture.Read(list, new RunScript { PageSize = 30 });

        AssertPlan(_fixture.Store.Plan(list.Handle, Options with { Full = true }), ReadingKind.WholeList, 3, 10);
    }

    [Fact]
    public void Plan_SmallerPagesThanBefore_CountsTheRowsThatComeTwice()
    {
        FakeList list = _fixture.List(count: 1000);
        _fixture.Read(list);
        SyncOptions whole = Options with { Full = true, PageSize = 20 };
        ReadingPlan plan = _fixture.Store.Plan(list.Handle, whole);

        // Each page begins with the last account of the one before.
        RunResult result = _fixture.Read(list, new RunScript { PageSize = 20, ReturnsLast = true, Options = whole });

        Assert.InRange(result.Pages, plan.LeastRequests, plan.MostRequests!.Value);
    }

    [Fact]
    public void Plan_AfterARemoval_CountsWhatTheStoreHolds()
    {
        FakeList list = _fixture.List(count: 90);
        _fixture.Read(list);
        for (int account = 1000; account < 1060; account++)
        {
            _fixture.Clock.Now += 10;
            list.Follow(account);
        }

        _fixture.Read(list);
        _fixture.Clock.Now += 10;
        _fixture.Store.Remove(list.Handle, _fixture.Clock.Time);

        AssertPlan(_fixture.Store.Plan(list.Handle, Options with { Full = true, PageSize = 10 }), ReadingKind.WholeList, 15, 18);
    }

    [Fact]
    public void Plan_Once_PassesOverWhatWasReadCompletely()
    {
        FakeList list = _fixture.List(count: 250);
        _fixture.Read(list, new RunScript { Options = Options with { Once = true, MaxPages = 1 } });
        Assert.Equal(ReadingKind.WholeList, _fixture.Store.Plan(list.Handle, Options with { Once = true }).Kind);

        _fixture.Read(list, new RunScript { Options = Options with { Once = true } });
        Assert.Equal(ReadingKind.Nothing, _fixture.Store.Plan(list.Handle, Options with { Once = true }).Kind);
        Assert.Empty(_fixture.Store.Watched());

        _fixture.Read(list, new RunScript { Options = Options });
        Assert.Equal(list.Handle, Assert.Single(_fixture.Store.Watched()));
    }

    [Fact]
    public void Plan_ListCutByTheProvider_IsNotReadAsAWholeEachTime()
    {
        FakeList list = _fixture.List(count: 250);
        _fixture.Read(list, new RunScript { CutAfter = 200 });

        Assert.Equal(ReadingKind.NewestPart, _fixture.Store.Plan(list.Handle, Options).Kind);
    }

    private static void AssertPlan(ReadingPlan plan, ReadingKind kind, long least, long? most)
    {
        Assert.Equal((kind, least, most), (plan.Kind, plan.LeastRequests, kind == ReadingKind.Nothing ? 0 : plan.MostRequests));
        if (kind != ReadingKind.Nothing)
        {
            Assert.Equal((least * 2m, most * 2m), (plan.LeastCredits, plan.MostCredits));
        }
    }
}
