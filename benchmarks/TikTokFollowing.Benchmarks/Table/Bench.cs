using System.Diagnostics;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using TikTokFollowing.Benchmarks.Server;

namespace TikTokFollowing.Benchmarks.Table;

/// <summary>Everything that contestants need: the server, the modules, a folder, and fresh processes.</summary>
internal sealed class Bench : IDisposable
{
    private readonly PageServer _server;
    private readonly string _shared = Directory.CreateTempSubdirectory("TikTokFollowing.Benchmarks.").FullName;
    private readonly Dictionary<Module, string> _manifests;

    private Bench(PageServer server, string module, string? before)
    {
        _server = server;
        HasBefore = before is not null;
        _manifests = new()
        {
            [Module.None] = string.Empty,
            [Module.Tested] = ManifestIn(module),
            [Module.Before] = ManifestIn(before ?? string.Empty),
            [Module.Naive] = CreateNaive(module),
            [Module.Empty] = Path.Combine(Scripts, "Empty", "Empty.psd1"),
        };
    }

    /// <summary>Whether there is an earlier build of the module to compare with.</summary>
    public bool HasBefore { get; }

    private static string Scripts => Path.Combine(AppContext.BaseDirectory, "Scripts");

    /// <summary>Starts the server.</summary>
    /// <param name="module">The folder of the module.</param>
    /// <param name="before">The folder of an earlier build; <see langword="null"/> compares with none.</param>
    public static async Task<Bench> OpenAsync(string module, string? before)
    {
        Bench bench = new(await PageServer.StartAsync(), module, before);

        // The first contestant must not wait for the server's compiler.
        using HttpClient http = new() { BaseAddress = bench._server.Address };
        await Floor.CountAsync(http, new Lists(1, 100_000).Handles);
        return bench;
    }

    /// <summary>Lets a contestant do its work in a fresh process.</summary>
    /// <returns>What was measured, under pass, dot and name.</returns>
    /// <exception cref="InvalidOperationException">The process failed, or did not do the whole work: then it must not look fast.</exception>
    public async Task<Dictionary<string, double>> RunAsync(Contestant who, string[] passes)
    {
        string folder = Directory.CreateDirectory(Path.Combine(_shared, "run")).FullName;
        if (who.File is not null)
        {
            File.Copy(Path.Combine(_shared, who.File), Path.Combine(folder, who.File));
        }

        _server.HasNewFollows = who.HasNewFollows;
        _server.ResetCounters();
        (string output, TimeSpan time) = await ChildProcess.RunAsync(Describe(who, passes, folder));
        Directory.Delete(folder, recursive: true);

        Dictionary<string, double> numbers = who.Launch == Launch.WholeProcess
            ? new() { ["cold.seconds"] = time.TotalSeconds }
            : JsonSerializer.Deserialize<Dictionary<string, double>>(output.TrimEnd().Split('\n')[^1])!;
        foreach (string pass in passes)
        {
            (int requests, int connections) = _server.TrafficOf(who.Lists.Pass ?? pass);
            double rows = numbers.GetValueOrDefault($"{pass}.rows", who.Rows);
            if (requests != (who.Requests ?? requests) || rows != who.Rows)
            {
                throw new InvalidOperationException(
                    $"{who.Name}: {requests} requests and {rows} rows instead of {who.Requests} requests and {who.Rows} rows.");
            }

            numbers[$"{pass}.requests"] = requests;
            numbers[$"{pass}.connections"] = connections;
            if (who.Launch == Launch.Program)
            {
                numbers[$"{pass}.server"] = _server.ProcessorTime.TotalSeconds / passes.Length;
            }
        }

        return numbers;
    }

    /// <summary>Lets a contestant make a file in <c>$shared</c> when it is not there yet.</summary>
    public async Task RunOnceAsync(string file, Contestant who)
    {
        if (!File.Exists(Path.Combine(_shared, file)))
        {
            await RunAsync(who, [Scenario.Cold]);
        }
    }

