using TikTokFollowing.Engine.Tests.Support;

namespace TikTokFollowing.Engine.Tests.Module;

/// <summary>The module comes, goes and comes again in one session.</summary>
public sealed class ImportTests : EngineTest
{
    private const string Use = "Connect-TikTokFollowing -Sandbox -WarningAction Ignore; @(Get-TikTokFollowing stoolpresidente).Count";

    [Theory]
    [InlineData("Remove-Module TikTokFollowing; Import-Module $ModulePath")]
    [InlineData("Import-Module $ModulePath -Force; Import-Module $ModulePath -Force")]
    [InlineData(Use + " | Out-Null; Import-Module $ModulePath -Force")]
    [InlineData("Import-Module $ModulePath; Import-Module $ModulePath")]
    [InlineData("Remove-Module TikTokFollowing; Import-Module $Manifest")]
    [InlineData("Remove-Module TikTokFollowing; function Use-It { Import-Module $ModulePath -Global }; Use-It")]
    [InlineData("Remove-Module TikTokFollowing; & { Import-Module $ModulePath -Scope Global }")]
    public void Import_Again_LeavesEverythingWorking(string script)
    {
        Session.With("Manifest", TestEnvironment.Manifest);
        Run(script).AssertSilent();
        string[] counts = [.. Run("@(Get-Command -Module TikTokFollowing).Count; (Get-Module TikTokFollowing).ExportedCmdlets.Count").Text];
        Assert.Equal(counts[0], counts[1]);
        Assert.NotEqual("0", counts[0]);
        Assert.Equal(["234"], Run(Use).AssertSilent().Text);
        Assert.Equal(["TikTokFollowing.FollowedUser"], Run("[TikTokFollowing.FollowedUser].FullName").Text);
    }

    [Fact]
    public void Remove_TakesTheCmdletsAndTheConnectionAway()
    {
        FollowingConnection connection = ConnectSandbox();
        Run("Remove-Module TikTokFollowing").AssertSilent();
        Assert.Empty(Run("Get-Command *-TikTokFollowing* -ListImported").Output);
        Run("Import-Module $ModulePath").AssertSilent();
        Assert.Empty(Run("Get-TikTokFollowingConnection").AssertSilent().Output);
        Run("Get-TikTokFollowing sandbox.empty -Connection $connection").AssertThrew("NotConnected");
        Assert.Equal(0, connection.RequestsSent);
    }

    [Fact]
    public void Import_WithAPrefix_Works()
    {
        Run run = Run("Remove-Module TikTokFollowing; Import-Module $ModulePath -Prefix My; Connect-MyTikTokFollowing -Sandbox -WarningAction Ignore; @(Get-MyTikTokFollowing stoolpresidente).Count");
        Assert.Equal(["234"], run.AssertSilent().Text);
    }

    [Fact]
    public void Import_OfTheModule_TakesItsTypesFromItsOwnFolder()
    {
        Assert.StartsWith(TestEnvironment.ModuleFolder, typeof(FollowedUser).Assembly.Location, StringComparison.Ordinal);
        Run run = Run("""
            Connect-TikTokFollowing -Sandbox -WarningAction Ignore
            $null = Get-TikTokFollowing sandbox.flaky -First 60
            [System.Runtime.Loader.AssemblyLoadContext]::Default.Assemblies.GetName().Name -match '^(Polly|TikTokFollowing)' -notmatch 'Tests$'
            """);
        Assert.Equal(["TikTokFollowing", "TikTokFollowing.Loader"], run.AssertSilent().Text.Order());
    }
}
