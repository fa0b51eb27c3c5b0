using Microsoft.Data.Sqlite;

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

    public void Dispose()
    {
        Close();
        _folder.Dispose();
    }
}
