using System.Management.Automation;
using TikTokFollowing.Engine.Tests.Support;

namespace TikTokFollowing.Engine.Tests.Get;

/// <summary>What the Tab key offers.</summary>
public sealed class CompletionTests : EngineTest
{
    [Fact]
    public void Handle_InTheSandbox_IsCompletedWithTheReservedHandles()
    {
        ConnectSandbox();
        Assert.Equal(["sandbox.hidden", "sandbox.huge"], Complete("Get-TikTokFollowing sandbox.h").Order());
    }

    [Theory]
    [InlineData("Get-TikTokFollowing my.o")]
    [InlineData("Get-TikTokFollowing 'my.o")]
    [InlineData("Get-TikTokFollowing -UserName MY.O")]
    public void Handle_ThatWasAskedForInThisSession_IsCompleted(string input)
    {
        ConnectSandbox();
        Run("Get-TikTokFollowing my.own.handle -First 0").AssertSilent();
        Assert.Contains("my.own.handle", Complete(input).Select(static text => text.Trim('\'')));
    }

    [Fact]
    public void Handle_WithAConnectionToAVendor_IsNotCompletedWithTheReservedHandles()
    {
        ConnectLoopback();
        Assert.DoesNotContain("sandbox.truncated", Complete("Get-TikTokFollowing sandbox.tr"));
    }

    [Theory]
    [InlineData("Connect-TikTokFollowing -Provider ")]
    [InlineData("Connect-TikTokFollowing ")]
    public void Provider_IsCompleted(string input) =>
        Assert.Equal(["DumplingAI", "FullTikTok", "ScrapeCreators", "SociaVault", "TikTokResearch"], Complete(input).Order());

    [Theory]
    [InlineData("Get-TikTokFollowing -Sum", "-SummaryVariable")]
    [InlineData("Get-TikTokFollowing -Thr", "-ThrottleLimit")]
    [InlineData("Connect-TikTokFollowing -AsF", "-AsFallback")]
    [InlineData("Test-TikTokFollowing", "Test-TikTokFollowingConnection")]
    public void Name_IsCompleted(string input, string expected) => Assert.Equal([expected], Complete(input));

    private string[] Complete(string input)
    {
        using PowerShell shell = Session.CreateShell(string.Empty);
        shell.Commands.Clear();
        return [.. CommandCompletion.CompleteInput(input, input.Length, null, shell).CompletionMatches.Select(static match => match.CompletionText)];
    }
}
