using TikTokFollowing.Engine.Tests.Support;

namespace TikTokFollowing.Engine.Tests.Store;

/// <summary>A test with a store in a folder of its own. Scripts know its path as <c>$path</c>.</summary>
public abstract class StoreTest : EngineTest, IDisposable
{
    protected StoreTest()
    {
        Folder = Directory.CreateTempSubdirectory("tiktokfollowing-").FullName;
        StorePath = Path.Combine(Folder, "following.db");
        Session.With("path", StorePath).With("folder", Folder);
    }

    private protected string Folder { get; }

    private protected string StorePath { get; }

    void IDisposable.Dispose()
    {
        Dispose();
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>The accounts that the store holds of a list.</summary>
    private protected IReadOnlyList<FollowingHistoryEntry> History(string more = "") =>
        [.. Run($"Get-TikTokFollowingHistory $path {more}").AssertSilent().Output.Select(static item => (FollowingHistoryEntry)item.BaseObject)];

    /// <summary>Every file of the store, as one text of single bytes.</summary>
    private protected string AllBytes() => string.Concat(
        Directory.EnumerateFiles(Folder).Select(static file => System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(file))));

    private protected static IEnumerable<FollowingChange> ChangesOf(Run run) => run.Output.Select(static item => item.BaseObject).OfType<FollowingChange>();
}