    /// <summary>Where is measured, and with what.</summary>
    public async Task<string> DescribeAsync()
    {
        const string Script = "$PSVersionTable.PSVersion.ToString(); [psobject].Assembly.Location";
        string[] engine = (await ChildProcess.RunAsync(ChildProcess.Pwsh(Script, _shared))).Output.Split('\n', StringSplitOptions.TrimEntries);
        using PEReader assembly = new(File.OpenRead(engine[1]));
        bool isPrecompiled = assembly.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size > 0;
        string load = File.Exists("/proc/loadavg") ? $", load {File.ReadAllText("/proc/loadavg").Split(' ')[0]} before the run" : string.Empty;
        string? processor = !File.Exists("/proc/cpuinfo") ? null
            : File.ReadLines("/proc/cpuinfo").FirstOrDefault(static line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim();
        return $"{DateTime.UtcNow:yyyy-MM-dd}, PowerShell {engine[0]} ({(isPrecompiled ? "ReadyToRun" : "**not ReadyToRun, unlike a released one**")}), "
            + $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}, "
            + $"{Environment.ProcessorCount} cores of {processor ?? RuntimeInformation.ProcessArchitecture.ToString()}{load}.";
    }

    public void Dispose() => Directory.Delete(_shared, recursive: true);

    private static string ManifestIn(string folder) => Path.GetFullPath(Path.Combine(folder, "TikTokFollowing.psd1"));

    private ProcessStartInfo Describe(Contestant who, string[] passes, string folder)
    {
        Dictionary<string, string> variables = new()
        {
            ["$address"] = _server.Address.ToString(),
            ["$module"] = _manifests[who.Module],
            ["$scripts"] = Scripts,
            ["$folder"] = folder,
            ["$shared"] = _shared,
            ["$handles"] = who.Lists.Handles,
            ["$passes"] = string.Join(',', passes),
        };
        if (who.Launch == Launch.Program)
        {
            return ChildProcess.Self([.. who.Work.Split(' ').Select(word =>
                variables.Aggregate(word, static (text, variable) => text.Replace(variable.Key, variable.Value, StringComparison.Ordinal)))]);
        }

        string assignments = string.Concat(variables.Select(static variable =>
            $"{variable.Key} = '{variable.Value.Replace("'", "''", StringComparison.Ordinal)}'\n"));
        string command = who.Launch == Launch.WholeProcess
            ? $"$handles = $handles.Replace('PASS', 'cold').Split(',')\n{who.Setup}\n{who.Work}"
            : $"& $scripts/Measure.ps1 -Setup {{ {who.Setup} }} -Work {{ {who.Work} }}";
        return ChildProcess.Pwsh(assignments + command, Path.Combine(_shared, "cache", Regex.Replace(who.Name, @"\W", "-")));
    }

    /// <summary>Makes a module of the naive cmdlet with the manifest, the formats and the help of the module itself.</summary>
    private string CreateNaive(string module)
    {
        const string Assembly = "TikTokFollowing.Benchmarks.Naive.dll";
        string folder = Directory.CreateDirectory(Path.Combine(_shared, "NaiveFollowing")).FullName;
        Directory.CreateDirectory(Path.Combine(folder, "en-US"));
        foreach (string file in Directory.EnumerateFiles(module, "*.ps1xml").Concat(Directory.EnumerateFiles(Path.Combine(module, "en-US"))))
        {
            File.Copy(file, Path.Combine(folder, Path.GetRelativePath(module, file)));
        }

        File.Copy(Path.Combine(AppContext.BaseDirectory, Assembly), Path.Combine(folder, Assembly));
        string text = File.ReadAllText(ManifestIn(module));
        text = Regex.Replace(text, @"(?m)^(\s*RootModule\s*=\s*).*$", $"$1'{Assembly}'");
        text = Regex.Replace(text, @"(?ms)^\s*RequiredAssemblies\s*=\s*@\(.*?\)\s*$", string.Empty);
        text = Regex.Replace(text, @"(?ms)^(\s*CmdletsToExport\s*=\s*)@\(.*?\)", "$1@('Get-NaiveFollowing')");
        string manifest = Path.Combine(folder, "NaiveFollowing.psd1");
        File.WriteAllText(manifest, text);
        return manifest;
    }
}
