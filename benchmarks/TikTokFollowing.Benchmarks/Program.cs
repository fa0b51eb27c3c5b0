using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using TikTokFollowing.Benchmarks;
using TikTokFollowing.Benchmarks.Table;

if (typeof(Bench).Assembly.GetCustomAttribute<DebuggableAttribute>() is { IsJITOptimizerDisabled: true })
{
    await Console.Error.WriteLineAsync("This build is not optimised: run it with -c Release.");
    return 2;
}

switch (args)
{
    // What the table starts in processes of their own.
    case ["floor", string address, string handles, string passes]:
        Console.WriteLine(JsonSerializer.Serialize(await Floor.MeasureAsync(new Uri(address), handles, passes.Split(','))));
        return 0;
    case ["store", string path, string follows, string readings, "whole" or "newest"]:
        bool isWhole = args[^1] == "whole";
        int held = StoreMaker.Make(path, Number(follows), Number(readings), isWhole, changes: isWhole ? 5 : 50);
        Console.WriteLine(JsonSerializer.Serialize(new Dictionary<string, double> { ["cold.size"] = (double)new FileInfo(path).Length / held }));
        return 0;
    case ["micro", .. string[] more]:
        // In this process: a generated project would inherit the repository's build settings, and need the framework it was made for.
        Job job = (more is ["--quick"] ? Job.ShortRun : Job.Default).WithToolchain(InProcessEmitToolchain.Instance);
        string artifacts = Path.Combine(AppContext.BaseDirectory, "BenchmarkDotNet.Artifacts");
        Summary[] runs = BenchmarkRunner.Run(typeof(Bench).Assembly, DefaultConfig.Instance.AddJob(job).WithArtifactsPath(artifacts));
        return runs.All(static run => run.Reports.All(static report => report.Success)) ? 0 : 1;
}

Dictionary<string, string?> options = new()
{
    ["--module"] = typeof(Bench).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static data => data.Key == "ModuleFolder").Value,
};
Queue<string> words = new(args);
while (words.TryDequeue(out string? word))
{
    options[word] = word != "--quick" && words.TryDequeue(out string? value) ? value : null;
}

Scenario[] scenarios = Scenarios.All(options.ContainsKey("--quick") ? Scale.Quick : Scale.Full);
string[] names = [.. scenarios.Select(static scenario => scenario.Name)];
string[] only = options.GetValueOrDefault("--only")?.Split(',') ?? names;
if (options.Keys.Except(["--quick", "--only", "--rounds", "--module", "--before"]).Any() || only.Except(names).Any())
{
    await Console.Error.WriteLineAsync($"""
        Measures TikTokFollowing against what one would do without it. Needs the .NET SDK and pwsh; everything stays on 127.0.0.1.

          dotnet run -c Release --project benchmarks/TikTokFollowing.Benchmarks [-- <options>]

          --quick            smaller and shorter: whether it works, not how fast it is
          --only a,b         these parts alone: {string.Join(", ", names)}
          --rounds n         each contestant so often
          --module folder    another build of the module than the one that was built with this program
          --before folder    an earlier build, which takes turns with the module
          micro [--quick]    BenchmarkDotNet instead of the table: reading a list, time and bytes for each user
        """);
    return 2;
}

try
{
    using Bench bench = await Bench.OpenAsync(options["--module"]!, options.GetValueOrDefault("--before"));
    ResultTable table = new();
    string machine = await bench.DescribeAsync();
    foreach (Scenario scenario in scenarios.Where(scenario => only.Contains(scenario.Name)))
    {
        await scenario.RunAsync(bench, options.GetValueOrDefault("--rounds") is string rounds ? Number(rounds) : scenario.Rounds, table);
    }

    string note = options.ContainsKey("--quick") ? " Quick run: too small and too short for its numbers to be quoted." : string.Empty;
    Console.WriteLine($"{machine}\nMedians, with the least and the most of the rounds; contestants take turns, each time in a fresh process.{note}\n\n{table}");
    return 0;
}
catch (InvalidOperationException failure)
{
    // A measurement that failed or did not do the whole work; the server and the folder of the run are gone by now.
    await Console.Error.WriteLineAsync(failure.Message);
    return 1;
}

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
