using Microsoft.Extensions.Time.Testing;
using TikTokFollowing.Benchmarks.Micro;
using TikTokFollowing.Sandbox;
using TikTokFollowing.Store;

namespace TikTokFollowing.Benchmarks;

/// <summary>Makes a store of one list that was read on each of the last days, with the store's own writer.</summary>
internal sealed class StoreMaker : IDisposable
{
    private const string Handle = "benchmark";

    // Larger than a provider's, so that a large store is made sooner.
    private const int PageSize = 1000;

    // Follows and unfollows between two readings.
    private const int Changes = 50;

    private readonly FakeTimeProvider _time;
    private readonly DateTimeOffset _firstReading;
    private readonly FollowingStore _store;
    private readonly SyncOptions _options;
    private readonly int _follows;
    private long _newFollows;

    private StoreMaker(string path, int follows, int readings, bool isWhole)
    {
        _firstReading = DateTimeOffset.UtcNow.AddDays(-readings);
        _time = new FakeTimeProvider(_firstReading);
        _store = FollowingStore.OpenForSync(path, _time);
        _options = new SyncOptions { Full = isWhole, FullAfter = TimeSpan.FromDays(readings + 1) };
        _follows = follows;
    }

    /// <summary>Makes a store.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="follows">How many accounts are followed at any time.</param>
    /// <param name="readings">How often the list was read.</param>
    /// <param name="isWhole">Whether each reading read the whole list; else those after the first read the newest part.</param>
    public static void Make(string path, int follows, int readings, bool isWhole)
    {
        using StoreMaker maker = new(path, follows, readings, isWhole);
        using FollowingConnection connection = RecordedPages.Connect(FollowingProvider.DumplingAI, new SandboxHandler());
        IEnumerable<FollowedUser> First(int users) => RecordedPages.ReadList(connection, users / 100).ToBlockingEnumerable();
        maker.Read(First(follows));
        List<FollowedUser> users = [.. First(isWhole ? follows : PageSize)];
        for (int reading = 1; reading < readings; reading++)
        {
            // Of the first page some are unfollowed, and others have come at the top.
            users.RemoveRange(PageSize - Changes, Changes);
            users.InsertRange(0, users.Take(Changes).Select(maker.Follow).ToArray());
            maker._time.Advance(TimeSpan.FromDays(1));
            maker.Read(users);
        }
    }

    public void Dispose() => _store.Dispose();

    private FollowedUser Follow(FollowedUser model) =>
        model with { UserId = $"{7_500_000_000_000_000_000 + ++_newFollows}", Handle = $"new{_newFollows}", SecUid = $"new{_newFollows}" };

    private void Read(IEnumerable<FollowedUser> users)
    {
        DateTimeOffset now = _time.GetUtcNow();

        // Each reading goes a second further down than the one before, so that it shows what is missing at the end of a page.
        DateTimeOffset top = _firstReading - ((now - _firstReading) / TimeSpan.FromDays(1).TotalSeconds);
        Reading reading = _store.Begin(_store.Plan(Handle, _options), FollowingProvider.DumplingAI, isSandbox: true);
        int read = 0;
        int pages = 0;
        bool isLast = false;
        foreach (FollowedUser[] rows in users.Chunk(PageSize))
        {
            read += rows.Length;
            isLast = read >= _follows;
            StorePage page = new()
            {
                Cursor = pages == 0 ? null : $"{pages}",
                NextCursor = isLast ? null : $"{pages + 1}",
                NotAfter = pages == 0 ? null : top.AddDays(-pages),
                NotBefore = isLast ? null : top.AddDays(-pages - 1),
                Provider = FollowingProvider.DumplingAI,
                Users = rows,
                IsLast = isLast,
                ReceivedAt = now,
            };
            pages++;
            if (!reading.Commit(page).GoOn)
            {
                break;
            }
        }

        reading.End(new FollowingSummary
        {
            Handle = Handle,
            Provider = FollowingProvider.DumplingAI,
            Status = isLast ? FollowingStatus.Complete : FollowingStatus.Limited,
            Users = read,
            Duplicates = 0,
            Pages = pages,
            Requests = pages,
            Retries = 0,
            Credits = pages,
            ReportedTotal = null,
            NextCursor = null,
            StartedAt = now,
            Duration = TimeSpan.Zero,
            Message = null,
        });
    }
}
