using System.Globalization;
using TikTokFollowing.Benchmarks.Server;

namespace TikTokFollowing.Benchmarks.Comparison.Scenarios;

/// <summary>Many short lists: whether the throttle keeps its workers busy.</summary>
internal sealed class ThrottleScenario : IScenario
{
    private const int Pages = 3;
    private const int Throttle = 16;
    private const int Latency = 20;

    public string Name => "throttle";

    public async Task RunAsync(Workbench bench, Scale scale, ResultTable table)
    {
        Lists lists = new(scale.ManyHandles, Pages * PageServer.PageSize, Latency);
        Contestant module = bench.WithModule(
            "module, -ThrottleLimit 16", lists, "$handles | Get-TikTokFollowing -ThrottleLimit 16 | Measure-Object", lists.Pages);
        Contest contest = await Contest.RunAsync(Name, scale.Rounds, module);

        string work = $"{scale.ManyHandles} handles × {Pages} pages, {Latency} ms per page";
        double ideal = lists.Pages / (double)Throttle * Latency / 1000;
        double ratio = contest.Seconds(module) / ideal;
        table.Add(work, $"ideal: {lists.Pages} / {Throttle} × {Latency} ms", ResultTable.Time(ideal));
        table.Add(
            work,
            module.Name,
            ResultTable.Time(contest.Seconds(module)),
            ResultTable.Ratio(ratio, "× ideal"),
            Target.AtMost(ratio, 1.3, "× ideal"));

        int connections = (int)contest.Median(module, static outcome => outcome.Connections);
        table.Add(
            string.Create(CultureInfo.InvariantCulture, $"connections for {scale.ManyHandles} handles"),
            module.Name,
            connections.ToString(CultureInfo.InvariantCulture),
            string.Empty,
            new Target("≤ 16", connections <= Throttle));
    }
}
