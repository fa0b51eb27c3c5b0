using Microsoft.Data.Sqlite;
using TikTokFollowing.Paging;

namespace TikTokFollowing.Store.Tests.Support;

/// <summary>A store in a folder of its own, with a clock.</summary>
internal sealed class StoreFixture : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private FollowingStore? _store;

    public TestClock Clock { get; } = new();

    public string Path => _folder.File("following.db");

    public string Root => _folder.Root;

    public FollowingStore Store => _store ??= FollowingStore.OpenForSync(Path, Clock);

    public FakeList List(string handle = "stool", int count = 0, int firstAccount = 0)
    {
        FakeList list = new(Clock, handle, firstAccount);
        for (int account = 0; account < count; account++)
        {
            Clock.Now += 10;
            list.Follow(account);
        }

        Clock.Now += 10;
        return list;
    }

    public RunResult Read(FakeList list, RunScript? script = null) => SyncRun.Run(Store, Clock, list, script ?? new RunScript());

    public List<FollowingHistoryEntry> History(bool includeEnded = false) => [.. Store.History(new HistoryFilter { IncludeEnded = includeEnded })];

    public void Close()
    {
        _store?.Dispose();
        _store = null;
    }

    /// <summary>Runs SQL as another program would.</summary>
    public List<object?[]> Query(string sql)
    {
        using SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = Path, Pooling = false }.ToString());
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        using SqliteDataReader reader = command.ExecuteReader();
        List<object?[]> rows = [];
        while (reader.Read())
        {
            object?[] row = new object?[reader.FieldCount];
            reader.GetValues(row!);
            rows.Add([.. row.Select(value => value is DBNull ? null : value)]);
        }

        return rows;
    }

    /// <summary>The first page of a list.</summary>
    public FollowingPage Page(string handle, IReadOnlyList<FollowedUser> rows, string? next = null) => new()
    {
        Number = 1,
        Handle = handle,
        Cursor = null,
        NextCursor = next,
        NotAfter = null,
        NotBefore = null,
        Provider = FollowingProvider.DumplingAI,
        Users = rows,
        Duplicates = 0,
        Requests = 1,
        Retries = 0,
        Credits = 0,
        ReportedTotal = null,
        End = next is null ? new ListEnd(FollowingStatus.Complete) : null,
        ReceivedAt = Clock.Time,
    };

    public void Dispose()
    {
        Close();
        _folder.Dispose();
    }
}
