using System.Diagnostics;
using System.Globalization;

namespace TikTokFollowing.Benchmarks.Comparison;

/// <summary>The page server in a process of its own, so that it takes no time from who is measured.</summary>
internal sealed class ServerProcess : IDisposable
{
    private readonly Process _process;
    private readonly HttpClient _http;

    private ServerProcess(Process process, Uri address)
    {
        _process = process;
        Address = address;
        _http = new HttpClient { BaseAddress = address };
    }

    public Uri Address { get; }

    public static async Task<ServerProcess> StartAsync()
    {
        Process process = Process.Start(ChildProcess.Self("serve"))!;
        string? address = await process.StandardOutput.ReadLineAsync();
        return address is null
            ? throw new InvalidOperationException($"The server did not start: {await process.StandardError.ReadToEndAsync()}")
            : new ServerProcess(process, new Uri(address));
    }

    /// <summary>How many requests and connections the server has seen for a walk.</summary>
    public async Task<(int Requests, int Connections)> TallyAsync(string walk)
    {
        string[] numbers = (await _http.GetStringAsync($"walks/{walk}")).Split(' ');
        return (int.Parse(numbers[0], CultureInfo.InvariantCulture), int.Parse(numbers[1], CultureInfo.InvariantCulture));
    }

    public void Dispose()
    {
        _http.Dispose();

        // The server ends when its standard input does.
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(5)))
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
