using System.Globalization;

namespace TikTokFollowing.Benchmarks.Comparison.Scenarios;

/// <summary>A long list into Measure-Object, which does nothing with a row but count it.</summary>
internal sealed class CountScenario : IScenario
{
    public string Name => "count";

    public async Task RunAsync(Workbench bench, Scale scale, ResultTable table)
    {
        Lists lists = new(1, scale.Users, 0);
        Contestant floor = bench.Floor(lists);
        Contestant raw = bench.Raw(lists);
        Contestant loop = bench.WithLoop("Invoke-RestMethod loop", lists, "Read-Loop $handles | Measure-Object");
        Contestant session = bench.WithLoop(
            "Invoke-RestMethod loop with -WebSession", lists, "Read-LoopWithSession $handles | Measure-Object");
        Contestant naive = bench.WithNaive(
            "naive binary cmdlet", lists, "Get-NaiveFollowing $handles[0] -BaseUri $Address -ApiKey benchmark | Measure-Object");
        Contestant lazy = bench.WithModule("module", lists, "Get-TikTokFollowing $handles | Measure-Object", lists.Pages);
        Contestant ahead = bench.WithModule(
            "module -ReadAhead", lists, "Get-TikTokFollowing $handles -ReadAhead | Measure-Object", lists.Pages);
        Contest contest = await Contest.RunAsync(Name, scale.Rounds, floor, raw, loop, session, naive, lazy, ahead);

        string work = string.Create(CultureInfo.InvariantCulture, $"{scale.Users:N0} users into Measure-Object");
        double f = contest.Seconds(floor);
        void Add(Contestant who, Target? target = null) =>
            table.Add(work, who.Name, ResultTable.Time(contest.Seconds(who)), ResultTable.Ratio(contest.Seconds(who) / f, "× F"), target);

        Add(floor);
        Add(raw);
        Add(loop);
        Add(session);
        Add(naive);
        Add(lazy, Target.AtMost(contest.Seconds(lazy) / f, 2, "× F"));
        double faster = contest.Seconds(loop) / contest.Seconds(lazy);
        table.Add(
            work, "module, against the loop", string.Empty, ResultTable.Ratio(faster, "× faster"), Target.AtLeast(faster, 6.5, "× faster"));
        Add(ahead, Target.AtMost(contest.Seconds(ahead) / f, 1.4, "× F"));

        foreach (Contestant who in new[] { loop, session, naive, lazy, ahead })
        {
            int connections = (int)contest.Median(who, static outcome => outcome.Connections);
            table.Add(
                string.Create(CultureInfo.InvariantCulture, $"connections for {lists.Pages:N0} pages"),
                who.Name,
                string.Create(CultureInfo.InvariantCulture, $"{connections:N0}"),
                string.Empty,
                who == lazy || who == ahead ? Target.Exactly(connections, 1) : null);
        }
    }
}
