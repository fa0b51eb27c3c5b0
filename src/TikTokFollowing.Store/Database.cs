using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace TikTokFollowing.Store;

/// <summary>The connection that writes, with the statements that were prepared on it: each is prepared once.</summary>
internal sealed class Database(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, Statement> _statements = new(StringComparer.Ordinal);

    public SqliteConnection Connection { get; } = connection;

    /// <summary>The row that was inserted last.</summary>
    public long LastId => raw.sqlite3_last_insert_rowid(Connection.Handle!);

    /// <summary>Whether a transaction is open.</summary>
    public bool IsInTransaction => raw.sqlite3_get_autocommit(Connection.Handle!) == 0;

    /// <summary>The statement of a text, ready to be bound. It is this object's to dispose.</summary>
    public Statement Prepare(string sql)
    {
        if (!_statements.TryGetValue(sql, out Statement? statement))
        {
            _statements.Add(sql, statement = new Statement(Connection, sql));
        }

        return statement;
    }

    public void Dispose()
    {
        foreach (Statement statement in _statements.Values)
        {
            statement.Dispose();
        }

        Connection.Dispose();
    }
}
