using TikTokFollowing.Sandbox.Tests.Support;

namespace TikTokFollowing.Sandbox.Tests;

public sealed class RestlessListTests
{
    [Fact]
    public void Next_EachGeneration_HasOneFollowAtTheTopOneUnfollowAndOneRename()
    {
        RestlessList before = RestlessList.First;
        HashSet<string> handles = [.. Rows(before).Select(row => row.Handle)];
        for (int generation = 2; generation <= 120; generation++)
        {
            RestlessList after = before.Next();

            Dictionary<string, SandboxAccount> old = Rows(before).ToDictionary(row => row.UserId);
            SandboxAccount[] rows = Rows(after);
            Assert.Equal(250, rows.Length);
            Assert.Equal(rows[0], Assert.Single(rows, row => !old.ContainsKey(row.UserId)));
            SandboxAccount renamed = Assert.Single(rows[1..], row => row.Handle != old[row.UserId].Handle);
            Assert.All(rows[1..], row => Assert.Equal(old[row.UserId], row with { Handle = old[row.UserId].Handle }));
            // No handle is ever used twice, so nobody can mistake one account for another.
            Assert.True(handles.Add(rows[0].Handle) && handles.Add(renamed.Handle), $"generation {generation}");
            Assert.Matches("^[a-z0-9_.]{8,24}$", renamed.Handle);
            before = after;
        }
    }

    [Fact]
    public void Next_FollowTimes_BelongToTheAccountAndDescend()
    {
        RestlessList list = RestlessList.First;
        Dictionary<string, long> times = [];
        for (int generation = 1; generation <= 50; generation++, list = list.Next())
        {
            for (int i = 0; i < list.Count; i++)
            {
                Assert.True(times.TryAdd(list[i].UserId, list.FollowedAt(i)) || times[list[i].UserId] == list.FollowedAt(i));
                Assert.Equal(i, list.IndexAt(list.FollowedAt(i)));
                Assert.Equal(i + 1, list.IndexAt(list.FollowedAt(i) - 1));
            }
        }

        Assert.Equal(0, list.IndexAt(long.MaxValue));
        Assert.Equal(250, list.IndexAt(-1));
    }

    [Fact]
    public void Next_SameGeneration_IsTheSameList()
    {
        RestlessList one = RestlessList.First.Next().Next().Next();
        RestlessList other = RestlessList.First.Next().Next().Next();
        Assert.Equal(Rows(one), Rows(other));
        Assert.Equal(Rows(RestlessList.First), Rows(SandboxPopulation.Following("Sandbox.Restless")));
    }

    [Fact]
    public void FirstPage_OfAnyContract_BeginsAReadingAndLaterPagesBelongToIt()
    {
        SandboxResponder responder = new();
        Page first = responder.Read(Contract.DumplingAI, "sandbox.restless");
        Assert.Equal(Handles(RestlessList.First)[..100], first.Handles);
        Assert.Equal(Handles(RestlessList.First)[100..200], responder.Read(Contract.Research, "sandbox.restless", first.Cursor).Handles);

        Page second = responder.Read(Contract.FullTikTok, "sandbox.restless");
        string[] expected = Handles(RestlessList.First.Next());
        Assert.Equal(expected[..100], second.Handles);
        Assert.Equal(expected[100..120], responder.Read(Contract.SociaVault, "sandbox.restless", second.Cursor).Handles);
        Assert.Equal(expected[100..200], responder.Read(Contract.DumplingAI, "sandbox.restless", second.Cursor).Handles);
    }

    [Fact]
    public void FirstPage_OfAnotherResponder_DoesNotCount()
    {
        SandboxResponder one = new();
        one.Read(Contract.DumplingAI, "sandbox.restless");
        one.Read(Contract.DumplingAI, "sandbox.restless");
        Assert.Equal(Handles(RestlessList.First)[..100], new SandboxResponder().Read(Contract.DumplingAI, "sandbox.restless").Handles);
    }

    [Fact]
    public void LaterPage_BeforeAnyFirstPage_IsOfTheFirstGeneration() => Assert.Equal(
        Handles(RestlessList.First)[50..150],
        new SandboxResponder().Read(Contract.DumplingAI, "sandbox.restless", RestlessList.First.FollowedAt(50)).Handles);

    private static string[] Handles(SandboxList list) => [.. Rows(list).Select(row => row.Handle)];

    private static SandboxAccount[] Rows(SandboxList list) => [.. Enumerable.Range(0, list.Count).Select(i => list[i])];
}
