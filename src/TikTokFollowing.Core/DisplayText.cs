using System.Buffers;
using System.Globalization;
using System.Text;

namespace TikTokFollowing;

/// <summary>Makes text that strangers wrote safe to show on a terminal. Objects keep the original.</summary>
public static class DisplayText
{
    /// <summary>
    /// Replaces what could move the cursor, colour the terminal or reorder a line: control characters, line and paragraph
    /// separators, bidirectional controls, lone surrogates. Joiners stay, because emoji need them.
    /// </summary>
    /// <param name="text">Any text, or <see langword="null"/>.</param>
    /// <returns>The same instance when there was nothing to replace.</returns>
    public static string? Neutralize(string? text)
    {
        if (text is null)
        {
            return null;
        }

        StringBuilder? builder = null;
        int start = 0;
        for (int i = 0; i < text.Length;)
        {
            OperationStatus status = Rune.DecodeFromUtf16(text.AsSpan(i), out Rune rune, out int length);
            char? replacement = status != OperationStatus.Done ? '\uFFFD' : Replacement(rune.Value);
            if (replacement is char shown)
            {
                builder ??= new StringBuilder(text.Length);
                builder.Append(text, start, i - start).Append(shown);
                start = i + length;
            }

            i += length;
        }

        return builder is null ? text : builder.Append(text, start, text.Length - start).ToString();
    }

    /// <summary>As <see cref="Neutralize"/>.</summary>
    /// <param name="text">Any text, or <see langword="null"/>.</param>
    /// <remarks>
    /// The views call this name, because it is the only method of a type like this that PowerShell's ConstrainedLanguage allows.
    /// </remarks>
    public static string? ToString(string? text) => Neutralize(text);

    /// <summary>
    /// Neutralises a text and cuts it between characters as people see them, so that a table does not cut through the middle of an
    /// emoji. Widths are counted as PowerShell counts them: one cell for each UTF-16 unit, two for the wide East Asian ones.
    /// </summary>
    /// <param name="text">Any text, or <see langword="null"/>.</param>
    /// <param name="cells">How many cells there are.</param>
    public static string? ToString(string? text, int cells)
    {
        string? shown = Neutralize(text);
        if (shown is null || shown.Length * 2 <= cells)
        {
            return shown;
        }

        int used = 0;
        int fitting = 0;
        for (int i = 0; i < shown.Length;)
        {
            int length = StringInfo.GetNextTextElementLength(shown.AsSpan(i));
            used += CellsOf(shown.AsSpan(i, length));
            if (used > cells)
            {
                return string.Concat(shown.AsSpan(0, fitting), "…");
            }

            i += length;
            fitting = used < cells ? i : fitting;
        }

        return shown;
    }

    /// <summary>
    /// Neutralises a text for the last column of a table, which PowerShell cuts at the end of the line. It would cut a surrogate pair in
    /// half, so a space moves such a pair behind the cut. Only a line of this width is sure to be free of half pairs; a wider one
    /// shows the space.
    /// </summary>
    /// <param name="text">Any text, or <see langword="null"/>.</param>
    /// <param name="cellsBefore">How many cells the columns before it take, with the spaces between.</param>
    /// <param name="lineWidth">The width of the screen. PowerShell leaves its last cell free.</param>
    public static string? ToString(string? text, int cellsBefore, int lineWidth)
    {
        string? shown = Neutralize(text);
        int cells = lineWidth - 1 - cellsBefore;
        if (shown is null || shown.Length * 2 <= cells || CellsOf(shown) <= cells)
        {
            return shown;
        }

        int end = 0;
        int left = cells - 1; // The ellipsis takes one.
        while (end < shown.Length && (left -= CellsOf(shown.AsSpan(end, 1))) >= 0)
        {
            end++;
        }

        return end > 0 && char.IsHighSurrogate(shown[end - 1]) ? shown.Insert(end - 1, " ") : shown;
    }

    /// <summary>Neutralises and cuts a text to be quoted inside a message.</summary>
    internal static string Quote(string text, int maximumLength = 300)
    {
        string shown = Neutralize(text)!.Trim();
        int length = shown.Length > maximumLength && char.IsHighSurrogate(shown[maximumLength - 1]) ? maximumLength - 1 : maximumLength;
        return shown.Length <= maximumLength ? shown : string.Concat(shown.AsSpan(0, length), "…");
    }

    private static int CellsOf(ReadOnlySpan<char> text)
    {
        int cells = text.Length;
        foreach (char c in text)
        {
            cells += IsWide(c) ? 1 : 0;
        }

        return cells;
    }

    private static bool IsWide(char c) => c is (>= '\u1100' and <= '\u115F') or (>= '\u2E80' and <= '\uA4CF')
        or (>= '\uAC00' and <= '\uD7A3') or (>= '\uF900' and <= '\uFAFF') or (>= '\uFE30' and <= '\uFE6F') or (>= '\uFF00' and <= '\uFF60')
        or (>= '\uFFE0' and <= '\uFFE6');

    private static char? Replacement(int value) => value switch
    {
        '\t' or '\n' or '\r' or 0x85 or 0x2028 or 0x2029 => ' ',
        < 0x20 or (>= 0x7F and < 0xA0) => '\uFFFD',
        0x061C or 0x200E or 0x200F or 0xFEFF or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) => '\uFFFD',
        (>= 0xFFF9 and <= 0xFFFB) or (>= 0xE0000 and <= 0xE001F) => '\uFFFD',
        _ => null,
    };
}
