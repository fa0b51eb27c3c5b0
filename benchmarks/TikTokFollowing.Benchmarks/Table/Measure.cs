namespace TikTokFollowing.Benchmarks.Table;

/// <summary>Something that is measured of each pass.</summary>
/// <param name="Key">Its name in what the measured process prints.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Title">What the table adds to the work.</param>
/// <param name="Tolerance">The most that a build may take of what an earlier one took; <see langword="null"/> when they are not compared.</param>
internal sealed record Measure(string Key, string Unit, string Title, double? Tolerance = null)
{
    public static readonly Measure Time = new("seconds", "s", string.Empty, 1.03);
    public static readonly Measure Allocated = new("allocated", "bytes", ", allocated for each user", 1.01);
    public static readonly Measure Requests = new("requests", string.Empty, ", requests");
    public static readonly Measure Connections = new("connections", string.Empty, ", connections");
    public static readonly Measure Server = new("server", "s", ", processor time of the server");
    public static readonly Measure Peak = new("peak", "MB", ", largest working set");
    public static readonly Measure AboveStart = new("above", "MB", ", largest working set above that before the work");
    public static readonly Measure Heap = new("heap", "bytes", ", kept for each account at the worst moment");
    public static readonly Measure Size = new("size", "bytes", ", for each follow");
}

/// <summary>The time of one contestant divided by that of another.</summary>
internal sealed record Ratio(string Who, string Base, Target? Target = null);

/// <summary>What was promised: of one pass, or of each.</summary>
internal sealed record Target(string Text, string? Pass, Predicate<double> IsMet)
{
    public static Target AtMost(double limit, string? pass = null) => new(Describe('≤', limit, pass), pass, value => value <= limit);

    public static Target AtLeast(double limit, string? pass = null) => new(Describe('≥', limit, pass), pass, value => value >= limit);

    private static string Describe(char sign, double limit, string? pass) =>
        $"{pass} {sign} {limit:0.##}".TrimStart();
}
