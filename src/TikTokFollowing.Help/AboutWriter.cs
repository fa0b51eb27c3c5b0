using System.Text;
using System.Text.RegularExpressions;
using Markdig.Syntax;

namespace TikTokFollowing.Help;

/// <summary>Writes a page about the module as plain text, the form that Get-Help shows about_ topics in.</summary>
internal static class AboutWriter
{
    private const int Width = 80;
    private const string Indent = "    ";

    /// <summary>Writes a page.</summary>
    /// <param name="topic">What Get-Help finds it by.</param>
    /// <param name="page">The page.</param>
    /// <exception cref="HelpException">The page does not begin as about_ topics do.</exception>
    public static byte[] Write(string topic, MarkdownPage page) =>
        page.Blocks is [HeadingBlock { Level: 1 }, ParagraphBlock synopsis, .. Block[] rest]
        ? Encoding.UTF8.GetBytes(
            $"TOPIC\n{Wrap(topic)}\nSHORT DESCRIPTION\n{Write(synopsis)}\nLONG DESCRIPTION\n{string.Join('\n', rest.Select(Write))}")
        : throw new HelpException(page.Path, 1, "The page begins with a title and one paragraph, its short description.");

    private static string Write(Block block) => block switch
    {
        HeadingBlock { Level: 2 } heading => MarkdownPage.Plain(heading.Inline).ToUpperInvariant() + "\n",
        HeadingBlock heading => $"  {MarkdownPage.Plain(heading.Inline)}\n",
        ParagraphBlock paragraph => Wrap(MarkdownPage.Plain(paragraph.Inline)),
        ListBlock list => string.Concat(MarkdownPage.Items(list).Select(static item => Wrap(item.Text, item.Mark))),
        CodeBlock code => Regex.Replace(code.Lines.ToString(), "(?m)^(?=.)", Indent + Indent) + "\n",
        _ => throw new ArgumentException($"Get-Help has no form for {block.GetType().Name}.", nameof(block)),
    };

    private static string Wrap(string text, string mark = "")
    {
        string indent = Indent + new string(' ', mark.Length);
        IEnumerable<string> lines = Regex.Matches(text, $@"(?<line>.{{1,{Width - indent.Length}}}|\S+)( |$)")
            .Select(static match => match.Groups["line"].Value);
        return $"{Indent}{mark}{string.Join($"\n{indent}", lines)}\n";
    }
}
