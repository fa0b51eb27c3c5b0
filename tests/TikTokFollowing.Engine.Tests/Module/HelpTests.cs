using System.Management.Automation;
using TikTokFollowing.Engine.Tests.Support;

namespace TikTokFollowing.Engine.Tests.Module;

/// <summary>What Get-Help shows, against what the engine knows of the cmdlets.</summary>
public sealed class HelpTests : EngineTest
{
    private static readonly string[] Pages =
    [
        .. Directory.EnumerateFiles(Path.Combine(TestEnvironment.RepositoryRoot, "docs", "cmdlets"), "*.md").Select(static path => Path.GetFileNameWithoutExtension(path)),
    ];

    public static TheoryData<string> Cmdlets { get; } = [.. Pages];

    [Fact]
    public void Help_HasAPageForEveryCmdlet() =>
        Assert.Equal(Run("(Get-Command -Module TikTokFollowing).Name").Text.Order(), Pages.Order());

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Help_OfACmdlet_HasASynopsisADescriptionNotesAndExamples(string name)
    {
        PSObject help = Help(name);
        Assert.DoesNotContain(name, $"{help.Properties["Synopsis"].Value}", StringComparison.Ordinal);
        Assert.NotEqual(string.Empty, Run("($help.description.Text -join '').Trim()").Text[0]);
        Assert.Contains("Cost:", Run("\"$($help.alertSet.alert.Text)\"").Text[0], StringComparison.Ordinal);
        Assert.InRange(int.Parse(Run("@($help.examples.example).Count").Text[0]), 3, 100);
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Help_OfACmdlet_DescribesEveryParameterAsTheEngineKnowsIt(string name)
    {
        Help(name);
        Run run = Run($$"""
            $command = Get-Command {{name}}
            $common = [System.Management.Automation.PSCmdlet]::CommonParameters
            $known = $command.Parameters.Values | Where-Object Name -NotIn $common
            foreach ($parameter in $known) {
                $shown = $help.parameters.parameter | Where-Object name -EQ $parameter.Name
                if (-not $shown) { "-$($parameter.Name) is not described"; continue }
                if (($shown.description.Text -join '').Length -le 10) { "-$($parameter.Name) is described in too few words" }
                $aliases = if ($parameter.Aliases.Count) { $parameter.Aliases -join ', ' } else { 'none' }
                if ($shown.aliases -ne $aliases) { "-$($parameter.Name) has the aliases $aliases" }
                $set = @($parameter.ParameterSets.Values)[0]
                if ($shown.required -ne "$($set.IsMandatory)") { "-$($parameter.Name) mandatory: $($set.IsMandatory)" }
                $position = if ($set.Position -ge 0) { "$($set.Position)" } else { 'named' }
                if ($shown.position -ne $position) { "-$($parameter.Name) stands at $position" }
                if ($shown.pipelineInput -notlike "$($set.ValueFromPipeline -or $set.ValueFromPipelineByPropertyName)*") { "-$($parameter.Name) from the pipeline: $($set.ValueFromPipeline)" }
            }
            foreach ($shown in $help.parameters.parameter) { if ($shown.name -and $shown.name -notin $command.Parameters.Keys) { "-$($shown.name) does not exist" } }
            """);
        Assert.Empty(run.AssertSilent().Text);
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Help_OfACmdlet_ShowsTheParameterSetsAndTheDefaults(string name)
    {
        Help(name);
        Run run = Run($$"""
            $command = Get-Command {{name}}
            $common = [System.Management.Automation.PSCmdlet]::CommonParameters
            function Join-Names($Names) { $list = [System.Collections.Generic.List[string]] @($Names); $list.Sort(); $list -join ' ' }
            $shown = foreach ($item in $help.syntax.syntaxItem) { Join-Names @($item.parameter.name | Where-Object { $_ }) }
            $real = foreach ($set in $command.ParameterSets) { Join-Names @($set.Parameters.Name | Where-Object { $_ -notin $common }) }
            foreach ($set in $real) { if ($set -notin $shown) { "The set is not shown: $set" } }
            foreach ($set in $shown) { if ($set -notin $real) { "The set does not exist: $set" } }
            $new = $command.ImplementingType::new()
            foreach ($parameter in $help.parameters.parameter) {
                $value = if ($parameter.name) { $new.PSObject.Properties[$parameter.name].Value }
                if ($value -and "$($parameter.defaultValue) " -notlike "$value *") { "-$($parameter.name) is $value when it is left out" }
            }
            """);
        Assert.Empty(run.AssertSilent().Text);
    }

    [Fact]
    public void Help_AboutTopic_IsFound() =>
        Assert.Contains("about_TikTokFollowing", Assert.Single(Run("(Get-Help about_TikTokFollowing) -join \"`n\"").AssertSilent().Text), StringComparison.Ordinal);

    private PSObject Help(string name) => Assert.Single(Run($"$help = Get-Help {name} -Full; $help").Output);
}
