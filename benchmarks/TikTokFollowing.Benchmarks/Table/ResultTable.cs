using System.Globalization;
using System.Text;

namespace TikTokFollowing.Benchmarks.Table;

/// <summary>The one table that a run prints, in Markdown.</summary>
internal sealed class ResultTable
{
    private readonly List<string[]> _rows = [["work", "who", "cold", "warm", "target", "met"]];

    /// <summary>Adds a line.</summary>
    /// <param name="work">What was done.</param>
    /// <param name="who">Who did it.</param>
    /// <param name="values">The values of each pass.</param>
    /// <param name="target">What was promised of them, if anything was.</param>
    public void Add(string work, string who, Dictionary<string, Spread> values, Target? target)
    {
        if (values.Count == 0)
        {
            return;
        }

        string met = target is null ? string.Empty : values.All(value => target.IsMetBy(value.Key, value.Value.Median)) ? "yes" : "**no**";
        string Cell(string pass) => values.TryGetValue(pass, out Spread? spread) ? spread.ToString() : string.Empty;
        _rows.Add([work, who.Replace("|", "\\|", StringComparison.Ordinal), Cell(Scenario.Cold), Cell(Scenario.Warm), target?.Text ?? string.Empty, met]);
    }

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

/// <summary>The median of some values, with the least and the most of them.</summary>
internal sealed class Spread
{
    private readonly double[] _values;
    private readonly string _unit;

    public Spread(IEnumerable<double> values, string unit, double? median = null)
    {
        _values = [.. values.Order()];
        _unit = unit;
        int middle = _values.Length / 2;
        Median = median ?? (_values.Length % 2 == 1 ? _values[middle] : (_values[middle - 1] + _values[middle]) / 2);
    }

    public double Median { get; }

    /// <inheritdoc/>
    public override string ToString() => _values[0] == _values[^1]
        ? Format(Median)
        : $"{Format(Median)} ({Format(_values[0]).Split(' ')[0]}–{Format(_values[^1])})";

    private string Format(double value) => _unit switch
    {
        "s" when Math.Abs(Median) < 1 => string.Create(CultureInfo.InvariantCulture, $"{value * 1000:0} ms"),
        "s" or "×" => string.Create(CultureInfo.InvariantCulture, $"{value:0.00} {_unit}"),
        "MB" => string.Create(CultureInfo.InvariantCulture, $"{value / (1024 * 1024):0} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{value:N0} {_unit}").TrimEnd(),
    };
}
