using TikTokFollowing.Providers.Reading;

namespace TikTokFollowing.Paging;

/// <summary>What decides whether another page is asked for.</summary>
/// <param name="HasMore">What the page says; <see langword="null"/> when it does not.</param>
/// <param name="Cursor">The cursor that the page returned.</param>
/// <param name="CursorWasUsed">Whether a page was asked for with that cursor already.</param>
/// <param name="WasTruncated">Whether this page or an earlier one said <c>isTruncated</c>.</param>
/// <param name="PagesWithoutNewAccount">How many pages in a row brought no new account.</param>
/// <param name="HasRowsLeft">Whether the page holds rows beyond the caller's limit.</param>
/// <param name="RowsWanted">Rows that the caller still wants; <see langword="null"/> is all.</param>
/// <param name="PagesWanted">Pages that the caller still wants; <see langword="null"/> is all.</param>
internal readonly record struct PageFacts(
    bool? HasMore,
    PageCursor Cursor,
    bool CursorWasUsed,
    bool WasTruncated,
    int PagesWithoutNewAccount,
    bool HasRowsLeft,
    long? RowsWanted,
    int? PagesWanted);
