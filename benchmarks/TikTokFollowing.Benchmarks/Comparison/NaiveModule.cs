using System.Text.RegularExpressions;

namespace TikTokFollowing.Benchmarks.Comparison;

/// <summary>
/// The modules that the import is compared with: an empty one, and a naive binary one with the module's own manifest, formats and help.
/// </summary>
internal static class NaiveModule
{
    private const string AssemblyName = "TikTokFollowing.Benchmarks.Naive.dll";
    private const string Name = "NaiveFollowing";

    /// <summary>Makes a module without content.</summary>
    /// <returns>Its manifest.</returns>
    public static string CreateEmpty(string parent)
    {
        string folder = Directory.CreateDirectory(Path.Combine(parent, "Empty")).FullName;
        File.WriteAllText(Path.Combine(folder, "Empty.psm1"), string.Empty);
        string manifest = Path.Combine(folder, "Empty.psd1");
        File.WriteAllText(
            manifest,
            """
            @{
                RootModule = 'Empty.psm1'
                ModuleVersion = '1.0'
                CmdletsToExport = @()
                FunctionsToExport = @()
                AliasesToExport = @()
                VariablesToExport = @()
            }
            """);
        return manifest;
    }

    /// <summary>Makes the naive module.</summary>
    /// <returns>Its manifest.</returns>
    public static string Create(string parent, string moduleFolder)
    {
        string folder = Directory.CreateDirectory(Path.Combine(parent, Name)).FullName;
        foreach (string file in Directory.EnumerateFiles(moduleFolder, "*", SearchOption.AllDirectories))
        {
            if (Path.GetExtension(file) is not (".dll" or ".psd1"))
            {
                string copy = Path.Combine(folder, Path.GetRelativePath(moduleFolder, file));
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(file, copy);
            }
        }

        File.Copy(Path.Combine(AppContext.BaseDirectory, AssemblyName), Path.Combine(folder, AssemblyName));
        string manifest = Path.Combine(folder, Name + ".psd1");
        File.WriteAllText(manifest, Rewrite(File.ReadAllText(Path.Combine(moduleFolder, "TikTokFollowing.psd1"))));
        return manifest;
    }

    private static string Rewrite(string manifest)
    {
        manifest = Regex.Replace(manifest, @"(?m)^(\s*RootModule\s*=\s*).*$", $"$1'{AssemblyName}'");
        manifest = Regex.Replace(manifest, @"(?ms)^\s*RequiredAssemblies\s*=\s*@\(.*?\)\s*$", string.Empty);
        return Regex.Replace(manifest, @"(?ms)^(\s*CmdletsToExport\s*=\s*)@\(.*?\)", "$1@('Get-NaiveFollowing')");
    }
}
