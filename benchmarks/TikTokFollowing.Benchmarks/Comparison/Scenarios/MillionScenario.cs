using System.Globalization;

namespace TikTokFollowing.Benchmarks.Comparison.Scenarios;

/// <summary>A very long list into Measure-Object: what is left when everything is compiled, and whether anything grows with the list.</summary>
internal sealed class MillionScenario : IScenario
{
    public string Name => "million";

    public async Task RunAsync(Workbench bench, Scale scale, ResultTable table)
    {
        Lists lists = new(1, scale.ManyUsers, 0);
        Contestant floor = bench.Floor(lists);
        Contestant naive = bench.WithNaive(
            "naive binary cmdlet", lists, "Get-NaiveFollowing $handles[0] -BaseUri $Address -ApiKey benchmark | Measure-Object");
        Contestant lazy = bench.WithModule("module", lists, "Get-TikTokFollowing $handles | Measure-Object", lists.Pages);
        Contestant ahead = bench.WithModule(
            "module -ReadAhead", lists, "Get-TikTokFollowing $handles -ReadAhead | Measure-Object", lists.Pages);
        Contest contest = await Contest.RunAsync(Name, scale.Rounds, floor, naive, lazy, ahead);

        string work = string.Create(CultureInfo.InvariantCulture, $"{scale.ManyUsers:N0} users into Measure-Object");
        double f = contest.Seconds(floor);
        void Add(Contestant who, double? limit = null)
        {
            double ratio = contest.Seconds(who) / f;
            table.Add(
                work,
                who.Name,
                ResultTable.Time(contest.Seconds(who)),
                ResultTable.Ratio(ratio, "× F"),
                limit is null ? null : Target.AtMost(ratio, limit.Value, "× F"));
        }

        Add(floor);
        Add(naive);
        Add(lazy, 1.35);
        Add(ahead, 1.25);
    }
}
