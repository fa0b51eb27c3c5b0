using System.Diagnostics.CodeAnalysis;

namespace TikTokFollowing.Pipeline;

/// <summary>Keeps a spreadsheet from running text that strangers wrote as a formula.</summary>
internal static class SpreadsheetText
{
    /// <summary>Returns the row with a leading apostrophe before each text that a spreadsheet would run.</summary>
    public static FollowedUser Protect(FollowedUser user) => user with
    {
        Handle = Protect(user.Handle),
        UserId = Protect(user.UserId),
        SecUid = Protect(user.SecUid),
        DisplayName = Protect(user.DisplayName),
        Bio = Protect(user.Bio),
        WebsiteUrl = Protect(user.WebsiteUrl),
        AvatarUrl = Protect(user.AvatarUrl),
        AvatarThumbnailUrl = Protect(user.AvatarThumbnailUrl),
    };

    // White space and full-width signs before the formula do not stop every spreadsheet from running it.
    [return: NotNullIfNotNull(nameof(text))]
    private static string? Protect(string? text) =>
        text is null || text.AsSpan().TrimStart() is not (['=' or '+' or '-' or '@' or '\uFF1D' or '\uFF0B' or '\uFF0D' or '\uFF20', ..])
            && text is not (['\t' or '\r' or '\n', ..])
            ? text
            : "'" + text;
}
