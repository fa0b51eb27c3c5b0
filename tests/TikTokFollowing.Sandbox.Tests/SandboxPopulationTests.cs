using System.Text.RegularExpressions;

namespace TikTokFollowing.Sandbox.Tests;

public sealed partial class SandboxPopulationTests
{
    private static readonly string[] SomeHandles = [SandboxHandles.StoolPresidente, SandboxHandles.CharliDAmelio, SandboxHandles.Repeats, SandboxHandles.Restless, "maker.one", "a", "Zoë", "user1000000000002"];

    [Theory]
    [InlineData("stoolpresidente", 234)]
    [InlineData("charlidamelio", 1200)]
    [InlineData("StoolPresidente", 234)]
    [InlineData("sandbox.empty", 0)]
    [InlineData("sandbox.flaky", 250)]
    [InlineData("sandbox.ratelimited", 250)]
    [InlineData("sandbox.truncated", 5000)]
    [InlineData("sandbox.repeats", 500)]
    [InlineData("sandbox.restless", 250)]
    [InlineData("SANDBOX.HUGE", 1_000_000)]
    // Fixed by the name: a change here changes what every user's script gets.
    [InlineData("maker.one", 1815)]
    [InlineData("tiktok", 3480)]
    public void CountOf_KnownHandle_IsThePromisedNumber(string handle, int expected)
    {
        Assert.Equal(expected, SandboxPopulation.CountOf(handle));
        Assert.Equal(expected, SandboxPopulation.Following(handle).Count);
    }

    [Fact]
    public void CountOf_OrdinaryHandles_SpreadOverTheWholeRange()
    {
        int[] counts = [.. Enumerable.Range(0, 5000).Select(i => SandboxPopulation.CountOf($"user{i}"))];

        Assert.All(counts, count => Assert.InRange(count, 0, 5000));
        Assert.True(counts.Min() < 20 && counts.Max() > 4980);
        Assert.InRange(counts.Average(), 2300, 2700);
    }

    [Fact]
    public void Following_HandleInAnyCase_IsTheSameList()
    {
        SandboxList lower = SandboxPopulation.Following("some.maker");
        SandboxList upper = SandboxPopulation.Following("Some.MAKER");

        Assert.Equal(lower.Count, upper.Count);
        Assert.Equal(lower[0], upper[0]);
        Assert.Equal(lower.FollowedAt(7), upper.FollowedAt(7));
    }

    [Fact]
    public void Lists_SeveralHandles_HaveUniqueIdsHandlesAndSecUids()
    {
        Dictionary<string, SandboxAccount> byId = [];
        foreach (string handle in SomeHandles)
        {
            SandboxList list = SandboxPopulation.Following(handle);
            HashSet<string> ids = [];
            for (int i = 0; i < list.Count; i++)
            {
                Assert.True(ids.Add(list[i].UserId), $"{handle} follows {list[i].Handle} twice.");
                byId[list[i].UserId] = list[i];
            }
        }

        Assert.Equal(byId.Count, byId.Values.Select(account => account.Handle).Distinct().Count());
        Assert.Equal(byId.Count, byId.Values.Select(account => account.SecUid).Distinct().Count());
    }

    [Fact]
    public void Huge_Samples_HaveUniqueIdsAndHandles()
    {
        SandboxList huge = SandboxPopulation.Following(SandboxHandles.Huge);
        SandboxAccount[] sample = [.. Enumerable.Range(0, 20_000).Select(i => huge[i * 50 + 49])];

        Assert.Equal(sample.Length, sample.Select(account => account.UserId).Distinct().Count());
        Assert.Equal(sample.Length, sample.Select(account => account.Handle).Distinct().Count());
    }

    [Fact]
    public void Accounts_All_LookLikeTikTokAccounts()
    {
        SandboxList list = SandboxPopulation.Following(SandboxHandles.CharliDAmelio);
        foreach (SandboxAccount account in Enumerable.Range(0, list.Count).Select(i => list[i]).Concat(SandboxPopulation.WellKnown))
        {
            Assert.Matches(HandlePattern(), account.Handle);
            Assert.Matches(IdPattern(), account.UserId);
            Assert.Matches(SecUidPattern(), account.SecUid);
            Assert.Equal(SandboxPopulation.CountOf(account.Handle), account.Following);
        }
    }

    [Fact]
    public void Accounts_AWholeList_AreVariedLikeRealOnes()
    {
        SandboxList list = SandboxPopulation.Following(SandboxHandles.CharliDAmelio);
        SandboxAccount[] accounts = [.. Enumerable.Range(0, list.Count).Select(i => list[i])];
        string text = string.Join('\u0001', accounts.Select(account => account.DisplayName + '\u0001' + account.Bio));

        Assert.All(["\u200D", "ليلى", "\n", "\r\n", "\t", ",", "\"", "=1+1", "\u202E", "\u001b", "\\", "さくら"], part => Assert.Contains(part, text, StringComparison.Ordinal));
        Assert.Contains(accounts, account => account.Likes > int.MaxValue);
        Assert.Contains(accounts, account => account.LikesOverflow);
        Assert.Contains(accounts, account => account.Verified);
        Assert.Contains(accounts, account => account.Private);
        Assert.Contains(accounts, account => account is { Bio: null, OmitsMissing: true });
        Assert.Contains(accounts, account => account is { Bio: null, OmitsMissing: false });
        Assert.Contains(accounts, account => account.Likes is null);
        Assert.Contains(accounts, account => account.Videos is null);
        Assert.Contains(accounts, account => account.LikesGiven is null);
        Assert.Contains(accounts, account => account.AvatarUrl is null);
        Assert.Contains(accounts, account => account.WebsiteUrl is not null);
        Assert.All(accounts.Where(account => account.LikesOverflow), account => Assert.True(unchecked((int)account.Likes!.Value) < 0));
    }

