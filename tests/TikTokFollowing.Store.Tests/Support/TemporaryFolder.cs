namespace TikTokFollowing.Store.Tests.Support;

/// <summary>A folder of one test; in memory where the system offers that, because every page is flushed to its medium.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private const string InMemory = "/dev/shm";

    public string Root { get; } = Directory.CreateDirectory(
        Path.Combine(Directory.Exists(InMemory) ? InMemory : Path.GetTempPath(), $"TikTokFollowing.{Guid.NewGuid():N}")).FullName;

    public string File(string name) => Path.Combine(Root, name);

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
