using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace TikTokFollowing.Tests;

/// <summary>A folder of Core may use those below it and never one above.</summary>
public sealed partial class NamespaceTests
{
    /// <summary>Each folder and those that it may use besides itself. The files of the root are in "".</summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        [""] = [],
        ["Accounts"] = [""],
        ["Security"] = [""],
        ["Comparison"] = ["", "Accounts"],
        ["Providers"] = ["", "Accounts", "Security"],
        ["Sending"] = ["", "Accounts", "Security", "Providers"],
        ["Paging"] = ["", "Accounts", "Security", "Providers", "Sending"],
        ["Lists"] = ["", "Accounts", "Security", "Providers", "Sending", "Paging"],
    };

    [Fact]
    public void Folders_UseThoseBelowAlone()
    {
        (string Folder, string Path, string Code)[] files = [.. Files()];

        // Types of the root namespace need no using wherever their file is.
        ILookup<string, string> rootTypes = files
            .Where(file => NamespacePattern().Match(file.Code).Groups[1].Value == "TikTokFollowing")
            .SelectMany(file => TypePattern().Matches(file.Code).Select(type => (Name: type.Groups[1].Value, file.Folder)))
            .ToLookup(type => type.Name, type => type.Folder);
        List<string> violations = [];
        foreach ((string folder, string path, string code) in files)
        {
            violations.AddRange(UsingPattern().Matches(code)
                .Select(match => match.Groups[1].Value)
                .Where(used => used != folder && !Allowed[folder].Contains(used))
                .Select(used => $"{path} uses {used}"));
            violations.AddRange(NamePattern().Matches(code)
                .Select(match => match.Value)
                .Distinct()
                .Where(name => rootTypes.Contains(name) && rootTypes[name].All(used => used != folder && !Allowed[folder].Contains(used)))
                .Select(name => $"{path} uses {name} of {string.Join('/', rootTypes[name])}"));
        }

        Assert.Empty(violations);
    }

    [Fact]
    public void Folders_AreAllInTheTable() =>
        Assert.Equal(Allowed.Keys.Order(), Files().Select(file => file.Folder).Distinct().Order());

    [Fact]
    public void Namespaces_AreThoseOfTheFolders()
    {
        foreach ((string folder, string path, string code) in Files())
        {
            string name = NamespacePattern().Match(code).Groups[1].Value;
            Assert.True(name == "TikTokFollowing" || $"{name}.".StartsWith($"TikTokFollowing.{folder}.", StringComparison.Ordinal), $"{path}: {name}");
        }
    }

    /// <summary>Every source file of Core with its top folder, without comments and texts.</summary>
    private static IEnumerable<(string Folder, string Path, string Code)> Files([CallerFilePath] string thisFile = "")
    {
        string root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", "..", "src", "TikTokFollowing.Core"));
        foreach (string path in Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories))
        {
            string[] parts = Path.GetRelativePath(root, path).Split(Path.DirectorySeparatorChar);
            if (parts[0] is not ("bin" or "obj"))
            {
                yield return (parts.Length == 1 ? "" : parts[0], string.Join('/', parts), CommentPattern().Replace(File.ReadAllText(path), ""));
            }
        }
    }

    [GeneratedRegex("""//[^\n]*|"(?:\\.|[^"\\\n])*"|/\*.*?\*/""", RegexOptions.Singleline)]
    private static partial Regex CommentPattern();

    [GeneratedRegex(@"\bTikTokFollowing\.([A-Z]\w+)")]
    private static partial Regex UsingPattern();

    [GeneratedRegex(@"(?m)^namespace ([\w.]+);")]
    private static partial Regex NamespacePattern();

    [GeneratedRegex(@"\b(?:class|record|struct|interface|enum|delegate [\w?]+) (?:struct )?([A-Z]\w*)")]
    private static partial Regex TypePattern();

    [GeneratedRegex(@"\b[A-Z]\w+\b")]
    private static partial Regex NamePattern();
}
