using System.Diagnostics;

namespace TikTokFollowing.Benchmarks.Comparison;

/// <summary>Starts the processes that are measured, and sees to it that each of them ends.</summary>
internal static class ChildProcess
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Starts this program again with another verb.</summary>
    public static ProcessStartInfo Self(params string[] arguments)
    {
        // Under `dotnet X.dll` the process is dotnet and needs to be told the assembly; under the program's own host it is not.
        string host = Environment.ProcessPath!;
        bool isDotnet = Path.GetFileNameWithoutExtension(host).Equals("dotnet", StringComparison.OrdinalIgnoreCase);
        return Describe(host, isDotnet ? [typeof(ChildProcess).Assembly.Location, .. arguments] : arguments);
    }

    /// <summary>Starts PowerShell without profile and prompts.</summary>
    public static ProcessStartInfo Pwsh(params string[] arguments) => Describe("pwsh", ["-NoProfile", "-NonInteractive", .. arguments]);

    /// <summary>Runs a process to its end.</summary>
    /// <exception cref="InvalidOperationException">It failed, or wrote an error.</exception>
    /// <exception cref="TimeoutException">It did not end in time; it was ended.</exception>
    public static async Task<ChildResult> RunAsync(ProcessStartInfo start)
    {
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
                ? ChildResult.Parse(output, time)
                : throw new InvalidOperationException($"{string.Join(' ', start.ArgumentList)}\nended with {process.ExitCode}: {error}{output}");
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{string.Join(' ', start.ArgumentList)}\ndid not end within {Patience}.");
        }
    }

    private static ProcessStartInfo Describe(string file, IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new(file, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // Nothing but loopback is to be reached, and not through a proxy.
        start.Environment["POWERSHELL_TELEMETRY_OPTOUT"] = "1";
        start.Environment["POWERSHELL_UPDATECHECK"] = "Off";
        start.Environment["NO_COLOR"] = "1";
        start.Environment["NO_PROXY"] = "127.0.0.1";
        return start;
    }
}
