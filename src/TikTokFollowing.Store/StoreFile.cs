using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace TikTokFollowing.Store;

/// <summary>Opens the file of a store. A file that is not a store, or that a newer module made, is not changed.</summary>
internal static class StoreFile
{
    /// <summary>The version of the tables that this module writes.</summary>
    public const int Version = 1;

    // "TTkF": what SQLite's file format keeps to tell the files of applications apart.
    private const long ApplicationId = 0x54546B46;

    /// <summary>Opens a store for a Sync, and creates it where there is none and it is wanted.</summary>
    /// <param name="path">A full path of the file system.</param>
    /// <param name="create">Whether to create it.</param>
    /// <param name="syncLock">What keeps another Sync away.</param>
    /// <exception cref="FollowingException">The file is no store, is in use, or cannot be opened or created.</exception>
    public static SqliteConnection OpenToWrite(string path, bool create, out FileStream syncLock)
    {
        LoadLibrary(path);
        if (File.Exists(path))
        {
            // Check before taking the lock, because the lock leaves a file next to the store.
            Check(path);
        }
        else if (Directory.Exists(path))
        {
            throw StoreErrors.Invalid(path, "is a folder.");
        }
        else if (!create)
        {
            throw StoreErrors.Invalid(path, "does not exist.");
        }

        FileStream taken = SyncLock.Take(path);
        try
        {
            if (!File.Exists(path))
            {
                Create(path);
            }

            SqliteConnection connection = OpenLocked(path);
            syncLock = taken;
            taken = null!;
            return connection;
        }
        finally
        {
            taken?.Dispose();
        }
    }

