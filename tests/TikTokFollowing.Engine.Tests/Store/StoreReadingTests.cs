using System.Management.Automation;
namespace TikTokFollowing.Engine.Tests.Store;

/// <summary>The cmdlets that read a store: no connection, no request.</summary>
// One after the other: each reading of sandbox.restless in this process changes it.
[Collection("sandbox.restless")]
public sealed class StoreReadingTests : StoreTest
{
    private void Fill()
    {
        ConnectSandbox();
        Run("'stoolpresidente', 'sandbox.restless' | Sync-TikTokFollowing -StorePath $path; Sync-TikTokFollowing -StorePath $path -Full | ForEach-Object { }").AssertSilent();
        Run("Disconnect-TikTokFollowing").AssertSilent();
    }

    [Fact]
    public void History_OfOneList_HasItsFollowsNewestFirst()
    {
        Fill();
        IReadOnlyList<FollowingHistoryEntry> rows = History("-Handle '@StoolPresidente'");
        Assert.Equal(234, rows.Count);
        Assert.All(rows, static row => Assert.True(row.FollowedBy == "stoolpresidente" && row.IsSandbox && row.ProfileUrl is null));
        Assert.Equal(rows.Select(static row => row.FollowedNotAfter).OrderDescending(), rows.Select(static row => row.FollowedNotAfter));
    }

    [Fact]
    public void History_HandlesFromThePipeline_AreReadOneAfterTheOther()
    {
        Fill();
        Assert.Equal(
            History().Count,
            Run("'sandbox.restless', 'stoolpresidente' | Get-TikTokFollowingHistory $path").AssertSilent().Output.Count);
    }

    [Fact]
    public void History_AsOfAndIncludeEnded_ShowWhatWas()
    {
        Fill();
        Assert.Equal(History().Count + 1, History("-IncludeEnded").Count);
        Assert.Empty(History("-AsOf 2015-01-01"));
        Assert.Equal(History("-Handle sandbox.restless").Count, History("-Handle sandbox.restless -AsOf ([DateTimeOffset]::UtcNow.AddMinutes(1))").Count);
    }

    [Fact]
    public void Change_SinceAndUntil_BoundWhatIsReturned()
    {
        Fill();
        Assert.Equal(3, Run("Get-TikTokFollowingChange $path").AssertSilent().Output.Count);
        Assert.Empty(Run("Get-TikTokFollowingChange $path -Since ([DateTimeOffset]::UtcNow.AddMinutes(5))").AssertSilent().Output);
        Assert.Empty(Run("Get-TikTokFollowingChange $path -Until 2015-01-01").AssertSilent().Output);
        Assert.Empty(Run("Get-TikTokFollowingChange $path -Handle stoolpresidente").AssertSilent().Output);
    }

    [Fact]
    public void Summary_OfEachReadingAndLatest()
    {
        Fill();
        Assert.Equal(4, Run("Get-TikTokFollowingSummary $path").AssertSilent().Output.Count);
        Assert.Equal(2, Run("Get-TikTokFollowingSummary $path -Latest").AssertSilent().Output.Count);
    }

    [Theory]
    [InlineData("Get-TikTokFollowingHistory")]
    [InlineData("Get-TikTokFollowingChange")]
    [InlineData("Get-TikTokFollowingSummary")]
    public void Reader_OfNoStore_SaysSoAndMakesNone(string command)
    {
        Run($"{command} $path").AssertThrew("StoreInvalid");
        Assert.False(File.Exists(StorePath));
    }

    [Fact]
    public void Remove_List_LeavesItInNoByte()
    {
        Fill();
        string[] names = [.. History("-Handle stoolpresidente").Select(static row => row.Handle!)];
        Run("Remove-TikTokFollowingHistory $path stoolpresidente -Confirm:$false").AssertSilent();
        Assert.Empty(History("-Handle stoolpresidente"));
        string bytes = AllBytes();
        Assert.DoesNotContain("stoolpresidente", bytes, StringComparison.OrdinalIgnoreCase);
        string[] others = [.. History("-IncludeEnded").Select(static row => row.Handle!)];
        Assert.All(names.Except(others), name => Assert.DoesNotContain(name, bytes, StringComparison.Ordinal));
        Run("Remove-TikTokFollowingHistory $path stoolpresidente -Confirm:$false").AssertError("NotFound");
    }

