using TikTokFollowing.Tests.Support;

namespace TikTokFollowing.Tests;

/// <summary>Only new accounts, and no account lost for the sake of stopping early.</summary>
public sealed class KnownAccountsTests
{
    private static readonly FollowingProvider Provider = FollowingProvider.DumplingAI;

    [Theory]
    [InlineData(5, 100)]
    [InlineData(20, 120)]
    [InlineData(100, 200)]
    public async Task KnownStreak_EndsTheListAtTheEndOfItsPage(int streak, int rowsRead)
    {
        using Client client = new();
        ServePages(client, [.. Enumerable.Range(0, 1000)], pageSize: 20);
        KnownAccounts known = Known("name", Enumerable.Range(90, 910));

        Reading reading = await client.ReadAsync(new FollowingListOptions { Known = known, KnownStreak = streak });

        Assert.Equal(Enumerable.Range(0, 90), reading.Accounts);
        Assert.Equal(rowsRead / 20, client.Handler.Requests.Count);
        Assert.Equal(FollowingStatus.Limited, reading.Summary.Status);
        Assert.Contains(streak.ToString(), reading.Summary.Message, StringComparison.Ordinal);
        Assert.Equal(90, reading.Summary.Users);
        Assert.Equal(0, reading.Summary.Duplicates);
    }

    [Fact]
    public async Task KnownStreak_NewAccountsBehindItOnTheSamePage_StillCome()
    {
        using Client client = new();
        ServePages(client, [.. Enumerable.Range(0, 200)], pageSize: 50);

        Reading reading = await client.ReadAsync(new FollowingListOptions { Known = Known("name", Enumerable.Range(5, 30)), KnownStreak = 10 });

        Assert.Equal([.. Enumerable.Range(0, 5), .. Enumerable.Range(35, 15)], reading.Accounts);
        Assert.Single(client.Handler.Requests);
    }

    [Fact]
    public async Task RepeatedRows_DoNotCountAsKnown()
    {
        using Client client = new();
        client.Handler.Enqueue(
            Page.Of(Provider, [1, 2, 101, 102], "900", "true"),
            Page.Of(Provider, [101, 102, 101, 102, 1, 2], "800", "true"),
            Page.Of(Provider, [102, 101, 3, 103], "700", "false"));

        Reading reading = await client.ReadAsync(new FollowingListOptions { Known = Known("name", [101, 102, 103]), KnownStreak = 3 });

        Assert.Equal([1, 2, 3], reading.Accounts);
        Assert.Equal(FollowingStatus.Complete, reading.Summary.Status);
    }

