namespace TikTokFollowing;

/// <summary>What to read of one handle's list. Each value is checked when it is set.</summary>
public sealed class FollowingListOptions
{
    /// <summary>Accounts per request, 1 to 100; <see langword="null"/> is the most that the provider takes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Out of range.</exception>
    public int? PageSize
    {
        get;
        init => field = value is null or (>= 1 and <= 100) ? value : throw new ArgumentOutOfRangeException(nameof(PageSize));
    }

    /// <summary>The most rows to deliver, 0 or more; <see langword="null"/> is all.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 0.</exception>
    public long? First
    {
        get;
        init => field = value is null or >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(First));
    }

    /// <summary>Rows to leave out at the start, 0 or more. They are paid for all the same.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 0.</exception>
    public long Skip
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(Skip));
    }

    /// <summary>The most pages to ask for, 1 or more; <see langword="null"/> is all.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int? MaxPages
    {
        get;
        init => field = value is null or >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(MaxPages));
    }

    /// <summary>Start here: <see cref="FollowingSummary.NextCursor"/> of an earlier run.</summary>
    public string? Cursor { get; init; }

    /// <summary>Fetch the next page while the consumer works on this one. May spend one request that is not used.</summary>
    public bool ReadAhead { get; init; }

    /// <summary>Read the first page even when <see cref="First"/> is 0, for the sake of its reported total.</summary>
    public bool WantsTotal { get; init; }

    /// <summary>Is told what happens.</summary>
    public IFollowingObserver? Observer { get; init; }
}
