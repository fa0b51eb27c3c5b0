namespace TikTokFollowing.Accounts;

/// <summary>What tells an account from others. Unknown is <see langword="null"/>, never empty.</summary>
/// <param name="UserId">The numeric id as text: it stays when the account is renamed.</param>
/// <param name="SecUid">TikTok's second id, which stays too.</param>
/// <param name="Handle">The handle, whose case does not count. It can change, and another account can take it then.</param>
internal readonly record struct AccountIdentity(string? UserId, string? SecUid, string? Handle)
{
    /// <summary>Whether anything is known.</summary>
    public bool IsKnown => (UserId ?? SecUid ?? Handle) is not null;

    /// <summary>The identity of a row.</summary>
    public static AccountIdentity Of(FollowedUser user) => new(user.UserId, user.SecUid, user.Handle);

    /// <summary>Whether both are the same account, by the strongest identity that both have.</summary>
    /// <remarks>
    /// Not transitive: a bare handle is the same as two accounts that had it one after the other.
    /// </remarks>
    public bool IsSameAs(AccountIdentity other) =>
        UserId is not null && other.UserId is not null ? UserId == other.UserId
        : SecUid is not null && other.SecUid is not null ? SecUid == other.SecUid
        : Handle is not null && HasHandle(other.Handle);

    /// <summary>Whether the handle is this one. Case does not count.</summary>
    public bool HasHandle(string? handle) => string.Equals(Handle, handle, StringComparison.OrdinalIgnoreCase);

    /// <summary>Adds what is known of the same account elsewhere, where this identity lacks it.</summary>
    public AccountIdentity CompletedBy(AccountIdentity other) =>
        new(UserId ?? other.UserId, SecUid ?? other.SecUid, Handle ?? other.Handle);
}
