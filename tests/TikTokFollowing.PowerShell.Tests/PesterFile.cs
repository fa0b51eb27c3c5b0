using System.Reflection;

namespace TikTokFollowing.PowerShell.Tests;

/// <summary>The Pester files of this folder, and the paths they need.</summary>
internal static class PesterFile
{
    public static string RepositoryRoot { get; } = typeof(PesterFile).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(static data => data.Key == nameof(RepositoryRoot)).Value!;

    public static string Folder { get; } = Path.Combine(RepositoryRoot, "tests", typeof(PesterFile).Assembly.GetName().Name!);

    public static string ResultsFolder { get; } = Path.Combine(RepositoryRoot, "TestResults", "Pester");

    public static IEnumerable<string> Names =>
        Directory.EnumerateFiles(Folder, "*.Tests.ps1").Select(static path => Path.GetFileName(path)).Order(StringComparer.Ordinal);
}
