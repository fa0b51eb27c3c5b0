using TikTokFollowing.Store.Graph;
using TikTokFollowing.Store.History;

namespace TikTokFollowing.Store;

/// <summary>
/// One SQLite file that holds lists with their history. One Sync at a time writes to it; whoever reads can do so at any time.
/// </summary>
internal sealed class FollowingStore : IDisposable
{
    private readonly StoreWriter? _writer;
    private readonly Database _database;
    private readonly StoreReader _reader;
    private readonly Planner _planner;

    private FollowingStore(StoreWriter? writer, Database database, StoreReader reader, TimeProvider time)
    {
        _writer = writer;
        _database = database;
        _reader = reader;
        _planner = new Planner(reader, time);
    }

    /// <summary>SQLite's own handle.</summary>
    internal SQLitePCL.sqlite3 Handle => _database.Handle;

    private StoreWriter Writer => _writer ?? throw new InvalidOperationException("The store was opened to be read.");

    /// <summary>Compiles on another thread what a Sync needs, while the file is opened.</summary>
    public static void WarmUpForSync() => StartUp.InBackground(static () => StartUp.Compile(
    [
        typeof(Database), typeof(Statement), typeof(StoreWriter), typeof(AccountTable), typeof(FollowTable), typeof(ReadingTable), typeof(StoreReader),
        typeof(Planner), typeof(ReadingPlan), typeof(StoredReading), typeof(FollowingStore), typeof(Reading), typeof(Profile),
        typeof(ListReading), typeof(KnownFollow), typeof(ReadRange),
    ]));

    /// <summary>Compiles on another thread what reading a store needs, while the file is opened.</summary>
    public static void WarmUpToRead() => StartUp.InBackground(static () => StartUp.Compile([typeof(Statement), typeof(StoreReader), typeof(ListReading)]));

    /// <summary>Opens a store to write to it.</summary>
    /// <param name="path">A full path of the file system.</param>
    /// <param name="time">The clock.</param>
    /// <param name="create">Whether to create it where there is none.</param>
    /// <exception cref="FollowingException"><see cref="FollowingErrorKind.StoreInUse"/>, or <see cref="FollowingErrorKind.StoreInvalid"/>;
    /// the file is then left as it was.</exception>
    public static FollowingStore OpenForSync(string path, TimeProvider time, bool create = true)
    {
        StoreWriter writer = StoreWriter.Open(path, time, create);
        return new FollowingStore(writer, writer.Database, writer.Reader, time);
    }

    /// <summary>Opens a store to look at, also while a Sync writes to it.</summary>
    /// <param name="path">A full path of the file system.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="FollowingException"><see cref="FollowingErrorKind.StoreInvalid"/>; the file is left as it was.</exception>
    public static FollowingStore OpenToRead(string path, TimeProvider time)
    {
        Database database = StoreFile.OpenToRead(path);
        return new FollowingStore(null, database, new StoreReader(path, database), time);
    }

    /// <summary>The lists that a Sync without handles reads, by handle.</summary>
    /// <exception cref="FollowingException">The store cannot be read.</exception>
    public IReadOnlyList<string> Watched() => _reader.Watched();

    /// <summary>What a Sync would do with a list, and what that would take. Changes nothing.</summary>
    /// <param name="handle">Whose list.</param>
    /// <param name="options">What is asked for.</param>
    /// <param name="translate">The cursor of the provider that is asked for that of another one; without it, the same one is asked.</param>
    /// <exception cref="FollowingException">The store cannot be read.</exception>
    public ReadingPlan Plan(string handle, SyncOptions options, Func<string?, FollowingProvider, string?>? translate = null) =>
        _planner.Plan(handle.ToLowerInvariant(), options, translate);

    /// <summary>What a Sync would do with a list where there is no store yet.</summary>
    public static ReadingPlan PlanWithoutStore(string handle, SyncOptions options) => Planner.PlanFirst(handle.ToLowerInvariant(), options);

    /// <summary>Begins what a plan says. From here on a request counts as under way.</summary>
    /// <param name="plan">The plan, made of this store since the list was read last.</param>
    /// <param name="provider">The API that is asked first.</param>
    /// <param name="isSandbox">Whether the accounts are made up. A store holds either such lists or real ones.</param>
    /// <exception cref="FollowingException">The store cannot be written, or holds lists of the other sort.</exception>
    public Reading Begin(ReadingPlan plan, FollowingProvider provider, bool isSandbox)
    {
        if (plan.Kind == ReadingKind.Nothing)
        {
            throw new ArgumentException("There is nothing to read.", nameof(plan));
        }

        return Writer.Write(() => BeginReading(plan, provider, isSandbox));
    }

    /// <summary>The follows of the lists: one list after the other, newest first. Rows come as they are read.</summary>
    /// <exception cref="FollowingException">The store cannot be read.</exception>
    public IEnumerable<FollowingHistoryEntry> History(HistoryFilter filter) => _reader.History(filter);

