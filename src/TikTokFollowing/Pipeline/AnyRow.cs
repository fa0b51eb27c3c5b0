using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace TikTokFollowing.Pipeline;

/// <summary>A row of an earlier run in whatever form the user kept it: from memory, Import-Csv, ConvertFrom-Json, or a hashtable.</summary>
/// <param name="Source">The row as it was given.</param>
/// <param name="Read">Returns a property as invariant text; <see langword="null"/> when the row has none of that name.</param>
internal readonly record struct AnyRow(object Source, Func<string, string?> Read)
{
    /// <summary>Makes a row of a value.</summary>
    /// <param name="value">What the user passed.</param>
    /// <param name="row">The row.</param>
    /// <returns><see langword="false"/> for a bare text or number, or for nothing.</returns>
    public static bool TryRead(object? value, out AnyRow row)
    {
        object? source = value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;
        row = source switch
        {
            FollowedUser user => new(user, name => PropertyOf(user, name)),
            IDictionary table => new(table, name => Text(table[name])),
            PSObject custom => new(custom, name => Text(custom.Properties[name]?.Value)),
            _ => default,
        };
        return row.Source is not null;
    }

    /// <summary>A value as text, or <see langword="null"/> when it is empty: a file does not tell the two apart.</summary>
    public string? ReadIdentity(string name) => Read(name) is { Length: > 0 } text ? text : null;

    private static string? PropertyOf(FollowedUser user, string name) => name switch
    {
        nameof(FollowedUser.FollowedBy) => user.FollowedBy,
        nameof(FollowedUser.Handle) => user.Handle,
        nameof(FollowedUser.UserId) => user.UserId,
        nameof(FollowedUser.SecUid) => user.SecUid,
        nameof(FollowedUser.DisplayName) => user.DisplayName,
        nameof(FollowedUser.Bio) => user.Bio,
        nameof(FollowedUser.WebsiteUrl) => user.WebsiteUrl,
        nameof(FollowedUser.AvatarUrl) => user.AvatarUrl,
        nameof(FollowedUser.AvatarThumbnailUrl) => user.AvatarThumbnailUrl,
        nameof(FollowedUser.Verified) => Text(user.Verified),
        nameof(FollowedUser.Private) => Text(user.Private),
        nameof(FollowedUser.Followers) => Text(user.Followers),
        nameof(FollowedUser.Following) => Text(user.Following),
        nameof(FollowedUser.Likes) => Text(user.Likes),
        nameof(FollowedUser.Videos) => Text(user.Videos),
        nameof(FollowedUser.LikesGiven) => Text(user.LikesGiven),
        _ => null,
    };

    private static string? Text(object? value) => value switch
    {
        null => null,
        string text => text,
        PSObject wrapped => Text(wrapped.BaseObject),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };
}
