using TikTokFollowing.Store.History;

namespace TikTokFollowing.Store;

/// <summary>A follow that turned out to be another one.</summary>
/// <param name="ListId">The list.</param>
/// <param name="Named">The follow of the account that was seen by its handle alone. It is deleted.</param>
/// <param name="Kept">The follow of the account whose id is known.</param>
internal sealed record FollowMerge(long ListId, KnownFollow Named, KnownFollow Kept);

/// <summary>Makes two accounts one: one was seen by its handle alone, and turns out to be another whose id is known.</summary>
internal sealed class AccountMerger(StoreWriter store)
{
    private readonly List<FollowMerge> _merges = [];

    /// <summary>What was merged since the store was opened, in that order.</summary>
    public IReadOnlyList<FollowMerge> Merges => _merges;

    /// <summary>Forgets the merges of a transaction that was rolled back.</summary>
    /// <param name="kept">How many there were before it.</param>
    public void Reload(int kept) => _merges.RemoveRange(kept, _merges.Count - kept);

    /// <param name="accountId">The account whose id is known.</param>
    /// <param name="namedId">The account that was seen by its handle alone.</param>
    /// <param name="seenAt">When a row showed that they are one.</param>
    /// <param name="readingId">The reading that has the row.</param>
    public void Merge(long accountId, long namedId, long seenAt, long readingId)
    {
        StoredAccount account = store.Accounts.Get(accountId);
        string? handle = store.Accounts.Get(namedId).Profile.Handle;
        string? former = string.Equals(account.Profile.Handle, handle, StringComparison.OrdinalIgnoreCase) ? null : account.Profile.Handle;

        // The account had its former handle when it was seen last by its id, in any list.
        long formerSeenAt = store.Follows.OfAccount(accountId).Max(follow => (long?)LastSeen(follow.Follow, follow.ListId, readingId)) ?? 0;
        Bounds renamed = new(null, seenAt);
        HashSet<long> told = [];
        foreach ((KnownFollow named, long listId) in store.Follows.OfAccount(namedId))
        {
            if (named.FirstSeenAt >= formerSeenAt)
            {
                renamed = renamed with { NotAfter = Math.Min(renamed.NotAfter, named.FirstSeenAt) };
            }

            KnownFollow? known = store.Follows.Newest(accountId, listId);
            if (known is null || (known.Id < named.Id && known.UnfollowedNotAfter < named.FirstSeenAt))
            {
                continue;
            }

            // One follow, which the other handle had hidden; or an older one than what was seen of the account by its id.
            _merges.Add(new FollowMerge(listId, named, known));
            ResumeWith(listId, named, known);
            if (named.IsCurrent && !known.IsCurrent)
            {
                store.Follows.Reopen(listId, known.Id, named.FirstSeenAt, readingId);
            }
            else if (known.IsCurrent)
            {
                long lastSeen = LastSeen(known, listId, readingId);
                renamed = Bounds.Of(renamed.NotBefore ?? lastSeen, renamed.NotAfter);
                if (former is not null && told.Add(known.Id))
                {
                    store.Follows.AddChange(listId, known.Id, FollowingChangeKind.Renamed, handle, former, renamed, seenAt);
                }

                store.Follows.SetSeenAgain(known.Id, named.FirstSeenAt, readingId);
                if (named.UnfollowedNotBefore >= lastSeen)
                {
                    // It ended under the other handle.
                    store.Follows.End(known.Id, new Bounds(named.UnfollowedNotBefore, named.UnfollowedNotAfter!.Value), named.UnfollowedReadingId!.Value);
                    store.Follows.MoveUnfollow(named.Id, known.Id);
                }
            }

            store.Follows.Delete(named.Id);
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

    private long LastSeen(KnownFollow follow, long listId, long readingId) =>
        ListReading.LastSeen(follow, [.. store.Readings.Ranges(listId).Where(range => range.ReadingId != readingId)]);

    // A run that resumes a reading which has shown the account must know so under the follow that is kept.
    private void ResumeWith(long listId, KnownFollow named, KnownFollow kept)
    {
        if (store.Readings.Newest(listId) is { IsFinished: false } unfinished
            && (named.ReadingId == unfinished.ReadingId || unfinished.SeenBelow.Contains(named.Id)))
        {
            store.Readings.Update(unfinished with { SeenBelow = [.. unfinished.SeenBelow.Where(id => id != named.Id).Append(kept.Id).Distinct()] });
        }
    }
}
