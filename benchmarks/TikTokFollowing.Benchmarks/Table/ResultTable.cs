using System.Text;

namespace TikTokFollowing.Benchmarks.Table;

/// <summary>The one table that a run prints, in Markdown.</summary>
internal sealed class ResultTable
{
    private readonly List<string[]> _rows = [["work", "who", "cold", "warm", "target", "met"], ["-", "-", "-", "-", "-", "-"]];

    /// <summary>Adds a line.</summary>
    /// <param name="work">What was done.</param>
    /// <param name="who">Who did it.</param>
    /// <param name="target">What was promised, if anything was.</param>
    /// <param name="values">The values of each pass; without any there is no line.</param>
    public void Add(string work, string who, Target? target, Dictionary<string, Spread> values)
    {
        if (values.Count > 0)
        {
            bool isMet = values.All(value => target is null || (target.Pass ?? value.Key) != value.Key || target.IsMet(value.Value.Median));
            string Cell(string pass) => values.GetValueOrDefault(pass)?.ToString() ?? string.Empty;
            string met = target is null ? string.Empty : isMet ? "yes" : "**no**";
            who = who.Replace("|", "\\|", StringComparison.Ordinal);
            _rows.Add([work, who, Cell(Scenario.Cold), Cell(Scenario.Warm), target?.Text ?? string.Empty, met]);
        }
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        int[] widths = [.. Enumerable.Range(0, _rows[0].Length).Select(column => _rows.Max(row => row[column].Length))];
        StringBuilder text = new();
        foreach (string[] row in _rows)
        {
            text.Append("| ").AppendJoin(" | ", row.Select((cell, column) => cell.PadRight(widths[column], row == _rows[1] ? '-' : ' '))).Append(" |\n");
        }

        return text.ToString();
    }
}

/// <summary>The median of some values, with the least and the most of them.</summary>
internal sealed class Spread
{
    private readonly double[] _values;
    private readonly string _unit;

    public Spread(IEnumerable<double> values, string unit)
    {
        _values = [.. values.Order()];
        _unit = unit;
        Median = (_values[(_values.Length - 1) / 2] + _values[_values.Length / 2]) / 2;
    }

    public double Median { get; }

    /// <inheritdoc/>
    public override string ToString() =>
        _values[0] == _values[^1] ? Format(Median) : $"{Format(Median)} ({Format(_values[0]).Split(' ')[0]}–{Format(_values[^1]).Split(' ')[0]})";

    private string Format(double value) => _unit switch
    {
        "s" when Median < 1 => $"{value * 1000:0} ms",
        "s" or "×" => $"{value:0.00} {_unit}",
        "MB" => $"{value / (1024 * 1024):0} MB",
        _ => $"{value:N0} {_unit}".TrimEnd(),
    };
}
