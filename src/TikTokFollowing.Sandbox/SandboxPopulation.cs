using System.Globalization;

namespace TikTokFollowing.Sandbox;

/// <summary>
/// The deterministic population: a pure function from a handle to the accounts it follows. Nothing is stored, so a list of a million
/// accounts costs no more than the page that is asked for.
/// </summary>
public static class SandboxPopulation
{
    /// <summary>The most accounts that an ordinary handle follows.</summary>
    public const int LargestOrdinaryCount = 5000;

    internal const int KnownCount = 120;

    private const long FirstUserId = 6_000_000_000_000_000_000;
    private const long FirstKnownUserId = 5_900_000_000_000_000_000;
    private const ulong KeyMask = (1UL << 60) - 1;

    // Fixed, since the population knows no clock.
    private const string AvatarExpiry = "1761112800";

    private static readonly long[] PowersOfTen = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000];

    private static readonly SandboxAccount[] KnownAccounts = [.. Enumerable.Range(0, KnownCount).Select(CreateKnown)];

    /// <summary>Accounts that many handles follow, so that the lists of several users intersect.</summary>
    public static IReadOnlyList<SandboxAccount> WellKnown => KnownAccounts;

    /// <summary>
    /// The list of one handle (case does not matter). Costs the same for every handle, whatever its size. Of
    /// <see cref="SandboxHandles.Restless"/> it is the list of the first reading.
    /// </summary>
    public static SandboxList Following(string handle)
    {
        ArgumentException.ThrowIfNullOrEmpty(handle);
        string lower = handle.ToLowerInvariant();
        return lower == SandboxHandles.Restless ? RestlessList.First : new SandboxList(lower);
    }

    /// <summary>How many accounts a handle follows (for <see cref="SandboxHandles.Truncated"/>: as many as are served).</summary>
    public static int CountOf(string handle)
    {
        ArgumentException.ThrowIfNullOrEmpty(handle);
        return handle.ToLowerInvariant() switch
        {
            SandboxHandles.StoolPresidente => 234,
            SandboxHandles.CharliDAmelio => 1200,
            SandboxHandles.Empty or SandboxHandles.Hidden or SandboxHandles.NotFound => 0,
            SandboxHandles.Flaky or SandboxHandles.RateLimited or SandboxHandles.Restless => 250,
            SandboxHandles.Truncated => 5000,
            SandboxHandles.Repeats or SandboxHandles.Stuck or SandboxHandles.Malformed or SandboxHandles.NoCredits => 500,
            SandboxHandles.Huge => 1_000_000,
            _ => (int)(StableHash.Of(handle) % (LargestOrdinaryCount + 1)),
        };
    }

    internal static SandboxAccount Known(int number) => KnownAccounts[number];

    /// <summary>The account that only this list has under this number, which is its place in most lists.</summary>
    internal static SandboxAccount Create(ulong listHash, int number)
    {
        // 40 bits of the list and 20 of the number: unique over the population as long as no two handles share 40 bits.
        ulong key = (listHash >> 24 << 20) | (uint)number;
        string handle = HandleOf(key, out string first);
        ulong seed = StableHash.Mix(key);

        // Counts have one to eight digits, the middle ones most often; integers only, so that every machine agrees.
        int digits = 1 + (int)((Roll(seed, 1, 4) + Roll(seed, 2, 5)) % 8);
        long magnitude = PowersOfTen[digits - 1];
        long followers = magnitude + Roll(seed, 3, 9 * magnitude);
        bool popular = followers > 500_000;

        return Describe(FirstUserId + (long)key, handle, seed) with
        {
            DisplayName = DisplayNameOf(seed, first),
            Verified = Roll(seed, 4, popular ? 3 : 60) == 0,
            Private = !popular && Roll(seed, 5, 6) == 0,
            Followers = followers,
            Likes = Roll(seed, 6, 19) == 0 ? null : followers * (1 + Roll(seed, 7, 60)) + Roll(seed, 8, 997),
            Videos = Roll(seed, 9, 29) == 0 ? null : Roll(seed, 10, 1500),
        };
    }

    private static SandboxAccount CreateKnown(int number)
    {
        string prefix = SandboxText.KnownPrefix[number % SandboxText.KnownPrefix.Length];
        string topic = SandboxText.KnownTopic[number / SandboxText.KnownPrefix.Length];
        ulong seed = StableHash.Mix((ulong)number + (1UL << 62));
        long followers = 1_000_000 + Roll(seed, 3, 150_000_000);
        long likes = followers * (10 + Roll(seed, 7, 80)) + Roll(seed, 8, 997);

        return Describe(FirstKnownUserId + (number + 1) * 823_117_123_457L, $"{prefix}.{topic}", seed) with
        {
            DisplayName = $"{Capital(prefix)} {Capital(topic)} {Pick(SandboxText.Emoji, seed, 11)}",
            Verified = Roll(seed, 4, 10) < 7,
            Followers = followers,
            Likes = likes,
            LikesOverflow = unchecked((int)likes) < 0 && Roll(seed, 12, 2) == 0,
            Videos = 100 + Roll(seed, 10, 5000),
        };
    }

    /// <summary>What the two kinds of account have in common.</summary>
    private static SandboxAccount Describe(long userId, string handle, ulong seed)
    {
        string picture = $"https://p16.example.invalid/tos-maliva-avt-0068/{StableHash.Mix(seed ^ 21):x16}{StableHash.Mix(seed ^ 22):x16}"
            + "~tplv-tiktokx-cropcenter:";
        string signature = $".jpeg?x-expires={AvatarExpiry}&x-signature={UrlSafe(seed ^ 23, 27)}%3D";
        bool pictureMissing = Roll(seed, 13, 31) == 0;
        return new SandboxAccount
        {
            UserId = userId.ToString(CultureInfo.InvariantCulture),
            Handle = handle,
            SecUid = "MS4wLjABAAAA" + UrlSafe(seed ^ 24, 64),
            DisplayName = handle,
            Bio = Pick(SandboxText.Bio, seed, 14),
            Verified = false,
            Private = false,
            Followers = 0,
            Following = CountOf(handle),
            LikesGiven = Roll(seed, 15, 11) == 0 ? null : Roll(seed, 16, 40_000),
            WebsiteUrl = Roll(seed, 17, 5) == 0 ? $"https://{handle.Replace('_', '-')}.example.invalid/" : null,
            AvatarUrl = pictureMissing ? null : picture + "720:720" + signature,
            AvatarThumbnailUrl = pictureMissing ? null : picture + "100:100" + signature,
            OmitsMissing = Roll(seed, 18, 2) == 0,
        };
    }

    /// <summary>Every step is a one-to-one map of 60 bits, so two keys never give one handle.</summary>
    private static string HandleOf(ulong key, out string first)
    {
        key ^= key >> 31;
        key = (key * 0x9E3779B97F4A7C15) & KeyMask;
        key ^= key >> 29;
        key = (key * 0xD6E8FEB86659FD93) & KeyMask;
        key ^= key >> 32;

        first = SandboxText.First[key & 63];
        string word = SandboxText.Word[(key >> 8) & 63];
        string head = ((key >> 6) & 3) switch
        {
            0 => first + word,
            1 => $"{first}.{word}",
            2 => $"{first}_{word}",
            _ => $"{word}.{first}",
        };
        return string.Create(head.Length + 9, (head, tail: key >> 14), static (text, parts) =>
        {
            // The other 46 bits are nine digits of base 36.
            parts.head.CopyTo(text);
            ulong tail = parts.tail;
            for (int i = text.Length - 1; i >= parts.head.Length; i--, tail /= 36)
            {
                text[i] = "0123456789abcdefghijklmnopqrstuvwxyz"[(int)(tail % 36)];
            }
        });
    }

    private static string DisplayNameOf(ulong seed, string first) => Roll(seed, 11, 16) switch
    {
        < 4 => Capital(first),
        < 8 => $"{Capital(first)} {Pick(SandboxText.Surname, seed, 19)}",
        < 11 => $"{first} {Pick(SandboxText.Emoji, seed, 19)}",
        < 14 => Pick(SandboxText.OtherScriptName, seed, 19),
        14 => first.ToUpperInvariant(),
        _ => Pick(SandboxText.AwkwardName, seed, 19),
    };

    private static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];

    private static string UrlSafe(ulong seed, int length) => string.Create(length, seed, static (text, seed) =>
    {
        ulong bits = 0;
        for (int i = 0; i < text.Length; i++, bits >>= 6)
        {
            if (i % 10 == 0)
            {
                bits = StableHash.Mix(seed + ((ulong)i << 32));
            }

            text[i] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"[(int)(bits & 63)];
        }
    });

    /// <summary>A number from 0 to <paramref name="sides"/> - 1, fixed by the account and the <paramref name="purpose"/>.</summary>
    private static long Roll(ulong seed, ulong purpose, long sides) => (long)(StableHash.Mix(seed + (purpose << 40)) % (ulong)sides);

    private static T Pick<T>(T[] choices, ulong seed, ulong purpose) => choices[Roll(seed, purpose, choices.Length)];
}
