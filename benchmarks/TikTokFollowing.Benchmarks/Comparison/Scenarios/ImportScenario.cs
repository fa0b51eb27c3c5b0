namespace TikTokFollowing.Benchmarks.Comparison.Scenarios;

/// <summary>Import-Module in fresh processes, timed inside, and what it loads.</summary>
internal sealed class ImportScenario : IScenario
{
    // None of these is needed before the first request.
    private static readonly string[] Unwanted = ["Polly", "System.Text.Json", "System.Net.", "TikTokFollowing.Sandbox"];

    public string Name => "import";

    public async Task RunAsync(Workbench bench, Scale scale, ResultTable table)
    {
        const string Work = "Import-Module";
        Contestant empty = Workbench.Import("empty module", bench.Empty);
        Contestant naive = Workbench.Import("naive binary module, same manifest, formats and help", bench.Naive);
        Contestant module = Workbench.Import("module", bench.Module);
        Contest contest = await Contest.RunAsync(Name, scale.ShortRounds, empty, naive, module);

        double ratio = contest.Seconds(module) / contest.Seconds(naive);
        foreach (Contestant who in new[] { empty, naive, module })
        {
            string more = $"empty + {ResultTable.Time(contest.Seconds(who) - contest.Seconds(empty))}";
            table.Add(Work, who.Name, ResultTable.Time(contest.Seconds(who)), who == empty ? string.Empty : more);
        }

        table.Add(Work, "module, against the naive one", string.Empty, ResultTable.Ratio(ratio, "× naive"), Target.AtMost(ratio, 1.1, "× naive"));

        List<string> loaded = contest.OutcomesOf(module)[^1].Child.Notes;
        string[] early = [.. loaded.Where(static name => Unwanted.Any(unwanted => name.StartsWith(unwanted, StringComparison.Ordinal)))];
        table.Add(
            Work,
            $"module: loads {string.Join(", ", loaded.Order(StringComparer.Ordinal))}",
            $"{loaded.Count} assemblies",
            string.Empty,
            new Target("no Polly, JSON or network", early.Length == 0));
    }
}
