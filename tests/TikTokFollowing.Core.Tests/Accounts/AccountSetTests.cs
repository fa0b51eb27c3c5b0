using TikTokFollowing.Accounts;
using TikTokFollowing.Tests.Support;

namespace TikTokFollowing.Tests.Accounts;

[Collection(nameof(AloneInTheProcess))]
public sealed class AccountSetTests
{
    [Fact]
    public void Add_AMillionAccounts_KeepsAtMost64BytesEach()
    {
        const int Count = 1_000_000;
        Add(new AccountSet(), 1000);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        AccountSet set = new();

        Add(set, Count);

        long kept = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.InRange(kept / (double)Count, 8, 64);
        Assert.True(set.Contains(AccountKey.OfId("7000000000000000000")));
        Assert.False(set.Contains(AccountKey.OfId("6999999999999999999")));
    }

    [Fact]
    public void Add_AnAccountTwice_SaysSo()
    {
        AccountSet set = new();

        Assert.True(set.Add(AccountKey.OfId("5")));
        Assert.False(set.Add(AccountKey.OfId("5")));
        Assert.True(set.Add(AccountKey.OfId("05")));
        Assert.True(set.Add(AccountKey.OfId("0")));
        Assert.False(set.Add(AccountKey.OfId("0")));
        Assert.True(set.Add(AccountKey.OfSecUid("5")));
        Assert.True(set.Add(AccountKey.OfHandle("5")));
        Assert.True(set.Add(AccountKey.OfHandle("Name")));
        Assert.False(set.Add(AccountKey.OfHandle("nAME")));
        Assert.True(set.Add(AccountKey.OfSecUid("Name")));
        Assert.True(set.Add(AccountKey.OfSecUid("name")));
        Assert.True(set.Add(AccountKey.OfId("18446744073709551615")));
        Assert.True(set.Add(AccountKey.OfId("18446744073709551616")));
        Assert.False(set.Add(AccountKey.OfId("18446744073709551616")));
    }

    [Fact]
    public void Contains_BeforeAnyAdd_IsFalse()
    {
        AccountSet set = new();

        Assert.False(set.Contains(AccountKey.OfId("1")));
        Assert.False(set.Contains(AccountKey.OfHandle("a")));
    }

    private static void Add(AccountSet set, int count)
    {
        for (long i = 0; i < count; i++)
        {
            Assert.True(set.Add(AccountKey.OfId((7_000_000_000_000_000_000 + (i * 7919)).ToString())));
        }
    }
}
