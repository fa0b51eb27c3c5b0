using System.Management.Automation;
using System.Reflection;

namespace TikTokFollowing.Help;

/// <summary>Makes the help files of the module out of the pages and the compiled cmdlets.</summary>
/// <param name="assemblyPath">The cmdlets' assembly, beside it what it refers to.</param>
/// <param name="docs">The folder with <c>cmdlets/Verb-Noun.md</c>, <c>about_*.md</c> and <c>recipes.md</c>.</param>
internal sealed class HelpBuilder(string assemblyPath, string docs)
{
    /// <summary>Name and content of every help file.</summary>
    /// <exception cref="HelpException">A page is missing, wrong or incomplete.</exception>
    public IReadOnlyDictionary<string, byte[]> Build()
    {
        (CmdletPage Page, CmdletInfo Cmdlet)[] cmdlets = [.. Pages()];
        HelpException[] faults = [.. cmdlets.SelectMany(static pair => PageCheck.Check(pair.Page, pair.Cmdlet))];
        if (faults.Length > 0)
        {
            throw new HelpException(faults);
        }

        Dictionary<string, byte[]> files = new() { [Path.GetFileName(assemblyPath) + "-Help.xml"] = MamlWriter.Write(cmdlets) };
        foreach (string path in Directory.EnumerateFiles(docs, "about_*.md"))
        {
            AddTopic(Path.GetFileNameWithoutExtension(path), path);
        }

        AddTopic($"about_{Path.GetFileNameWithoutExtension(assemblyPath)}_Recipes", Path.Combine(docs, "recipes.md"));
        return files;

        void AddTopic(string topic, string path) =>
            files.Add(topic + ".help.txt", AboutWriter.Write(topic, MarkdownPage.Read(path)));
    }

    /// <summary>Rewrites what the pages take over from the classes.</summary>
    /// <returns>The pages that changed.</returns>
    public IReadOnlyList<string> Update()
    {
        List<string> changed = [];
        foreach ((CmdletPage page, CmdletInfo cmdlet) in Pages())
        {
            string updated = PageCheck.Update(page, cmdlet);
            if (updated != page.Markdown.Text)
            {
                File.WriteAllText(page.Markdown.Path, updated);
                changed.Add(page.Markdown.Path);
            }
        }

        return changed;
    }

    private IEnumerable<(CmdletPage Page, CmdletInfo Cmdlet)> Pages()
    {
        IReadOnlyList<CmdletInfo> cmdlets = CmdletClasses.In(Assembly.LoadFrom(Path.GetFullPath(assemblyPath)));
        string[] paths = [.. cmdlets.Select(cmdlet => Path.Combine(docs, "cmdlets", cmdlet.Name + ".md"))];
        if (Directory.EnumerateFiles(Path.Combine(docs, "cmdlets"), "*.md").Except(paths).FirstOrDefault() is string unknown)
        {
            throw new HelpException(unknown, 1, $"There is no cmdlet {Path.GetFileNameWithoutExtension(unknown)}.");
        }

        return cmdlets.Zip(paths, static (cmdlet, path) => File.Exists(path)
            ? (new CmdletPage(MarkdownPage.Read(path)), cmdlet)
            : throw new HelpException(path, 1, $"{cmdlet.Name} has no page."));
    }
}
