using System.Management.Automation;

namespace TikTokFollowing.Help;

/// <summary>Holds a page against the class that it describes.</summary>
internal static class PageCheck
{
    private const int FewestExamples = 3;

    // Get-Help indents by 4 and breaks at the width of the window, in the middle of a word.
    private const int LongestCodeLine = 76;

    private const string HowToUpdate = "Run: dotnet build src/TikTokFollowing -p:UpdateDocs=true";

    /// <summary>Finds what is missing, what is too much, and what the class says otherwise.</summary>
    public static IEnumerable<HelpException> Check(CmdletPage page, CmdletInfo cmdlet) =>
    [
        .. CheckExamples(page),
        .. page.Parameters.ExceptBy(cmdlet.OwnParameters().Select(static parameter => parameter.Name), static help => help.Name)
            .Select(help => help.Part.Error($"{cmdlet.Name} has no parameter -{help.Name}.")),
        .. cmdlet.OwnParameters().SelectMany(parameter => Check(page, cmdlet, parameter)),
        .. GeneratedText.In(page, cmdlet).Where(part => page.Markdown.Text[part.Span] != part.Expected)
            .Select(part => new HelpException(page.Markdown.Path, part.Line, $"{part.Name} is not what the class says. {HowToUpdate}")),
    ];

    /// <summary>Rewrites what a page takes over from the class.</summary>
    /// <returns>The page with it.</returns>
    public static string Update(CmdletPage page, CmdletInfo cmdlet) => GeneratedText.In(page, cmdlet).Reverse().Aggregate(
        page.Markdown.Text, static (text, part) => text[..part.Span.Start] + part.Expected + text[part.Span.End..]);

    private static bool IsOrBeginsWith(string? text, string value) =>
        text is not null && text.StartsWith(value, StringComparison.Ordinal) && (text.Length == value.Length || text[value.Length] is ' ' or ',' or '.');

    private static IEnumerable<HelpException> CheckExamples(CmdletPage page)
    {
        if (page.Examples.Count < FewestExamples)
        {
            yield return page["EXAMPLES"].Error($"The page has {page.Examples.Count} examples; at least {FewestExamples} are needed.");
        }

        foreach ((PageExample example, int index) in page.Examples.Select(static (example, index) => (example, index)))
        {
            string number = $"Example {index + 1}: ";
            if (!example.Part.Name.StartsWith(number, StringComparison.Ordinal))
            {
                yield return example.Part.Error($"The heading '{example.Part.Name}' does not begin with '{number}'.");
            }

            foreach (string line in $"{example.Code}\n{example.Output}".Split('\n').Where(static line => line.Length > LongestCodeLine))
            {
                yield return example.Part.Error($"A line of this example is longer than {LongestCodeLine} characters: {line.Trim()}");
            }
        }
    }

    private static IEnumerable<HelpException> Check(CmdletPage page, CmdletInfo cmdlet, ParameterMetadata parameter)
    {
        if (page.Parameters.FirstOrDefault(one => one.Name == parameter.Name) is not { Text.Count: > 0 } help)
        {
            yield return new HelpException(page.Markdown.Path, 1, $"The parameter -{parameter.Name} has no help.");
            yield break;
        }

        if (cmdlet.DefaultOf(parameter) is string value && !IsOrBeginsWith(help.Default, value))
        {
            yield return help.Part.Error($"The default of -{parameter.Name} is {value} in the class, and '{help.Default}' on the page.");
        }

        if (parameter.Attributes.OfType<ValidateRangeAttribute>().FirstOrDefault() is { MinRange: { } low, MaxRange: { } high })
        {
            string range = high is int.MaxValue ? $"{low} or more" : $"{low} to {high}";
            if (!help.Text.Any(line => line.Contains(range, StringComparison.Ordinal)))
            {
                yield return help.Part.Error($"The text of -{parameter.Name} does not say that it accepts {range}.");
            }
        }
    }
}
