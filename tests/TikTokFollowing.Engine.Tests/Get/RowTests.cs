using TikTokFollowing.Engine.Tests.Support;

namespace TikTokFollowing.Engine.Tests.Get;

/// <summary>The rows that Get-TikTokFollowing emits.</summary>
public sealed class RowTests : EngineTest
{
    public static TheoryData<string> Providers { get; } = ["DumplingAI", "FullTikTok", "TikTokResearch", "ScrapeCreators", "SociaVault"];

    [Theory]
    [MemberData(nameof(Providers))]
    public void Get_AnyProvider_BringsEachAccountOnce(string provider)
    {
        ConnectSandbox($"-Provider {provider}");
        foreach ((string handle, int count) in new[] { ("stoolpresidente", 234), ("charlidamelio", 1200), ("sandbox.empty", 0) })
        {
            Run run = Run($"Get-TikTokFollowing {handle}").AssertSilent();
            Assert.Equal(count, run.Rows.Count);
            Assert.Equal(count, run.Rows.Select(static row => row.Handle).Distinct().Count());
            Assert.All(run.Rows, row => Assert.Equal(provider, $"{row.Provider}"));
        }
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public void Get_AnyProvider_BringsTheSameAccountsInTheSameOrder(string provider)
    {
        ConnectSandbox();
        IReadOnlyList<FollowedUser> expected = Run("Get-TikTokFollowing stoolpresidente").Rows;
        ConnectSandbox($"-Provider {provider}");
        IReadOnlyList<FollowedUser> rows = Run("Get-TikTokFollowing stoolpresidente").AssertSilent().Rows;
        Assert.Equal(expected.Select(static row => (row.Handle, row.DisplayName)), rows.Select(static row => (row.Handle, row.DisplayName)));
    }

    [Fact]
    public void Get_Rows_AreTypedAndSayNothingOfWhatIsUnknown()
    {
        ConnectSandbox();
        IReadOnlyList<FollowedUser> rows = Run("Get-TikTokFollowing charlidamelio").Rows;
        Assert.All(rows, static row => Assert.Equal("charlidamelio", row.FollowedBy));
        Assert.All(rows, static row => Assert.Null(row.WebsiteUrl));
        Assert.All(rows, static row => Assert.False(row.Likes < 0));
        Assert.Contains(rows, static row => row.Likes > int.MaxValue);
        Assert.Contains(rows, static row => row.Bio is null);
        Assert.Contains(rows, static row => row.Bio is "");
        Assert.All(rows, static row => Assert.InRange(row.RetrievedAt, DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public void Get_SandboxRow_IsMarkedAndNamesNoRealAddress(string provider)
    {
        ConnectSandbox($"-Provider {provider}");
        Run run = Run("Get-TikTokFollowing stoolpresidente -First 50");
        Assert.Equal(50, run.Rows.Count);
        Assert.All(run.Rows, static row => Assert.True(row.IsSandbox));
        Assert.All(run.Output, static row => Assert.DoesNotContain(row.Properties, static property =>
            $"{property.Value}".Contains("tiktok.com", StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public void Get_RowOfAVendor_IsNotMarkedAndHasItsProfile()
    {
        ConnectLoopback();
        FollowedUser row = Assert.Single(Run("Get-TikTokFollowing stoolpresidente -First 1").AssertSilent().Rows);
        Assert.False(row.IsSandbox);
        Assert.Equal($"https://www.tiktok.com/@{row.Handle}", row.ProfileUrl);
    }

    [Fact]
    public void Get_Rows_SayBetweenWhichTimesTheAccountWasFollowed()
    {
        ConnectSandbox();
        IReadOnlyList<FollowedUser> rows = Run("Get-TikTokFollowing charlidamelio -PageSize 100 -First 300").Rows;
        Assert.Null(rows[0].FollowedNotAfter);
        Assert.Equal(rows[50].FollowedNotBefore, rows[150].FollowedNotAfter);
        Assert.True(rows[150].FollowedNotBefore < rows[150].FollowedNotAfter);
        Assert.Equal([1, 2, 3], rows.Select(static row => row.Page).Distinct());
    }

    [Fact]
    public void Get_Result_IsDeclared()
    {
        Assert.Equal("TikTokFollowing.FollowedUser", Assert.Single(Run("(Get-Command Get-TikTokFollowing).OutputType.Name").Text));
    }
}
