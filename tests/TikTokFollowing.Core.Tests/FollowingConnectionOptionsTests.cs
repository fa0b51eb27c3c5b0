namespace TikTokFollowing.Tests;

/// <summary>Values that make no sense are refused where they are set.</summary>
public sealed class FollowingConnectionOptionsTests
{
    public static TheoryData<string, Func<FollowingConnectionOptions>, bool> Values => new()
    {
        { "Provider 0", () => new() { Provider = 0 }, true },
        { "Provider 99", () => new() { Provider = (FollowingProvider)99 }, false },
        { "Provider -1", () => new() { Provider = (FollowingProvider)(-1) }, false },
        { "CreditsPerRequest -1", () => new() { CreditsPerRequest = -1 }, false },
        { "CreditsPerRequest 0", () => new() { CreditsPerRequest = 0 }, true },
        { "CreditsPerRequest null", () => new() { CreditsPerRequest = null }, true },
        { "CreditLimit -0.001", () => new() { CreditLimit = -0.001m }, false },
        { "CreditLimit 0", () => new() { CreditLimit = 0 }, true },
        { "Timeout 0", () => new() { Timeout = TimeSpan.Zero }, false },
        { "Timeout -1", () => new() { Timeout = TimeSpan.FromSeconds(-1) }, false },
        { "Timeout infinite", () => new() { Timeout = Timeout.InfiniteTimeSpan }, false },
        { "Timeout 1", () => new() { Timeout = TimeSpan.FromSeconds(1) }, true },
        { "Timeout 86400", () => new() { Timeout = TimeSpan.FromSeconds(86_400) }, true },
        { "Timeout 86401", () => new() { Timeout = TimeSpan.FromSeconds(86_401) }, false },
        { "MaximumRetryCount -1", () => new() { MaximumRetryCount = -1 }, false },
        { "MaximumRetryCount 0", () => new() { MaximumRetryCount = 0 }, true },
        { "MaximumRetryInterval -1", () => new() { MaximumRetryInterval = TimeSpan.FromSeconds(-1) }, false },
        { "MaximumRetryInterval 0", () => new() { MaximumRetryInterval = TimeSpan.Zero }, true },
    };

    [Theory]
    [MemberData(nameof(Values), DisableDiscoveryEnumeration = true)]
    public void Value_IsCheckedWhenItIsSet(string what, Func<FollowingConnectionOptions> create, bool isGood)
    {
        Exception? failure = Record.Exception(create);

        Assert.Equal(isGood, failure is null);
        if (failure is not null)
        {
            Assert.Equal(what[..what.IndexOf(' ')], Assert.IsType<ArgumentOutOfRangeException>(failure).ParamName);
        }
    }

    [Fact]
    public void Defaults_AreThePromisedOnes()
    {
        FollowingConnectionOptions options = new();

        Assert.Equal(FollowingProvider.DumplingAI, options.Provider);
        Assert.Equal(TimeSpan.FromSeconds(30), options.Timeout);
        Assert.Equal(4, options.MaximumRetryCount);
        Assert.Equal(TimeSpan.FromSeconds(60), options.MaximumRetryInterval);
        Assert.Null(options.CreditsPerRequest);
        Assert.Null(options.CreditLimit);
    }
}
