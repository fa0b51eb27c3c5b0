using System.Reflection;

namespace TikTokFollowing.Help;

/// <summary>Makes the help files of the module out of the pages and the compiled cmdlets.</summary>
/// <param name="assemblyPath">The cmdlets' assembly, beside it what it refers to.</param>
/// <param name="docs">The folder with <c>cmdlets/Verb-Noun.md</c> and <c>about_TikTokFollowing.md</c>.</param>
internal sealed class HelpBuilder(string assemblyPath, string docs)
{
    private const string AboutTopic = "about_TikTokFollowing";

    /// <summary>Name and content of every help file.</summary>
    /// <exception cref="HelpException">A page is missing, wrong or incomplete.</exception>
    public IReadOnlyDictionary<string, byte[]> Build()
    {
        (CmdletPage Page, CmdletSurface Cmdlet)[] cmdlets = [.. Pages()];
        HelpException[] faults = [.. cmdlets.SelectMany(static pair => PageCheck.Check(pair.Page, pair.Cmdlet))];
        if (faults.Length > 0)
        {
            throw new HelpException(faults);
        }

        string about = Path.Combine(docs, AboutTopic + ".md");
        return new Dictionary<string, byte[]>
        {
            [Path.GetFileName(assemblyPath) + "-Help.xml"] = MamlWriter.Write(cmdlets),
            [AboutTopic + ".help.txt"] = AboutWriter.Write(about, File.ReadAllText(about)),
        };
    }

    /// <summary>Rewrites what the pages take over from the classes.</summary>
    /// <returns>The pages that changed.</returns>
    public IReadOnlyList<string> Update()
    {
        List<string> changed = [];
        foreach ((CmdletPage page, CmdletSurface cmdlet) in Pages())
        {
            string before = File.ReadAllText(page.Path);
            string after = PageCheck.Update(page, cmdlet, before);
            if (after != before)
            {
                File.WriteAllText(page.Path, after);
                changed.Add(page.Path);
            }
        }

        return changed;
    }

    private IEnumerable<(CmdletPage Page, CmdletSurface Cmdlet)> Pages()
    {
        string folder = Path.Combine(docs, "cmdlets");
        IReadOnlyList<CmdletSurface> cmdlets = CmdletSurface.ReadAll(Assembly.LoadFrom(Path.GetFullPath(assemblyPath)));
        foreach (string path in Directory.EnumerateFiles(folder, "*.md").Order(StringComparer.Ordinal))
        {
            if (cmdlets.All(cmdlet => cmdlet.Name != Path.GetFileNameWithoutExtension(path)))
            {
                throw new HelpException(path, 1, $"There is no cmdlet {Path.GetFileNameWithoutExtension(path)}.");
            }
        }

        foreach (CmdletSurface cmdlet in cmdlets)
        {
            string path = Path.Combine(folder, cmdlet.Name + ".md");
            yield return File.Exists(path)
                ? (CmdletPage.Read(path), cmdlet)
                : throw new HelpException(path, 1, $"{cmdlet.Name} has no page.");
        }
    }
}
