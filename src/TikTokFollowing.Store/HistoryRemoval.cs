namespace TikTokFollowing.Store;

/// <summary>Removes lists, or what ended in them, so that nothing of it is left in the file.</summary>
internal sealed class HistoryRemoval(StoreWriter store)
{
    private static readonly string[] WholeList =
    [
        "DELETE FROM change WHERE list_id = ?",
        "DELETE FROM follow WHERE list_id = ?",
        "DELETE FROM read_range WHERE list_id = ?",
        "DELETE FROM reading WHERE list_id = ?",
        "DELETE FROM list WHERE id = ?",
    ];

    private static readonly string[] EndedBefore =
    [
        // That a rename was reported is known from its change alone. Afterwards it is known from when the account was seen.
        """
        UPDATE follow SET seen_at = max(ifnull(follow.seen_at, 0), renamed.seen_at)
            FROM (SELECT follow_id, max(seen_at) AS seen_at FROM change WHERE list_id = ?1 AND seen_at < ?2 AND kind = 'Renamed' GROUP BY 1) AS renamed
            WHERE follow.id = renamed.follow_id
        """,

        // An unfollow goes with the follow that it ended.
        """
        DELETE FROM change WHERE list_id = ?1
            AND ((seen_at < ?2 AND kind <> 'Unfollowed') OR follow_id IN (SELECT id FROM follow WHERE list_id = ?1 AND unfollowed_not_after < ?2))
        """,
        "DELETE FROM follow WHERE list_id = ?1 AND unfollowed_not_after < ?2",

        // What the next Sync does is decided by the newest reading, the newest that finished and the newest that reached the end.
        $"""
        DELETE FROM reading WHERE list_id = ?1 AND ended_at < ?2 AND ifnull(resumed_id, id) NOT IN (
            SELECT ifnull(resumed_id, id) FROM reading WHERE id IN (
                (SELECT max(id) FROM reading WHERE list_id = ?1),
                (SELECT max(id) FROM reading WHERE list_id = ?1 AND is_finished),
                (SELECT max(id) FROM reading WHERE list_id = ?1 AND {Planner.ReachedTheEnd})))
        """,

        // Another list that holds the account may still have to report the rename.
        """
        DELETE FROM former_handle WHERE replaced_not_after < ?2
            AND account_id IN (SELECT account_id FROM follow WHERE list_id = ?1) AND account_id NOT IN (SELECT account_id FROM follow WHERE list_id <> ?1)
        """,
    ];

    private static readonly string[] Unheld =
    [
        "DELETE FROM account WHERE NOT EXISTS (SELECT 1 FROM follow WHERE follow.account_id = account.id)",
        "DELETE FROM account_number WHERE NOT EXISTS (SELECT 1 FROM account WHERE account.id = account_number.account_id)",
        "DELETE FROM former_handle WHERE NOT EXISTS (SELECT 1 FROM account WHERE account.id = former_handle.account_id)",
    ];

    public bool Remove(string handle, long? before)
    {
        bool isKnown = store.Write(() => Delete(handle, before));
        Clean();
        return isKnown;
    }

    private bool Delete(string handle, long? before)
    {
        Statement find = store.Database.Prepare("SELECT id FROM list WHERE handle = ?");
        if (find.Bind(handle).RunForNumber() is not long listId)
        {
            return false;
        }

        foreach (string sql in before is null ? WholeList : EndedBefore)
        {
            Statement statement = store.Database.Prepare(sql);
            statement.Bind(listId);
            if (before is not null)
            {
                statement.Bind(before);
            }

            statement.Run();
        }

        foreach (string sql in Unheld)
        {
            Statement statement = store.Database.Prepare(sql);
            statement.Run();
        }

        store.Accounts.OnDeleted();
        store.Accounts.Reload();
        return true;
    }

    // secure_delete clears freed space, but a page keeps copies of rows that moved to another page. Only a rewritten file has none.
    private void Clean()
    {
        try
        {
            store.Database.Execute("PRAGMA secure_delete = ON; VACUUM");
            Statement checkpoint = store.Database.Prepare("PRAGMA wal_checkpoint(TRUNCATE)");
            if (checkpoint.RunForNumber() != 0)
            {
                throw new FollowingException(
                    FollowingErrorKind.StoreInUse,
                    $"The store {store.Path} is being read, so its journal still holds what was removed.")
                {
                    Advice = "Close what reads the store. The journal is gone when the next command on the store has ended.",
                };
            }
        }
        catch (DatabaseException failure)
        {
            throw StoreErrors.CannotWrite(store.Path, failure);
        }
    }
}
