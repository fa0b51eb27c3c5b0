namespace TikTokFollowing.Store.History;

/// <summary>What a row of a page says about the account's follow.</summary>
internal enum SightingKind
{
    /// <summary>The follow that is known.</summary>
    Same,

    /// <summary>A follow that was not known; the account's known follow, if there is one, had ended before.</summary>
    Followed,

    /// <summary>The known follow ended, and this is another one.</summary>
    FollowedAgain,

    /// <summary>The known follow counted as ended, and the row shows that it never did.</summary>
    NeverEnded,

    /// <summary>Nothing: the page is one of another place or time, and the known follow has ended, or came before or should have.</summary>
    Unproved,
}

/// <summary>Bounds in Unix seconds; an unknown one is <see langword="null"/>.</summary>
internal readonly record struct Bounds(long? NotBefore, long NotAfter)
{
    /// <summary>Makes bounds of times of which a clock that was set back can have mixed up the order: then the lower one is unknown.</summary>
    public static Bounds Of(long? notBefore, long notAfter) => new(notBefore <= notAfter ? notBefore : null, notAfter);
}

/// <summary>The judgement on one row.</summary>
/// <param name="Kind">What the row says.</param>
/// <param name="Follow">When the new follow began; of a known follow the bounds to correct, if any.</param>
/// <param name="Unfollow">When the known follow ended, if it did.</param>
/// <param name="IsChange">Whether it happened since an earlier reading; else the row is from a part that none had read.</param>
internal readonly record struct Sighting(SightingKind Kind, Bounds? Follow = null, Bounds? Unfollow = null, bool IsChange = false);
