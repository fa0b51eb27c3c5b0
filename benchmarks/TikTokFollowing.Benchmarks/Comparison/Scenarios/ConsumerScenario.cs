using System.Globalization;
using TikTokFollowing.Benchmarks.Server;

namespace TikTokFollowing.Benchmarks.Comparison.Scenarios;

/// <summary>A pipeline that needs as long for a page as the page needs to come. F reads the same list and has no consumer.</summary>
internal sealed class ConsumerScenario : IScenario
{
    private const int Latency = 20;

    public string Name => "consumer";

    public async Task RunAsync(Workbench bench, Scale scale, ResultTable table)
    {
        Lists lists = new(1, scale.SlowPages * PageServer.PageSize, Latency);
        Contestant floor = bench.Floor(lists);
        Contestant lazy = bench.WithModule("module", lists, "Get-TikTokFollowing $handles | Measure-Slowly", lists.Pages);
        Contestant ahead = bench.WithModule("module -ReadAhead", lists, "Get-TikTokFollowing $handles -ReadAhead | Measure-Slowly", lists.Pages);
        Contest contest = await Contest.RunAsync(Name, scale.Rounds, floor, lazy, ahead);

        string work = string.Create(
            CultureInfo.InvariantCulture, $"{scale.SlowPages} pages, {Latency} ms per page, consumer takes {Latency} ms per page");
        double f = contest.Seconds(floor);
        foreach (Contestant who in new[] { floor, lazy, ahead })
        {
            double ratio = contest.Seconds(who) / f;
            table.Add(
                work,
                who == floor ? "F, no consumer" : who.Name,
                ResultTable.Time(contest.Seconds(who)),
                ResultTable.Ratio(ratio, "× F"),
                who == ahead ? Target.AtMost(ratio, 1.1, "× F") : null);
        }
    }
}
