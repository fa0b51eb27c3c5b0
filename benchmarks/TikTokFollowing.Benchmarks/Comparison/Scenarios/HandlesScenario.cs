using System.Globalization;

namespace TikTokFollowing.Benchmarks.Comparison.Scenarios;

/// <summary>Several lists at once, where each page takes 20 ms to come.</summary>
internal sealed class HandlesScenario : IScenario
{
    private const int Handles = 8;
    private const int Users = 2000;
    private const int Latency = 20;

    public string Name => "handles";

    public async Task RunAsync(Workbench bench, Scale scale, ResultTable table)
    {
        Lists one = new(1, Users, Latency);
        Lists eight = new(Handles, Users, Latency);
        Contestant floor = bench.Floor(one);
        Contestant single = bench.WithModule("module, 1 handle", one, "Get-TikTokFollowing $handles | Measure-Object", one.Pages);
        Contestant throttled = bench.WithModule(
            "module, 8 handles, -ThrottleLimit 8", eight, "$handles | Get-TikTokFollowing -ThrottleLimit 8 | Measure-Object", eight.Pages);
        Contestant parallel = bench.WithLoop(
            "Invoke-RestMethod loops, 8 handles, ForEach-Object -Parallel -ThrottleLimit 8",
            eight,
            """
            $loop = ${function:Read-Loop}.ToString()
            $handles | ForEach-Object -ThrottleLimit 8 -Parallel {
                $Address = $using:Address
                ${function:Read-Loop} = $using:loop
                Read-Loop $_
            } | Measure-Object
            """);
        Contest contest = await Contest.RunAsync(Name, scale.Rounds, floor, single, throttled, parallel);

        const string Work = "8 handles × 20 pages, 20 ms per page";
        double handle = contest.Seconds(single);
        table.Add(Work, "F, 1 handle", ResultTable.Time(contest.Seconds(floor)));
        table.Add(Work, single.Name, ResultTable.Time(handle));
        double ratio = contest.Seconds(throttled) / handle;
        table.Add(
            Work,
            throttled.Name,
            ResultTable.Time(contest.Seconds(throttled)),
            ResultTable.Ratio(ratio, "× 1 handle"),
            Target.AtMost(ratio, 1.2, "× 1 handle"));
        double faster = contest.Seconds(parallel) / contest.Seconds(throttled);
        table.Add(Work, parallel.Name, ResultTable.Time(contest.Seconds(parallel)));
        table.Add(Work, "module, against -Parallel", string.Empty, ResultTable.Ratio(faster, "× faster"), Target.AtLeast(faster, 2, "× faster"));

        int connections = (int)contest.Median(throttled, static outcome => outcome.Connections);
        table.Add(
            "connections for 8 handles",
            throttled.Name,
            connections.ToString(CultureInfo.InvariantCulture),
            string.Empty,
            new Target("≤ 8", connections <= Handles));
    }
}
