using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using TikTokFollowing.Benchmarks;
using TikTokFollowing.Benchmarks.Table;

const string Usage = """
    Measures TikTokFollowing against what one would do without it. Needs the .NET SDK and pwsh; everything stays on 127.0.0.1.

      dotnet run -c Release --project benchmarks/TikTokFollowing.Benchmarks [-- <options>]

      --quick            smaller and shorter: whether it works, not how fast it is
      --only a,b         these parts alone
      --rounds n         each contestant so often
      --module folder    another build of the module than the one that was built with this program
      --before folder    an earlier build, which takes turns with the module
      micro [--quick]    BenchmarkDotNet instead of the table: reading a page and a list, time and bytes for each user
    """;

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
    case ["store", string path, string follows, string readings, string kind]:
        StoreMaker.Make(path, int.Parse(follows), int.Parse(readings), kind == "whole");
        Console.WriteLine(JsonSerializer.Serialize(new Dictionary<string, double> { ["cold.size"] = (double)new FileInfo(path).Length / int.Parse(follows) }));
        return 0;
    case ["micro", .. string[] more]:
        // In this process: a generated project would inherit the repository's build settings, and need the framework it was made for.
        Job job = (more is ["--quick"] ? Job.ShortRun : Job.Default).WithToolchain(InProcessEmitToolchain.Instance);
        string artifacts = Path.Combine(AppContext.BaseDirectory, "BenchmarkDotNet.Artifacts");
        BenchmarkRunner.Run(typeof(Bench).Assembly, DefaultConfig.Instance.AddJob(job).WithArtifactsPath(artifacts));
        return 0;
}

Dictionary<string, string> options = [];
Queue<string> words = new(args);
while (words.TryDequeue(out string? word))
{
    options[word] = word is "--only" or "--rounds" or "--module" or "--before" && words.TryDequeue(out string? value) ? value : string.Empty;
}

bool isQuick = options.ContainsKey("--quick");
IEnumerable<Scenario> scenarios = Scenarios.All(isQuick ? Scale.Quick : Scale.Full);
string[] names = [.. scenarios.Select(static scenario => scenario.Name)];
string[] only = options.TryGetValue("--only", out string? list) ? list.Split(',') : names;
int rounds = 0;
if (options.Keys.Except(["--quick", "--only", "--rounds", "--module", "--before"]).Any()
    || only.Except(names).Any()
    || (options.TryGetValue("--rounds", out string? number) && !(int.TryParse(number, out rounds) && rounds > 0)))
{
    await Console.Error.WriteLineAsync($"{Usage}\n\nParts: {string.Join(", ", names)}");
    return 2;
}

try
{
    string built = typeof(Bench).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static data => data.Key == "ModuleFolder").Value!;
    using Bench bench = await Bench.OpenAsync(options.GetValueOrDefault("--module", built), options.GetValueOrDefault("--before"));
    ResultTable table = new();
    string machine = await bench.DescribeAsync();
    foreach (Scenario scenario in scenarios.Where(scenario => only.Contains(scenario.Name)))
    {
        await (rounds > 0 ? scenario with { Rounds = rounds } : scenario).RunAsync(bench, table);
    }

    Console.WriteLine(machine);
    Console.WriteLine("Medians, with the least and the most of the rounds; each time in a fresh process, contestants in turn.");
    Console.WriteLine(isQuick ? "Quick run: too small and too short for its numbers to be quoted.\n" : string.Empty);
    Console.WriteLine(table);
    return 0;
}
catch (InvalidOperationException failure)
{
    // A measurement that failed or did not do the whole work; the server and the folder of the run are gone by now.
    await Console.Error.WriteLineAsync(failure.Message);
    return 1;
}
