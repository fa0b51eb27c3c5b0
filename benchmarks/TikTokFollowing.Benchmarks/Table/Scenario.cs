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

    public string[] Passes { get; init; } = [Cold];

    public Measure[] Measures { get; init; } = [Measure.Time];

    public Ratio[] Ratios { get; init; } = [];

    /// <summary>Makes once what the contestants need.</summary>
    public Func<Bench, Task>? PrepareAsync { get; init; }

    /// <summary>Lets the contestants take turns, A B C A B C, so that what slows the machine down for a while slows all of them.</summary>
    public async Task RunAsync(Bench bench, int rounds, ResultTable table)
    {
        await (PrepareAsync?.Invoke(bench) ?? Task.CompletedTask);
        Contestant[] contestants = [.. Contestants.SelectMany(who => bench.HasBefore && who.Before is { } before ? [who, before] : new[] { who })];
        Dictionary<string, List<Dictionary<string, double>>> results = contestants.ToDictionary(
            static who => who.Name, static _ => new List<Dictionary<string, double>>());

        // Once before time is taken: the engine keeps caches of what it runs.
        for (int round = Measures.Contains(Measure.Time) ? 0 : 1; round <= rounds; round++)
        {
            foreach (Contestant who in contestants)
            {
                Dictionary<string, double> numbers = await bench.RunAsync(who, Passes);
                string line = string.Join(", ", numbers.Select(static number => $"{number.Key} {number.Value:0.###}"));
                await Console.Error.WriteLineAsync($"{Name}, round {round} of {rounds}: {who.Name}: {line}");
                if (round > 0)
                {
                    results[who.Name].Add(numbers);
                }
            }
        }

        foreach (Measure measure in Measures)
        {
            void Add(string text, Target? target, string who, string? other = null) => table.Add(Work + measure.Title, text, target, Passes
                .Select(pass => (Pass: pass, Key: $"{pass}.{measure.Key}"))
                .Where(pass => results[who][0].ContainsKey(pass.Key))
                .ToDictionary(static pass => pass.Pass, pass => other is null
                    ? new Spread(results[who].Select(numbers => numbers[pass.Key]), measure.Unit)
                    : new Spread(results[who].Zip(results[other], (one, two) => one[pass.Key] / two[pass.Key]), "×")));

            foreach (Contestant who in measure.Tolerance is null ? Contestants : contestants)
            {
                Add(who.Name, who.Limit?.Measure == measure ? who.Limit?.Target : null, who.Name);
            }

            foreach (Ratio ratio in measure == Measure.Time ? Ratios : [])
            {
                Add($"{ratio.Who} ÷ {ratio.Base}", ratio.Target, ratio.Who, ratio.Base);
            }

            foreach (Contestant who in Contestants.Where(who => bench.HasBefore && who.Before is not null && measure.Tolerance is not null))
            {
                Add($"{who.Name} ÷ before", Target.AtMost(measure.Tolerance!.Value), who.Name, who.Before!.Name);
            }
        }
    }
}
