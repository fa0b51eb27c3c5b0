using System.Runtime.CompilerServices;

namespace TikTokFollowing.Store;

/// <summary>New rows of a table, which are written together: a statement of its own takes as long to begin and to end as a row to insert.</summary>
/// <typeparam name="T">What a row is made of.</typeparam>
internal sealed class InsertQueue<T>
    where T : class
{
    private const int RowsPerStatement = 16;

    private readonly List<T> _rows = [];
    private readonly Statement _one;
    private readonly Statement _many;
    private readonly Action<Statement, T> _bind;

    /// <param name="database">Where the table is.</param>
    /// <param name="table">Its name and columns, as in <c>follow (id, list_id)</c>.</param>
    /// <param name="bind">Binds each column of a row, in their order.</param>
    public InsertQueue(Database database, string table, Action<Statement, T> bind)
    {
        string row = $"({string.Join(", ", Enumerable.Repeat("?", table.Count(static c => c == ',') + 1))})";
        _one = database.Prepare($"INSERT INTO {table} VALUES {row}");
        _many = database.Prepare($"INSERT INTO {table} VALUES {string.Join(", ", Enumerable.Repeat(row, RowsPerStatement))}");
        _bind = bind;
    }

    public bool IsEmpty => _rows.Count == 0;

    public void Add(T row) => _rows.Add(row);

    /// <summary>Writes the rows.</summary>
    [MethodImpl(StartUp.CompileFully)]
    public void Flush()
    {
        for (int i = 0; i < _rows.Count;)
        {
            (Statement statement, int end) = _rows.Count - i >= RowsPerStatement ? (_many, i + RowsPerStatement) : (_one, i + 1);
            while (i < end)
            {
                _bind(statement, _rows[i++]);
            }

            statement.Run();
        }

        _rows.Clear();
    }

    /// <summary>Forgets the rows, also those that a statement has taken already.</summary>
    public void Clear()
    {
        _rows.Clear();
        _one.Reset();
        _many.Reset();
    }
}
