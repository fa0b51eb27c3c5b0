using System.Reflection;

namespace TikTokFollowing.Help.Tests;

/// <summary>Where the pages, the module and the programs are.</summary>
internal static class Repository
{
    public static string Root { get; } = Metadata("RepositoryRoot");

    public static string ModuleFolder { get; } = Metadata("ModuleFolder");

    public static string Docs { get; } = Path.Combine(Root, "docs");

    public static string CmdletAssembly { get; } = Path.Combine(ModuleFolder, "TikTokFollowing.dll");

    /// <summary>Every page that people read, by its path below the root.</summary>
    public static IReadOnlyDictionary<string, string> Pages { get; } =
        Directory.EnumerateFiles(Docs, "*.md", SearchOption.AllDirectories)
            .Append(Path.Combine(Root, "README.md"))
            .Append(Path.Combine(Root, "CHANGELOG.md"))
            .ToDictionary(
                static path => Path.GetRelativePath(Root, path).Replace('\\', '/'),
                static path => File.ReadAllText(path).ReplaceLineEndings("\n"));

    private static string Metadata(string key) => typeof(Repository).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == key).Value!;
}
