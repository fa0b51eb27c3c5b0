using TikTokFollowing.Store.Tests.Support;
using static TikTokFollowing.Store.Tests.History.LifeTests;

namespace TikTokFollowing.Store.Tests.History;

internal enum Providers
{
    /// <summary>Each row has a user id; handles pass from one account to another.</summary>
    WithIds,

    /// <summary>Some readings see handles alone.</summary>
    Mixed,
}

/// <summary>The store of many lives, one list for each; a new file now and then keeps it small.</summary>
internal sealed class LifeStore : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private int _lives;

    public TestClock Clock { get; } = new();

    public FollowingStore Store { get; private set; } = null!;

    public int NextLife()
    {
        if (_lives++ % 100 == 0)
        {
            Store?.Dispose();
            Store = FollowingStore.OpenForSync(_folder.File($"{_lives}.db"), Clock);
        }

        Clock.Now = TestClock.Start;
        Clock.Milliseconds = _lives % 2 * 300;
        return _lives;
    }

    public void Reopen(string path)
    {
        Store.Dispose();
        Store = FollowingStore.OpenForSync(path, Clock);
    }

    public void Dispose()
    {
        Store?.Dispose();
        _folder.Dispose();
    }
}

/// <summary>One life of a list, and the check of all that the store says about it.</summary>
internal sealed class Life
{
    private const int Accounts = 12;

    private readonly LifeStore _store;
    private readonly Providers _providers;
    private readonly TestClock _clock;
    private readonly FakeList _list;

    // The handles that the list has shown last, by user id: before the run, and in it.
    private readonly Dictionary<string, string> _shown = [];
    private readonly Dictionary<string, string> _shownNow = [];
    private int _names;

    public Life(LifeStore store, Providers providers)
    {
        int number = store.NextLife();
        _store = store;
        _providers = providers;
        _clock = store.Clock;
        _list = new FakeList(_clock, $"list{number}", number * 1000);
        for (int account = 0; account < 5; account++)
        {
            _clock.Now += 10;
            _list.Follow(account);
        }

        _clock.Now += 10;
    }

    public void Live(IEnumerable<Step> steps)
    {
        foreach (Step step in steps)
        {
            Do(step);
        }

        Read(new RunScript { PageSize = 3, Options = new SyncOptions { Full = true }, Provider = FollowingProvider.FullTikTok });
        Read(new RunScript { PageSize = 4, Options = new SyncOptions { Full = true }, Provider = FollowingProvider.DumplingAI });
    }

    private void Do(Step step)
    {
        switch (step.Kind)
        {
            case StepKind.Wait:
                _clock.Now += step.A % 3;
                break;
            case StepKind.WaitLong:
                _clock.Now += step.A;
                break;
            case StepKind.Follow:
                _list.Follow(step.A % Accounts);
                break;
            case StepKind.FollowMany:
                for (int i = 0; i < 1 + (step.B % 5); i++)
                {
                    _list.Follow((step.A + i) % Accounts);
                }

                break;
            case StepKind.Unfollow:
                Unfollow(step.A);
                break;
            case StepKind.FollowAgain:
                if (Unfollow(step.A) is int account)
                {
                    _clock.Now += step.B % 3;
                    _list.Follow(account);
                }

                break;
            case StepKind.Rename:
                Rename(step.A, step.B);
                break;
            case StepKind.Read:
                Read(Script(step, full: false));
                break;
            case StepKind.ReadWhole:
                Read(Script(step, full: true));
                break;
            case StepKind.ReadBroken:
                Read(Break(Script(step, full: step.B % 2 == 0), step.C));
                break;
            default:
                Random random = new(step.C);

                // While the first request is on its way nothing happens: what it shows counts as shown when it was sent.
                Read(Script(step, full: step.B % 2 == 0) with { BeforePage = page => Change(random, isFirst: page == 0) });
                break;
        }
    }

    private int? Unfollow(int choice)
    {
        List<TrueFollow> current = _list.Current;
        if (current.Count == 0)
        {
            return null;
        }

        TrueFollow follow = current[choice % current.Count];
        _list.Unfollow(follow);
        return follow.Account;
    }

