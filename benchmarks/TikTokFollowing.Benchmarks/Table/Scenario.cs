using System.Globalization;

namespace TikTokFollowing.Benchmarks.Table;

/// <summary>Contestants that do the same work.</summary>
/// <param name="Name">What <c>--only</c> calls it.</param>
/// <param name="Work">What the table calls the work.</param>
/// <param name="Rounds">How often each contestant does it.</param>
/// <param name="Contestants">Who does it.</param>
internal sealed record Scenario(string Name, string Work, int Rounds, params Contestant[] Contestants)
{
    /// <summary>The first time in a process, from its first line on.</summary>
    public const string Cold = "cold";

    /// <summary>The second time in the same process.</summary>
    public const string Warm = "warm";

    public string[] Passes { get; init; } = [Cold, Warm];

    public Measure[] Measures { get; init; } = [Measure.Time];

    public Ratio[] Ratios { get; init; } = [];

    /// <summary>Makes once what the contestants need.</summary>
    public Func<Bench, Task>? PrepareAsync { get; init; }

    /// <summary>Lets the contestants take turns, A B C A B C, so that what slows the machine down for a while slows all of them.</summary>
    public async Task RunAsync(Bench bench, ResultTable table)
    {
        await (PrepareAsync?.Invoke(bench) ?? Task.CompletedTask);
        Contestant[] contestants = bench.HasBefore ? [.. Contestants.SelectMany(who => who.Before is { } before ? [who, before] : new[] { who })] : Contestants;
        Dictionary<string, List<Dictionary<string, double>>> results = contestants.ToDictionary(static who => who.Name, static _ => new List<Dictionary<string, double>>());
        for (int round = 1; round <= Rounds; round++)
        {
            foreach (Contestant who in contestants)
            {
                Dictionary<string, double> numbers = await bench.RunAsync(who, Passes);
                results[who.Name].Add(numbers);
                string line = string.Join(", ", numbers.Select(static number => string.Create(CultureInfo.InvariantCulture, $"{number.Key} {number.Value:0.###}")));
                await Console.Error.WriteLineAsync($"{Name}, round {round} of {Rounds}: {who.Name}: {line}");
            }
        }

        foreach (Measure measure in Measures)
        {
            Dictionary<string, Spread> Values(string who, string? other = null) => Passes
                .Where(pass => results[who][0].ContainsKey($"{pass}.{measure.Key}"))
                .ToDictionary(static pass => pass, pass => SpreadOf(results[who], other is null ? null : results[other], $"{pass}.{measure.Key}", measure.Unit));

            foreach (Contestant who in contestants)
            {
                table.Add(Work + measure.Title, who.Name, Values(who.Name), who.Limit?.Measure == measure ? who.Limit?.Target : null);
            }

            foreach (Ratio ratio in measure == Measure.Time ? Ratios : [])
            {
                table.Add(Work + measure.Title, $"{ratio.Who} ÷ {ratio.Base}", Values(ratio.Who, ratio.Base), ratio.Target);
            }

            foreach (Contestant before in contestants.Where(who => who.Module == Module.Before && measure.Tolerance is not null))
            {
                string now = before.Name[..^", before".Length];
                table.Add(Work + measure.Title, $"{now} ÷ before", Values(now, before.Name), Target.AtMost(measure.Tolerance!.Value));
            }
        }
    }

    private static Spread SpreadOf(List<Dictionary<string, double>> who, List<Dictionary<string, double>>? other, string key, string unit)
    {
        Spread values = new(who.Select(numbers => numbers[key]), unit);
        if (other is null)
        {
            return values;
        }

        // The ratio of the medians, and the ratios of the rounds.
        Spread others = new(other.Select(numbers => numbers[key]), unit);
        return new Spread(who.Zip(other, (a, b) => a[key] / b[key]), "×", values.Median / others.Median);
    }
}
