using System.Globalization;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace TikTokFollowing.Store;

/// <summary>Opens the file of a store. A file that is not a store, or that a newer module made, is not changed.</summary>
internal static class StoreFile
{
    /// <summary>The version of the tables that this module writes.</summary>
    public const int Version = 1;

    // How many pages of the file the journal holds before SQLite copies them. A journal that begins anew is overwritten, which is synced
    // twice as fast as one that grows. But a first reading writes so many different pages that copying them often would take longer.
    private const int ShortJournal = 200;
    private const int LongJournal = 4000;

    /// <summary>Each transaction is on the disk when it ends, so that a power cut costs no more than a kill.</summary>
    private const string Synced = "PRAGMA synchronous = FULL";

    // "TTkF": what SQLite's file format keeps to tell the files of applications apart.
    private const long ApplicationId = 0x54546B46;

    /// <summary>Opens a store for a Sync, and creates it where there is none and it is wanted.</summary>
    /// <param name="path">A full path of the file system.</param>
    /// <param name="create">Whether to create it.</param>
    /// <param name="syncLock">What keeps another Sync away.</param>
    /// <exception cref="FollowingException">The file is no store, is in use, or cannot be opened or created.</exception>
    public static Database OpenToWrite(string path, bool create, out FileStream syncLock)
    {
        LoadLibrary(path);
        path = Target(path);
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

            Database database = OpenLocked(path);
            syncLock = taken;
            taken = null!;
            return database;
        }
        finally
        {
            taken?.Dispose();
        }
    }

    private static Database OpenLocked(string path)
    {
        Database database = ConnectToWrite(path);
        try
        {
            database.Execute($"{Synced}; PRAGMA cache_size = -32000; PRAGMA wal_autocheckpoint = {ShortJournal}");
            long version = ReadVersion(database, path);
            if (version < Version)
            {
                Migrate(database, version);
            }

            return database;
        }
        catch (DatabaseException failure)
        {
            database.Dispose();
            throw StoreErrors.CannotWrite(path, failure);
        }
        catch (FollowingException)
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Prepares for a first reading.</summary>
    /// <exception cref="DatabaseException">SQLite refused.</exception>
    public static void UseLongJournal(Database database) => database.Execute($"PRAGMA wal_autocheckpoint = {LongJournal}");

    /// <summary>Opens a store to look at, also while a Sync writes to it.</summary>
    /// <exception cref="FollowingException">The file is no store or cannot be opened.</exception>
    public static Database OpenToRead(string path)
    {
        LoadLibrary(path);
        path = Target(path);
        if (!File.Exists(path))
        {
            throw StoreErrors.Invalid(path, Directory.Exists(path) ? "is a folder." : "does not exist.");
        }

        Check(path);

        // A connection that may write cleans up the journal when it is the last one. It needs a file and a folder that are writable.
        return TryOpen(path, raw.SQLITE_OPEN_READWRITE)
            ?? TryOpen(path, raw.SQLITE_OPEN_READONLY)
            ?? (HasJournal(path) ? null : TryOpen(ImmutableUri(path), raw.SQLITE_OPEN_READONLY))
            ?? throw StoreErrors.Invalid(path, "cannot be opened: its journal needs a folder that can be written to.");
    }

    private static Database ConnectToWrite(string path)
    {
        try
        {
            return new Database(path, raw.SQLITE_OPEN_READWRITE);
        }
        catch (DatabaseException failure)
        {
            throw StoreErrors.CannotWrite(path, failure);
        }
    }

    private static Database? TryOpen(string source, int flags)
    {
        Database? database = null;
        try
        {
            database = new(source, flags);
            database.Execute("PRAGMA query_only = ON; PRAGMA cache_size = -16000; SELECT count(*) FROM sqlite_master");
            return database;
        }
        catch (DatabaseException failure) when (failure.Code is raw.SQLITE_CANTOPEN or raw.SQLITE_READONLY)
        {
            database?.Dispose();
            return null;
        }
        catch (DatabaseException failure)
        {
            database?.Dispose();
            throw StoreErrors.CannotRead(source, failure);
        }
    }

    // SQLite's journal is beside the file itself, not beside a link to it; so is the lock.
    private static string Target(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget is null ? path : File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName;
        }
        catch (IOException failure)
        {
            throw StoreErrors.Invalid(path, $"cannot be opened: {failure.Message}");
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
            using Database database = new(ImmutableUri(path), raw.SQLITE_OPEN_READONLY);
            ReadVersion(database, path);

            // The version is in the first bytes. SQLite takes a last page that was cut off for one of zeros.
            database.Execute("SELECT count(*) FROM sqlite_master");
            if (new FileInfo(path).Length % database.Prepare("PRAGMA page_size").RunForNumber()!.Value != 0 && !HasJournal(path))
            {
                throw StoreErrors.Invalid(path, "is damaged: its end is missing; it was left as it is.");
            }
        }
        catch (DatabaseException failure) when (failure.Code == raw.SQLITE_CORRUPT && HasJournal(path))
        {
            // After a kill the file can lack pages that the journal holds. A connection that cannot write leaves both as they are.
            using Database? database = TryOpen(path, raw.SQLITE_OPEN_READONLY);
            ReadVersion(database ?? throw StoreErrors.CannotRead(path, failure), path);
        }
        catch (DatabaseException failure)
        {
            throw StoreErrors.CannotRead(path, failure);
        }
    }

    private static long ReadVersion(Database database, string path)
    {
        long application = database.Prepare("PRAGMA application_id").RunForNumber()!.Value;
        long version = database.Prepare("PRAGMA user_version").RunForNumber()!.Value;
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
            using (Database database = new(draft, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE))
            {
                database.Execute($"PRAGMA application_id = {ApplicationId}; {Synced}");
                Migrate(database, 0);
                database.Execute("PRAGMA journal_mode = WAL");
            }

            File.Move(draft, path);
        }
        catch (DatabaseException failure)
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

    private static void Migrate(Database database, long version)
    {
        database.Execute("BEGIN IMMEDIATE");
        for (long next = version + 1; next <= Version; next++)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"Version{next}.sql");
            using Stream stream = typeof(StoreFile).Assembly.GetManifestResourceStream(name)!;
            using StreamReader reader = new(stream);
            database.Execute(reader.ReadToEnd());
        }

        database.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {Version}; COMMIT"));
    }

    private static bool HasJournal(string path) => new FileInfo(path + "-wal") is { Exists: true, Length: > 0 };

    private static string ImmutableUri(string path)
    {
        // Each name is escaped, and the slashes between them are kept.
        string[] names = Path.GetFullPath(path).Split(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar);
        string escaped = string.Join('/', names.Select(Uri.EscapeDataString));

        // The address of a path like \\server\share has an empty host; SQLite takes no other.
        string root = escaped.StartsWith("//", StringComparison.Ordinal) ? "//" : escaped.StartsWith('/') ? string.Empty : "/";
        return $"file:{root}{escaped}?immutable=1";
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
