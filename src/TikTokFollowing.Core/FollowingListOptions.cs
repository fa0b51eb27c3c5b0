using TikTokFollowing.Checkpoints;

namespace TikTokFollowing;

/// <summary>What to read of one handle's list.</summary>
public sealed class FollowingListOptions
{
    /// <summary>Accounts per request, 1 to 100; <see langword="null"/> is the largest that the provider documents.</summary>
    public int? PageSize { get; init; }

    /// <summary>At most so many rows; <see langword="null"/> is all.</summary>
    public long? First { get; init; }

    /// <summary>Pass over so many rows first. They are paid for all the same.</summary>
    public long Skip { get; init; }

    /// <summary>At most so many pages; <see langword="null"/> is all.</summary>
    public int? MaxPages { get; init; }

    /// <summary>Start here: <see cref="FollowingSummary.NextCursor"/> of an earlier run.</summary>
    public string? Cursor { get; init; }

    /// <summary>Fetch the next page while the consumer works on this one. May spend one request that is not used.</summary>
    public bool ReadAhead { get; init; }

    /// <summary>Read the first page even when <see cref="First"/> is 0, for the sake of its reported total.</summary>
    public bool WantsTotal { get; init; }

    /// <summary>Accounts that are known already: they are left out, and enough of them in a row end the list.</summary>
    public KnownAccounts? Known { get; init; }

    /// <summary>How many known rows in a row end the list.</summary>
    public int KnownStreak { get; init; } = 20;

    /// <summary>Remembers how far the list was read, and goes on from there.</summary>
    public CheckpointFile? Checkpoint { get; init; }

    /// <summary>Hears what happens.</summary>
    public IFollowingObserver? Observer { get; init; }
}