    private static SqliteConnection OpenLocked(string path)
    {
        SqliteConnection connection = ConnectToWrite(path);
        try
        {
            // FULL, so that a power cut costs no more than a kill. The checkpoint interval keeps a page that is written often from being
            // copied into the file often.
            Execute(connection, "PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000; PRAGMA cache_size = -32000; PRAGMA busy_timeout = 5000");
            long version = ReadVersion(connection, path);
            if (version < Version)
            {
                Migrate(connection, version);
            }

            return connection;
        }
        catch (SqliteException failure)
        {
            connection.Dispose();
            throw StoreErrors.CannotWrite(path, failure);
        }
        catch (FollowingException)
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Opens a store to look at, also while a Sync writes to it.</summary>
    /// <exception cref="FollowingException">The file is no store or cannot be opened.</exception>
    public static SqliteConnection OpenToRead(string path)
    {
        LoadLibrary(path);
        if (!File.Exists(path))
        {
            throw StoreErrors.Invalid(path, Directory.Exists(path) ? "is a folder." : "does not exist.");
        }

        Check(path);

        // A connection that may write cleans up the journal when it is the last one. It needs a file and a folder that are writable.
        return TryOpen(path, SqliteOpenMode.ReadWrite)
            ?? TryOpen(path, SqliteOpenMode.ReadOnly)
            ?? (HasJournal(path) ? null : TryOpen(ImmutableUri(path), SqliteOpenMode.ReadOnly))
            ?? throw StoreErrors.Invalid(path, "cannot be opened: its journal needs a folder that can be written to.");
    }

    private static SqliteConnection ConnectToWrite(string path)
    {
        try
        {
            return Connect(path, SqliteOpenMode.ReadWrite);
        }
        catch (SqliteException failure)
        {
            throw StoreErrors.CannotWrite(path, failure);
        }
    }

    private static SqliteConnection? TryOpen(string source, SqliteOpenMode mode)
    {
        SqliteConnection? connection = null;
        try
        {
            connection = Connect(source, mode);
            Execute(connection, "PRAGMA query_only = ON; PRAGMA cache_size = -16000; PRAGMA busy_timeout = 5000; SELECT count(*) FROM sqlite_master");
            return connection;
        }
        catch (SqliteException failure) when (failure.SqliteErrorCode is raw.SQLITE_CANTOPEN or raw.SQLITE_READONLY)
        {
            connection?.Dispose();
            return null;
        }
        catch (SqliteException failure)
        {
            connection?.Dispose();
            throw StoreErrors.CannotRead(source, failure);
        }
    }

    private static void LoadLibrary(string path)
    {
        try
        {
            Library.Load();
        }
        catch (Exception failure) when (failure is DllNotFoundException or TypeInitializationException or BadImageFormatException)
        {
            throw StoreErrors.Invalid(
                path, $"cannot be opened: the module has no SQLite library that loads on {RuntimeInformation.RuntimeIdentifier}.");
        }
    }

    /// <summary>Looks at the file without a lock and without a journal, so that a foreign file is left without a trace.</summary>
    private static void Check(string path)
    {
        try
        {
            using SqliteConnection connection = Connect(ImmutableUri(path), SqliteOpenMode.ReadOnly);
            ReadVersion(connection, path);

            // The version is in the first bytes. SQLite takes a last page that was cut off for one of zeros.
            Scalar(connection, "SELECT count(*) FROM sqlite_master");
            if (new FileInfo(path).Length % (long)Scalar(connection, "PRAGMA page_size") != 0 && !HasJournal(path))
            {
                throw StoreErrors.Invalid(path, "is damaged: its end is missing; it was left as it is.");
            }
        }
        catch (SqliteException failure) when (failure.SqliteErrorCode == raw.SQLITE_CORRUPT && HasJournal(path))
        {
            // After a kill the file can lack pages that the journal holds. A connection that cannot write leaves both as they are.
            using SqliteConnection? connection = TryOpen(path, SqliteOpenMode.ReadOnly);
            ReadVersion(connection ?? throw StoreErrors.CannotRead(path, failure), path);
        }
        catch (SqliteException failure)
        {
            throw StoreErrors.CannotRead(path, failure);
        }
    }

    private static long ReadVersion(SqliteConnection connection, string path)
    {
        long application = (long)Scalar(connection, "PRAGMA application_id");
        long version = (long)Scalar(connection, "PRAGMA user_version");
        return application != ApplicationId || version < 1 ? throw StoreErrors.Invalid(path, "is not a store of this module; it was left as it is.")
            : version > Version ? throw StoreErrors.Invalid(path, "was written by a newer version of this module; it was left as it is.")
            : version;
    }

    // Created under another name, so that a kill leaves either a whole store or none.
    private static void Create(string path)
    {
        string draft = path + ".new";
        try
        {
            Delete(draft);
            using (SqliteConnection connection = Connect(draft, SqliteOpenMode.ReadWriteCreate))
            {
                Execute(connection, $"PRAGMA application_id = {ApplicationId}; PRAGMA synchronous = FULL");
                Migrate(connection, 0);
                Execute(connection, "PRAGMA journal_mode = WAL");
            }

            File.Move(draft, path);
        }
        catch (SqliteException failure)
        {
            throw StoreErrors.CannotWrite(path, failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw StoreErrors.Invalid(path, $"cannot be created: {failure.Message}");
        }
        finally
        {
            Delete(draft);
        }
    }

    private static void Delete(string draft)
    {
        foreach (string file in (string[])[draft, draft + "-journal", draft + "-wal", draft + "-shm"])
        {
            File.Delete(file);
        }
    }

    private static void Migrate(SqliteConnection connection, long version)
    {
        using SqliteTransaction transaction = connection.BeginTransaction();
        for (long next = version + 1; next <= Version; next++)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"Version{next}.sql");
            using Stream stream = typeof(StoreFile).Assembly.GetManifestResourceStream(name)!;
            using StreamReader reader = new(stream);
            Execute(connection, reader.ReadToEnd());
        }

        Execute(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {Version}"));
        transaction.Commit();
    }

    private static bool HasJournal(string path) => new FileInfo(path + "-wal") is { Exists: true, Length: > 0 };

    private static string ImmutableUri(string path)
    {
        // Each name is escaped, and the slashes between them are kept.
        string[] names = Path.GetFullPath(path).Split(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar);
        string escaped = string.Join('/', names.Select(Uri.EscapeDataString));
        return $"file:{(escaped.StartsWith('/') ? string.Empty : "/")}{escaped}?immutable=1";
    }

    private static SqliteConnection Connect(string source, SqliteOpenMode mode)
    {
        // Not pooled, because a closed connection must release the file.
        SqliteConnection connection = new(
            new SqliteConnectionStringBuilder { DataSource = source, Mode = mode, Pooling = false }.ToString());
        try
        {
            connection.Open();
            return connection;
        }
        catch (SqliteException)
        {
            connection.Dispose();
            throw;
        }
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static object Scalar(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar()!;
    }

    /// <summary>SQLite itself, which is loaded and set up once in a process.</summary>
    private static class Library
    {
        static Library()
        {
            Batteries_V2.Init();

            // One thread at a time uses a connection. SQLite's own locks around each call would take a seventh of the time of reading.
            raw.sqlite3_shutdown();
            raw.sqlite3_config(raw.SQLITE_CONFIG_MULTITHREAD);
            raw.sqlite3_initialize();
        }

        public static void Load()
        {
        }
    }
}
