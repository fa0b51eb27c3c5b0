using System.Diagnostics;

namespace TikTokFollowing.Benchmarks.Table;

/// <summary>Starts what is measured, and sees to it that it ends.</summary>
internal static class ChildProcess
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Starts this program again.</summary>
    public static ProcessStartInfo Self(string[] arguments)
    {
        // Under `dotnet X.dll` the process is dotnet and needs to be told the assembly; under the program's own host it is not.
        string host = Environment.ProcessPath!;
        bool isDotnet = Path.GetFileNameWithoutExtension(host).Equals("dotnet", StringComparison.OrdinalIgnoreCase);
        return new ProcessStartInfo(host, isDotnet ? [typeof(ChildProcess).Assembly.Location, .. arguments] : arguments);
    }

    /// <summary>Starts PowerShell.</summary>
    /// <param name="command">What it runs.</param>
    /// <param name="cache">Where the engine notes what it ran, so that the next run with the same folder loads that in the background.</param>
    public static ProcessStartInfo Pwsh(string command, string cache)
    {
        ProcessStartInfo start = new("pwsh", ["-NoProfile", "-NonInteractive", "-Command", command]);
        start.Environment["XDG_CACHE_HOME"] = cache;

        // Nothing but loopback is to be reached, and not through a proxy.
        start.Environment["POWERSHELL_TELEMETRY_OPTOUT"] = "1";
        start.Environment["POWERSHELL_UPDATECHECK"] = "Off";
        start.Environment["NO_COLOR"] = "1";
        start.Environment["NO_PROXY"] = "127.0.0.1";
        return start;
    }

    /// <summary>Runs a process to its end.</summary>
    /// <exception cref="InvalidOperationException">It failed, wrote an error, or did not end in time.</exception>
    public static async Task<(string Output, TimeSpan Time)> RunAsync(ProcessStartInfo start)
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
}
