namespace TikTokFollowing.Help;

/// <summary>Holds a page against the class that it describes.</summary>
internal static class PageCheck
{
    private const int FewestExamples = 3;
    // Get-Help indents by 4 and breaks at the width of the window, in the middle of a word.
    private const int LongestCodeLine = 76;

    private const string HowToUpdate = "Run: dotnet build src/TikTokFollowing -p:UpdateDocs=true";

    /// <summary>Finds what is missing, what is too much, and what the class says otherwise.</summary>
    public static IEnumerable<HelpException> Check(CmdletPage page, CmdletSurface cmdlet)
    {
        if (page.Name != cmdlet.Name)
        {
            yield return new HelpException(page.Path, 1, $"The page is called {page.Name} and describes {cmdlet.Name}.");
        }

        if (page.Examples.Count < FewestExamples)
        {
            yield return new HelpException(page.Path, 1, $"{cmdlet.Name} has {page.Examples.Count} examples; {FewestExamples} are the least.");
        }

        foreach (PageExample example in page.Examples)
        {
            foreach (string line in $"{example.Code}\n{example.Output}".Split('\n').Where(static line => line.Length > LongestCodeLine))
            {
                yield return new HelpException(
                    page.Path, example.Line, $"A line of '{example.Title}' is longer than {LongestCodeLine} characters: {line.Trim()}");
            }
        }

        foreach (PageParameter help in page.Parameters.Where(help => cmdlet.Parameters.All(parameter => parameter.Name != help.Name)))
        {
            yield return new HelpException(page.Path, help.Line, $"{cmdlet.Name} has no parameter -{help.Name}.");
        }

        foreach (HelpException fault in cmdlet.Parameters.SelectMany(parameter => Check(page, cmdlet, parameter)))
        {
            yield return fault;
        }

        if (page.Syntax.Text != GeneratedText.SyntaxOf(cmdlet))
        {
            yield return new HelpException(page.Path, page.Syntax.Line, $"The syntax is not the one of the class. {HowToUpdate}");
        }
    }

    /// <summary>Rewrites what a page takes over from the class.</summary>
    /// <returns>The page with it.</returns>
    public static string Update(CmdletPage page, CmdletSurface cmdlet, string text)
    {
        List<string> lines = [.. text.Split('\n')];
        foreach (PageParameter help in page.Parameters.OrderByDescending(static help => help.Line))
        {
            if (cmdlet.Parameters.FirstOrDefault(one => one.Name == help.Name) is not ParameterSurface parameter)
            {
                continue;
            }

            string facts = GeneratedText.FactsOf(parameter, cmdlet);
            if (help.Facts is Bullet existing)
            {
                lines[existing.Line - 1] = facts;
            }
            else
            {
                lines.InsertRange(help.Line, ["", facts]);
            }
        }

        int first = page.Syntax.Line;
        lines.RemoveRange(first, lines.FindIndex(first, static line => line == "```") - first);
        lines.InsertRange(first, GeneratedText.SyntaxOf(cmdlet).Split('\n'));
        return string.Join('\n', lines);
    }

    private static IEnumerable<HelpException> Check(CmdletPage page, CmdletSurface cmdlet, ParameterSurface parameter)
    {
        if (page.Parameters.FirstOrDefault(one => one.Name == parameter.Name) is not { Text.Count: > 0 } help)
        {
            yield return new HelpException(page.Path, 1, $"The parameter -{parameter.Name} has no help.");
            yield break;
        }

        if (help.Facts?.Text != MarkdownReader.Plain(GeneratedText.FactsOf(parameter, cmdlet)[2..]))
        {
            yield return new HelpException(page.Path, help.Line, $"What stands under -{parameter.Name} is not what the class says. {HowToUpdate}");
        }

        if (parameter.Default is string value && help.Default?.Split(' ', ',', '.')[0] != value)
        {
            yield return new HelpException(
                page.Path, help.Line, $"The default of -{parameter.Name} is {value} in the class, and '{help.Default}' on the page.");
        }
    }
}