    private void Rename(int choice, int how)
    {
        int[] accounts = [.. _list.Accounts];
        int account = accounts[choice % accounts.Length];
        string? taken = null;
        if (_providers == Providers.WithIds && how % 3 == 0)
        {
            // A handle that another account gave up.
            taken = accounts.SelectMany(other => _list.HandlesOf(other).SkipLast(1).Select(former => former.Handle))
                .FirstOrDefault(former => accounts.All(other => _list.HandleOf(other) != former));
        }

        _list.Rename(account, taken ?? $"{_list.Handle}.{_names++}");
    }

    private void Change(Random random, bool isFirst)
    {
        if (isFirst)
        {
            return;
        }

        _clock.Now += random.Next(0, 3);
        switch (random.Next(5))
        {
            case 0:
                _list.Follow(random.Next(Accounts));
                break;
            case 1:
                Unfollow(random.Next(100));
                break;
            case 2 when Unfollow(random.Next(100)) is int account:
                _list.Follow(account);
                break;
            case 3:
                Rename(random.Next(100), 1);
                break;
        }

        _clock.Now += random.Next(0, 2);
    }

    private RunScript Script(Step step, bool full) => new()
    {
        PageSize = 2 + (step.A % 4),
        ReturnsLast = step.A / 4 % 2 == 0,
        Options = new SyncOptions { Full = full, KnownStreak = 1 + (step.A / 8 % 3), MaxPages = step.A / 24 % 7 == 0 ? 2 : null },
        Provider = Provider(step.B / 2),
        OtherProvider = Provider(step.B / 8),
        OtherProviderFrom = step.B / 32 % 4 == 0 ? 1 : int.MaxValue,
    };

    private static RunScript Break(RunScript script, int choice) => (choice % 7) switch
    {
        0 => script with { EndsAfter = choice / 7 % 4, EndsAs = null },
        1 => script with { EndsAfter = choice / 7 % 4, EndsAs = FollowingStatus.Stopped },
        2 => script with { EndsAfter = choice / 7 % 4, EndsAs = FollowingStatus.Failed },
        3 => script with { CutAfter = 1 + (choice / 7 % 6) },
        4 => script with { RepeatsAt = 1 + (choice / 7 % 3) },
        5 => script with { RepeatsLast = true },
        _ => script with { IsHidden = true },
    };

    private FollowingProvider Provider(int choice) => (choice % 4, _providers) switch
    {
        (0 or 1, _) => FollowingProvider.DumplingAI,
        (2, Providers.Mixed) => FollowingProvider.TikTokResearch,
        _ => FollowingProvider.FullTikTok,
    };

    private void Read(RunScript script)
    {
        bool changed = script.BeforePage is not null;
        RunResult result = SyncRun.Run(_store.Store, _clock, _list, script with { AfterPage = CheckPage });
        CheckHistory();
        CheckChanges(result.Changes);
        foreach ((string id, string handle) in _shownNow)
        {
            _shown[id] = handle;
        }

        _shownNow.Clear();
        bool isWholeTruth = result is { Status: FollowingStatus.Complete, Plan.IsResumed: false }
            && !changed
            && script.RepeatsAt is null
            && script.Provider != FollowingProvider.TikTokResearch
            && (script.OtherProviderFrom == int.MaxValue || script.OtherProvider != FollowingProvider.TikTokResearch);
        if (isWholeTruth && result.Plan.Kind != ReadingKind.NewestPart)
        {
            string[] truth = [.. _list.Current.Select(follow => _list.IdOf(follow.Account)).Order()];
            string?[] known = [.. Entries(false).Select(entry => entry.UserId).Order()];
            Assert.Equal(truth, known);
        }

    }

    private List<FollowingHistoryEntry> Entries(bool includeEnded) =>
        [.. _store.Store.History(new HistoryFilter { Handles = [_list.Handle], IncludeEnded = includeEnded })];

    // No follow is missing in a part that was read. A page that seems to be sent again does not show that an ended follow was taken up.
    private void CheckPage(IReadOnlyList<FollowedUser> rows)
    {
        List<FollowingHistoryEntry> current = Entries(false);
        foreach (FollowedUser row in rows)
        {
            if (row.UserId is not null)
            {
                _shownNow[row.UserId] = row.Handle!;
            }

            bool IsOf(FollowingHistoryEntry entry) => row.UserId is not null ? entry.UserId == row.UserId : entry.Handle == row.Handle;
            if (current.Exists(IsOf) || !Entries(true).Exists(IsOf))
            {
                Assert.Single(current, IsOf);
            }
        }
    }

