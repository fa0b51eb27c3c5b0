using System.Text.RegularExpressions;

namespace TikTokFollowing.Help;

/// <summary>Reads the part of Markdown that the pages use: headings, paragraphs, flat lists, fences and comments.</summary>
internal static partial class MarkdownReader
{
    private const string FenceMark = "```";

    /// <summary>Reads a page.</summary>
    /// <exception cref="HelpException">The page holds something that Get-Help has no form for.</exception>
    public static IReadOnlyList<MarkdownBlock> Read(string path, string text)
    {
        List<MarkdownBlock> blocks = [];
        string[] lines = text.ReplaceLineEndings("\n").Split('\n');
        for (int i = 0; i < lines.Length;)
        {
            string line = lines[i];
            int number = i + 1;
            if (line.StartsWith(FenceMark, StringComparison.Ordinal))
            {
                int end = Array.FindIndex(lines, i + 1, static candidate => candidate.TrimEnd() == FenceMark);
                if (end < 0)
                {
                    throw new HelpException(path, number, "The fence is never closed.");
                }

                blocks.Add(new Fence(number, line[FenceMark.Length..].Trim(), string.Join('\n', lines[(i + 1)..end])));
                i = end + 1;
            }
            else if (line.StartsWith('|') || line.StartsWith(' '))
            {
                throw new HelpException(path, number, "Get-Help can show neither tables nor nested lists; write paragraphs or a flat list.");
            }
            else if (line.StartsWith('#'))
            {
                string heading = line.TrimStart('#');
                blocks.Add(new Heading(number, line.Length - heading.Length, Plain(heading)));
                i++;
            }
            else if (line.Length == 0 || line.StartsWith("<!--", StringComparison.Ordinal))
            {
                i++;
            }
            else
            {
                bool isItem = line.StartsWith("- ", StringComparison.Ordinal);
                int end = i + 1;
                while (end < lines.Length && Continues(lines[end], isItem))
                {
                    end++;
                }

                string joined = Plain(string.Join(' ', lines[i..end].Select(static part => part.Trim()))[(isItem ? 2 : 0)..]);
                blocks.Add(isItem ? new Bullet(number, joined) : new Paragraph(number, joined));
                i = end;
            }
        }

        return blocks;
    }

    /// <summary>Takes the marks out of running text. A link to the web keeps its address.</summary>
    public static string Plain(string text)
    {
        string plain = Link().Replace(text.Trim(), static link =>
            link.Groups["url"].Value.StartsWith("http", StringComparison.Ordinal) && link.Groups["url"].Value != link.Groups["text"].Value
                ? $"{link.Groups["text"].Value} ({link.Groups["url"].Value})"
                : link.Groups["text"].Value);
        return plain.Replace("**", string.Empty, StringComparison.Ordinal).Replace("`", string.Empty, StringComparison.Ordinal);
    }

    // A line of an item's continuation is indented; one of a paragraph begins nothing else.
    private static bool Continues(string line, bool isItem) =>
        line.Length > 0
        && (isItem ? line.StartsWith("  ", StringComparison.Ordinal) : !line.StartsWith("- ", StringComparison.Ordinal))
        && !line.StartsWith('#') && !line.StartsWith(FenceMark, StringComparison.Ordinal);

    [GeneratedRegex(@"\[(?<text>[^\]]+)\]\((?<url>[^)]+)\)")]
    private static partial Regex Link();
}
