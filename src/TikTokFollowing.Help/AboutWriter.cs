using System.Text;

namespace TikTokFollowing.Help;

/// <summary>Writes the page about the module as plain text, the form that Get-Help shows about_ topics in.</summary>
internal static class AboutWriter
{
    private const int Width = 80;
    private const string Indent = "    ";

    /// <summary>Writes a page.</summary>
    /// <param name="path">The page's path, for errors.</param>
    /// <param name="text">The page.</param>
    /// <exception cref="HelpException">The page does not begin as about_ topics do.</exception>
    public static byte[] Write(string path, string text)
    {
        IReadOnlyList<MarkdownBlock> blocks = MarkdownReader.Read(path, text);
        if (blocks is not [Heading { Level: 1 } title, Paragraph synopsis, ..])
        {
            throw new HelpException(path, 1, "The page begins with '# about_Name' and one paragraph, its short description.");
        }

        StringBuilder help = new();
        help.Append("TOPIC\n").Append(Indent).Append(title.Text.Trim()).Append("\n\nSHORT DESCRIPTION\n");
        Wrap(help, synopsis.Text, Indent, Indent);
        help.Append("\nLONG DESCRIPTION\n");
        MarkdownBlock? last = null;
        foreach (MarkdownBlock block in blocks.Skip(2))
        {
            if (last is not null && (last, block) is not (Bullet, Bullet))
            {
                help.Append('\n');
            }

            Write(help, block);
            last = block;
        }

        return Encoding.UTF8.GetBytes(help.ToString());
    }

    private static void Write(StringBuilder help, MarkdownBlock block)
    {
        switch (block)
        {
            case Heading { Level: 2 } heading:
                help.Append(heading.Text.Trim().ToUpperInvariant()).Append('\n');
                break;
            case Heading heading:
                help.Append("  ").Append(heading.Text.Trim()).Append('\n');
                break;
            case Paragraph paragraph:
                Wrap(help, paragraph.Text, Indent, Indent);
                break;
            case Bullet bullet:
                Wrap(help, bullet.Text, Indent + "- ", Indent + "  ");
                break;
            case Fence fence:
                foreach (string line in fence.Text.Split('\n'))
                {
                    help.Append(line.Length == 0 ? line : Indent + Indent + line).Append('\n');
                }

                break;
        }
    }

    private static void Wrap(StringBuilder help, string text, string firstIndent, string indent)
    {
        string line = firstIndent;
        bool isEmpty = true;
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!isEmpty && line.Length + 1 + word.Length > Width)
            {
                help.Append(line).Append('\n');
                line = indent;
                isEmpty = true;
            }

            line += isEmpty ? word : " " + word;
            isEmpty = false;
        }

        help.Append(line).Append('\n');
    }
}
