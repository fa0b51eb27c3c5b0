using System.Globalization;

namespace TikTokFollowing.Benchmarks.Table;

/// <summary>Something that is measured of each pass.</summary>
/// <param name="Key">Its name in what the measured process prints.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Title">What the table adds to the work.</param>
/// <param name="Tolerance">How much more than an earlier build a newer one may take, as a factor; <see langword="null"/> when they are not compared.</param>
internal sealed record Measure(string Key, string Unit, string Title, double? Tolerance = null)
{
    public static readonly Measure Time = new("seconds", "s", string.Empty, 1.03);
    public static readonly Measure Allocated = new("allocated", "bytes", ", allocated for each user", 1.01);
    public static readonly Measure Requests = new("requests", string.Empty, ", requests");
    public static readonly Measure Connections = new("connections", string.Empty, ", connections");
    public static readonly Measure Server = new("server", "s", ", processor time of the server");
    public static readonly Measure Peak = new("peak", "MB", ", largest working set");
    public static readonly Measure AboveStart = new("above", "MB", ", largest working set above the one before the work");
    public static readonly Measure Heap = new("heap", "bytes", ", kept for each account at the worst moment");
    public static readonly Measure Size = new("size", "bytes", ", bytes of the file for each follow");
}

/// <summary>What was promised.</summary>
/// <param name="Text">How the table says it.</param>
/// <param name="Pass">The only pass that it was promised for; <see langword="null"/> is each.</param>
/// <param name="IsMet">Whether a value keeps it.</param>
internal sealed record Target(string Text, string? Pass, Predicate<double> IsMet)
{
    public static Target AtMost(double limit, string? pass = null) => new(Describe('≤', limit, pass), pass, value => value <= limit);

    public static Target AtLeast(double limit, string? pass = null) => new(Describe('≥', limit, pass), pass, value => value >= limit);

    public bool IsMetBy(string pass, double value) => (Pass ?? pass) != pass || IsMet(value);

    private static string Describe(char sign, double limit, string? pass) =>
        string.Create(CultureInfo.InvariantCulture, $"{pass} {sign} {limit:0.##}").TrimStart();
}

/// <summary>The time of one contestant divided by that of another.</summary>
/// <param name="Who">The name of the one.</param>
/// <param name="Base">The name of the other.</param>
/// <param name="Target">What was promised, if anything was.</param>
internal sealed record Ratio(string Who, string Base, Target? Target = null);
