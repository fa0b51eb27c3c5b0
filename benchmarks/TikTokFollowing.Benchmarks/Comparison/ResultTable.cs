using System.Globalization;
using System.Text;

namespace TikTokFollowing.Benchmarks.Comparison;

/// <summary>The one table that a run prints, in Markdown.</summary>
internal sealed class ResultTable
{
    private readonly List<string[]> _rows = [["work", "who", "median", "ratio", "target", "met"]];

    /// <summary>Adds a line.</summary>
    /// <param name="work">What was done.</param>
    /// <param name="who">Who did it.</param>
    /// <param name="median">The measured value with its unit.</param>
    /// <param name="ratio">The value beside another one of the same run.</param>
    /// <param name="target">What was promised, if anything was.</param>
    public void Add(string work, string who, string median, string ratio = "", Target? target = null) =>
        _rows.Add([work, who, median, ratio, target?.Text ?? string.Empty, target is null ? string.Empty : target.IsMet ? "yes" : "**no**"]);

    /// <summary>A time that people can read.</summary>
    public static string Time(double seconds) => seconds < 1
        ? string.Create(CultureInfo.InvariantCulture, $"{seconds * 1000:0} ms")
        : string.Create(CultureInfo.InvariantCulture, $"{seconds:0.00} s");

    /// <summary>A ratio with what it is a ratio to.</summary>
    public static string Ratio(double value, string unit) => string.Create(CultureInfo.InvariantCulture, $"{value:0.00} {unit}");

    /// <summary>An amount of memory.</summary>
    public static string Megabytes(double bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / (1024 * 1024):0} MB");

    /// <inheritdoc/>
    public override string ToString()
    {
        int[] widths = [.. Enumerable.Range(0, _rows[0].Length).Select(column => _rows.Max(row => row[column].Length))];
        StringBuilder text = new();
        foreach (string[] row in _rows)
        {
            AppendLine(text, row.Select((cell, column) => cell.PadRight(widths[column])));
            if (row == _rows[0])
            {
                AppendLine(text, widths.Select(static width => new string('-', width)));
            }
        }

        return text.ToString();
    }

    private static void AppendLine(StringBuilder text, IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
}
