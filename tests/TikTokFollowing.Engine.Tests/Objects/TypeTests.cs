using TikTokFollowing.Engine.Tests.Support;

namespace TikTokFollowing.Engine.Tests.Objects;

/// <summary>The public types as a script names them.</summary>
public sealed class TypeTests : EngineTest
{
    [Theory]
    [InlineData("FollowedUser")]
    [InlineData("FollowingSummary")]
    [InlineData("FollowingChange")]
    [InlineData("FollowingConnection")]
    [InlineData("FollowingException")]
    [InlineData("FollowingProvider")]
    [InlineData("FollowingStatus")]
    [InlineData("FollowingErrorKind")]
    [InlineData("FollowingChangeKind")]
    [InlineData("RateLimit")]
    public void Type_ResolvesAsALiteral(string name) => Assert.Equal([$"TikTokFollowing.{name}"], Run($"[TikTokFollowing.{name}].FullName").AssertSilent().Text);

    [Fact]
    public void Type_OfARow_BindsToAParameterOfThatType()
    {
        ConnectSandbox();
        Run run = Run("""
            function Measure-Following { param([TikTokFollowing.FollowedUser[]] $User, [TikTokFollowing.FollowingProvider] $From) "$($User.Count) $From" }
            Measure-Following (Get-TikTokFollowing stoolpresidente) FullTikTok
            (Get-TikTokFollowing stoolpresidente -First 1) -is [TikTokFollowing.FollowedUser]
            """);
        Assert.Equal(["234 FullTikTok", "True"], run.AssertSilent().Text);
    }

    [Theory]
    [InlineData("Status", "Complete, Limited, Truncated, StuckCursor, Hidden, NotFound, OutOfCredits, Failed, Stopped, NotStarted")]
    [InlineData("Provider", "DumplingAI, FullTikTok, TikTokResearch, ScrapeCreators, SociaVault")]
    [InlineData("ChangeKind", "Followed, Unfollowed, Renamed, Changed")]
    public void Enumeration_HasTheNamesThatArePromised(string name, string values) =>
        Assert.Equal(values, string.Join(", ", Run($"[enum]::GetNames([TikTokFollowing.Following{name}])").Text));

    [Theory]
    [InlineData("FollowedUser", "FollowedBy, Handle, UserId, SecUid, DisplayName, Bio, Verified, Private, Followers, Following, Likes, Videos, LikesGiven, WebsiteUrl, AvatarUrl, AvatarThumbnailUrl, ProfileUrl, FollowedNotAfter, FollowedNotBefore, Provider, IsSandbox, Page, RetrievedAt")]
    [InlineData("FollowingSummary", "Handle, Provider, Status, Users, Duplicates, Pages, Requests, Retries, Credits, ReportedTotal, NextCursor, StartedAt, Duration, Message")]
    [InlineData("FollowingChange", "Kind, FollowedBy, UserId, Handle, PreviousHandle, Properties, Before, After, NotBefore, NotAfter, SeenAt")]
    [InlineData("RateLimit", "Limit, Remaining, ResetAt, QuotaLimit, QuotaRemaining, QuotaResetAt")]
    public void Properties_AreThoseThatArePromised(string type, string names) =>
        Assert.Equal(names.Split(", ").Order(), Run($"[TikTokFollowing.{type}].GetProperties().Name").Text.Order());
}
