using System.Globalization;

namespace TikTokFollowing.Comparison;

/// <summary>Finds what changed in a profile, without the noise of these APIs.</summary>
internal static class ProfileChange
{
    private static readonly string[] Texts = [nameof(FollowedUser.DisplayName), nameof(FollowedUser.WebsiteUrl)];
    private static readonly string[] Flags = [nameof(FollowedUser.Verified), nameof(FollowedUser.Private)];
    private static readonly string[] Avatars = [nameof(FollowedUser.AvatarUrl), nameof(FollowedUser.AvatarThumbnailUrl)];

    private static readonly string[] Counts =
    [
        nameof(FollowedUser.Followers), nameof(FollowedUser.Following), nameof(FollowedUser.Likes), nameof(FollowedUser.Videos),
        nameof(FollowedUser.LikesGiven),
    ];

    /// <returns>The names of the properties that differ. What one side does not know is no change.</returns>
    public static IReadOnlyList<string> Find(ComparedRow before, ComparedRow after)
    {
        List<string> changed = [];
        Compare(Texts, requireBoth: true, static (a, b) => Plain(a) == Plain(b));

        // An empty bio is a bio; an empty cell of anything else means unknown.
        Compare([nameof(FollowedUser.Bio)], requireBoth: false, static (a, b) => Plain(a) == Plain(b));
        Compare(Flags, requireBoth: true, static (a, b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase));
        Compare(Counts, requireBoth: true, IsSameCount);
        Compare(Avatars, requireBoth: true, static (a, b) => Picture(a) == Picture(b));
        return changed;

        void Compare(string[] names, bool requireBoth, Func<string, string, bool> areSame)
        {
            foreach (string name in names)
            {
                string? a = before.ReadText(name);
                string? b = after.ReadText(name);
                bool isKnown = requireBoth ? !string.IsNullOrEmpty(a) && !string.IsNullOrEmpty(b) : a is not null && b is not null;
                if (isKnown && !areSame(a!, b!))
                {
                    changed.Add(name);
                }
            }
        }
    }

    // Rows that were saved with -SpreadsheetSafe carry an apostrophe, and files may have changed the line ends.
    private static string Plain(string text)
    {
        string plain = text.ReplaceLineEndings("\n");
        return plain.StartsWith('\'') ? plain[1..] : plain;
    }

    // Large counts come exactly or rounded to four digits, and a provider alternates between the two.
    private static bool IsSameCount(string a, string b)
    {
        if (!long.TryParse(a, CultureInfo.InvariantCulture, out long first) || !long.TryParse(b, CultureInfo.InvariantCulture, out long second))
        {
            return a == b;
        }

        long unit = Unit(Math.Max(first, second));
        return first == second || (unit > 1 && (first % unit == 0 || second % unit == 0) && Math.Abs(first - second) < unit);
    }

    private static long Unit(long count)
    {
        long unit = 1;
        for (long rest = count; rest >= 10_000; rest /= 10)
        {
            unit *= 10;
        }

        return unit;
    }

    // The host, the size and the signature of an address change without the picture changing; the name before ~ is the picture.
    private static string Picture(string address)
    {
        string path = address.Split('?')[0].Split('~')[0];
        return path[(path.LastIndexOf('/') + 1)..];
    }
}