    private void CheckHistory()
    {
        Dictionary<string, List<TrueFollow>> told = [];
        foreach (FollowingHistoryEntry entry in Entries(true).OrderBy(entry => entry.FirstSeenAt).ThenBy(entry => entry.UnfollowedNotAfter ?? DateTimeOffset.MaxValue).ThenBy(entry => entry.FollowedNotAfter).ThenBy(entry => entry.FollowedNotBefore))
        {
            int account = AccountOf(entry);
            List<TrueFollow> truth = [.. _list.Follows.Where(follow => follow.Account == account)];

            // It began when it says, and was there when it was first and last seen.
            List<TrueFollow> begun = truth.FindAll(follow => IsWithin(follow.Start, entry.FollowedNotBefore, entry.FollowedNotAfter)
                && WasOn(follow, entry.FirstSeenAt));
            string key = entry.UserId ?? entry.Handle!;
            if (told.TryGetValue(key, out List<TrueFollow>? earlier))
            {
                begun.RemoveAll(follow => follow.Start < earlier.Min(other => other.Start) || (earlier.Count == 1 && earlier[0] == follow));
            }

            Assert.True(begun.Count > 0, Say("no such follow", entry, truth));
            told[key] = begun;
            Assert.True(truth.Exists(follow => WasOn(follow, entry.LastSeenAt)), Say("was not there when it was last seen", entry, truth));
            if (entry.UnfollowedNotAfter is null)
            {
                continue;
            }

            // It ended when it says. What is known by its handle alone ends when nobody has that handle any more.
            bool ended = truth.Exists(follow => follow.End is long end && IsWithin(end, entry.UnfollowedNotBefore, entry.UnfollowedNotAfter));
            bool renamed = entry.UserId is null
                && _list.HandlesOf(account).Any(handle => IsWithin(handle.From, entry.UnfollowedNotBefore, entry.UnfollowedNotAfter));
            Assert.True(ended || renamed, Say("no such unfollow", entry, truth));
        }
    }

    private void CheckChanges(IReadOnlyList<FollowingChange> changes)
    {
        foreach (FollowingChange change in changes.Where(change => change.Kind == FollowingChangeKind.Renamed))
        {
            int account = _list.Accounts.Single(account => _list.HandlesOf(account).Any(handle => handle.Handle == change.PreviousHandle)
                && (change.UserId is null || _list.IdOf(account) == change.UserId));
            bool happened = _list.HandlesOf(account).Any(handle => IsWithin(handle.From, change.NotBefore, change.NotAfter));
            string truth = string.Join(", ", _list.HandlesOf(account).Select(handle => $"{handle.Handle} {handle.From - TestClock.Start}"));
            Assert.True(happened, $"no such rename: {change.PreviousHandle} -> {change.Handle} {Relative(change.NotBefore)}..{Relative(change.NotAfter)}; truth {truth}");
            if (_providers == Providers.WithIds)
            {
                Assert.Equal(_shown[change.UserId!], change.PreviousHandle);
            }
        }
    }

    private int AccountOf(FollowingHistoryEntry entry) => entry.UserId is not null
        ? _list.Accounts.Single(account => _list.IdOf(account) == entry.UserId)
        : _list.Accounts.Single(account => _list.HandlesOf(account).Any(handle => handle.Handle == entry.Handle));

    private static bool WasOn(TrueFollow follow, DateTimeOffset at) =>
        follow.Start <= at.ToUnixTimeSeconds() && !(follow.End < at.ToUnixTimeSeconds());

    private static bool IsWithin(long time, DateTimeOffset? notBefore, DateTimeOffset? notAfter) =>
        !(time < notBefore?.ToUnixTimeSeconds()) && !(time > notAfter?.ToUnixTimeSeconds());

    private static string Say(string what, FollowingHistoryEntry entry, List<TrueFollow> truth) =>
        $"{what}: {entry.Handle} {entry.UserId} followed {Relative(entry.FollowedNotBefore)}..{Relative(entry.FollowedNotAfter)}, "
        + $"seen {Relative(entry.FirstSeenAt)}..{Relative(entry.LastSeenAt)}, unfollowed {Relative(entry.UnfollowedNotBefore)}..{Relative(entry.UnfollowedNotAfter)}; "
        + $"truth {string.Join(", ", truth.Select(follow => $"{follow.Start - TestClock.Start}..{follow.End - TestClock.Start}"))}";

    private static string Relative(DateTimeOffset? time) => time is null ? "?" : $"{time.Value.ToUnixTimeSeconds() - TestClock.Start}";
}
