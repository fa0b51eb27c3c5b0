using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using TikTokFollowing.Store.Tests.Support;

namespace TikTokFollowing.Store.Tests;

public sealed class StoreFileTests : IDisposable
{
    private readonly StoreFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void OpenForSync_NoFile_CreatesOneFileAndItsLock()
    {
        _ = _fixture.Store;
        _fixture.Close();

        Assert.Equal(["following.db", "following.db-lock"], FilesInFolder());
        Assert.Equal(0, new FileInfo(_fixture.Path + "-lock").Length);
    }

    [Fact]
    public void OpenForSync_KilledWhileItWasCreated_BeginsAnew()
    {
        File.WriteAllText(_fixture.Path + ".new", "half a store");

        _fixture.Read(_fixture.List(count: 3));

        Assert.Equal(3, _fixture.History().Count);
    }

    [Fact]
    public void OpenToRead_NoFile_IsInvalidAndCreatesNothing()
    {
        AssertInvalid(() => FollowingStore.OpenToRead(_fixture.Path, _fixture.Clock));
        Assert.Empty(FilesInFolder());
    }

    [Theory]
    [InlineData("")]
    [InlineData("Handle,UserId\r\nstool,1\r\n")]
    [InlineData("SQLite format 3\0 and then something else, long enough to be taken for a header of the real thing, which it is not at all")]
    public void Open_FileThatIsNoStore_IsInvalidAndUntouched(string content)
    {
        File.WriteAllText(_fixture.Path, content);

        AssertInvalidAndUntouched();
    }

    [Theory]
    [InlineData("DELETE")]
    [InlineData("WAL")]
    public void Open_DatabaseOfAnotherProgram_IsInvalidAndUntouched(string journal)
    {
        Execute($"PRAGMA journal_mode = {journal}; CREATE TABLE bookmarks (url TEXT); INSERT INTO bookmarks VALUES ('x')");

        AssertInvalidAndUntouched();
    }

    [Fact]
    public void Open_NewerVersion_IsInvalidAndUntouched()
    {
        _fixture.Read(_fixture.List(count: 3));
        _fixture.Close();
        File.Delete(_fixture.Path + "-lock");
        Execute($"PRAGMA user_version = {StoreFile.Version + 1}");

        FollowingException error = AssertInvalidAndUntouched();
        Assert.Contains("newer version", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_TruncatedAtAnyByte_IsInvalidAndUntouched()
    {
        _fixture.Read(_fixture.List(count: 120));
        _fixture.Close();
        File.Delete(_fixture.Path + "-lock");
        byte[] whole = File.ReadAllBytes(_fixture.Path);
        IEnumerable<int> lengths = Enumerable.Range(0, 120).Concat([511, 512, 513])
            .Concat(Enumerable.Range(1, whole.Length / 4096).SelectMany(page => (int[])[(page * 4096) - 1, page * 4096, (page * 4096) + 1]))
            .Where(length => length < whole.Length);

        foreach (int length in lengths)
        {
            File.WriteAllBytes(_fixture.Path, whole[..length]);
            AssertInvalidAndUntouched();
        }
    }

    [Fact]
    public void OpenToRead_TruncatedWithItsJournal_IsInvalidAndUntouched()
    {
        _fixture.Read(_fixture.List(count: 120));
        string copy = Path.Combine(_fixture.Root, "copy.db");
        File.Copy(_fixture.Path, copy);
        File.Copy(_fixture.Path + "-wal", copy + "-wal");
        byte[] half = File.ReadAllBytes(copy)[..6000];
        File.WriteAllBytes(copy, half);
        byte[] journal = File.ReadAllBytes(copy + "-wal");

        // What the journal holds can be all of the store: then it is whole, and else it is not opened.
        try
        {
            using FollowingStore store = FollowingStore.OpenToRead(copy, _fixture.Clock);
            Assert.Equal(120, store.History(new HistoryFilter()).Count());
        }
        catch (FollowingException error)
        {
            Assert.Equal(FollowingErrorKind.StoreInvalid, error.Kind);
            Assert.Equal(half, File.ReadAllBytes(copy));
            Assert.Equal(journal, File.ReadAllBytes(copy + "-wal"));
        }
    }

    [Fact]
    public void OpenForSync_FolderThatDoesNotExist_IsInvalid() =>
        AssertInvalid(() => FollowingStore.OpenForSync(Path.Combine(_fixture.Root, "nowhere", "following.db"), _fixture.Clock));

    [Fact]
    public void OpenForSync_PathWithSignsOfAnAddress_OpensIt()
    {
        string path = Path.Combine(_fixture.Root, "100% of #1 & more.db");
        FollowingStore.OpenForSync(path, _fixture.Clock).Dispose();

        using FollowingStore store = FollowingStore.OpenToRead(path, _fixture.Clock);
        Assert.Empty(store.Watched());
    }

    [SkippableFact]
    public void Open_ThroughALink_IsTheStoreItself()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows lets only administrators make a link.");
        _fixture.Read(_fixture.List(count: 5));
        string link = Path.Combine(_fixture.Root, "link.db");
        File.CreateSymbolicLink(link, _fixture.Path);
        Assert.Equal(FollowingErrorKind.StoreInUse, Assert.Throws<FollowingException>(() => FollowingStore.OpenForSync(link, _fixture.Clock)).Kind);

        _fixture.Close();
        using FollowingStore store = FollowingStore.OpenToRead(link, _fixture.Clock);
        Assert.Equal(5, store.History(new HistoryFilter()).Count());
    }

    [SkippableFact]
    public void Open_LinkThatLeadsNowhere_IsInvalid()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows lets only administrators make a link.");
        File.CreateSymbolicLink(_fixture.Path, _fixture.Path);

        AssertInvalid(() => FollowingStore.OpenToRead(_fixture.Path, _fixture.Clock));
        AssertInvalid(() => FollowingStore.OpenForSync(_fixture.Path, _fixture.Clock));
    }

