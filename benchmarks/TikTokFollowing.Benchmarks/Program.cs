using TikTokFollowing.Benchmarks.Comparison;
using TikTokFollowing.Benchmarks.Floor;
using TikTokFollowing.Benchmarks.Micro;
using TikTokFollowing.Benchmarks.Server;

string usage = $"""
    Measures TikTokFollowing against what one would do without it. Needs the .NET SDK and pwsh; everything stays on 127.0.0.1.

      dotnet run -c Release --project benchmarks/TikTokFollowing.Benchmarks [-- <what>]

      (nothing)          the comparison, as one table of medians and ratios; about ten minutes on two cores
        --quick          smaller and shorter: whether it works, not how fast it is
        --only a,b       only these parts: {string.Join(", ", ComparisonVerb.Names)}
      micro [--quick]    BenchmarkDotNet: reading a page, time and bytes per user
      allocations        what Core allocates per user, beside what must exist
      serve              the server alone, until its standard input ends
      floor, raw         <address> <handle> <warm-up handle>: F, and the server's bytes without reading them
    """;

bool quick = args.Contains("--quick");
try
{
    switch (args.Where(static argument => argument != "--quick").ToArray())
    {
        case []:
            await ComparisonVerb.RunAsync(quick ? Scale.Quick : Scale.Full, []);
            return 0;
        case ["--only", string names] when !names.Split(',').Except(ComparisonVerb.Names).Any():
            await ComparisonVerb.RunAsync(quick ? Scale.Quick : Scale.Full, names.Split(','));
            return 0;
        case ["micro"]:
            MicroVerb.Run(quick);
            return 0;
        case ["allocations"]:
            await AllocationsVerb.RunAsync();
            return 0;
        case ["serve"]:
            await ServeVerb.RunAsync();
            return 0;
        case ["floor", string address, string handle, string warmUp]:
            await FloorVerb.RunFloorAsync(new Uri(address), handle, warmUp);
            return 0;
        case ["raw", string address, string handle, string warmUp]:
            await FloorVerb.RunRawAsync(new Uri(address), handle, warmUp);
            return 0;
        default:
            await Console.Error.WriteLineAsync(usage);
            return 2;
    }
}
catch (Exception failure) when (failure is InvalidOperationException or TimeoutException)
{
    // A measurement that failed or did not do the whole work; the server and the folder of the run are gone by now.
    await Console.Error.WriteLineAsync(failure.Message);
    return 1;
}
