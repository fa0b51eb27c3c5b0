using Markdig.Syntax;

namespace TikTokFollowing.Help;

/// <summary>A heading and the blocks below it.</summary>
internal sealed record PagePart(MarkdownPage Page, HeadingBlock Heading, Block[] Body)
{
    /// <summary>The heading without marks.</summary>
    public string Name => MarkdownPage.Plain(Heading.Inline);

    /// <summary>The parts that have a heading of the next level.</summary>
    public IEnumerable<PagePart> Parts => Page.Parts(Body, Heading.Level + 1);

    /// <summary>Running text, one line for each paragraph and each item of a list.</summary>
    /// <exception cref="HelpException">There is something else.</exception>
    public IReadOnlyList<string> Lines => [.. Body.SelectMany(block => block switch
    {
        ParagraphBlock paragraph => [MarkdownPage.Plain(paragraph.Inline)],
        ListBlock list => MarkdownPage.Items(list).Select(static item => item.Mark + item.Text),
        _ => throw Page.Error(block, "Only paragraphs and lists can stand here."),
    })];

    /// <summary>An error that names the line of the heading.</summary>
    public HelpException Error(string message) => Page.Error(Heading, message);
}
