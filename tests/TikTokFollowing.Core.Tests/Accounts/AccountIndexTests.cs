using TikTokFollowing.Accounts;

namespace TikTokFollowing.Tests.Accounts;

public sealed class AccountIndexTests
{
    [Fact]
    public void TryFind_AnyTwoAccounts_FindsExactlyWhatIsTheSame()
    {
        AccountIdentity[] accounts =
        [
            .. from id in new[] { null, "1", "2" }
               from secUid in new[] { null, "s", "t" }
               from handle in new[] { null, "h", "H", "i" }
               select new AccountIdentity(id, secUid, handle),
        ];
        foreach (AccountIdentity added in accounts)
        {
            AccountIndex<string> index = new();
            index.Add(added, "found");

            foreach (AccountIdentity sought in accounts)
            {
                Assert.True(added.IsSameAs(sought) == index.TryFind(sought, out string? found), $"{added} and {sought}");
                Assert.Equal(added.IsSameAs(sought) ? "found" : null, found);
            }
        }
    }

    [Fact]
    public void TryFind_SeveralAreTheSame_TakesTheStrongestIdentity()
    {
        AccountIndex<string> index = new();
        index.Add(new AccountIdentity(null, null, "h"), "handle");
        index.Add(new AccountIdentity(null, "s", null), "secUid");
        index.Add(new AccountIdentity("1", null, null), "id");

        Assert.True(index.TryFind(new AccountIdentity("1", "s", "h"), out string? found));
        Assert.Equal("id", found);
        Assert.True(index.TryFind(new AccountIdentity("2", "s", "h"), out found));
        Assert.Equal("secUid", found);
        Assert.True(index.TryFind(new AccountIdentity("2", "t", "h"), out found));
        Assert.Equal("handle", found);
    }

    [Fact]
    public void Add_TheSameIdentityAgain_KeepsTheFirst()
    {
        AccountIndex<string> index = new();
        index.Add(new AccountIdentity("1", null, "h"), "first");
        index.Add(new AccountIdentity("1", null, "i"), "second");

        Assert.True(index.TryFind(new AccountIdentity("1", null, null), out string? found));
        Assert.Equal("first", found);
    }
}
