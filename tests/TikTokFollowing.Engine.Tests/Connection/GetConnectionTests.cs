using TikTokFollowing.Engine.Tests.Support;

namespace TikTokFollowing.Engine.Tests.Connection;

/// <summary>Get-TikTokFollowingConnection and what a connection says of itself.</summary>
public sealed class GetConnectionTests : EngineTest
{
    [Fact]
    public void GetConnection_WithoutOne_ReturnsNothing() => Assert.Empty(Run("Get-TikTokFollowingConnection").AssertSilent().Output);

    [Fact]
    public void GetConnection_HasThePropertiesThatItPromisesAndNoSecret()
    {
        ConnectLoopback();
        Run("Get-TikTokFollowing sandbox.empty").AssertSilent();
        string[] names = [.. Assert.Single(Run("Get-TikTokFollowingConnection").Output).Properties.Select(static property => property.Name)];
        Assert.All(
            new[] { "Provider", "BaseUri", "IsSandbox", "RateLimit", "RequestsSent", "CreditsSpent", "CreditLimit", "Summaries" },
            name => Assert.Contains(name, names));
        Assert.DoesNotContain(names, static name => name.Contains("key", StringComparison.OrdinalIgnoreCase)
            || name.Contains("token", StringComparison.OrdinalIgnoreCase)
            || name.Contains("secret", StringComparison.OrdinalIgnoreCase)
            || name.Contains("credential", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void GetConnection_CountsWhatWasSpent()
    {
        FollowingConnection connection = ConnectSandbox();
        Run("Get-TikTokFollowing stoolpresidente -PageSize 100; Get-TikTokFollowing sandbox.notfound -ErrorAction Ignore");
        Assert.Equal((4, 3m), (connection.RequestsSent, connection.CreditsSpent));
    }

    [Fact]
    public void RateLimit_OfDumplingAI_IsTheRequestsThatAreLeft()
    {
        FollowingConnection connection = ConnectSandbox();
        Run("Get-TikTokFollowing sandbox.empty").AssertSilent();
        Assert.Equal((1000, 999, null), (connection.RateLimit!.Limit, connection.RateLimit.Remaining, connection.RateLimit.QuotaLimit));
    }

    [Fact]
    public void RateLimit_OfTheFullTikTokApi_HasThePlanToo()
    {
        FollowingConnection connection = ConnectSandbox("-Provider FullTikTok");
        Run("Get-TikTokFollowing sandbox.empty").AssertSilent();
        Assert.Equal((999, 499999), (connection.RateLimit!.Remaining, connection.RateLimit.QuotaRemaining));
        Assert.NotNull(connection.RateLimit.ResetAt);
        Assert.True(connection.RateLimit.QuotaResetAt > DateTimeOffset.UtcNow.AddDays(13));
    }

    [Fact]
    public void Summaries_AreTheLastHundredTheNewestLast()
    {
        FollowingConnection connection = ConnectSandbox();
        Run("1..105 | ForEach-Object { \"some.user$_\" } | Get-TikTokFollowing -First 0").AssertSilent();
        Assert.Equal(Enumerable.Range(6, 100).Select(static i => $"some.user{i}"), connection.Summaries.Select(static summary => summary.Handle));
    }

    [Fact]
    public void ToString_NamesProviderAndAddress()
    {
        FollowingConnection connection = ConnectLoopback();
        Assert.Equal($"DumplingAI at {Server.Address}", $"{connection}");
    }

    [Fact]
    public void GetConnection_Several_AreReturnedInTheOrderOfTheirUse()
    {
        ConnectSandbox("-Provider ScrapeCreators");
        Run("Connect-TikTokFollowing -Sandbox -AsFallback -WarningAction Ignore").AssertSilent();
        Assert.Equal(["ScrapeCreators", "DumplingAI"], Run("(Get-TikTokFollowingConnection).Provider").Text);
    }
}
