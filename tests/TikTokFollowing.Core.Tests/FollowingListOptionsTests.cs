namespace TikTokFollowing.Tests;

/// <summary>Values that make no sense are refused where they are set.</summary>
public sealed class FollowingListOptionsTests
{
    public static TheoryData<string, Func<FollowingListOptions>, bool> Values => new()
    {
        { "First -1", () => new() { First = -1 }, false },
        { "First 0", () => new() { First = 0 }, true },
        { "First null", () => new() { First = null }, true },
        { "Skip -1", () => new() { Skip = -1 }, false },
        { "Skip max", () => new() { Skip = long.MaxValue }, true },
        { "MaxPages 0", () => new() { MaxPages = 0 }, false },
        { "MaxPages -1", () => new() { MaxPages = -1 }, false },
        { "MaxPages 1", () => new() { MaxPages = 1 }, true },
        { "PageSize 0", () => new() { PageSize = 0 }, false },
        { "PageSize 1", () => new() { PageSize = 1 }, true },
        { "PageSize 100", () => new() { PageSize = 100 }, true },
        { "PageSize 101", () => new() { PageSize = 101 }, false },
    };

    [Theory]
    [MemberData(nameof(Values), DisableDiscoveryEnumeration = true)]
    public void Value_IsCheckedWhenItIsSet(string what, Func<FollowingListOptions> create, bool isGood)
    {
        Exception? failure = Record.Exception(create);

        Assert.Equal(isGood, failure is null);
        if (failure is not null)
        {
            Assert.Equal(what[..what.IndexOf(' ')], Assert.IsType<ArgumentOutOfRangeException>(failure).ParamName);
        }
    }
}