    /// <summary>What changed, oldest first. Rows come as they are read.</summary>
    /// <exception cref="FollowingException">The store cannot be read.</exception>
    public IEnumerable<FollowingChange> Changes(ChangeFilter filter) => _reader.Changes(filter);

    /// <summary>How the readings went, oldest first. Rows come as they are read.</summary>
    /// <exception cref="FollowingException">The store cannot be read.</exception>
    public IEnumerable<FollowingSummary> Summaries(SummaryFilter filter) => _reader.Summaries(filter);

    /// <summary>
    /// Forgets a list and the accounts that no other list holds, or of a list what ended before a time. It is in no byte of the file or of
    /// its journal afterwards.
    /// </summary>
    /// <param name="handle">Whose list.</param>
    /// <param name="before">Only what ended before; <see langword="null"/> is the whole list.</param>
    /// <returns>Whether the store had the list.</returns>
    /// <exception cref="FollowingException">The store cannot be written; or somebody reads it, so that the journal still holds what was
    /// removed: then it is to be called again.</exception>
    public bool Remove(string handle, DateTimeOffset? before) =>
        new HistoryRemoval(Writer).Remove(handle.ToLowerInvariant(), UnixTime.Floor(before));

    /// <summary>Writes the network of the lists.</summary>
    /// <param name="path">The file; for <see cref="FollowingGraphFormat.Csv"/> the name from which two are made.</param>
    /// <param name="format">The format.</param>
    /// <param name="filter">Which follows.</param>
    /// <param name="replace">Whether existing files are replaced.</param>
    /// <returns>The files that were written.</returns>
    /// <exception cref="FollowingException">The store cannot be read.</exception>
    /// <exception cref="IOException">A file exists or cannot be written; the files that were there are as they were.</exception>
    public IReadOnlyList<string> ExportGraph(string path, FollowingGraphFormat format, HistoryFilter filter, bool replace) =>
        new GraphExport(_reader).Write(path, format, filter, replace);

    /// <summary>Closes the file and lets the next Sync in.</summary>
    public void Dispose()
    {
        if (_writer is null)
        {
            _database.Dispose();
        }
        else
        {
            _writer.Dispose();
        }
    }

    private Reading BeginReading(ReadingPlan plan, FollowingProvider provider, bool isSandbox)
    {
        CheckSandbox(isSandbox);
        if (plan.Kind == ReadingKind.FirstReading)
        {
            StoreFile.UseLongJournal(Writer.Database);
        }

        Statement addList = Writer.Database.Prepare("""
            INSERT INTO list (handle, is_watched, added_at) VALUES (?, ?, ?)
            ON CONFLICT (handle) DO UPDATE SET is_watched = is_watched OR excluded.is_watched RETURNING id
            """);
        long listId = addList.Bind(plan.Handle).Bind(!plan.Options.Once).Bind(Writer.Now).RunForNumber()!.Value;

        StoredReading? newest = Writer.Readings.Newest(listId);
        if (newest is { Status: null })
        {
            CloseKilled(newest);
        }

        StoredReading reading = new()
        {
            Id = 0,
            ListId = listId,
            Kind = plan.Kind,
            ProviderId = Writer.ProviderId(provider),
            StartedAt = Writer.Now,
            ExpectedCredits = plan.Options.CreditsPerRequest,
        };
        if (plan.IsResumed)
        {
            reading = reading with
            {
                ResumedId = newest!.ReadingId,
                NextCursor = plan.Cursor,
                NextPage = newest.NextPage,
                SeenBelow = newest.SeenBelow,
                IsGapless = newest.IsGapless,
            };
        }

        reading = reading with { Id = Writer.Readings.Insert(reading) };
        return new Reading(Writer, plan, reading, Writer.Readings.Ranges(listId));
    }

    // The process was killed. Nobody knows whether the request under way was charged, so it counts as paid.
    private void CloseKilled(StoredReading reading) => Writer.Readings.Update(reading with
    {
        Status = FollowingStatus.Stopped,
        EndedAt = reading.StartedAt + (long)reading.Duration,
        Requests = reading.Requests + 1,
        Credits = reading.Credits + (reading.ExpectedCredits ?? 0),
        ExpectedCredits = null,
        Message = "The process ended before the reading did. The request under way is counted as paid.",
    });

    private void CheckSandbox(bool isSandbox)
    {
        Statement read = Writer.Database.Prepare("SELECT is_sandbox FROM store");
        if (read.RunForNumber() is null)
        {
            Statement write = Writer.Database.Prepare("UPDATE store SET is_sandbox = ?");
            write.Bind(isSandbox).Run();
        }
        else if (read.RunForNumber() != (isSandbox ? 1 : 0))
        {
            throw StoreErrors.Invalid(
                Writer.Path,
                isSandbox ? "holds real lists. Lists of the sandbox need another file." : "holds lists of the sandbox. Real lists need another file.");
        }
    }
}
