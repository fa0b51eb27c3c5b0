using System.Diagnostics.CodeAnalysis;

namespace TikTokFollowing.Accounts;

/// <summary>Finds accounts by <see cref="AccountIdentity.IsSameAs"/>, in constant time. Not thread-safe while it is filled.</summary>
/// <typeparam name="T">What is kept for each account.</typeparam>
internal sealed class AccountIndex<T>
{
    private readonly Dictionary<string, T> _byUserId = new(StringComparer.Ordinal);

    // A weaker identity counts only where one of the two lacks each stronger one. So those who have it are kept apart by what else
    // they have: by the bits of Stronger.
    private readonly Dictionary<string, T>[] _bySecUid = [new(StringComparer.Ordinal), new(StringComparer.Ordinal)];

    private readonly Dictionary<string, T>[] _byHandle =
    [
        new(StringComparer.OrdinalIgnoreCase), new(StringComparer.OrdinalIgnoreCase),
        new(StringComparer.OrdinalIgnoreCase), new(StringComparer.OrdinalIgnoreCase),
    ];

    [Flags]
    private enum Stronger
    {
        None = 0,
        UserId = 1,
        SecUid = 2,
    }

    /// <summary>Adds an account. Where another one has the same identity already, that one is found by it.</summary>
    public void Add(AccountIdentity account, T value)
    {
        if (account.UserId is not null)
        {
            _byUserId.TryAdd(account.UserId, value);
        }

        if (account.SecUid is not null)
        {
            _bySecUid[(int)(StrongerOf(account) & Stronger.UserId)].TryAdd(account.SecUid, value);
        }

        if (account.Handle is not null)
        {
            _byHandle[(int)StrongerOf(account)].TryAdd(account.Handle, value);
        }
    }

    /// <summary>Finds the account, by the strongest identity first.</summary>
    /// <param name="account">Whom to look for.</param>
    /// <param name="value">What was added first for it.</param>
    public bool TryFind(AccountIdentity account, [MaybeNullWhen(false)] out T value)
    {
        if (account.UserId is not null && _byUserId.TryGetValue(account.UserId, out value))
        {
            return true;
        }

        Stronger has = StrongerOf(account);
        return TryFind(_bySecUid, account.SecUid, has & Stronger.UserId, out value) || TryFind(_byHandle, account.Handle, has, out value);
    }

    private static Stronger StrongerOf(AccountIdentity account) =>
        (account.UserId is null ? Stronger.None : Stronger.UserId) | (account.SecUid is null ? Stronger.None : Stronger.SecUid);

    private static bool TryFind(Dictionary<string, T>[] indices, string? key, Stronger has, [MaybeNullWhen(false)] out T value)
    {
        for (int other = 0; key is not null && other < indices.Length; other++)
        {
            if (((Stronger)other & has) == Stronger.None && indices[other].TryGetValue(key, out value))
            {
                return true;
            }
        }

        value = default;
        return false;
    }
}
