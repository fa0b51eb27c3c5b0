using TikTokFollowing.Engine.Tests.Support;

namespace TikTokFollowing.Engine.Tests.Get;

/// <summary>-SummaryVariable, which works as -ErrorVariable does.</summary>
public sealed class SummaryVariableTests : EngineTest
{
    [Fact]
    public void SummaryVariable_IsSetAnewByEachCommand_AndKeptWithAPlus()
    {
        ConnectSandbox();
        Run run = Run("""
            Get-TikTokFollowing sandbox.empty -SummaryVariable summary
            Get-TikTokFollowing sandbox.empty -SummaryVariable summary
            Get-TikTokFollowing stoolpresidente -SummaryVariable +summary | Out-Null
            """).AssertSilent();
        Assert.Equal("sandbox.empty Complete, stoolpresidente Complete", run.Statuses);
    }

    [Theory]
    [InlineData("$null", 0)]
    [InlineData("'a'", 1)]
    [InlineData("1, 2", 2)]
    [InlineData("[System.Collections.Generic.List[int]] (1, 2, 3)", 3)]
    public void SummaryVariable_WithAPlus_BeginsWithWhatItHolds(string before, int kept)
    {
        ConnectSandbox();
        Assert.Equal([$"{kept + 1}"], Run($"$mine = {before}; Get-TikTokFollowing sandbox.empty -SummaryVariable +mine; $mine.Count").AssertSilent().Text);
    }

    [Fact]
    public void SummaryVariable_UnderStrictMode_MayBeNew()
    {
        ConnectSandbox();
        Run run = Run("& { Set-StrictMode -Version Latest; Get-TikTokFollowing sandbox.empty -SummaryVariable +neverSet; $neverSet.Count; Get-TikTokFollowing sandbox.empty -SummaryVariable neverSetEither; $neverSetEither[0].Status }");
        Assert.Equal(["1", "Complete"], run.AssertSilent().Text);
    }

    [Fact]
    public void SummaryVariable_InAFunction_IsItsOwn()
    {
        ConnectSandbox();
        Run run = Run("function Get-One { Get-TikTokFollowing sandbox.empty -SummaryVariable insideOnly; $insideOnly.Count }; Get-One; $null -eq $insideOnly");
        Assert.Equal(["1", "True"], run.AssertSilent().Text);
    }

    [Fact]
    public void SummaryVariable_OfAnotherScope_IsSetThere()
    {
        ConnectSandbox();
        Assert.Equal("sandbox.empty Complete", Run("& { Get-TikTokFollowing sandbox.empty -SummaryVariable global:summary }").AssertSilent().Statuses);
    }

    [Fact]
    public void SummaryVariable_IsThereFromTheStartAndGrows()
    {
        ConnectSandbox();
        Run run = Run("'sandbox.empty', 'stoolpresidente', 'charlidamelio' | Get-TikTokFollowing -First 1 -SummaryVariable summary | ForEach-Object { $summary.Count }; $summary.Count");
        Assert.Equal(["1", "2", "3"], run.AssertSilent().Text);
    }

    [Fact]
    public void SummaryVariable_OfACommandThatWasNeverConnected_IsEmpty()
    {
        Run run = Run("$summary = 'before'; Get-TikTokFollowing stoolpresidente -SummaryVariable summary");
        run.AssertThrew("NotConnected");

        // What an earlier command left would be taken for this one's.
        Assert.Null(Session.Get<string>("summary"));
        Assert.Empty(run.Summaries);
    }
}
