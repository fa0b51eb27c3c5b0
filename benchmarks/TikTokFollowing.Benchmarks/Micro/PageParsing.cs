using System.Text.Json;
using BenchmarkDotNet.Attributes;
using TikTokFollowing.Benchmarks.Server;
using TikTokFollowing.Providers;
using TikTokFollowing.Providers.Reading;

namespace TikTokFollowing.Benchmarks.Micro;

/// <summary>Reads one page of 100 from bytes in memory; time and bytes are per user.</summary>
[MemoryDiagnoser]
public class PageParsing
{
    private byte[] _page = [];

    [GlobalSetup]
    public async Task RecordAsync() => _page = (await RecordedPages.ReadAsync(FollowingProvider.DumplingAI, 1))[0];

    /// <summary>What F does: generated code, the same body.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = PageServer.PageSize)]
    public object GeneratedSerializer() => JsonSerializer.Deserialize(_page, FloorJson.Default.NaivePage)!;

    [Benchmark(OperationsPerInvoke = PageServer.PageSize)]
    public object Module()
    {
        Provider provider = ProviderCatalog.Get(FollowingProvider.DumplingAI);
        return PageReader.Read(
            _page, provider.Shape, provider.TimeOf, new RowOrigin("benchmark", provider.Id, false, 1, null, DateTimeOffset.UnixEpoch));
    }
}
