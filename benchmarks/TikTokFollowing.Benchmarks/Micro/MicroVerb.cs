using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace TikTokFollowing.Benchmarks.Micro;

/// <summary>The verb <c>micro</c>.</summary>
internal static class MicroVerb
{
    public static void Run(bool quick)
    {
        // In this process: a generated project would inherit the repository's build settings, and need the framework it was made for.
        Job job = (quick ? Job.ShortRun : Job.Default).WithToolchain(InProcessEmitToolchain.Instance);
        string artifacts = Path.Combine(AppContext.BaseDirectory, "BenchmarkDotNet.Artifacts");
        BenchmarkRunner.Run<PageParsing>(DefaultConfig.Instance.AddJob(job).WithArtifactsPath(artifacts));
    }
}
