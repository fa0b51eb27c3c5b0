using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Xunit.Sdk;

namespace TikTokFollowing.PowerShell.Tests;

/// <summary>
/// Runs one Pester file in a fresh engine. Its numbers go into <see cref="PesterFile.ResultsFolder"/>, because the xunit case around it
/// counts as one whatever it holds.
/// </summary>
internal static partial class PesterRun
{
    private const string RequireVariable = "TIKTOKFOLLOWING_REQUIRE_PWSH";

    // Of the system: there is no such file.
    private const int FileNotFound = 2;

    private static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(6);

    private static readonly Lazy<Task<Obstacle?>> Found = new(FindObstacleAsync);

    /// <summary>Passes, fails with Pester's own text, or skips with the reason why there is no engine that could run the file.</summary>
    public static async Task CheckAsync(string file)
    {
        string counts = Path.Combine(PesterFile.ResultsFolder, file + ".json");
        Directory.CreateDirectory(PesterFile.ResultsFolder);
        string skipped = Path.ChangeExtension(counts, ".skipped.txt");
        File.Delete(counts);
        File.Delete(skipped);
        if (await Found.Value is Obstacle obstacle)
        {
            bool fails = obstacle.IsFailure || Environment.GetEnvironmentVariable(RequireVariable) == "1";
            await WriteCountsAsync(counts, file, failed: fails ? 1 : 0, skipped: fails ? 0 : 1);
            if (fails)
            {
                throw new XunitException(obstacle.IsFailure ? obstacle.Reason : $"{obstacle.Reason} {RequireVariable} is 1.");
            }

            // The console of dotnet test keeps the reason to itself, so .ci/run shows it.
            await File.WriteAllTextAsync(skipped, $"{file}: {obstacle.Reason}\n");
            Skip.If(true, obstacle.Reason);
        }

        (int? exitCode, string output) = await RunAsync(
            TimeLimit, "-File", Path.Combine(PesterFile.Folder, "Invoke-PesterFile.ps1"), Path.Combine(PesterFile.Folder, file), counts);
        if (exitCode == 0 && File.Exists(counts))
        {
            return;
        }

        if (!File.Exists(counts))
        {
            await WriteCountsAsync(counts, file, failed: 1, skipped: 0);
        }

        string ending = exitCode is null ? $"{file} did not end within {TimeLimit}." : $"{file} ended with {exitCode}.";
        throw new XunitException($"{ending}\n{output}");
    }

    private static Task WriteCountsAsync(string path, string file, int failed, int skipped) =>
        File.WriteAllTextAsync(path, $$"""{"file":"{{file}}","passed":0,"failed":{{failed}},"skipped":{{skipped}},"seconds":0}""" + "\n");

    private static async Task<Obstacle?> FindObstacleAsync()
    {
        const string PesterVersions = "(Get-Module Pester -ListAvailable | Where-Object Version -ge 5.5.0).Version -join ' '";
        try
        {
            (int? exitCode, string output) = await RunAsync(TimeSpan.FromMinutes(1), "-Command", PesterVersions);
            return exitCode != 0 ? new Obstacle($"{EngineProcess.Name} is there and does not start: {output}", IsFailure: true)
                : output.Length == 0 ? new Obstacle("The engine has no Pester 5.5 or later.", IsFailure: false)
                : null;
        }
        catch (Win32Exception missing) when (missing.NativeErrorCode == FileNotFound)
        {
            return new Obstacle($"There is no {EngineProcess.Name} on the PATH.", IsFailure: false);
        }
        catch (Win32Exception broken)
        {
            return new Obstacle($"{EngineProcess.Name} is there and does not start: {broken.Message}", IsFailure: true);
        }
    }

    /// <returns>The exit code, <see langword="null"/> when the time was up; and everything that was printed.</returns>
    private static async Task<(int? ExitCode, string Output)> RunAsync(TimeSpan timeLimit, params string[] arguments)
    {
        using Process process = EngineProcess.Start(arguments);
        StringBuilder output = new();
        void Append(object sender, DataReceivedEventArgs line)
        {
            lock (output)
            {
                output.AppendLine(line.Data);
            }
        }

        process.OutputDataReceived += Append;
        process.ErrorDataReceived += Append;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.StandardInput.Close();
        using CancellationTokenSource timeUp = new(timeLimit);
        int? exitCode = null;
        try
        {
            await process.WaitForExitAsync(timeUp.Token);
            exitCode = process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
        }

        lock (output)
        {
            return (exitCode, EscapeSequence().Replace(output.ToString(), string.Empty).Trim());
        }
    }

    [GeneratedRegex(@"\e\[[0-9;?]*[A-Za-z]")]
    private static partial Regex EscapeSequence();

    /// <summary>Why no Pester file can run.</summary>
    /// <param name="Reason">A sentence.</param>
    /// <param name="IsFailure">Whether the engine is there and broken, not missing.</param>
    private sealed record Obstacle(string Reason, bool IsFailure);
}
