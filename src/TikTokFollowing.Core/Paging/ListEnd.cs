using TikTokFollowing.Providers.Reading;

namespace TikTokFollowing.Paging;

/// <summary>Why no further page is asked for.</summary>
/// <param name="Status">The verdict.</param>
/// <param name="Message">What to tell the user; <see langword="null"/> when there is nothing to say.</param>
internal sealed record ListEnd(FollowingStatus Status, string? Message = null)
{
    private const string Cut = "The provider announces more accounts but gives no cursor to ask for them; TikTok cuts lists at about 5,000 rows.";

    /// <summary>Decides by the page alone whether the list goes on. Neither its length nor the total counts: both lie.</summary>
    /// <param name="content">The page.</param>
    /// <param name="wasTruncated">Whether this page or an earlier one said <c>isTruncated</c>.</param>
    /// <param name="usedCursors">Every cursor that was asked with.</param>
    /// <returns><see langword="null"/> when the list goes on.</returns>
    public static ListEnd? Of(PageContent content, bool wasTruncated, HashSet<string> usedCursors)
    {
        PageCursor next = content.Cursor;
        ListEnd complete = wasTruncated ? new(FollowingStatus.Truncated, "The provider says that it cut the list off.") : new(FollowingStatus.Complete);
        return content.HasMore switch
        {
            false => complete,
            true when !next.IsUsable => new(FollowingStatus.Truncated, Cut),
            null when next.IsNegative => new(FollowingStatus.Truncated, Cut),
            null when !next.IsUsable => complete,
            _ when usedCursors.Contains(next.Value!) =>
                new(FollowingStatus.StuckCursor, $"The provider sent the cursor {DisplayText.Quote(next.Value!, 60)} again, which would repeat rows for ever."),
            _ => null,
        };
    }
}
