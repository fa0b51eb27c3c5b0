using System.Diagnostics;
using TikTokFollowing.Benchmarks.Comparison;

namespace TikTokFollowing.Benchmarks.Floor;

/// <summary>The verbs <c>floor</c> and <c>raw</c>: one walk in a process of its own, after a walk over a small list, as in pwsh.</summary>
internal static class FloorVerb
{
    public static async Task RunFloorAsync(Uri address, string handle, string warmUpHandle)
    {
        using FloorClient client = new(address);
        await MeasureAsync(client.CountAsync, handle, warmUpHandle);
    }

    public static Task RunRawAsync(Uri address, string handle, string warmUpHandle) =>
        MeasureAsync(name => Task.FromResult(RawClient.Count(address, name)), handle, warmUpHandle);

    private static async Task MeasureAsync(Func<string, Task<long>> count, string handle, string warmUpHandle)
    {
        await count(warmUpHandle);
        GC.Collect();

        Stopwatch clock = Stopwatch.StartNew();
        long rows = await count(handle);
        clock.Stop();

        Console.WriteLine(ChildResult.Line("seconds", clock.Elapsed.TotalSeconds));
        Console.WriteLine(ChildResult.Line("rows", rows));
    }
}
