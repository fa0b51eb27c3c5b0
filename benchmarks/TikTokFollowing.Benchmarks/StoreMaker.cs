using Microsoft.Extensions.Time.Testing;
using TikTokFollowing.Paging;
using TikTokFollowing.Sandbox;
using TikTokFollowing.Store;

namespace TikTokFollowing.Benchmarks;

/// <summary>Makes a store of one list that was read on each of the last days, with the store's own writer.</summary>
internal static class StoreMaker
{
    private const string Handle = "benchmark";

    // Larger than a provider's, so that a large store is made sooner.
    private const int PageSize = 1000;

    /// <summary>Makes a store.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="follows">How many accounts are followed at any time.</param>
    /// <param name="readings">How often the list was read.</param>
    /// <param name="isWhole">Whether each reading read the whole list; else those after the first read the newest part.</param>
    /// <param name="changes">Follows and unfollows between two readings, each.</param>
    /// <returns>How many follows it holds, those that have ended included.</returns>
    public static int Make(string path, int follows, int readings, bool isWhole, int changes)
    {
        DateTimeOffset first = DateTimeOffset.UtcNow.AddDays(-readings);
        FakeTimeProvider time = new(first);
        SyncOptions options = new() { Full = isWhole, FullAfter = TimeSpan.FromDays(readings + 1) };
        using FollowingStore store = FollowingStore.OpenForSync(path, time);
        using FollowingConnection connection = SandboxPages.Connect(FollowingProvider.DumplingAI, new SandboxHandler());
        Read(store, options, SandboxPages.Read(connection, follows).ToBlockingEnumerable(), first, first, follows);
        List<FollowedUser> users = [.. SandboxPages.Read(connection, isWhole ? follows : PageSize).ToBlockingEnumerable()];
        for (int reading = 1; reading < readings; reading++)
        {
            // Of the first page some are unfollowed, and others have come at the top.
            string day = $"{reading:000}";
            users.RemoveRange(PageSize - changes, changes);
            users.InsertRange(0, users.Take(changes).Select((user, index) =>
                user with { UserId = $"7500000000{day}{index:000000}", Handle = $"new.{day}.{index}", SecUid = null }).ToArray());
            time.Advance(TimeSpan.FromDays(1));

            // Each reading goes a second further down than the one before, so that it shows what is missing at the end of a page.
            Read(store, options, users, first.AddSeconds(-reading), time.GetUtcNow(), follows);
        }

        return store.History(new HistoryFilter { IncludeEnded = true }).Count();
    }

    private static void Read(
        FollowingStore store, SyncOptions options, IEnumerable<FollowedUser> users, DateTimeOffset top, DateTimeOffset now, int follows)
    {
        Reading reading = store.Begin(store.Plan(Handle, options), FollowingProvider.DumplingAI, isSandbox: true);
        int read = 0;
        int pages = 0;
        foreach (FollowedUser[] rows in users.Chunk(PageSize))
        {
            read += rows.Length;
            bool isLast = read >= follows;
            FollowingPage page = new()
            {
                Number = pages + 1,
                Handle = Handle,
                Cursor = pages == 0 ? null : $"{pages}",
                NextCursor = isLast ? null : $"{pages + 1}",
                NotAfter = pages == 0 ? null : top.AddDays(-pages),
                NotBefore = isLast ? null : top.AddDays(-pages - 1),
                Provider = FollowingProvider.DumplingAI,
                Users = rows,
                Duplicates = 0,
                Requests = 1,
                Retries = 0,
                Credits = 1,
                ReportedTotal = null,
                End = isLast ? new ListEnd(FollowingStatus.Complete) : null,
                ReceivedAt = now,
            };
            pages++;
            if (reading.Commit(page).End is not null)
            {
                break;
            }
        }

        FollowingStatus status = read < follows ? FollowingStatus.Limited : FollowingStatus.Complete;
        reading.End(new FollowingSummary
        {
            Handle = Handle, Provider = FollowingProvider.DumplingAI, Status = status, Message = null,
            Users = read, Duplicates = 0, Pages = pages, Requests = pages, Retries = 0, Credits = pages,
            ReportedTotal = null, NextCursor = null, StartedAt = now, Duration = TimeSpan.Zero,
        });
    }
}
