using Markdig;
using Markdig.Extensions.Yaml;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace TikTokFollowing.Help;

/// <summary>A page in docs/: blocks that Get-Help has a form for.</summary>
internal sealed class MarkdownPage
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UseYamlFrontMatter().UsePipeTables().Build();

    /// <summary>Reads a page from memory.</summary>
    /// <param name="path">The path that errors name.</param>
    /// <param name="text">The page.</param>
    /// <exception cref="HelpException">The page holds something that Get-Help has no form for.</exception>
    public MarkdownPage(string path, string text)
    {
        Path = path;
        Text = text.ReplaceLineEndings("\n");
        Blocks = [.. Markdown.Parse(Text, Pipeline).Where(static block => block is not HtmlBlock { Type: HtmlBlockType.Comment })];
        foreach (Block block in Blocks)
        {
            string? error = block switch
            {
                FencedCodeBlock { ClosingFencedCharCount: 0 } => "The fence is never closed.",
                YamlFrontMatterBlock or HeadingBlock or ParagraphBlock or FencedCodeBlock => null,
                ListBlock list when list.All(static item => item is ListItemBlock and [ParagraphBlock]) => null,
                _ => "Get-Help can show neither tables nor nested lists; write paragraphs or a flat list.",
            };
            if (error is not null)
            {
                throw Error(block, error);
            }
        }
    }

    public string Path { get; }

    /// <summary>The page with line feeds; the spans of the blocks point into it.</summary>
    public string Text { get; }

    /// <summary>The blocks without comments.</summary>
    public Block[] Blocks { get; }

    /// <summary>Reads a page.</summary>
    /// <exception cref="HelpException">The page holds something that Get-Help has no form for.</exception>
    public static MarkdownPage Read(string path) => new(path, File.ReadAllText(path));

    /// <summary>Takes the marks out of running text and joins its lines. A link to the web keeps its address.</summary>
    public static string Plain(Inline? inline) => inline switch
    {
        LiteralInline literal => literal.Content.ToString(),
        CodeInline code => code.Content,
        LineBreakInline => " ",
        HtmlEntityInline entity => entity.Transcoded.ToString(),
        HtmlInline tag => tag.Tag,
        AutolinkInline link => link.Url,
        LinkInline { Url: string url } link when url.StartsWith("http", StringComparison.Ordinal)
            => $"{string.Concat(link.Select(Plain))} ({url})",
        ContainerInline container => string.Concat(container.Select(Plain)),
        _ => throw new ArgumentException($"Get-Help has no form for {inline?.GetType().Name}.", nameof(inline)),
    };

    /// <summary>The items of a list, each with the mark that shows that it is one.</summary>
    public static IEnumerable<(string Mark, string Text)> Items(ListBlock list) => list.Cast<ListItemBlock>().Select(
        item => (list.IsOrdered ? $"{item.Order}. " : "- ", Plain(((ParagraphBlock)item[0]).Inline)));

    /// <summary>Divides blocks at the headings of a level.</summary>
    /// <exception cref="HelpException">Something stands before the first of these headings.</exception>
    public IEnumerable<PagePart> Parts(Block[] blocks, int level)
    {
        for (int start = 0; start < blocks.Length;)
        {
            if (blocks[start] is not HeadingBlock heading || heading.Level != level)
            {
                throw Error(blocks[start], $"A heading of level {level} is expected here.");
            }

            int end = Array.FindIndex(blocks, start + 1, block => block is HeadingBlock other && other.Level == level);
            end = end < 0 ? blocks.Length : end;
            yield return new PagePart(this, heading, blocks[(start + 1)..end]);
            start = end;
        }
    }

    /// <summary>An error that names the line of a block.</summary>
    public HelpException Error(Block block, string message) => new(Path, block.Line + 1, message);
}
