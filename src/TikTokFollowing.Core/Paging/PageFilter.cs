using TikTokFollowing.Accounts;

namespace TikTokFollowing.Paging;

/// <summary>What a page adds to a list: rows that came before are left out, and the caller's skip and limit hold.</summary>
/// <param name="skip">Rows to leave out at the start.</param>
/// <param name="first">The most rows to deliver; <see langword="null"/> is all.</param>
/// <param name="mayChangeProvider">Whether another provider may continue, whose rows can have other ids for the same accounts.</param>
internal sealed class PageFilter(long skip, long? first, bool mayChangeProvider)
{
    // What one provider sent, to see that it repeats itself. It sends the same ids each time, so a few bytes tell accounts apart.
    private AccountSet _seen = new();

    // What any provider sent.
    private readonly AccountIndex<FollowedUser>? _known = mayChangeProvider ? new() : null;
    private long _rowsToSkip = skip;

    /// <summary>Rows that came again and were left out.</summary>
    public long Duplicates { get; private set; }

    /// <summary>Rows that the caller still wants; <see langword="null"/> is all.</summary>
    public long? RowsWanted { get; private set; } = first;

    /// <summary>Takes a page.</summary>
    /// <param name="rows">The page's rows.</param>
    /// <param name="hasNewAccount">Whether this provider sent an account that it had not sent before.</param>
    /// <param name="hasRowsLeft">Whether rows are left that exceed the caller's limit.</param>
    /// <returns>The rows to deliver.</returns>
    public List<FollowedUser> Filter(List<FollowedUser> rows, out bool hasNewAccount, out bool hasRowsLeft)
    {
        List<FollowedUser> added = new(rows.Count);
        hasNewAccount = false;
        hasRowsLeft = false;
        foreach (FollowedUser user in rows)
        {
            if (!_seen.Add(AccountKey.Of(user)))
            {
                Duplicates++;
                continue;
            }

            hasNewAccount = true;
            if (_known?.TryFind(AccountIdentity.Of(user), out _) == true)
            {
                Duplicates++;
                continue;
            }

            if (RowsWanted == 0)
            {
                hasRowsLeft = true;
                break;
            }

            _known?.Add(AccountIdentity.Of(user), user);
            if (_rowsToSkip > 0)
            {
                _rowsToSkip--;
                continue;
            }

            RowsWanted--;
            added.Add(user);
        }

        return added;
    }

    /// <summary>Notes that another provider continues: what it sends again is no sign that it repeats itself.</summary>
    public void ChangeProvider() => _seen = new AccountSet();
}
