using System.Globalization;

namespace TikTokFollowing.Benchmarks.Comparison.Scenarios;

/// <summary>A long list into Export-Csv. F still only counts, as in the first comparison, so that the ratios have one scale.</summary>
internal sealed class CsvScenario : IScenario
{
    public string Name => "csv";

    public async Task RunAsync(Workbench bench, Scale scale, ResultTable table)
    {
        Lists lists = new(1, scale.Users, 0);
        Contestant floor = bench.Floor(lists);
        Contestant loop = bench.WithLoop(
            "Invoke-RestMethod loop, flattened to 13 columns", lists, "Read-Loop $handles | ConvertTo-FlatRow | Export-Csv $csv");
        Contestant naive = bench.WithNaive(
            "naive binary cmdlet, 13 columns", lists, "Get-NaiveFollowing $handles[0] -BaseUri $Address -ApiKey benchmark | Export-Csv $csv");
        Contestant lazy = bench.WithModule("module, all columns", lists, "Get-TikTokFollowing $handles | Export-Csv $csv", lists.Pages);
        Contestant ahead = bench.WithModule(
            "module -ReadAhead, all columns", lists, "Get-TikTokFollowing $handles -ReadAhead | Export-Csv $csv", lists.Pages);
        Contest contest = await Contest.RunAsync(Name, scale.Rounds, floor, loop, naive, lazy, ahead);

        string work = string.Create(CultureInfo.InvariantCulture, $"{scale.Users:N0} users into Export-Csv");
        double f = contest.Seconds(floor);
        foreach (Contestant who in new[] { floor, loop, naive, lazy, ahead })
        {
            string name = who == floor ? "F, counts only" : who.Name;
            table.Add(work, name, ResultTable.Time(contest.Seconds(who)), ResultTable.Ratio(contest.Seconds(who) / f, "× F"));
        }

        foreach (Contestant who in new[] { lazy, ahead })
        {
            double faster = contest.Seconds(loop) / contest.Seconds(who);
            table.Add(
                work, $"{who.Name}, against the loop", string.Empty, ResultTable.Ratio(faster, "× faster"), Target.AtLeast(faster, 3, "× faster"));
        }
    }
}
