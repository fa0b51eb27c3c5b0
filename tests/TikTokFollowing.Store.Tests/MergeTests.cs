using TikTokFollowing.Store.Tests.Support;

namespace TikTokFollowing.Store.Tests;

/// <summary>An account that one list saw by its handle alone, and whose id another list shows.</summary>
public sealed class MergeTests : IDisposable
{
    private const int Account = 140;

    private static readonly RunScript ByIds = new() { Options = new SyncOptions { Full = true } };
    private static readonly RunScript ByNames = new() { Options = new SyncOptions { Full = true }, Provider = FollowingProvider.TikTokResearch, PageSize = 20 };

    private readonly StoreFixture _fixture = new();
    private readonly FakeList _one;
    private readonly FakeList _two;

    public MergeTests()
    {
        _one = _fixture.List("one", count: 150);
        _two = _fixture.List("two");
        for (int account = 0; account < 150; account++)
        {
            _two.Follow(account);
        }
    }

    [Theory]
    [InlineData(FollowingStatus.Stopped)]
    [InlineData(null)]
    public void Merge_WhileAReadingOfAnotherListIsUnfinished_MakesNoUnfollow(FollowingStatus? endsAs)
    {
        Read(_one, ByIds);
        Read(_two, ByIds);
        Rename("new.name");
        Read(_one, ByNames with { EndsAfter = 1, EndsAs = endsAs });
        Assert.All(Read(_two, ByIds), change => Assert.Equal(FollowingChangeKind.Renamed, change.Kind));
        _fixture.Close();

        Assert.Empty(Read(_one, ByNames));
        Assert.Empty(Read(_one, ByIds));
        Assert.Equal("new.name", Assert.Single(Entries("one")).Handle);
    }

    [Fact]
    public void Merge_OfAFollowThatHasEnded_KeepsItsEndAndWhatWasSaidOfIt()
    {
        Read(_one, ByIds);
        Read(_two, ByIds);
        Rename("new.name");
        Read(_one, ByNames with { PageSize = 100 });
        _one.Unfollow(_one.Current.Single(follow => follow.Account == Account));
        FollowingChange unfollowed = Assert.Single(Read(_one, ByNames with { PageSize = 100 }));

        Read(_two, ByIds);

        FollowingHistoryEntry entry = Assert.Single(Entries("one"));
        Assert.Equal((unfollowed.NotBefore, unfollowed.NotAfter), (entry.UnfollowedNotBefore, entry.UnfollowedNotAfter));
        FollowingChange kept = _fixture.Store.Changes(new ChangeFilter { Handles = ["one"] }).Single(change => change.Kind == FollowingChangeKind.Unfollowed);
        Assert.Equal((unfollowed.NotBefore, unfollowed.NotAfter, _one.IdOf(Account)), (kept.NotBefore, kept.NotAfter, kept.UserId));
        Assert.Empty(Read(_one, ByIds));
    }

    [Fact]
    public void Merge_OfAHandleThatTheAccountTookBack_IsARenameSinceItWasSeenUnderTheOther()
    {
        Read(_one, ByNames);
        Rename("other");
        Read(_one, ByIds);
        Read(_two, ByIds);
        long seenAt = _fixture.Clock.Now;
        Rename($"h{Account}");

        FollowingChange one = Assert.Single(Read(_one, ByIds));
        FollowingChange two = Assert.Single(Read(_two, ByIds));

        Assert.All([one, two], change =>
        {
            Assert.Equal((FollowingChangeKind.Renamed, "other", $"h{Account}"), (change.Kind, change.PreviousHandle, change.Handle));
            Assert.True(change.NotAfter!.Value.ToUnixTimeSeconds() > seenAt);
        });
    }

    public void Dispose() => _fixture.Dispose();

    private IReadOnlyList<FollowingChange> Read(FakeList list, RunScript script)
    {
        _fixture.Clock.Now += 1000;
        return _fixture.Read(list, script).Changes;
    }

    private void Rename(string name)
    {
        _fixture.Clock.Now += 1000;
        _one.Rename(Account, name);
        _two.Rename(Account, name);
    }

    private IEnumerable<FollowingHistoryEntry> Entries(string handle) =>
        _fixture.Store.History(new HistoryFilter { Handles = [handle], IncludeEnded = true }).Where(entry => entry.UserId == _one.IdOf(Account));
}
