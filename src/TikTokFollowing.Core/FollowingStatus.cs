namespace TikTokFollowing;

/// <summary>How the list of one handle ended.</summary>
public enum FollowingStatus
{
    /// <summary>The provider reported the end of the list.</summary>
    Complete,

    /// <summary>Stopped because enough was read: a limit of the caller, or the consumer took no more.</summary>
    Limited,

    /// <summary>The provider announced more, but gave no usable cursor (TikTok cuts lists at about 5,000 rows).</summary>
    Truncated,

    /// <summary>A cursor came again, or two pages in a row brought no new account.</summary>
    StuckCursor,

    /// <summary>The owner hides the list.</summary>
    Hidden,

    /// <summary>There is no such account.</summary>
    NotFound,

    /// <summary>The account's credits, the plan's quota or the caller's own limit is used up.</summary>
    OutOfCredits,

    /// <summary>An error ended the list; the rows before it were delivered.</summary>
    Failed,

    /// <summary>The command was stopped: Ctrl+C, or an error or a warning that ended it.</summary>
    Stopped,

    /// <summary>No request was sent: an earlier error would have affected this list too, or the command ended first.</summary>
    NotStarted,
}
