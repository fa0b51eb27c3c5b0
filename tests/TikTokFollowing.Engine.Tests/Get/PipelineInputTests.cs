using System.Data;
using TikTokFollowing.Engine.Tests.Support;

namespace TikTokFollowing.Engine.Tests.Get;

/// <summary>Handles from the pipeline, by value and by property.</summary>
public sealed class PipelineInputTests : EngineTest
{
    [Theory]
    [InlineData("'stoolpresidente', '@charlidamelio'")]
    [InlineData("'stoolpresidente', '# nobody', '', 'charlidamelio'")]
    [InlineData("[pscustomobject] @{ Handle = 'stoolpresidente'; Note = 1 }, [pscustomobject] @{ handle = '@charlidamelio' }")]
    [InlineData("[pscustomobject] @{ UserName = 'stoolpresidente' }, [pscustomobject] @{ UserName = 'charlidamelio' }")]
    [InlineData("[pscustomobject] @{ UniqueId = 'stoolpresidente' }, [pscustomobject] @{ UniqueId = 'charlidamelio' }")]
    [InlineData("[pscustomobject] @{ Url = 'https://www.tiktok.com/@stoolpresidente' }, [pscustomobject] @{ Url = 'm.tiktok.com/@charlidamelio?x=1' }")]
    [InlineData("[pscustomobject] @{ ProfileUrl = 'https://www.tiktok.com/@stoolpresidente' }, [pscustomobject] @{ ProfileUrl = 'tiktok.com/@charlidamelio' }")]
    [InlineData("[pscustomobject] @{ Handle = 'stoolpresidente', 'charlidamelio' }")]
    [InlineData("'stoolpresidente', [pscustomobject] @{ Url = 'tiktok.com/@charlidamelio' }")]
    [InlineData("& { class Account { [string] $Handle }; [Account] @{ Handle = 'stoolpresidente' }; [Account] @{ Handle = 'charlidamelio' } }")]
    [InlineData("@{ Handle = 'stoolpresidente' }, @{ handle = 'charlidamelio' }")]
    [InlineData("$table.Rows")]
    public void Handle_FromThePipeline_IsBound(string input)
    {
        ConnectSandbox();
        using DataTable table = new();
        table.Columns.Add("Handle");
        table.Rows.Add("stoolpresidente");
        table.Rows.Add("charlidamelio");
        Session.With("table", table);
        Run run = Run($"{input} | Get-TikTokFollowing -First 1").AssertSilent();
        Assert.Equal(["stoolpresidente", "charlidamelio"], run.Rows.Select(static row => row.FollowedBy));
    }

    [Theory]
    [InlineData("Get-TikTokFollowing stoolpresidente, charlidamelio -First 1")]
    [InlineData("Get-TikTokFollowing -Handle stoolpresidente, charlidamelio -First 1")]
    [InlineData("Get-TikTokFollowing -UserName stoolpresidente, charlidamelio -First 1")]
    [InlineData("Get-TikTokFollowing -UniqueId stoolpresidente, charlidamelio -First 1")]
    [InlineData("Get-TikTokFollowing -Url https://www.tiktok.com/@stoolpresidente, tiktok.com/@charlidamelio -First 1")]
    [InlineData("Get-TikTokFollowing -ProfileUrl https://www.tiktok.com/@stoolpresidente, tiktok.com/@charlidamelio -First 1")]
    public void Handle_AsAnArgument_IsBoundByPositionNameAndAlias(string command)
    {
        ConnectSandbox();
        Assert.Equal(["stoolpresidente", "charlidamelio"], Run(command).AssertSilent().Rows.Select(static row => row.FollowedBy));
    }

    [Fact]
    public void Handle_IsMandatory()
    {
        Assert.Equal(["True"], Run("(Get-Command Get-TikTokFollowing).Parameters.Handle.Attributes.Mandatory -contains $true").Text);
    }

    [Fact]
    public void Handle_OfTheRowsOfAnotherCall_WalksOneStepFurther()
    {
        ConnectSandbox();
        string[] first = [.. Run("Get-TikTokFollowing stoolpresidente -First 3").Rows.Select(static row => row.Handle!)];
        Run run = Run("Get-TikTokFollowing stoolpresidente -First 3 | Get-TikTokFollowing -First 1 -SummaryVariable summary").AssertSilent();
        Assert.Equal(first, run.Summaries.Select(static summary => summary.Handle));
        Assert.All(run.Rows, row => Assert.Contains(row.FollowedBy, first));
    }

    [Theory]
    [InlineData("", "in stoolpresidente, out stoolpresidente, in charlidamelio, out charlidamelio")]
    public void Handle_FromThePipeline_IsAskedForAsItArrives(string more, string expected)
    {
        ConnectSandbox();
        Run run = Run($$"""
            $log = [System.Collections.Generic.List[string]]::new()
            'stoolpresidente', 'charlidamelio' | ForEach-Object { $log.Add("in $_"); $_ } | Get-TikTokFollowing -First 1 {{more}} | ForEach-Object { $log.Add("out $($_.FollowedBy)") }
            $log -join ', '
            """).AssertSilent();
        Assert.Equal([expected], run.Text);
    }
}
