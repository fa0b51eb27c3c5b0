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
    private readonly PageFormat _dumplingFormat = ProviderContracts.Get(FollowingProvider.DumplingAI).Format;
    private readonly PageFormat _fullTikTokFormat = ProviderContracts.Get(FollowingProvider.FullTikTok).Format;

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
    public object DumplingAI() => Read(_dumpling, FollowingProvider.DumplingAI, _dumplingFormat);

    /// <summary>The module, Full TikTok API.</summary>
    [Benchmark(OperationsPerInvoke = PageServer.PageSize)]
    public object FullTikTok() => Read(_fullTikTok, FollowingProvider.FullTikTok, _fullTikTokFormat);

    private static PageContent Read(byte[] body, FollowingProvider provider, PageFormat format) =>
        PageReader.Read(body, format, new RowOrigin("benchmark", provider, 1, null, DateTimeOffset.UnixEpoch));
}
