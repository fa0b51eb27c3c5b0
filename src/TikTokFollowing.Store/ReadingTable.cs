using TikTokFollowing.Store.History;

namespace TikTokFollowing.Store;

/// <summary>A run of a reading, as far as it has come.</summary>
internal sealed record StoredReading
{
    public required long Id { get; init; }

    public required long ListId { get; init; }

    /// <summary>The run that began the reading, when this one resumes it.</summary>
    public long? ResumedId { get; init; }

    public required ReadingKind Kind { get; init; }

    public required long ProviderId { get; init; }

    public required long StartedAt { get; init; }

    public long? EndedAt { get; init; }

    public FollowingStatus? Status { get; init; }

    /// <summary>Whether nothing is left to resume.</summary>
    public bool IsFinished { get; init; }

    public long Users { get; init; }

    public long Duplicates { get; init; }

    public long Pages { get; init; }

    public long Requests { get; init; }

    public long Retries { get; init; }

    public decimal Credits { get; init; }

    /// <summary>What the request under way costs; <see langword="null"/> when there is none.</summary>
    public decimal? ExpectedCredits { get; init; }

    public long? ReportedTotal { get; init; }

    public string? NextCursor { get; init; }

    /// <summary>The page of the reading that <see cref="NextCursor"/> asks for, from 1.</summary>
    public long NextPage { get; init; } = 1;

    /// <summary>In seconds.</summary>
    public double Duration { get; init; }

    public string? Message { get; init; }

    /// <summary>The known follows that were seen and whose place was not passed yet.</summary>
    public IReadOnlyCollection<long> SeenBelow { get; init; } = [];

    public bool IsGapless { get; init; } = true;

    /// <summary>The reading, by the run that began it.</summary>
    public long ReadingId => ResumedId ?? Id;

    /// <summary>Whether the run has ended as its summary says.</summary>
    public bool Tells(FollowingSummary summary) =>
        Status == summary.Status && Message == summary.Message && Users == summary.Users && Duplicates == summary.Duplicates && Pages == summary.Pages
        && Requests == summary.Requests && Retries == summary.Retries && Credits == summary.Credits && ReportedTotal == summary.ReportedTotal;

    /// <summary>The run as its summary tells it.</summary>
    public StoredReading EndedBy(FollowingSummary summary, long endedAt)
    {
        // How a page ended the list is known from the page, if it was stored.
        bool isFinished = IsFinished || summary.Status is FollowingStatus.Hidden or FollowingStatus.NotFound;
        return this with
        {
            EndedAt = endedAt,
            Status = summary.Status,
            IsFinished = isFinished,
            Users = summary.Users,
            Duplicates = summary.Duplicates,
            Pages = summary.Pages,
            Requests = summary.Requests,
            Retries = summary.Retries,
            Credits = summary.Credits,
            ExpectedCredits = null,
            ReportedTotal = summary.ReportedTotal ?? ReportedTotal,
            Duration = summary.Duration.TotalSeconds,
            Message = summary.Message,
            SeenBelow = isFinished ? [] : SeenBelow,
        };
    }
}

/// <summary>The runs of the readings, and what they read.</summary>
internal sealed class ReadingTable
{
    private const string Columns =
        """
        id, list_id, resumed_id, kind, provider_id, started_at, ended_at, status, is_finished, users, duplicates, pages, requests, retries,
        credits, expected_credits, reported_total, next_cursor, next_page, duration, message, seen_below, is_gapless
        """;

    private readonly Database _database;
    private readonly Statement _insert;
    private readonly Statement _update;
    private readonly Statement _newest;
    private readonly Statement _ranges;
    private readonly Statement _insertRange;
    private readonly Statement _updateRange;
    private readonly Statement _deleteRanges;

    public ReadingTable(Database database)
    {
        _database = database;
        _insert = database.Prepare("""
            INSERT INTO reading (list_id, resumed_id, kind, provider_id, started_at, ended_at, status, is_finished, users, duplicates, pages,
                requests, retries, credits, expected_credits, reported_total, next_cursor, next_page, duration, message, seen_below, is_gapless)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """);
        _update = database.Prepare("""
            UPDATE reading SET provider_id = ?, ended_at = ?, status = ?, is_finished = ?, users = ?, duplicates = ?, pages = ?, requests = ?,
                retries = ?, credits = ?, expected_credits = ?, reported_total = ?, next_cursor = ?, next_page = ?, duration = ?, message = ?,
                seen_below = ?, is_gapless = ? WHERE id = ?
            """);
        _newest = database.Prepare($"SELECT {Columns} FROM reading WHERE list_id = ? ORDER BY id DESC LIMIT 1");
        _ranges = database.Prepare("SELECT reading_id, read_at, not_after, above FROM read_range WHERE list_id = ? ORDER BY id");
        _insertRange = database.Prepare("INSERT INTO read_range (list_id, reading_id, read_at, not_after, above) VALUES (?, ?, ?, ?, ?)");
        _updateRange = database.Prepare("UPDATE read_range SET above = ? WHERE id = ?");
        _deleteRanges = database.Prepare("DELETE FROM read_range WHERE list_id = ? AND reading_id = ?");
    }

