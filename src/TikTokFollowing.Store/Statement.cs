using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using SQLitePCL;

namespace TikTokFollowing.Store;

/// <summary>
/// A prepared statement that is run for each row. It binds straight to SQLite: parameter objects as those of ADO.NET take as long as the
/// insert itself.
/// </summary>
internal sealed class Statement : IDisposable
{
    private readonly sqlite3_stmt _statement;
    private readonly nint _handle;
    private int _parameter;

    /// <exception cref="DatabaseException">The text is no statement, or the file cannot be read.</exception>
    public Statement(Database database, string sql)
    {
        DatabaseException.ThrowIfError(raw.sqlite3_prepare_v3(database.Handle, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement));
        _handle = _statement.DangerousGetHandle();
    }

    /// <summary>Binds the next parameter.</summary>
    public Statement Bind(long value)
    {
        DatabaseException.ThrowIfError(Native.sqlite3_bind_int64(_handle, ++_parameter, value));
        return this;
    }

    /// <inheritdoc cref="Bind(long)"/>
    public Statement Bind(long? value) => value is null ? BindNull() : Bind(value.Value);

    /// <inheritdoc cref="Bind(long)"/>
    public Statement Bind(bool? value) => value is null ? BindNull() : Bind(value.Value ? 1L : 0L);

    /// <inheritdoc cref="Bind(long)"/>
    public Statement Bind(decimal? value)
    {
        if (value is null)
        {
            return BindNull();
        }

        DatabaseException.ThrowIfError(raw.sqlite3_bind_double(_statement, ++_parameter, (double)value.Value));
        return this;
    }

    /// <inheritdoc cref="Bind(long)"/>
    public Statement Bind(byte[]? value)
    {
        if (value is null)
        {
            return BindNull();
        }

        DatabaseException.ThrowIfError(raw.sqlite3_bind_blob(_statement, ++_parameter, value));
        return this;
    }

    /// <inheritdoc cref="Bind(long)"/>
    [MethodImpl(StartUp.CompileFully)]
    public Statement Bind(string? value)
    {
        if (value is null)
        {
            return BindNull();
        }

        // With its length, since a NUL does not end a name.
        byte[] buffer = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(value.Length));
        int length = Encoding.UTF8.GetBytes(value, buffer);
        int result = raw.sqlite3_bind_text(_statement, ++_parameter, buffer.AsSpan(0, length));
        ArrayPool<byte>.Shared.Return(buffer);
        DatabaseException.ThrowIfError(result);
        return this;
    }

    /// <summary>Binds a named parameter.</summary>
    /// <param name="name">With its <c>$</c>.</param>
    /// <param name="value">Text, a number, a truth value or <see langword="null"/>.</param>
    public Statement Bind(string name, object? value)
    {
        _parameter = raw.sqlite3_bind_parameter_index(_statement, name) - 1;
        return value switch
        {
            null => BindNull(),
            long number => Bind(number),
            bool flag => Bind((bool?)flag),
            string text => Bind(text),
            _ => throw new ArgumentException($"{value.GetType()} is no value of a parameter.", nameof(value)),
        };
    }

    /// <summary>Runs a statement that returns nothing.</summary>
    public void Run()
    {
        try
        {
            Step();
        }
        finally
        {
            Reset();
        }
    }

    /// <summary>Runs a statement that returns a number, or nothing.</summary>
    public long? RunForNumber()
    {
        try
        {
            return Step() ? NumberOrNull(0) : null;
        }
        finally
        {
            Reset();
        }
    }

    /// <summary>Goes to the next row of the result; after the last one the statement is ready to be bound anew.</summary>
    [MethodImpl(StartUp.CompileFully)]
    public bool Step()
    {
        int result = raw.sqlite3_step(_statement);
        switch (result)
        {
            case raw.SQLITE_ROW:
                return true;
            case raw.SQLITE_DONE:
                Reset();
                return false;
            default:
                Reset();
                DatabaseException.ThrowIfError(result);
                return false;
        }
    }

    /// <summary>Makes the statement ready to be bound anew.</summary>
    public void Reset()
    {
        // Reset returns the result of the last step again, which was checked there.
        _ = raw.sqlite3_reset(_statement);
        _parameter = 0;
    }

    public bool IsNull(int column) => Native.sqlite3_column_type(_handle, column) == raw.SQLITE_NULL;

    public long Number(int column) => Native.sqlite3_column_int64(_handle, column);

    // Of NULL, SQLite makes 0 and no bytes: only those need a second call that asks.
    public long? NumberOrNull(int column) => Number(column) is long number && (number != 0 || !IsNull(column)) ? number : null;

    public bool? Flag(int column) => NumberOrNull(column) is long number ? number != 0 : null;

    public double Real(int column) => raw.sqlite3_column_double(_statement, column);

    /// <exception cref="InvalidCastException">The value is <c>NULL</c>.</exception>
    public string RequiredText(int column) => Text(column) ?? throw new InvalidCastException($"Column {column} is NULL.");

    [MethodImpl(StartUp.CompileFully)]
    public string? Text(int column)
    {
        nint text = Native.sqlite3_column_blob(_handle, column);
        return text != 0 ? Marshal.PtrToStringUTF8(text, Native.sqlite3_column_bytes(_handle, column)) : IsNull(column) ? null : string.Empty;
    }

    public DateTimeOffset? Time(int column) => UnixTime.ToTime(NumberOrNull(column));

    public T Name<T>(int column)
        where T : struct, Enum => Enum.Parse<T>(RequiredText(column));

    public byte[]? Bytes(int column) => IsNull(column) ? null : raw.sqlite3_column_blob(_statement, column).ToArray();

    public void Dispose() => _statement.Dispose();

    private Statement BindNull()
    {
        DatabaseException.ThrowIfError(Native.sqlite3_bind_null(_handle, ++_parameter));
        return this;
    }

    /// <summary>
    /// What runs for each value. Called without SQLitePCLRaw, which counts the references to the statement at each call: that took a fifth
    /// of the time of reading a row. None of these functions waits.
    /// </summary>
    private static class Native
    {
        private const string Library = "e_sqlite3";

        [DllImport(Library)]
        [SuppressGCTransition]
        public static extern int sqlite3_bind_int64(nint statement, int parameter, long value);

        [DllImport(Library)]
        [SuppressGCTransition]
        public static extern int sqlite3_bind_null(nint statement, int parameter);

        [DllImport(Library)]
        [SuppressGCTransition]
        public static extern int sqlite3_column_type(nint statement, int column);

        [DllImport(Library)]
        [SuppressGCTransition]
        public static extern long sqlite3_column_int64(nint statement, int column);

        [DllImport(Library)]
        [SuppressGCTransition]
        public static extern nint sqlite3_column_blob(nint statement, int column);

        [DllImport(Library)]
        [SuppressGCTransition]
        public static extern int sqlite3_column_bytes(nint statement, int column);
    }
}
