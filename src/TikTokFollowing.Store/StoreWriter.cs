namespace TikTokFollowing.Store;

/// <summary>The one connection that writes to a store, and the lock that makes it the only one.</summary>
internal sealed class StoreWriter : IDisposable
{
    private readonly FileStream _lock;
    private (FollowingProvider Provider, long Id)? _provider;

    private StoreWriter(string path, TimeProvider time, Database database, FileStream syncLock)
    {
        Path = path;
        Time = time;
        Database = database;
        _lock = syncLock;
        Accounts = new AccountTable(database);
        Follows = new FollowTable(database);
        Readings = new ReadingTable(database);
        Merger = new AccountMerger(this);
        Reader = new StoreReader(path, database);
    }

    public string Path { get; }

    public TimeProvider Time { get; }

    public Database Database { get; }

    public AccountTable Accounts { get; }

    public FollowTable Follows { get; }

    public ReadingTable Readings { get; }

    public AccountMerger Merger { get; }

    public StoreReader Reader { get; }

    /// <summary>The time, in Unix seconds.</summary>
    public long Now => UnixTime.Floor(Time.GetUtcNow());

    public static StoreWriter Open(string path, TimeProvider time, bool create)
    {
        Database database = StoreFile.OpenToWrite(path, create, out FileStream syncLock);
        try
        {
            return new StoreWriter(path, time, database, syncLock);
        }
        catch (DatabaseException failure)
        {
            database.Dispose();
            syncLock.Dispose();
            throw StoreErrors.CannotRead(path, failure);
        }
    }

    /// <summary>Does all of something or nothing of it.</summary>
    /// <exception cref="FollowingException">The store cannot be written; nothing of it was done.</exception>
    public T Write<T>(Func<T> change)
    {
        try
        {
            bool isDone = false;
            int merges = Merger.Merges.Count;
            try
            {
                Database.Prepare("BEGIN IMMEDIATE").Run();
                T result = change();
                Flush();
                Database.Prepare("COMMIT").Run();
                isDone = true;
                return result;
            }
            finally
            {
                if (!isDone)
                {
                    TakeBack(merges);
                }
            }
        }
        catch (DatabaseException failure)
        {
            throw StoreErrors.CannotWrite(Path, failure);
        }
    }

    /// <summary>Writes the rows that were added, so that queries see them. <see cref="Write"/> does it at its end.</summary>
    public void Flush()
    {
        Accounts.Flush();
        Follows.Flush();
    }

    /// <summary>The changes that the last transaction added.</summary>
    public IReadOnlyList<FollowingChange> ReadNewChanges()
    {
        IReadOnlyList<long> ids = Follows.TakeNewChanges();
        return ids.Count == 0 ? [] : [.. Reader.Changes(new ChangeFilter { Ids = ids })];
    }

    /// <summary>The row of a provider.</summary>
    public long ProviderId(FollowingProvider provider)
    {
        if (_provider?.Provider != provider)
        {
            long id = Database.Prepare("INSERT INTO provider (name) VALUES (?) ON CONFLICT (name) DO UPDATE SET name = name RETURNING id")
                .Bind(provider.ToString()).RunForNumber()!.Value;
            _provider = (provider, id);
        }

        return _provider.Value.Id;
    }

    public void Dispose()
    {
        Database.Dispose();
        _lock.Dispose();
    }

    private void TakeBack(int merges)
    {
        Database.Rollback();
        Merger.Reload(merges);
        _provider = null;
        Follows.Reload();
        Accounts.Reload();
    }
}
