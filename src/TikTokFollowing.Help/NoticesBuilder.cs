using System.Text;
using System.Xml.Linq;

namespace TikTokFollowing.Help;

/// <summary>Makes the notices of what others wrote and the module ships, from the packages that it comes from.</summary>
/// <param name="packageFolder">Where NuGet unpacked the packages.</param>
/// <param name="licenseFolder">
/// The texts of licences that packages name but do not carry, by their identifiers, and what else is to be said of a package, by its name.
/// </param>
internal sealed class NoticesBuilder(string packageFolder, string licenseFolder)
{
    /// <summary>Makes the text.</summary>
    /// <param name="files">The files that are shipped, each as name=package/version. One without a package is an error.</param>
    /// <exception cref="InvalidOperationException">A file comes from no package, or the licence of a package has no text.</exception>
    public string Build(IEnumerable<string> files)
    {
        StringBuilder text = new("This module contains the work of others. Each part keeps its own licence.\n");
        List<Package> packages = [];
        foreach (string file in files)
        {
            string[] parts = file.Split('=', '/');
            packages.Add(parts.Length == 3 && parts[1].Length > 0
                ? Read(parts[1], parts[2])
                : throw new InvalidOperationException($"{parts[0]} is shipped, but comes from no package: its licence is not known."));
        }

        foreach (IGrouping<string, Package> license in packages.Distinct().OrderBy(static package => package.Name, StringComparer.Ordinal).GroupBy(static package => package.License))
        {
            text.Append('\n').Append('-', 76).Append("\n\n");
            foreach (Package package in license)
            {
                text.Append($"{package.Name} {package.Version}, {package.LicenseName}\n{package.Copyright}\n{package.Remark}\n");
            }

            text.Append(license.Key.Trim('\r', '\n').ReplaceLineEndings("\n")).Append('\n');
        }

        return text.ToString();
    }

    private Package Read(string name, string version)
    {
        string folder = Path.Combine(packageFolder, name.ToLowerInvariant(), version.ToLowerInvariant());
        XElement metadata = XDocument.Load(Directory.GetFiles(folder, "*.nuspec").Single()).Root!.Elements().Single();
        string? Value(string element) => metadata.Elements().FirstOrDefault(found => found.Name.LocalName == element)?.Value;

        string license = Value("license") ?? throw new InvalidOperationException($"The package {name} names no licence.");
        string? own = Directory.GetFiles(folder, "LICENSE*").FirstOrDefault();
        string general = Path.Combine(licenseFolder, license + ".txt");
        string remark = Path.Combine(licenseFolder, name + ".txt");
        return new Package(
            name,
            version,
            license,
            Value("copyright") ?? Value("authors") ?? throw new InvalidOperationException($"The package {name} names no author."),
            File.Exists(remark) ? File.ReadAllText(remark).ReplaceLineEndings("\n") : string.Empty,
            File.ReadAllText(own ?? (File.Exists(general) ? general : throw new InvalidOperationException($"There is no text of the licence {license}, which {name} has."))));
    }

    private sealed record Package(string Name, string Version, string LicenseName, string Copyright, string Remark, string License);
}
