namespace TikTokFollowing.PowerShell.Tests;

// Two classes are two xunit collections: at most two engines run at once.

/// <summary>Every second Pester file, each in an engine of its own.</summary>
public class FirstLaneTests
{
    public static TheoryData<string> Files => PesterFile.OfLane(0);

    [SkippableTheory]
    [MemberData(nameof(Files))]
    public Task PesterFile_InFreshEngine_Passes(string file) => PesterRun.CheckAsync(file);
}

/// <summary>The other Pester files.</summary>
public class SecondLaneTests
{
    public static TheoryData<string> Files => PesterFile.OfLane(1);

    [SkippableTheory]
    [MemberData(nameof(Files))]
    public Task PesterFile_InFreshEngine_Passes(string file) => PesterRun.CheckAsync(file);
}
