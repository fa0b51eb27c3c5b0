namespace TikTokFollowing.Store.History;

/// <summary>
/// A part of a list that one run read without a gap: the follows after <paramref name="Above"/>, up to <paramref name="NotAfter"/>.
/// Times are Unix seconds.
/// </summary>
/// <param name="ReadingId">The reading, by the run that began it.</param>
/// <param name="ReadAt">When the run began: what it showed was in the list then.</param>
/// <param name="NotAfter">The cursor where the part begins; <see langword="null"/> is the top of the list.</param>
/// <param name="Above">The cursor where it ends. Of the follows in that very second some can be on the next page, so it is excluded.</param>
internal sealed record ReadRange(long ReadingId, long ReadAt, long? NotAfter, long Above)
{
    /// <summary>The end of a range that goes to the end of the list.</summary>
    public const long EndOfList = -1;

    /// <summary>Whether a follow was certainly in this part, if it was in the list.</summary>
    public bool Holds(KnownFollow follow) => Above < follow.Position && (NotAfter is null || follow.NotAfter <= NotAfter);
}