    [SkippableFact]
    public void Commit_DiskThatIsGone_IsAnErrorOfTheStore()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Only Linux lets a test take away the file behind a descriptor.");
        FakeList list = _fixture.List(count: 30);
        _fixture.Read(list);
        _fixture.Close();
        Reading reading = _fixture.Store.Begin(
            _fixture.Store.Plan(list.Handle, new SyncOptions { Full = true }), FollowingProvider.DumplingAI, isSandbox: false);
        SQLitePCL.raw.sqlite3_exec(_fixture.Store.Handle, "PRAGMA cache_size = 1; PRAGMA shrink_memory");
        using FileStream other = File.Create(Path.Combine(_fixture.Root, "other"));
        foreach (string descriptor in Directory.GetFileSystemEntries("/proc/self/fd"))
        {
            if (new FileInfo(descriptor).LinkTarget is string file && (file == _fixture.Path || file == _fixture.Path + "-wal"))
            {
                Assert.NotEqual(-1, Replace((int)other.SafeFileHandle.DangerousGetHandle(), int.Parse(Path.GetFileName(descriptor))));
            }
        }

        FollowingPage page = _fixture.Page(list.Handle, list.Page(null, 100, FollowingProvider.DumplingAI, returnsLast: false).Rows);
        Assert.Equal(FollowingErrorKind.StoreInvalid, Assert.Throws<FollowingException>(() => reading.Commit(page)).Kind);
    }

    [DllImport("libc", EntryPoint = "dup2")]
    private static extern int Replace(int with, int descriptor);

    [Fact]
    public void OpenForSync_SyncUnderWay_IsInUseAndReadersAreNot()
    {
        _fixture.Read(_fixture.List(count: 3));

        FollowingException error = Assert.Throws<FollowingException>(() => FollowingStore.OpenForSync(_fixture.Path, _fixture.Clock));
        Assert.Equal(FollowingErrorKind.StoreInUse, error.Kind);
        using (FollowingStore reader = FollowingStore.OpenToRead(_fixture.Path, _fixture.Clock))
        {
            Assert.Equal(3, reader.History(new HistoryFilter()).Count());
        }

        _fixture.Close();
        Assert.Equal(3, _fixture.History().Count);
    }

    [Fact]
    public void History_WhileASyncWrites_ShowsOneState()
    {
        FakeList list = _fixture.List(count: 5);
        _fixture.Read(list);
        using FollowingStore reader = FollowingStore.OpenToRead(_fixture.Path, _fixture.Clock);
        using IEnumerator<FollowingHistoryEntry> rows = reader.History(new HistoryFilter()).GetEnumerator();
        Assert.True(rows.MoveNext());

        list.Follow(100);
        _fixture.Clock.Now += 10;
        Assert.Single(_fixture.Read(list).Changes);

        int rest = 1;
        while (rows.MoveNext())
        {
            rest++;
        }

        Assert.Equal(5, rest);
        Assert.Equal(6, reader.History(new HistoryFilter()).Count());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Open_WhileSomebodyHasTheFileForAMoment_Waits(bool toWrite)
    {
        _fixture.Read(_fixture.List(count: 3));
        _fixture.Close();
        SqliteConnection other = new(new SqliteConnectionStringBuilder { DataSource = _fixture.Path, Pooling = false }.ToString());
        other.Open();
        foreach (string sql in (string[])["PRAGMA locking_mode = EXCLUSIVE", "BEGIN IMMEDIATE", "UPDATE list SET added_at = added_at", "COMMIT"])
        {
            using SqliteCommand command = other.CreateCommand();
            command.CommandText = sql;
            command.ExecuteNonQuery();
        }

        Task release = Task.Delay(300).ContinueWith(_ => other.Dispose(), TaskScheduler.Default);
        using (FollowingStore store = toWrite ? FollowingStore.OpenForSync(_fixture.Path, _fixture.Clock) : FollowingStore.OpenToRead(_fixture.Path, _fixture.Clock))
        {
            Assert.Single(store.Summaries(new SummaryFilter()));
        }

        await release;
    }

    [Fact]
    public void Read_AfterAnotherProgramClearedTheSequences_Works()
    {
        FakeList list = _fixture.List(count: 5);
        _fixture.Read(list);
        _fixture.Query("DELETE FROM sqlite_sequence");
        list.Follow(77);
        _fixture.Clock.Now += 10;

        _fixture.Read(list);

        Assert.Equal(6, _fixture.History().Count);
    }

    [Fact]
    public void Commit_DiskFull_SaysSoAndKeepsWhatWasThere()
    {
        FakeList list = _fixture.List(count: 400);
        _fixture.Read(list, new RunScript { EndsAfter = 2, EndsAs = FollowingStatus.Stopped });
        _fixture.Close();
        StoreWriter writer = StoreWriter.Open(_fixture.Path, _fixture.Clock, create: false);
        long pages = writer.Database.Prepare("PRAGMA page_count").RunForNumber()!.Value;
        writer.Database.Prepare($"PRAGMA max_page_count = {pages}").RunForNumber();

        FollowingException error = Assert.Throws<FollowingException>(() => writer.Write(() =>
        {
            for (int account = 0; account < 1000; account++)
            {
                writer.Accounts.Insert(new Profile { UserId = $"{account}", Bio = new string('b', 80), ProviderId = 1 });
            }

            return 0;
        }));

        Assert.Equal(FollowingErrorKind.StoreInvalid, error.Kind);
        Assert.Contains("disk is full", error.Message, StringComparison.Ordinal);
        Assert.Null(writer.Accounts.Find(new Profile { UserId = "5", ProviderId = 1 }, _ => false, out _));
        writer.Dispose();
        Assert.Equal(200, _fixture.History().Count);
    }

    [Fact]
    public void Begin_SandboxListsInAStoreOfRealOnes_IsInvalid()
    {
        FakeList list = _fixture.List(count: 3);
        _fixture.Read(list);
        ReadingPlan plan = _fixture.Store.Plan("other", new SyncOptions());

        FollowingException error = Assert.Throws<FollowingException>(() => _fixture.Store.Begin(plan, FollowingProvider.DumplingAI, isSandbox: true));

        Assert.Equal(FollowingErrorKind.StoreInvalid, error.Kind);
        Assert.Single(_fixture.Store.Watched());
    }

    private FollowingException AssertInvalidAndUntouched()
    {
        byte[] before = File.ReadAllBytes(_fixture.Path);
        string[] files = FilesInFolder();
        FollowingException error = AssertInvalid(() => FollowingStore.OpenToRead(_fixture.Path, _fixture.Clock));
        AssertInvalid(() => FollowingStore.OpenForSync(_fixture.Path, _fixture.Clock));
        Assert.Equal(before, File.ReadAllBytes(_fixture.Path));
        Assert.Equal(files, FilesInFolder());
        return error;
    }

    private static FollowingException AssertInvalid(Func<FollowingStore> open)
    {
        FollowingException error = Assert.Throws<FollowingException>(open);
        Assert.Equal(FollowingErrorKind.StoreInvalid, error.Kind);
        return error;
    }

    private string[] FilesInFolder() => [.. Directory.GetFiles(_fixture.Root).Select(Path.GetFileName).OfType<string>().Order()];

    private void Execute(string sql)
    {
        using SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = _fixture.Path, Pooling = false }.ToString());
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
