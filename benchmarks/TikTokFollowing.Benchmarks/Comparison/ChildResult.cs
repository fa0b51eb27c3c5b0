using System.Globalization;

namespace TikTokFollowing.Benchmarks.Comparison;

/// <summary>What a measuring process printed: lines <c>number name value</c> and <c>note text</c>.</summary>
internal sealed class ChildResult
{
    private readonly Dictionary<string, double> _numbers = [];

    private ChildResult(TimeSpan processTime) => ProcessTime = processTime;

    /// <summary>From the start of the process to its end.</summary>
    public TimeSpan ProcessTime { get; }

    public IReadOnlyDictionary<string, double> Numbers => _numbers;

    public List<string> Notes { get; } = [];

    public double Seconds => _numbers["seconds"];

    public static string Line(string name, double value) => string.Create(CultureInfo.InvariantCulture, $"number {name} {value:R}");

    public static ChildResult Parse(string output, TimeSpan processTime)
    {
        ChildResult result = new(processTime);
        foreach (string line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            switch (line.Split(' '))
            {
                case ["number", string name, string value]:
                    result._numbers[name] = double.Parse(value, CultureInfo.InvariantCulture);
                    break;
                case ["note", .. string[] words]:
                    result.Notes.Add(string.Join(' ', words));
                    break;
            }
        }

        return result;
    }
}
