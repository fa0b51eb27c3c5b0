using System.Reflection;

namespace TikTokFollowing.PowerShell.Tests;

/// <summary>The Pester files of this folder, and the paths they need.</summary>
internal static class PesterFile
{
    private const int Lanes = 2;

    public static string RepositoryRoot { get; } = typeof(PesterFile).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(static data => data.Key == nameof(RepositoryRoot)).Value!;

    public static string Folder { get; } = Path.Combine(RepositoryRoot, "tests", typeof(PesterFile).Assembly.GetName().Name!);

    public static string ResultsFolder { get; } = Path.Combine(RepositoryRoot, "TestResults", "Pester");

    public static TheoryData<string> OfLane(int lane)
    {
        TheoryData<string> files = [];
        string[] names = [.. Directory.EnumerateFiles(Folder, "*.Tests.ps1").Select(static path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
        for (int i = lane; i < names.Length; i += Lanes)
        {
            files.Add(names[i]);
        }

        return files;
    }
}
