using TikTokFollowing.Store.History;

namespace TikTokFollowing.Store;

/// <summary>Makes two accounts one: one was seen by its handle alone, and turns out to be another whose id is known.</summary>
internal sealed class AccountMerger(StoreWriter store)
{
    private readonly Dictionary<long, KnownFollow> _merged = [];

    /// <summary>The follow that was merged into another one since the store was opened, if one was.</summary>
    public KnownFollow? MergedInto(long followId) => _merged.GetValueOrDefault(followId);

    /// <param name="accountId">The account whose id is known.</param>
    /// <param name="namedId">The account that was seen by its handle alone.</param>
    /// <param name="seenAt">When a row showed that they are one.</param>
    /// <param name="readingId">The reading that has the row.</param>
    public void Merge(long accountId, long namedId, long seenAt, long readingId)
    {
        StoredAccount account = store.Accounts.Get(accountId);
        string? handle = store.Accounts.Get(namedId).Profile.Handle;
        string? former = string.Equals(account.Profile.Handle, handle, StringComparison.OrdinalIgnoreCase) ? null : account.Profile.Handle;
        Bounds renamed = new(null, seenAt);
        HashSet<long> told = [];
        foreach ((KnownFollow named, long listId) in store.Follows.OfAccount(namedId))
        {
            renamed = renamed with { NotAfter = Math.Min(renamed.NotAfter, named.FirstSeenAt) };
            KnownFollow? known = store.Follows.Newest(accountId, listId);
            if (known is null || (known.Id < named.Id && known.UnfollowedNotAfter < named.FirstSeenAt))
            {
                continue;
            }

            // One follow, which the other handle had hidden; or an older one than what was seen of the account by its id.
            store.Follows.Delete(named.Id);
            _merged[known.Id] = named;
            if (named.IsCurrent && !known.IsCurrent)
            {
                store.Follows.Reopen(listId, known.Id, named.FirstSeenAt, readingId);
            }
            else if (known.IsCurrent)
            {
                long lastSeen = ListReading.LastSeen(known, [.. store.Readings.Ranges(listId).Where(range => range.ReadingId != readingId)]);
                renamed = Bounds.Of(renamed.NotBefore ?? lastSeen, renamed.NotAfter);
                if (former is not null && told.Add(known.Id))
                {
                    store.Follows.AddChange(listId, known.Id, FollowingChangeKind.Renamed, handle, former, renamed, seenAt);
                }

                store.Follows.SetSeenAgain(known.Id, named.FirstSeenAt, readingId);
            }
        }

        if (former is not null)
        {
            store.Follows.AddFormerHandle(accountId, former, renamed);
            StoredAccount merged = account with { Profile = account.Profile with { Handle = handle }, RenamedAt = renamed.NotAfter };
            store.Accounts.Update(merged, rowHash: 0);
        }

        store.Follows.MoveTo(accountId, namedId);
        store.Accounts.Delete(namedId);
    }
}
