namespace TikTokFollowing.PowerShell.Tests;

/// <summary>Every Pester file, each in an engine of its own.</summary>
public class PesterTests
{
    public static TheoryData<string> Files => [.. PesterFile.Names];

    [SkippableTheory]
    [MemberData(nameof(Files))]
    public Task PesterFile_InFreshEngine_Passes(string file) => PesterRun.CheckAsync(file);
}
