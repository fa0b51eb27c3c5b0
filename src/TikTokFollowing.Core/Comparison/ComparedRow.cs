namespace TikTokFollowing.Comparison;

/// <summary>A row of one of the two lists, whatever form it has.</summary>
/// <param name="Source">The row as it was given.</param>
/// <param name="FollowedBy">Whose list; <see langword="null"/> when the row does not say.</param>
/// <param name="UserId">The id; <see langword="null"/> when unknown, as are the next two.</param>
/// <param name="SecUid">The secUid.</param>
/// <param name="Handle">The handle.</param>
/// <param name="ReadProperty">Returns a property as invariant text; <see langword="null"/> when the row does not have it.</param>
internal sealed record ComparedRow(
    object Source,
    string? FollowedBy,
    string? UserId,
    string? SecUid,
    string? Handle,
    Func<string, string?> ReadProperty)
{
    /// <summary>Whether it stands in the second list as well.</summary>
    public bool IsMatched { get; set; }

    public bool HasIdentity => (UserId ?? SecUid ?? Handle) is not null;

    /// <summary>Whether both are the same account of the same list: by the strongest identity that both have.</summary>
    public bool IsSameAs(ComparedRow other)
    {
        if (FollowedBy is not null && other.FollowedBy is not null && !Equal(FollowedBy, other.FollowedBy))
        {
            return false;
        }

        return UserId is not null && other.UserId is not null ? UserId == other.UserId
            : SecUid is not null && other.SecUid is not null ? SecUid == other.SecUid
            : Handle is not null && other.Handle is not null && Equal(Handle, other.Handle);
    }

    public bool IsRenamedTo(ComparedRow later) => Handle is not null && later.Handle is not null && !Equal(Handle, later.Handle);

    private static bool Equal(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
