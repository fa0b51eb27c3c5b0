using BenchmarkDotNet.Attributes;
using System.Text.Json;
using TikTokFollowing.Benchmarks.Floor;
using TikTokFollowing.Benchmarks.Server;
using TikTokFollowing.Providers;
using TikTokFollowing.Providers.Reading;

namespace TikTokFollowing.Benchmarks.Micro;

/// <summary>Reads one page of 100 from bytes in memory; time and bytes are per user.</summary>
[MemoryDiagnoser]
public class PageParsing
{
    private readonly byte[] _dumpling = SandboxPages.Read(FollowingProvider.DumplingAI, 1)[0];
    private readonly byte[] _fullTikTok = SandboxPages.Read(FollowingProvider.FullTikTok, 1)[0];

    /// <summary>What F does: generated code, the same body.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = PageServer.PageSize)]
    public object GeneratedSerializer() => JsonSerializer.Deserialize(_dumpling, FloorJson.Default.FloorPage)!;

    /// <summary>The body as a document, before anything is made of it.</summary>
    [Benchmark(OperationsPerInvoke = PageServer.PageSize)]
    public int DocumentModel()
    {
        using JsonDocument document = JsonDocument.Parse(_dumpling);
        return document.RootElement.GetProperty("followingList").GetArrayLength();
    }

    /// <summary>The module, Dumpling AI.</summary>
    [Benchmark(OperationsPerInvoke = PageServer.PageSize)]
    public object DumplingAI() => Read(_dumpling, ProviderCatalog.Get(FollowingProvider.DumplingAI));

    /// <summary>The module, Full TikTok API.</summary>
    [Benchmark(OperationsPerInvoke = PageServer.PageSize)]
    public object FullTikTok() => Read(_fullTikTok, ProviderCatalog.Get(FollowingProvider.FullTikTok));

    private static PageContent Read(byte[] body, Provider provider) => PageReader.Read(
        body, provider.Shape, provider.TimeOf, new RowOrigin("benchmark", provider.Id, false, 1, null, DateTimeOffset.UnixEpoch));
}
