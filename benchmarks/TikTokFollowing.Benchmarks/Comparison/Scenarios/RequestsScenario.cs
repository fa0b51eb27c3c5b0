using System.Globalization;

namespace TikTokFollowing.Benchmarks.Comparison.Scenarios;

/// <summary>What a consumer that wants 150 rows pays: requests, not time.</summary>
internal sealed class RequestsScenario : IScenario
{
    private const string Work = "requests for 150 rows, pages of 100";

    public string Name => "requests";

    public async Task RunAsync(Workbench bench, Scale scale, ResultTable table)
    {
        Lists one = new(1, 1000, 0);
        Lists four = new(4, 1000, 0);
        await AddAsync(bench, table, one, "$handles | Get-TikTokFollowing -First 150", expected: 2);
        await AddAsync(bench, table, one, "$handles | Get-TikTokFollowing | Select-Object -First 150", expected: 2);
        await AddAsync(bench, table, one, "$handles | Get-TikTokFollowing -ReadAhead | Select-Object -First 150", expected: 2, more: 1);
        await AddAsync(bench, table, four, "$handles | Get-TikTokFollowing -First 150", expected: 8);
        await AddAsync(bench, table, four, "$handles | Get-TikTokFollowing | Select-Object -First 150", expected: 2);
        await AddAsync(bench, table, four, "$handles | Get-TikTokFollowing -ThrottleLimit 4 | Select-Object -First 150", expected: 2, more: 4);
    }

    private static async Task AddAsync(Workbench bench, ResultTable table, Lists lists, string command, int expected, int more = 0)
    {
        Outcome outcome = await bench.WithModule(command, lists, command + " | Measure-Object").RunAsync();
        string handles = lists.Count == 1 ? "1 handle" : $"{lists.Count} handles";
        string limit = more == 0 ? $"{expected}" : $"{expected} to {expected + more}";
        table.Add(
            Work,
            $"{handles}: `{command.Replace("|", "\\|", StringComparison.Ordinal)}`",
            outcome.Requests.ToString(CultureInfo.InvariantCulture),
            string.Empty,
            new Target(limit, outcome.Requests >= expected && outcome.Requests <= expected + more));
    }
}
