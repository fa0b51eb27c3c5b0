using TikTokFollowing.Paging;

namespace TikTokFollowing;

/// <summary>Accounts that an earlier run has seen. Not thread-safe while it is filled.</summary>
public sealed class KnownAccounts
{
    private readonly AccountSet _ofAll = new();
    private readonly Dictionary<string, AccountSet> _byFollower = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Adds a row of an earlier run. Empty counts as unknown, as a row that came back from a CSV file has it.</summary>
    /// <param name="followedBy">Whose list it stands in; <see langword="null"/> or empty is everybody's.</param>
    /// <param name="userId">The account's id. Anything but digits is passed over: spreadsheets round long numbers.</param>
    /// <param name="secUid">The account's secUid.</param>
    /// <param name="handle">The account's handle. Used alone only where the row has no id, because handles change owners.</param>
    public void Add(string? followedBy, string? userId, string? secUid, string? handle)
    {
        AccountSet set = SetOf(followedBy);
        bool hasId = IsId(userId);
        if (hasId)
        {
            set.Add(AccountKey.OfId(userId!));
        }

        if (!string.IsNullOrEmpty(secUid))
        {
            set.Add(AccountKey.OfSecUid(secUid));
        }

        if (!hasId && !string.IsNullOrEmpty(handle))
        {
            set.Add(AccountKey.OfHandle(handle));
        }
    }

    /// <summary>Adds an account by its handle, the address of its profile, its id or its secUid, for every list.</summary>
    /// <param name="handleOrId">The text; digits alone count as id and as handle.</param>
    public void Add(string handleOrId)
    {
        ArgumentNullException.ThrowIfNull(handleOrId);
        string text = handleOrId.Trim();
        if (IsId(text))
        {
            _ofAll.Add(AccountKey.OfId(text));
        }

        if (TikTokHandle.TryParse(text, out string? handle))
        {
            _ofAll.Add(AccountKey.OfHandle(handle));
        }

        // A secUid can look like a handle.
        if (text.Length > 0)
        {
            _ofAll.Add(AccountKey.OfSecUid(text));
        }
    }

    /// <summary>Whether an account is known in a list.</summary>
    internal bool Contains(FollowedUser user) =>
        IsIn(_ofAll, user) || (_byFollower.TryGetValue(user.FollowedBy, out AccountSet? set) && IsIn(set, user));

    private AccountSet SetOf(string? followedBy)
    {
        if (string.IsNullOrEmpty(followedBy))
        {
            return _ofAll;
        }

        if (!_byFollower.TryGetValue(followedBy, out AccountSet? set))
        {
            _byFollower.Add(followedBy, set = new AccountSet());
        }

        return set;
    }

    private static bool IsId(string? text) => !string.IsNullOrEmpty(text) && !text.AsSpan().ContainsAnyExceptInRange('0', '9');

    private static bool IsIn(AccountSet set, FollowedUser user) =>
        (user.UserId is string id && set.Contains(AccountKey.OfId(id)))
        || (user.SecUid is string secUid && set.Contains(AccountKey.OfSecUid(secUid)))
        || (user.Handle is string handle && set.Contains(AccountKey.OfHandle(handle)));
}
