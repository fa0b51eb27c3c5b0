using SQLitePCL;

namespace TikTokFollowing.Store;

/// <summary>SQLite refused something.</summary>
/// <param name="code">SQLite's result code.</param>
internal sealed class DatabaseException(int code) : Exception(raw.sqlite3_errstr(code).utf8_to_string())
{
    public int Code => code;

    /// <exception cref="DatabaseException">The code is an error.</exception>
    public static void ThrowIfError(int code)
    {
        if (code is not (raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE))
        {
            throw new DatabaseException(code);
        }
    }
}

/// <summary>An open SQLite file, with the statements that were prepared on it: each is prepared once.</summary>
internal sealed class Database : IDisposable
{
    private const int BusyMilliseconds = 5000;

    private readonly Dictionary<string, Statement> _statements = new(StringComparer.Ordinal);

    /// <summary>Opens a file.</summary>
    /// <param name="source">Its full path, or its <c>file:</c> address.</param>
    /// <param name="flags">Flags of SQLite, how it is opened.</param>
    /// <exception cref="DatabaseException">It cannot be opened.</exception>
    public Database(string source, int flags)
    {
        int result = raw.sqlite3_open_v2(source, out sqlite3 handle, flags | raw.SQLITE_OPEN_URI, null);
        Handle = handle;
        if (result != raw.SQLITE_OK)
        {
            Dispose();
            throw new DatabaseException(result);
        }

        // Somebody else has the whole file for a moment when the last of them closes it.
        DatabaseException.ThrowIfError(raw.sqlite3_busy_timeout(handle, BusyMilliseconds));
    }

    /// <summary>SQLite's own handle.</summary>
    public sqlite3 Handle { get; }

    /// <summary>The row that was inserted last.</summary>
    public long LastId => raw.sqlite3_last_insert_rowid(Handle);

    /// <summary>The statement of a text, ready to be bound. It is this object's to dispose.</summary>
    public Statement Prepare(string sql)
    {
        if (!_statements.TryGetValue(sql, out Statement? statement))
        {
            _statements.Add(sql, statement = new Statement(this, sql));
        }

        return statement;
    }

    /// <summary>Runs statements that are run once and take no values.</summary>
    /// <exception cref="DatabaseException">One of them failed; those before it were run.</exception>
    public void Execute(string statements) => DatabaseException.ThrowIfError(raw.sqlite3_exec(Handle, statements));

    /// <summary>Takes back what the open transaction has done. Some failures, as of a full disk, have ended it already.</summary>
    public void Rollback()
    {
        if (raw.sqlite3_get_autocommit(Handle) == 0)
        {
            Execute("ROLLBACK");
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        foreach (Statement statement in _statements.Values)
        {
            statement.Dispose();
        }

        Handle.Dispose();
    }
}
