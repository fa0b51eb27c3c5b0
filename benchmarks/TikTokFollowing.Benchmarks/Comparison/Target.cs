using System.Globalization;

namespace TikTokFollowing.Benchmarks.Comparison;

/// <summary>What the module promised, and whether this run kept it.</summary>
internal sealed record Target(string Text, bool IsMet)
{
    public static Target AtMost(double value, double limit, string unit) =>
        new(string.Create(CultureInfo.InvariantCulture, $"≤ {limit:0.###} {unit}"), value <= limit);

    public static Target AtLeast(double value, double limit, string unit) =>
        new(string.Create(CultureInfo.InvariantCulture, $"≥ {limit:0.###} {unit}"), value >= limit);

    public static Target Exactly(int value, int expected) =>
        new(expected.ToString(CultureInfo.InvariantCulture), value == expected);
}