    /// <summary>The newest run of a list.</summary>
    public StoredReading? Newest(long listId)
    {
        StoredReading? reading = _newest.Bind(listId).Step() ? Read(_newest) : null;
        _newest.Reset();
        return reading;
    }

    public long StartedAt(long id) => _database.Prepare("SELECT started_at FROM reading WHERE id = ?").Bind(id).RunForNumber()!.Value;

    public long Insert(StoredReading reading)
    {
        Statement statement = _insert.Bind(reading.ListId).Bind(reading.ResumedId).Bind(reading.Kind.ToString())
            .Bind(reading.ProviderId).Bind(reading.StartedAt).Bind(reading.EndedAt).Bind(reading.Status?.ToString());
        BindProgress(statement, reading).Run();
        return _database.LastId;
    }

    public void Update(StoredReading reading) =>
        BindProgress(_update.Bind(reading.ProviderId).Bind(reading.EndedAt).Bind(reading.Status?.ToString()), reading).Bind(reading.Id).Run();

    /// <summary>What the readings of a list read, in the order in which they did.</summary>
    public List<ReadRange> Ranges(long listId)
    {
        List<ReadRange> ranges = [];
        _ranges.Bind(listId);
        while (_ranges.Step())
        {
            ranges.Add(new ReadRange(_ranges.Number(0), _ranges.Number(1), _ranges.NumberOrNull(2), _ranges.Number(3)));
        }

        return ranges;
    }

    public long InsertRange(long listId, ReadRange range)
    {
        _insertRange.Bind(listId).Bind(range.ReadingId).Bind(range.ReadAt).Bind(range.NotAfter).Bind(range.Above).Run();
        return _database.LastId;
    }

    public void UpdateRange(long id, ReadRange range) => _updateRange.Bind(range.Above).Bind(id).Run();

    public void DeleteRanges(long listId, long readingId) => _deleteRanges.Bind(listId).Bind(readingId).Run();

    private static Statement BindProgress(Statement statement, StoredReading reading) => statement
        .Bind(reading.IsFinished).Bind(reading.Users).Bind(reading.Duplicates).Bind(reading.Pages).Bind(reading.Requests)
        .Bind(reading.Retries).Bind(reading.Credits).Bind(reading.ExpectedCredits).Bind(reading.ReportedTotal)
        .Bind(reading.NextCursor).Bind(reading.NextPage).Bind((decimal)reading.Duration).Bind(reading.Message)
        .Bind(Pack(reading.SeenBelow)).Bind(reading.IsGapless);

    private static StoredReading Read(Statement row) => new()
    {
        Id = row.Number(0),
        ListId = row.Number(1),
        ResumedId = row.NumberOrNull(2),
        Kind = Enum.Parse<ReadingKind>(row.Text(3)!),
        ProviderId = row.Number(4),
        StartedAt = row.Number(5),
        EndedAt = row.NumberOrNull(6),
        Status = row.Text(7) is string status ? Enum.Parse<FollowingStatus>(status) : null,
        IsFinished = row.Flag(8) == true,
        Users = row.Number(9),
        Duplicates = row.Number(10),
        Pages = row.Number(11),
        Requests = row.Number(12),
        Retries = row.Number(13),
        Credits = (decimal)row.Real(14),
        ExpectedCredits = row.IsNull(15) ? null : (decimal)row.Real(15),
        ReportedTotal = row.NumberOrNull(16),
        NextCursor = row.Text(17),
        NextPage = row.Number(18),
        Duration = row.Real(19),
        Message = row.Text(20),
        SeenBelow = Unpack(row.Bytes(21)),
        IsGapless = row.Flag(22) == true,
    };

    // About one page of ids, written with each page: ascending, each as the difference to the one before.
    private static byte[]? Pack(IReadOnlyCollection<long> ids)
    {
        if (ids.Count == 0)
        {
            return null;
        }

        using MemoryStream bytes = new();
        using BinaryWriter writer = new(bytes);
        long previous = 0;
        foreach (long id in ids.Order())
        {
            writer.Write7BitEncodedInt64(id - previous);
            previous = id;
        }

        return bytes.ToArray();
    }

    private static List<long> Unpack(byte[]? packed)
    {
        List<long> ids = [];
        using MemoryStream bytes = new(packed ?? []);
        using BinaryReader reader = new(bytes);
        long previous = 0;
        while (bytes.Position < bytes.Length)
        {
            ids.Add(previous += reader.Read7BitEncodedInt64());
        }

        return ids;
    }
}