    [Fact]
    public void Remove_WhatIf_RemovesNothing()
    {
        Fill();
        Run("Remove-TikTokFollowingHistory $path stoolpresidente -WhatIf").AssertSilent();
        Assert.Equal(234, History("-Handle stoolpresidente").Count);
    }

    [Theory]
    [InlineData("network.gexf", "<gexf")]
    [InlineData("network.graphml", "<graphml")]
    public void Graph_FormatComesFromTheExtension(string file, string mark)
    {
        Fill();
        Run($"Export-TikTokFollowingGraph -StorePath $path -Path $folder/{file}").AssertSilent();
        Assert.Contains(mark, File.ReadAllText(Path.Combine(Folder, file)), StringComparison.Ordinal);
        Assert.Equal("FileExists", Run($"Export-TikTokFollowingGraph -StorePath $path -Path $folder/{file}").AssertThrew("FileExists").FullyQualifiedErrorId.Split(',')[0]);
        Run($"Export-TikTokFollowingGraph -StorePath $path -Path $folder/{file} -Force").AssertSilent();
        Assert.DoesNotContain(Directory.EnumerateFiles(Folder), static name => name.EndsWith(".new", StringComparison.Ordinal));
    }

    [Fact]
    public void Graph_Csv_IsTwoTables()
    {
        Fill();
        Run("Export-TikTokFollowingGraph -StorePath $path -Path $folder/network.csv").AssertSilent();
        Assert.Equal(History("-IncludeEnded").Count + 1, File.ReadAllLines(Path.Combine(Folder, "network.edges.csv")).Length);
        Assert.True(File.Exists(Path.Combine(Folder, "network.nodes.csv")));
    }

    [Fact]
    public void Graph_ExtensionThatIsNoFormat_IsAnError()
    {
        Fill();
        Run("Export-TikTokFollowingGraph -StorePath $path -Path $folder/network.png").AssertThrew("FormatUnknown");
        Run("Export-TikTokFollowingGraph -StorePath $path -Path $folder/network.png -Format Gexf").AssertSilent();
    }

    [Fact]
    public void TypeLiterals_OfTheStore_Resolve() =>
        Run("[TikTokFollowing.FollowingHistoryEntry], [TikTokFollowing.FollowingGraphFormat]").AssertSilent();

    [Fact]
    public void Export_WhatIsNoHandle_IsAnErrorAndTheOthersAreWritten()
    {
        ConnectSandbox();
        Run("Sync-TikTokFollowing stoolpresidente -StorePath $path").AssertSilent();
        ErrorRecord error = Run("Export-TikTokFollowingGraph $path $folder/g.csv -Handle 'b!', stoolpresidente").AssertError("InvalidHandle");
        Assert.Equal("b!", error.TargetObject);
        Assert.True(File.Exists(Path.Combine(Folder, "g.edges.csv")));
        Assert.Equal(ErrorCategory.ResourceExists, Run("Export-TikTokFollowingGraph $path $folder/g.csv").AssertThrew("FileExists").CategoryInfo.Category);
        Run("Export-TikTokFollowingGraph $path $folder/none.csv -Handle 'b!'").AssertError("InvalidHandle");
        Assert.False(File.Exists(Path.Combine(Folder, "none.edges.csv")));
    }

    [Fact]
    public void Export_StatusOfAList_IsOfTheLastReadingThatWasToReachItsEnd()
    {
        ConnectSandbox();
        Run("1..2 | ForEach-Object { Sync-TikTokFollowing stoolpresidente -StorePath $path }").AssertSilent();
        Run("Export-TikTokFollowingGraph $path $folder/now.csv; Export-TikTokFollowingGraph $path $folder/before.csv -AsOf '2020-01-01'").AssertSilent();
        Assert.Contains(",Complete,", Line("now"), StringComparison.Ordinal);
        Assert.DoesNotContain("Complete", Line("before"), StringComparison.Ordinal);

        string Line(string name) => File.ReadLines(Path.Combine(Folder, name + ".nodes.csv")).Single(static line => line.Contains("stoolpresidente", StringComparison.Ordinal));
    }
}
