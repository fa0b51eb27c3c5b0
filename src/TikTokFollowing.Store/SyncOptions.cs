namespace TikTokFollowing.Store;

/// <summary>What a Sync was asked to do.</summary>
internal sealed record SyncOptions
{
    /// <summary>Whether the lists are read but not watched, and those that were read completely are skipped.</summary>
    public bool Once { get; init; }

    /// <summary>Whether the whole list is read.</summary>
    public bool Full { get; init; }

    /// <summary>The whole list is read when it was last read to its end longer ago than this.</summary>
    public TimeSpan FullAfter { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Lists whose last finished reading is younger than this are skipped; <see langword="null"/> skips none.</summary>
    public TimeSpan? OlderThan { get; init; }

    /// <summary>Known accounts in a row that end the reading of the newest part.</summary>
    public int KnownStreak { get; init; } = 20;

    /// <summary>The most pages that are read of each list.</summary>
    public int? MaxPages { get; init; }

    /// <summary>Accounts on a page, as far as is known; only estimates rest on it.</summary>
    public int PageSize { get; init; } = 100;

    /// <summary>Whether pages have no more than <see cref="PageSize"/>, because the provider is asked for so many.</summary>
    public bool AsksForPageSize { get; init; } = true;

    /// <summary>What one request costs.</summary>
    public decimal CreditsPerRequest { get; init; } = 1;

    /// <summary>Whether a profile that differs is a change. These changes make the store grow with each reading.</summary>
    public bool IncludeProfileChange { get; init; }
}
