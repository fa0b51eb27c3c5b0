using System.Runtime.CompilerServices;
using TikTokFollowing.Comparison;

namespace TikTokFollowing.Store;

/// <summary>What is known of an account, as last seen.</summary>
internal sealed record Profile
{
    public string? UserId { get; init; }

    public string? SecUid { get; init; }

    public string? Handle { get; init; }

    public string? DisplayName { get; init; }

    public string? Bio { get; init; }

    public bool? Verified { get; init; }

    public bool? Private { get; init; }

    public long? Followers { get; init; }

    public long? Following { get; init; }

    public long? Likes { get; init; }

    public long? Videos { get; init; }

    public long? LikesGiven { get; init; }

    public string? WebsiteUrl { get; init; }

    public required long ProviderId { get; init; }

    [MethodImpl(StartUp.CompileFully)]
    public static Profile Of(FollowedUser user, long providerId) => new()
    {
        UserId = user.UserId,
        SecUid = user.SecUid,
        Handle = WithoutHalfPairs(user.Handle),
        DisplayName = WithoutHalfPairs(user.DisplayName),
        Bio = WithoutHalfPairs(user.Bio),
        Verified = user.Verified,
        Private = user.Private,
        Followers = user.Followers,
        Following = user.Following,
        Likes = user.Likes,
        Videos = user.Videos,
        LikesGiven = user.LikesGiven,
        WebsiteUrl = WithoutHalfPairs(user.WebsiteUrl),
        ProviderId = providerId,
    };

    /// <summary>The newer profile, with its unknown values taken from the older one, because providers send different values.</summary>
    public Profile Over(Profile older) => this with
    {
        UserId = UserId ?? older.UserId,
        SecUid = SecUid ?? older.SecUid,
        Handle = Handle ?? older.Handle,
        DisplayName = DisplayName ?? older.DisplayName,
        Bio = Bio ?? older.Bio,
        Verified = Verified ?? older.Verified,
        Private = Private ?? older.Private,
        Followers = Followers ?? older.Followers,
        Following = Following ?? older.Following,
        Likes = Likes ?? older.Likes,
        Videos = Videos ?? older.Videos,
        LikesGiven = LikesGiven ?? older.LikesGiven,
        WebsiteUrl = WebsiteUrl ?? older.WebsiteUrl,
    };

    /// <summary>
    /// A number that is the same in every process for a row that has not changed. Of 47 bits, which SQLite keeps in six bytes.
    /// </summary>
    [MethodImpl(StartUp.CompileFully)]
    public long Hash()
    {
        ulong hash = 14695981039346656037;
        foreach (string? text in (ReadOnlySpan<string?>)[UserId, SecUid, Handle, DisplayName, Bio, WebsiteUrl])
        {
            // Tells unknown from empty, and "ab" + "c" from "a" + "bc".
            Add(text is null ? 0x10000u : 0x10001u);
            foreach (char c in text.AsSpan())
            {
                Add(c);
            }
        }

        foreach (long? number in (ReadOnlySpan<long?>)[Followers, Following, Likes, Videos, LikesGiven, ToNumber(Verified), ToNumber(Private), ProviderId])
        {
            Add(number is null ? 0x10000u : 0x10001u);
            Add((ulong)(number ?? 0));
        }

        return (long)((hash ^ (hash >> 47)) & 0x7FFF_FFFF_FFFF);

        void Add(ulong value) => hash = (hash ^ value) * 1099511628211;
    }

    /// <summary>The row for <see cref="ProfileChange"/>.</summary>
    public ComparedRow ToComparedRow() => new(this, Read);

    /// <summary>Reads a property by the name that <see cref="FollowedUser"/> gives it.</summary>
    public object? Read(string name) => name switch
    {
        nameof(FollowedUser.DisplayName) => DisplayName,
        nameof(FollowedUser.Bio) => Bio,
        nameof(FollowedUser.WebsiteUrl) => WebsiteUrl,
        nameof(FollowedUser.Verified) => Verified,
        nameof(FollowedUser.Private) => Private,
        nameof(FollowedUser.Followers) => Followers,
        nameof(FollowedUser.Following) => Following,
        nameof(FollowedUser.Likes) => Likes,
        nameof(FollowedUser.Videos) => Videos,
        nameof(FollowedUser.LikesGiven) => LikesGiven,
        _ => null,
    };

    private static long? ToNumber(bool? flag) => flag is null ? null : flag.Value ? 1 : 0;

    // Half of a surrogate pair is not valid text, and SQLite tools could not read it. It becomes U+FFFD, as in any UTF-8 file.
    private static string? WithoutHalfPairs(string? text)
    {
        if (text is null || !text.AsSpan().ContainsAnyInRange('\ud800', '\udfff'))
        {
            return text;
        }

        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(text);
        return System.Text.Encoding.UTF8.GetString(bytes);
    }
}
