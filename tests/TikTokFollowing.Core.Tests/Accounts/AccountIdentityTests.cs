using TikTokFollowing.Accounts;

namespace TikTokFollowing.Tests.Accounts;

public sealed class AccountIdentityTests
{
    /// <summary>Two accounts, each as id, secUid and handle, and whether they are the same.</summary>
    public static TheoryData<string?[], string?[], bool> Pairs => new()
    {
        { ["1", "s", "h"], ["1", "s", "h"], true },
        { ["1", "s", "old"], ["1", "s", "new"], true },
        { ["1", null, "h"], ["2", null, "h"], false },
        { ["1", "s", "h"], ["2", "s", "h"], false },
        { ["1", "s", "h"], [null, "s", "other"], true },
        { ["1", "s", "h"], [null, "t", "h"], false },
        { ["1", "s", "h"], [null, null, "H"], true },
        { ["1", null, "h"], [null, "s", "h"], true },
        { [null, null, "h"], [null, null, "i"], false },
        { ["1", null, null], [null, "s", "h"], false },
        { ["1", null, null], [null, null, null], false },
        { [null, null, null], [null, null, null], false },
        { [null, "S", null], [null, "s", null], false },
    };

    [Theory]
    [MemberData(nameof(Pairs), DisableDiscoveryEnumeration = true)]
    public void IsSameAs_Pair_IsByTheStrongestIdentityOfBoth(string?[] one, string?[] other, bool expected)
    {
        AccountIdentity first = new(one[0], one[1], one[2]);
        AccountIdentity second = new(other[0], other[1], other[2]);

        Assert.Equal(expected, first.IsSameAs(second));
        Assert.Equal(expected, second.IsSameAs(first));
    }

    [Fact]
    public void Of_User_TakesItsThreeIdentities()
    {
        FollowedUser user = new()
        {
            FollowedBy = "x", UserId = "1", SecUid = "s", Handle = "h", Provider = FollowingProvider.DumplingAI, Page = 1, RetrievedAt = default,
        };

        Assert.Equal(new AccountIdentity("1", "s", "h"), AccountIdentity.Of(user));
    }
}