    [Fact]
    public async Task First_CountsNewAccountsOnly()
    {
        using Client client = new(FollowingProvider.FullTikTok);
        ServePages(client, [.. Enumerable.Range(0, 400)], pageSize: 100);

        Reading reading = await client.ReadAsync(
            new FollowingListOptions { First = 10, Known = Known("name", Enumerable.Range(0, 95)), KnownStreak = 1000 });

        Assert.Equal(Enumerable.Range(95, 10), reading.Accounts);
        Assert.Equal(2, client.Handler.Requests.Count);
        Assert.All(client.Handler.Requests, request => Assert.Contains("count=100", request.Address, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("@user5")]
    [InlineData("USER5")]
    [InlineData(" https://www.tiktok.com/@user5?lang=en ")]
    [InlineData("7000000000000000005")]
    [InlineData("sec5")]
    public async Task Add_BareHandleOrId_CountsForEveryList(string text)
    {
        using Client client = new();
        KnownAccounts known = new();
        known.Add(text);
        foreach (string handle in new[] { "a", "b" })
        {
            client.Handler.Enqueue(Page.Of(Provider, 4, 3));
            Assert.Equal([4, 6], (await client.ReadAsync(new FollowingListOptions { Known = known }, handle: handle)).Accounts);
        }
    }

    [Fact]
    public async Task Add_RowOfOneFollower_CountsForThatListOnlyAndWithoutCase()
    {
        using Client client = new();
        client.Handler.Otherwise = Page.Of(Provider, 1, 3);
        KnownAccounts known = Known("Alice", [2]);

        Assert.Equal([1, 3], (await client.ReadAsync(new FollowingListOptions { Known = known }, handle: "aLICE")).Accounts);
        Assert.Equal([1, 2, 3], (await client.ReadAsync(new FollowingListOptions { Known = known }, handle: "bob")).Accounts);
    }

    [Fact]
    public async Task Add_RowWithId_DoesNotKnowTheNextOwnerOfItsHandle()
    {
        using Client client = new();
        client.Handler.Enqueue("""{"followingList":[{"user":{"id":"8","uniqueId":"user1"}},{"user":{"id":"9","uniqueId":"user2"}},{"user":{"id":"10","uniqueId":"renamed"}}],"hasMore":false}""");
        KnownAccounts known = new();
        known.Add("name", "1", null, "user1");
        known.Add("name", null, "", "USER2");
        known.Add("name", "10", "", "oldname");

        Assert.Equal(["user1"], (await client.ReadAsync(new FollowingListOptions { Known = known })).Rows.Select(row => row.Handle));
    }

    [Theory]
    [InlineData("7.0E+18")]
    [InlineData("7,000,000,000,000,000,005")]
    [InlineData("")]
    [InlineData(null)]
    public async Task Add_IdThatASpreadsheetRounded_FallsBackToSecUidOrHandle(string? userId)
    {
        using Client client = new();
        client.Handler.Otherwise = Page.Of(Provider, 4, 3);
        KnownAccounts byHandle = new();
        byHandle.Add("name", userId, null, "user5");
        KnownAccounts bySecUid = new();
        bySecUid.Add("", userId, "sec5", null);

        Assert.Equal([4, 6], (await client.ReadAsync(new FollowingListOptions { Known = byHandle })).Accounts);
        Assert.Equal([4, 6], (await client.ReadAsync(new FollowingListOptions { Known = bySecUid })).Accounts);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    public async Task Add_EmptyText_KnowsNobody(string text)
    {
        using Client client = new();
        client.Handler.Enqueue(Page.Of(Provider, 4, 3));
        KnownAccounts known = new();
        known.Add(text);
        known.Add(null, null, null, null);
        known.Add("name", "", "", "");

        Assert.Equal(3, (await client.ReadAsync(new FollowingListOptions { Known = known })).Rows.Count);
    }

    [Fact]
    public async Task RandomHistories_FewerKnownInARowThanTheStreak_LoseNothing()
    {
        for (int seed = 0; seed < 1500; seed++)
        {
            Random random = new(seed);
            KnownAccounts known = new();
            List<(string Follower, List<int> Before)> histories = [];
            foreach (string follower in new[] { "alice", "bob", "carol" }[..random.Next(1, 4)])
            {
                List<int> before = [.. Shuffled(random, 300).Take(random.Next(0, 120))];
                histories.Add((follower, before));
                foreach (int account in before)
                {
                    known.Add(follower, random.Next(4) == 0 ? null : Page.IdOf(account), $"sec{account}", Page.HandleOf(account));
                }
            }

            int streak = random.Next(1, 25);
            using Client client = new();
            foreach ((string follower, List<int> before) in histories)
            {
                List<int> now = Change(random, before, streak);
                HashSet<int> knownHere = [.. before];
                ServePages(client, now, pageSize: random.Next(2, 30), overlap: random.Next(3), repeats: new Random(seed));

                Reading reading = await client.ReadAsync(
                    new FollowingListOptions { Known = known, KnownStreak = streak, ReadAhead = random.Next(2) == 0 }, handle: follower);

                Assert.True(reading.Failure is null, $"Seed {seed}: {reading.Failure}");
                Assert.True(
                    reading.Accounts.SequenceEqual(now.Where(account => !knownHere.Contains(account))),
                    $"Seed {seed}, {follower}, streak {streak}: {string.Join(',', reading.Accounts)} of {string.Join(',', now)}");
            }
        }
    }

    private static KnownAccounts Known(string follower, IEnumerable<int> accounts)
    {
        KnownAccounts known = new();
        foreach (int account in accounts)
        {
            known.Add(follower, Page.IdOf(account), null, Page.HandleOf(account));
        }

        return known;
    }

    private static List<int> Shuffled(Random random, int count)
    {
        int[] accounts = [.. Enumerable.Range(0, count)];
        random.Shuffle(accounts);
        return [.. accounts];
    }

    /// <summary>Unfollows, follows and follows again, such that never <paramref name="streak"/> known accounts stand above a new one.</summary>
    private static List<int> Change(Random random, List<int> before, int streak)
    {
        List<int> rest = [.. before.Where(_ => random.Next(10) > 0)];
        List<int> again = [.. rest.Where(_ => random.Next(10) == 0)];
        rest.RemoveAll(again.Contains);
        List<int> top = [];
        int next = 1000;
        for (int i = random.Next(0, 60); i > 0; i--)
        {
            for (int known = random.Next(0, streak); known > 0 && again.Count > 0; known--)
            {
                top.Add(again[^1]);
                again.RemoveAt(again.Count - 1);
            }

            top.Add(next++);
        }

        return [.. top, .. again, .. rest];
    }

    private static void ServePages(Client client, List<int> list, int pageSize, int overlap = 0, Random? repeats = null)
    {
        int variant = 0;
        bool repeated = false;
        client.Handler.Otherwise = Reply.From(request =>
        {
            int offset = request.Cursor is string cursor ? int.Parse(cursor[..^4]) - 1 : 0;
            repeated = !repeated && offset >= pageSize && repeats?.Next(4) == 0;
            int start = repeated ? offset - pageSize : offset;
            int end = Math.Min(start + pageSize, list.Count);
            start = Math.Max(0, start - Math.Min(overlap, pageSize - 1));
            return Page.Of(client.Provider, list[start..end], $"{end + 1}{++variant:0000}", end < list.Count ? "true" : "false");
        });
    }
}
