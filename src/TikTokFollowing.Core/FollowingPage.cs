using TikTokFollowing.Paging;

namespace TikTokFollowing;

/// <summary>One answer of the provider: its rows that are new in this run, and how to ask for the next.</summary>
public sealed class FollowingPage
{
    internal FollowingPage(int number, string? cursor, IReadOnlyList<FollowedUser> users)
    {
        Number = number;
        Cursor = cursor;
        Users = users;
    }

    /// <summary>The page of this run, from 1.</summary>
    public int Number { get; }

    /// <summary>The cursor that asked for this page; <see langword="null"/> for the start.</summary>
    public string? Cursor { get; }

    /// <summary>The cursor for the next page; <see langword="null"/> when there is none.</summary>
    public string? NextCursor { get; internal init; }

    /// <summary>The provider's approximate total, or <see langword="null"/>.</summary>
    public long? ReportedTotal { get; internal init; }

    /// <summary>The rows to deliver: without those that came before, were skipped, are known, or exceed the limit.</summary>
    public IReadOnlyList<FollowedUser> Users { get; }

    /// <summary>Rows given out, the one on its way included.</summary>
    internal int Delivered { get; set; }

    /// <summary>Rows the consumer has certainly taken: only these may be passed over by a later run.</summary>
    internal int Taken { get; set; }

    /// <summary>Why no page is asked for after this one; <see langword="null"/> while the list goes on.</summary>
    internal ListEnd? End { get; init; }

    /// <summary>Whether the page holds rows beyond the caller's limit, so that it must be asked for again to go on.</summary>
    internal bool HasRowsLeft { get; init; }

    /// <summary>Rows of the page that were passed over at the start of the list.</summary>
    internal int Skipped { get; init; }

    /// <summary>Every account that is new on the page, delivered or not; empty unless a checkpoint is kept.</summary>
    internal IReadOnlyCollection<AccountKey> Accounts { get; init; } = [];
}
