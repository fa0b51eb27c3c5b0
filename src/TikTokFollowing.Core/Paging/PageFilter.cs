using TikTokFollowing.Accounts;

namespace TikTokFollowing.Paging;

/// <summary>What a page adds to a list: rows that came before are left out, and the caller's skip and limit hold.</summary>
/// <param name="skip">Rows to leave out at the start.</param>
/// <param name="first">The most rows to deliver; <see langword="null"/> is all.</param>
/// <param name="mayChangeProvider">Whether another provider may continue, whose rows can have other ids for the same accounts.</param>
internal sealed class PageFilter(long skip, long? first, bool mayChangeProvider)
{
    // The accounts that the current provider sent, to detect that it repeats itself. Its ids do not change, so a short key is enough.
    private AccountSet _seen = new();

    // What any provider sent.
    private readonly AccountIndex<FollowedUser>? _known = mayChangeProvider ? new() : null;
    private long _rowsToSkip = skip;

    /// <summary>Rows that came again and were left out.</summary>
    public long Duplicates { get; private set; }

    /// <summary>Whether a row of the last page that came again stood below one that did not.</summary>
    public bool HasLateDuplicates { get; private set; }

    /// <summary>Rows that the caller still wants; <see langword="null"/> is all.</summary>
    public long? RowsWanted { get; private set; } = first;

    /// <summary>Takes a page.</summary>
    /// <param name="rows">The page's rows; afterwards those to deliver.</param>
    /// <param name="hasNewAccount">Whether this provider sent an account that it had not sent before.</param>
    /// <param name="hasRowsLeft">Whether rows were left that exceed the caller's limit.</param>
    public void Filter(List<FollowedUser> rows, out bool hasNewAccount, out bool hasRowsLeft)
    {
        int kept = 0;
        HasLateDuplicates = false;
        hasNewAccount = false;
        hasRowsLeft = false;
        for (int i = 0; i < rows.Count; i++)
        {
            FollowedUser user = rows[i];
            if (!_seen.Add(AccountKey.Of(user)))
            {
                Duplicates++;
                HasLateDuplicates |= kept > 0;
                continue;
            }

            hasNewAccount = true;
            if (_known?.TryFind(AccountIdentity.Of(user), out _) == true)
            {
                Duplicates++;
                HasLateDuplicates |= kept > 0;
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
            rows[kept++] = user;
        }

        rows.RemoveRange(kept, rows.Count - kept);
    }

    /// <summary>Notes that another provider continues: accounts that the previous provider sent are not repeats of this one.</summary>
    public void ChangeProvider() => _seen = new AccountSet();
}
