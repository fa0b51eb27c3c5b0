using TikTokFollowing.Paging;

namespace TikTokFollowing.Checkpoints;

/// <summary>One line of the journal: rows of one handle that were taken, and where to go on after them.</summary>
/// <param name="Key">Provider, base address and handle.</param>
/// <param name="Status"><see langword="null"/> while the list is being read; else how the run ended.</param>
/// <param name="Cursor">Where the next run goes on; <see langword="null"/> is the start.</param>
/// <param name="Rows">Rows taken, without those passed over.</param>
/// <param name="Skipped">Rows passed over at the start of the list.</param>
/// <param name="Accounts">The accounts of all these rows.</param>
internal sealed record CheckpointRecord(
    string Key,
    FollowingStatus? Status,
    string? Cursor,
    long Rows,
    long Skipped,
    IReadOnlyCollection<AccountKey> Accounts)
{
    /// <summary>Whether a page of the list said that it is cut off, which the end of a later run must not forget.</summary>
    public bool IsTruncated { get; init; }

    public bool IsFinished => Status is FollowingStatus.Complete or FollowingStatus.Truncated or FollowingStatus.StuckCursor
        or FollowingStatus.Hidden or FollowingStatus.NotFound;
}

/// <summary>What is known of one handle: the sum of its records.</summary>
internal sealed class CheckpointEntry
{
    public FollowingStatus? Status { get; private set; }

    public string? Cursor { get; private set; }

    public long Rows { get; private set; }

    public long Skipped { get; private set; }

    public bool IsFinished { get; private set; }

    public bool IsTruncated { get; private set; }

    /// <summary>The accounts taken so far; empty once the list is finished, because nobody asks for it again.</summary>
    public List<AccountKey> Accounts { get; } = [];

    public void Add(CheckpointRecord record)
    {
        Status = record.Status;
        Cursor = record.Cursor;
        Rows += record.Rows;
        Skipped += record.Skipped;
        IsFinished = record.IsFinished;
        IsTruncated |= record.IsTruncated;
        if (IsFinished)
        {
            Accounts.Clear();
            Accounts.TrimExcess();
        }
        else
        {
            Accounts.AddRange(record.Accounts);
        }
    }

    public CheckpointRecord ToRecord(string key) => new(key, Status, Cursor, Rows, Skipped, Accounts) { IsTruncated = IsTruncated };
}
