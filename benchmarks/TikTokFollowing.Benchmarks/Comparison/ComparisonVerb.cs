using System.Reflection;
using System.Runtime.InteropServices;
using TikTokFollowing.Benchmarks.Comparison.Scenarios;

namespace TikTokFollowing.Benchmarks.Comparison;

/// <summary>The comparison: every scenario in turn, then one table.</summary>
internal static class ComparisonVerb
{
    private static readonly IScenario[] All =
    [
        new CountScenario(),
        new CsvScenario(),
        new MillionScenario(),
        new MemoryScenario(),
        new ImportScenario(),
        new ProcessScenario(),
        new HandlesScenario(),
        new ThrottleScenario(),
        new ConsumerScenario(),
        new RequestsScenario(),
    ];

    public static IEnumerable<string> Names => All.Select(static scenario => scenario.Name);

    public static async Task RunAsync(Scale scale, IReadOnlyCollection<string> only)
    {
        string moduleFolder = typeof(ComparisonVerb).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(static data => data.Key == "ModuleFolder").Value!;
        using Workbench bench = await Workbench.OpenAsync(moduleFolder);
        ResultTable table = new();
        string machine = await DescribeMachineAsync(moduleFolder);
        foreach (IScenario scenario in All)
        {
            if (only.Count == 0 || only.Contains(scenario.Name))
            {
                await scenario.RunAsync(bench, scale, table);
            }
        }

        Console.WriteLine(machine);
        Console.WriteLine(
            $"Medians of {scale.Rounds} rounds ({scale.ShortRounds} for imports and whole processes), contestants in turn, each in a fresh process.");
        if (scale == Scale.Quick)
        {
            Console.WriteLine("Quick run: too small and too short for its numbers to be quoted.");
        }

        Console.WriteLine();
        Console.WriteLine(table);
    }

    private static async Task<string> DescribeMachineAsync(string moduleFolder)
    {
        ChildResult pwsh = await ChildProcess.RunAsync(ChildProcess.Pwsh("-Command", "\"note PowerShell $($PSVersionTable.PSVersion)\""));
        string[] facts =
        [
            $"{DateTime.UtcNow:yyyy-MM-dd}",
            $"TikTokFollowing {Path.GetFileName(moduleFolder)}",
            pwsh.Notes[0],
            RuntimeInformation.FrameworkDescription,
            RuntimeInformation.OSDescription,
            $"{Environment.ProcessorCount} cores of {Processor()}",
            $"load {Load()} before the run",
        ];
        return string.Join(", ", facts) + ".";
    }

    // Neither is known on every system.
    private static string Processor() => !File.Exists("/proc/cpuinfo")
        ? RuntimeInformation.ProcessArchitecture.ToString()
        : File.ReadLines("/proc/cpuinfo").FirstOrDefault(static line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim()
            ?? RuntimeInformation.ProcessArchitecture.ToString();

    private static string Load() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";
}
