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
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

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
            [Module.Before] = before is null ? string.Empty : ManifestIn(before),
            [Module.Naive] = CreateNaive(module),
            [Module.Empty] = Path.Combine(Scripts, "Empty", "Empty.psd1"),
        };
    }

    /// <summary>Whether there is an earlier build of the module to compare with.</summary>
    public bool HasBefore { get; }

    private static string Scripts => Path.Combine(AppContext.BaseDirectory, "Scripts");

    /// <summary>Starts the server.</summary>
    /// <param name="module">The folder of the module.</param>
    /// <param name="before">The folder of an earlier build.</param>
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
        (string output, TimeSpan time) = await RunProcessAsync(Describe(who, passes, folder));
        Directory.Delete(folder, recursive: true);

        Dictionary<string, double> numbers = who.Launch == Launch.WholeProcess
            ? new() { ["cold.seconds"] = time.TotalSeconds }
            : JsonSerializer.Deserialize<Dictionary<string, double>>(output.TrimEnd().Split('\n')[^1])!;
        foreach (string pass in passes)
        {
            (int sent, int connections) = _server.TrafficOf(who.Lists.Handles.StartsWith("PASS", StringComparison.Ordinal) ? pass : who.Lists.Pass);
            if (who.Requests is int requests && sent != requests)
            {
                throw new InvalidOperationException($"{who.Name}: {sent} requests instead of {requests}.");
            }

            if (who.Rows is int rows && numbers.TryGetValue($"{pass}.rows", out double counted) && counted != rows)
            {
                throw new InvalidOperationException($"{who.Name}: {counted} rows instead of {rows}.");
            }

            numbers[$"{pass}.requests"] = sent;
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

    /// <summary>What was measured, where and with what.</summary>
    public async Task<string> DescribeAsync()
    {
        const string Script = "$PSVersionTable.PSVersion.ToString(); [psobject].Assembly.Location";
        string[] engine = (await RunProcessAsync(Pwsh(Script, "engine"))).Output.Split('\n', StringSplitOptions.TrimEntries);
        using PEReader assembly = new(File.OpenRead(engine[1]));
        bool isPrecompiled = assembly.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size > 0;
        string load = File.Exists("/proc/loadavg") ? $", load {File.ReadAllText("/proc/loadavg").Split(' ')[0]} before the run" : string.Empty;
        return $"{DateTime.UtcNow:yyyy-MM-dd}, PowerShell {engine[0]} ({(isPrecompiled ? "ReadyToRun" : "**not ReadyToRun, unlike a released one**")}), " +
            $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}, {Environment.ProcessorCount} cores of {Processor()}{load}.";
    }

    public void Dispose()
    {
        _server.Dispose();
        Directory.Delete(_shared, recursive: true);
    }

    // Not known on every system.
    private static string Processor() => !File.Exists("/proc/cpuinfo")
        ? RuntimeInformation.ProcessArchitecture.ToString()
        : File.ReadLines("/proc/cpuinfo").FirstOrDefault(static line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim()
            ?? RuntimeInformation.ProcessArchitecture.ToString();

    private static string ManifestIn(string folder) => Path.GetFullPath(Path.Combine(folder, "TikTokFollowing.psd1"));

    private static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private ProcessStartInfo Describe(Contestant who, string[] passes, string folder)
    {
        if (who.Launch == Launch.Program)
        {
            string[] arguments = who.Work.Split(' ');
            foreach ((string name, string value) in new[]
            {
                ("$folder", folder), ("$shared", _shared), ("$address", _server.Address.ToString()), ("$handles", who.Lists.Handles), ("$passes", string.Join(',', passes)),
            })
            {
                arguments = [.. arguments.Select(argument => argument.Replace(name, value, StringComparison.Ordinal))];
            }

            // Under `dotnet X.dll` the process is dotnet and needs to be told the assembly; under the program's own host it is not.
            string host = Environment.ProcessPath!;
            bool isDotnet = Path.GetFileNameWithoutExtension(host).Equals("dotnet", StringComparison.OrdinalIgnoreCase);
            return new ProcessStartInfo(host, isDotnet ? [typeof(Bench).Assembly.Location, .. arguments] : arguments);
        }

        string variables = $"""
            $address = {Quote(_server.Address.ToString())}; $module = {Quote(_manifests[who.Module])}; $scripts = {Quote(Scripts)}
            $folder = {Quote(folder)}; $shared = {Quote(_shared)}; $handles = {Quote(who.Lists.Handles)}

            """;
        string command = who.Launch == Launch.WholeProcess
            ? $"$handles = $handles.Replace('PASS', 'cold').Split(',')\n{who.Setup}\n{who.Work}"
            : $$"""& $scripts/Measure.ps1 -Setup { {{who.Setup}} } -Work { {{who.Work}} } -Passes {{string.Join(',', passes)}}""";
        return Pwsh(variables + command, who.Name);
    }

    private ProcessStartInfo Pwsh(string command, string name)
    {
        ProcessStartInfo start = new("pwsh", ["-NoProfile", "-NonInteractive", "-Command", command]);

        // Nothing but loopback is to be reached, and not through a proxy.
        start.Environment["POWERSHELL_TELEMETRY_OPTOUT"] = "1";
        start.Environment["POWERSHELL_UPDATECHECK"] = "Off";
        start.Environment["NO_COLOR"] = "1";
        start.Environment["NO_PROXY"] = "127.0.0.1";

        // The engine loads in the background what its last run with the same cache used; that is to be the same contestant's.
        start.Environment["XDG_CACHE_HOME"] = Path.Combine(_shared, "cache", Regex.Replace(name, @"\W", "-"));
        return start;
    }

    private static async Task<(string Output, TimeSpan Time)> RunProcessAsync(ProcessStartInfo start)
    {
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        Stopwatch clock = Stopwatch.StartNew();
        using Process process = Process.Start(start)!;
        using CancellationTokenSource patience = new(Patience);
        try
        {
            process.StandardInput.Close();
            Task<string> errors = process.StandardError.ReadToEndAsync(patience.Token);
            string output = await process.StandardOutput.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            TimeSpan time = clock.Elapsed;
            string error = await errors;
            return process.ExitCode == 0 && error.Length == 0
                ? (output, time)
                : throw new InvalidOperationException($"{start.ArgumentList[^1]}\nended with {process.ExitCode}: {error}{output}");
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new InvalidOperationException($"{start.ArgumentList[^1]}\ndid not end within {Patience}.");
        }
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
