namespace TikTokFollowing.Providers.Reading;

/// <summary>What a property outside the rows means.</summary>
internal enum PageField
{
    Unknown,
    Rows,

    /// <summary>An array is the rows, an object holds the page's fields.</summary>
    RowsOrEnvelope,
    Envelope,
    Cursor,
    HasMore,
    Total,
    IsTruncated,
    StatusCode,
    StatusText,

    /// <summary>A word such as "success" or "error".</summary>
    StatusWord,
    Success,
    Error,
    RequestId,
}

/// <summary>What a property of a row means.</summary>
internal enum UserField
{
    Unknown,
    User,
    Stats,
    ExactStats,
    Id,
    Handle,
    SecUid,
    DisplayName,
    Bio,
    Verified,

    /// <summary>Why the account is verified; empty when it is not.</summary>
    VerificationText,
    Private,
    Followers,
    Following,
    Likes,
    LikesFallback,
    Videos,
    LikesGiven,
    WebsiteUrl,
    AvatarUrl,
    AvatarThumbnailUrl,
}

/// <summary>The property names of one provider's answers, on top of those that every list of this family can carry.</summary>
internal sealed class PageShape
{
    private static readonly (string, PageField)[] FamilyPage =
    [
        ("followingList", PageField.Rows), ("followings", PageField.Rows), ("userList", PageField.Rows), ("data", PageField.RowsOrEnvelope),
        ("hasMore", PageField.HasMore), ("has_more", PageField.HasMore), ("total", PageField.Total), ("isTruncated", PageField.IsTruncated),
        ("status_code", PageField.StatusCode), ("statusCode", PageField.StatusCode), ("code", PageField.StatusCode),
        ("status_msg", PageField.StatusText), ("statusMsg", PageField.StatusText), ("msg", PageField.StatusText),
        ("message", PageField.StatusText), ("messages", PageField.StatusText), ("error", PageField.Error),
        ("status", PageField.StatusWord), ("success", PageField.Success),
    ];

    private static readonly (string, UserField)[] FamilyUser =
    [
        ("user", UserField.User), ("stats", UserField.Stats), ("statsV2", UserField.ExactStats),
        ("id", UserField.Id), ("uid", UserField.Id), ("uniqueId", UserField.Handle), ("unique_id", UserField.Handle),
        ("secUid", UserField.SecUid), ("sec_uid", UserField.SecUid), ("nickname", UserField.DisplayName), ("signature", UserField.Bio),
        ("verified", UserField.Verified), ("privateAccount", UserField.Private), ("private_account", UserField.Private),
        ("followerCount", UserField.Followers), ("follower_count", UserField.Followers),
        ("followingCount", UserField.Following), ("following_count", UserField.Following),
        ("heartCount", UserField.Likes), ("heart_count", UserField.Likes), ("total_favorited", UserField.Likes), ("heart", UserField.LikesFallback),
        ("videoCount", UserField.Videos), ("video_count", UserField.Videos), ("aweme_count", UserField.Videos),
        ("diggCount", UserField.LikesGiven), ("digg_count", UserField.LikesGiven), ("favoriting_count", UserField.LikesGiven),
        ("avatarLarger", UserField.AvatarUrl), ("avatar_larger", UserField.AvatarUrl),
        ("avatarThumb", UserField.AvatarThumbnailUrl), ("avatar_thumb", UserField.AvatarThumbnailUrl),
    ];

    // Built on first use, which is the warm-up, so that connecting does not wait for them.
    private readonly Lazy<Utf8NameTable<PageField>> _page;
    private readonly Lazy<Utf8NameTable<UserField>> _user;

    /// <summary>Creates the shape.</summary>
    /// <param name="cursorNames">The cursor's names, the preferred one first.</param>
    /// <param name="page">Further names outside the rows.</param>
    /// <param name="user">Further names inside the rows.</param>
    public PageShape(string[] cursorNames, (string Name, PageField Field)[]? page = null, (string Name, UserField Field)[]? user = null)
    {
        CursorNames = Array.ConvertAll(cursorNames, System.Text.Encoding.UTF8.GetBytes);
        _page = new(() => new(FamilyPage, page ?? [], Array.ConvertAll(cursorNames, static name => (name, PageField.Cursor))));
        _user = new(() => new(FamilyUser, user ?? []));
    }

    public IReadOnlyList<byte[]> CursorNames { get; }

    public Utf8NameTable<PageField> Page => _page.Value;

    public Utf8NameTable<UserField> User => _user.Value;
}
