using System.Globalization;

namespace TikTokFollowing.Benchmarks.Comparison.Scenarios;

/// <summary>What a walk keeps: the live heap with garbage collected on the way, and, in another run, the most the process ever used.</summary>
internal sealed class MemoryScenario : IScenario
{
    private const int FirstSample = 10_000;

    public string Name => "memory";

    public async Task RunAsync(Workbench bench, Scale scale, ResultTable table)
    {
        SortedList<int, double> heap = await SampleAsync(bench, scale.ManyUsers, "heap", "-CollectGarbage");
        string work = string.Create(CultureInfo.InvariantCulture, $"memory, {scale.ManyUsers:N0} users through Measure-Object");
        double Growth(KeyValuePair<int, double> sample) => (sample.Value - heap[FirstSample]) / (sample.Key - FirstSample);
        double perAccount = heap.Where(static sample => sample.Key > FirstSample).Max(Growth);
        double atTheEnd = Growth(heap.Last());
        table.Add(work, "module: live heap at 10,000 rows", ResultTable.Megabytes(heap[FirstSample]));
        table.Add(work, "module: live heap at the end", ResultTable.Megabytes(heap.Values[^1]));
        table.Add(
            work, "module: growth per account, at the worst of ten moments", Bytes(perAccount), string.Empty, Target.AtMost(perAccount, 64, "bytes"));
        table.Add(work, "module: growth per account, at the end", Bytes(atTheEnd), string.Empty, Target.AtMost(atTheEnd, 64, "bytes"));

        SortedList<int, double> peak = await SampleAsync(bench, scale.ManyUsers, "peak");
        table.Add(work, "module: largest working set up to row 10,000", ResultTable.Megabytes(peak[FirstSample]));
        table.Add(work, "module: largest working set up to the end", ResultTable.Megabytes(peak.Values[^1]));

        Contestant collected = bench.WithLoop(
            "Invoke-RestMethod loop into a variable: largest working set",
            new Lists(1, scale.Users, 0),
            "$all = @(Read-Loop $handles); [pscustomobject]@{ Count = $all.Count }");
        Outcome outcome = await collected.RunAsync();
        table.Add(
            string.Create(CultureInfo.InvariantCulture, $"memory, {scale.Users:N0} users collected"),
            collected.Name,
            ResultTable.Megabytes(outcome.Child.Numbers["peak"]));
    }

    private static async Task<SortedList<int, double>> SampleAsync(Workbench bench, int users, string kind, params string[] more)
    {
        await Console.Error.WriteLineAsync($"memory: {kind}");
        string handle = new Lists(1, users, 0).Handles(bench.NextWalk());
        ChildResult child = await ChildProcess.RunAsync(ChildProcess.Pwsh(
            [
                "-File", Workbench.Script("Memory"),
                "-Address", bench.Address.ToString(),
                "-ModulePath", bench.Module,
                "-Handle", handle,
                "-SampleEvery", (users / 10).ToString(CultureInfo.InvariantCulture),
                .. more,
            ]));
        SortedList<int, double> samples = [];
        foreach ((string name, double value) in child.Numbers)
        {
            if (name.StartsWith(kind + ".", StringComparison.Ordinal))
            {
                samples.Add(int.Parse(name.AsSpan(kind.Length + 1), CultureInfo.InvariantCulture), value);
            }
        }

        return samples;
    }

    private static string Bytes(double value) => string.Create(CultureInfo.InvariantCulture, $"{value:0.0} bytes");
}