    [Fact]
    public void GeneratedHandles_JoinedWords_AreUniquelyDecodable()
    {
        // The nine last characters are fixed in width, so handles are unique if these heads are.
        HashSet<string> heads = [];
        Assert.Equal((64, 64), (SandboxText.First.Length, SandboxText.Word.Length));
        foreach (string first in SandboxText.First)
        {
            foreach (string word in SandboxText.Word)
            {
                Assert.All([first + word, $"{first}.{word}", $"{first}_{word}", $"{word}.{first}"], head => Assert.True(heads.Add(head), head));
                Assert.InRange(first.Length + word.Length + 1 + 9, 15, 24);
            }
        }
    }

    [Fact]
    public void WellKnown_All_AreUniqueAndShorterThanGeneratedHandles()
    {
        Assert.Equal(120, SandboxPopulation.WellKnown.Count);
        Assert.Equal(120, SandboxPopulation.WellKnown.Select(account => account.UserId).Distinct().Count());
        Assert.Equal(120, SandboxPopulation.WellKnown.Select(account => account.Handle).Distinct().Count());
        Assert.All(SandboxPopulation.WellKnown, account => Assert.InRange(account.Handle.Length, 1, 14));
    }

    [Fact]
    public void Lists_TwoHandles_Intersect()
    {
        HashSet<string> Ids(string handle)
        {
            SandboxList list = SandboxPopulation.Following(handle);
            return [.. Enumerable.Range(0, list.Count).Select(i => list[i].UserId)];
        }

        HashSet<string> both = Ids(SandboxHandles.StoolPresidente);
        both.IntersectWith(Ids(SandboxHandles.CharliDAmelio));

        Assert.InRange(both.Count, 15, 60);
        Assert.All(both, id => Assert.Contains(SandboxPopulation.WellKnown, account => account.UserId == id));
    }

    [Fact]
    public void Lists_LongOnes_FollowAboutSixtyPercentOfTheWellKnown()
    {
        HashSet<string> known = [.. SandboxPopulation.WellKnown.Select(account => account.UserId)];
        double average = Enumerable.Range(0, 20).Average(n =>
        {
            SandboxList list = SandboxPopulation.Following($"reader{n}");
            return Enumerable.Range(0, list.Count).Count(i => known.Contains(list[i].UserId));
        });

        Assert.InRange(average, 55, 85);
    }

    [Fact]
    public void WellKnown_OwnList_DoesNotHoldItself()
    {
        foreach (SandboxAccount account in SandboxPopulation.WellKnown)
        {
            SandboxList list = SandboxPopulation.Following(account.Handle);
            Assert.DoesNotContain(Enumerable.Range(0, list.Count), i => list[i].UserId == account.UserId);
        }
    }

    [Fact]
    public void FollowedAt_Neighbours_DescendAndIndexAtInverts()
    {
        foreach (string handle in SomeHandles)
        {
            SandboxList list = SandboxPopulation.Following(handle);
            for (int i = 0; i < list.Count; i++)
            {
                long time = list.FollowedAt(i);
                Assert.Equal(i, list.IndexAt(time));
                Assert.Equal(i + 1, list.IndexAt(time - 1));
                // At least two seconds apart: sandbox.repeats marks a cursor with one of them.
                Assert.True(i == 0 || list.FollowedAt(i - 1) - time >= 2, $"{handle} {i}");
            }
        }
    }

    [Theory]
    [InlineData(long.MaxValue, 0)]
    [InlineData(1_759_276_800, 0)]
    [InlineData(1, 234)]
    [InlineData(-1, 234)]
    [InlineData(long.MinValue, 234)]
    public void IndexAt_ExtremeTimes_StaysInTheList(long time, int expected) =>
        Assert.Equal(expected, SandboxPopulation.Following(SandboxHandles.StoolPresidente).IndexAt(time));

    [Fact]
    public void Indexer_OutsideTheList_Throws()
    {
        SandboxList list = SandboxPopulation.Following(SandboxHandles.StoolPresidente);
        Assert.Throws<ArgumentOutOfRangeException>(() => list[234]);
        Assert.Throws<ArgumentOutOfRangeException>(() => list[-1]);
    }

    [Fact]
    public void Handles_All_AreDistinctAndComplete()
    {
        string[] constants = [.. typeof(SandboxHandles).GetFields().Select(field => (string)field.GetRawConstantValue()!)];
        Assert.Equal(constants.Order(), SandboxHandles.All.Order());
        Assert.Equal(14, SandboxHandles.All.Distinct().Count());
    }

    [GeneratedRegex("^[a-z0-9_.]{8,24}$")]
    private static partial Regex HandlePattern();

    [GeneratedRegex("^[0-9]{19}$")]
    private static partial Regex IdPattern();

    [GeneratedRegex("^MS4wLjABAAAA[A-Za-z0-9_-]{64}$")]
    private static partial Regex SecUidPattern();
}
