namespace TikTokFollowing.Help;

/// <summary>One worked example.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Line">The line of its heading.</param>
/// <param name="Code">The code.</param>
/// <param name="Output">What it prints, when the page shows it.</param>
/// <param name="Remarks">What stands behind the code.</param>
internal sealed record PageExample(string Title, int Line, string Code, string? Output, IReadOnlyList<string> Remarks);

/// <summary>The help of one parameter.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Line">The line of its heading.</param>
/// <param name="Facts">The list item that repeats what the class says.</param>
/// <param name="Default">What it is when it is left out.</param>
/// <param name="Text">Everything else.</param>
internal sealed record PageParameter(string Name, int Line, Bullet? Facts, string? Default, IReadOnlyList<string> Text);

/// <summary>A type of input or output and what is said about it.</summary>
internal sealed record PageType(string Name, IReadOnlyList<string> Text);

/// <summary>The page of one cmdlet: <c>docs/cmdlets/Verb-Noun.md</c>.</summary>
internal sealed class CmdletPage
{
    private const string FactsMark = "Type: ";
    private const string DefaultMark = "Default: ";

    private static readonly string[] SectionNames =
        ["Syntax", "Description", "Examples", "Parameters", "Inputs", "Outputs", "Notes", "Related links"];

    private readonly Dictionary<string, List<MarkdownBlock>> _sections = [];

    private CmdletPage(string path, string text)
    {
        Path = path;
        IReadOnlyList<MarkdownBlock> blocks = MarkdownReader.Read(path, text);
        if (blocks is not [Heading { Level: 1 } title, Paragraph synopsis, ..])
        {
            throw new HelpException(path, 1, "A page begins with '# Verb-Noun' and one paragraph, the synopsis.");
        }

        Name = title.Text.Trim();
        Synopsis = synopsis.Text;
        ReadSections(blocks.Skip(2));
        Syntax = _sections["Syntax"] is [Fence syntax] ? syntax : throw Wrong("Syntax", "The section Syntax holds one fenced block and nothing else.");
        Description = Lines(_sections["Description"]);
        Notes = Lines(_sections["Notes"]);
        Examples = [.. Parts("Examples").Select(ReadExample)];
        Parameters = [.. Parts("Parameters").Select(part => ReadParameter(part.Heading, part.Body))];
        Inputs = [.. Parts("Inputs").Select(part => new PageType(part.Heading.Text, Lines(part.Body)))];
        Outputs = [.. Parts("Outputs").Select(part => new PageType(part.Heading.Text, Lines(part.Body)))];
        Links = [.. _sections["Related links"].OfType<Bullet>().Select(static bullet => bullet.Text)];
    }

    public string Path { get; }

    public string Name { get; }

    public string Synopsis { get; }

    public Fence Syntax { get; }

    public IReadOnlyList<string> Description { get; }

    public IReadOnlyList<PageExample> Examples { get; }

    public IReadOnlyList<PageParameter> Parameters { get; }

    public IReadOnlyList<PageType> Inputs { get; }

    public IReadOnlyList<PageType> Outputs { get; }

    public IReadOnlyList<string> Notes { get; }

    public IReadOnlyList<string> Links { get; }

    /// <summary>Reads a page.</summary>
    /// <exception cref="HelpException">The page has not the form that every page has.</exception>
    public static CmdletPage Read(string path) => new(path, File.ReadAllText(path));

    /// <summary>Reads a page from memory.</summary>
    /// <param name="path">The path that errors name.</param>
    /// <param name="text">The page.</param>
    /// <exception cref="HelpException">The page has not the form that every page has.</exception>
    public static CmdletPage Parse(string path, string text) => new(path, text);

    private void ReadSections(IEnumerable<MarkdownBlock> blocks)
    {
        List<MarkdownBlock>? current = null;
        foreach (MarkdownBlock block in blocks)
        {
            if (block is Heading { Level: 2 } heading)
            {
                string? expected = SectionNames.ElementAtOrDefault(_sections.Count);
                string name = heading.Text.Trim();
                if (name != expected)
                {
                    throw new HelpException(Path, heading.Line, $"The section '{name}' stands where '{expected ?? "the end"}' is expected.");
                }

                _sections.Add(name, current = []);
            }
            else if (current is null)
            {
                throw new HelpException(Path, block.Line, "The synopsis is one paragraph; the rest belongs into the sections.");
            }
            else
            {
                current.Add(block);
            }
        }

        if (_sections.Count < SectionNames.Length)
        {
            throw new HelpException(Path, 1, $"The section '{SectionNames[_sections.Count]}' is missing.");
        }
    }

    private IEnumerable<(Heading Heading, List<MarkdownBlock> Body)> Parts(string section)
    {
        List<MarkdownBlock> blocks = _sections[section];
        for (int i = 0; i < blocks.Count;)
        {
            if (blocks[i] is not Heading { Level: 3 } heading)
            {
                throw new HelpException(Path, blocks[i].Line, $"The section {section} holds parts with a heading of their own (###).");
            }

            int end = blocks.FindIndex(i + 1, static block => block is Heading);
            end = end < 0 ? blocks.Count : end;
            yield return (heading with { Text = heading.Text.Trim() }, blocks[(i + 1)..end]);
            i = end;
        }
    }

    private PageExample ReadExample((Heading Heading, List<MarkdownBlock> Body) part)
    {
        Fence? output = part.Body.ElementAtOrDefault(1) as Fence;
        if (part.Body.FirstOrDefault() is not Fence { Language: "powershell" } code || output is { Language: not "text" })
        {
            throw new HelpException(
                Path, part.Heading.Line, $"The example '{part.Heading.Text}' begins with a fence 'powershell' and may have a fence 'text' right behind it.");
        }

        return new PageExample(
            part.Heading.Text,
            part.Heading.Line,
            code.Text,
            output?.Text,
            Lines(part.Body[(output is null ? 1 : 2)..]));
    }

    private PageParameter ReadParameter(Heading heading, List<MarkdownBlock> body)
    {
        Bullet? facts = body.OfType<Bullet>().FirstOrDefault(static item => item.Text.StartsWith(FactsMark, StringComparison.Ordinal));
        Bullet? initial = body.OfType<Bullet>().FirstOrDefault(static item => item.Text.StartsWith(DefaultMark, StringComparison.Ordinal));
        return new PageParameter(
            heading.Text.TrimStart('-'),
            heading.Line,
            facts,
            initial?.Text[DefaultMark.Length..],
            Lines(body.Where(block => block != facts && block != initial)));
    }

    private List<string> Lines(IEnumerable<MarkdownBlock> blocks) => [.. blocks.Select(block => block switch
    {
        Paragraph paragraph => paragraph.Text,
        Bullet bullet => "- " + bullet.Text,
        _ => throw new HelpException(Path, block.Line, "Only paragraphs and lists can stand here."),
    })];

    private HelpException Wrong(string section, string message) => new(Path, _sections[section].Count == 0 ? 1 : _sections[section][0].Line, message);
}
