namespace TikTokFollowing.Paging;

/// <summary>Why no further page is asked for.</summary>
/// <param name="Status">How the list ended.</param>
/// <param name="Message">What to tell the user; <see langword="null"/> when there is nothing to say.</param>
internal sealed record ListEnd(FollowingStatus Status, string? Message = null)
{
    public static readonly ListEnd NoRowsWanted = new(FollowingStatus.Limited, "No rows were asked for.");
    public static readonly ListEnd ConsumerTookNoMore = new(FollowingStatus.Limited, "The consumer took no more rows.");
    public static readonly ListEnd CommandStopped = new(FollowingStatus.Stopped, "The command was stopped.");

    private static readonly ListEnd Complete = new(FollowingStatus.Complete);
    private static readonly ListEnd CutByProvider = new(FollowingStatus.Truncated, "The provider says that it cut the list off.");
    private static readonly ListEnd RowsDelivered = new(FollowingStatus.Limited, "The rows asked for were delivered.");
    private static readonly ListEnd PagesRead = new(FollowingStatus.Limited, "The pages asked for were read.");

    private static readonly ListEnd NoCursor = new(
        FollowingStatus.Truncated, "The provider announces more accounts but gives no cursor to ask for them. TikTok cuts lists at about 5,000 rows.");

    private static readonly ListEnd NoNewAccounts = new(
        FollowingStatus.StuckCursor, "Two pages in a row brought no new account: the provider repeats itself.");

    /// <summary>Every rule by which a list ends after a page, in order. Page length and reported total are unreliable and do not count.</summary>
    /// <returns><see langword="null"/> when the list continues.</returns>
    public static ListEnd? After(in PageFacts page) => page switch
    {
        // The caller's limit, when it left rows of the page behind: the page must be asked for again to resume.
        { HasRowsLeft: true } => RowsDelivered,

        // The provider's word.
        { HasMore: false, WasTruncated: true } => CutByProvider,
        { HasMore: false } => Complete,
        { HasMore: true, Cursor.IsUsable: false } => NoCursor,
        { HasMore: null, Cursor.IsNegative: true } => NoCursor,
        { HasMore: null, Cursor.IsUsable: false, WasTruncated: true } => CutByProvider,
        { HasMore: null, Cursor.IsUsable: false } => Complete,

        // Without this rule a provider that repeats itself would be paid without end.
        { CursorWasUsed: true } => new ListEnd(
            FollowingStatus.StuckCursor,
            $"The provider sent the cursor {DisplayText.Quote(page.Cursor.Value!, 60)} again, which would repeat rows for ever."),
        { PagesWithoutNewAccount: >= 2 } => NoNewAccounts,

        // The caller's limits, reached exactly at the end of a page.
        { RowsWanted: 0 } => RowsDelivered,
        { PagesWanted: <= 0 } => PagesRead,
        _ => null,
    };

    public static ListEnd Of(FollowingException failure) => new(ErrorMeaning.Of(failure.Kind).Status, failure.Message);
}
