namespace TikTokFollowing.Store.Tests.Support;

/// <summary>A follow that truly was.</summary>
internal sealed record TrueFollow(int Account, long Start, int Order)
{
    public long? End { get; set; }
}

/// <summary>A list that knows the truth about itself: who was followed, when, and under which handle.</summary>
internal sealed class FakeList(TestClock clock, string handle, int firstAccount = 0)
{
    private readonly List<TrueFollow> _follows = [];
    private readonly Dictionary<int, List<(long From, string Handle)>> _handles = [];

    public string Handle { get; } = handle;

    public IReadOnlyList<TrueFollow> Follows => _follows;

    public IEnumerable<int> Accounts => _handles.Keys;

    /// <summary>The rows of the page that was sent last.</summary>
    public IReadOnlyList<FollowedUser> LastRows { get; set; } = [];

    /// <summary>Newest first.</summary>
    public List<TrueFollow> Current => [.. _follows.Where(follow => follow.End is null).OrderByDescending(follow => follow.Start).ThenByDescending(follow => follow.Order)];

    public bool Follow(int account, string? name = null)
    {
        if (_follows.Exists(follow => follow.Account == account && follow.End is null))
        {
            return false;
        }

        _handles.TryAdd(account, [(0, name ?? $"h{firstAccount + account}")]);
        _follows.Add(new TrueFollow(account, clock.Now, _follows.Count));
        return true;
    }

    public void Unfollow(TrueFollow follow) => follow.End = clock.Now;

    public void Rename(int account, string name) => _handles[account].Add((clock.Now, name));

    public string HandleOf(int account) => _handles[account][^1].Handle;

    public IReadOnlyList<(long From, string Handle)> HandlesOf(int account) => _handles[account];

    public string IdOf(int account) => (7_000_000_000_000_000_000L + firstAccount + account).ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>One page, as a provider sends it.</summary>
    /// <param name="cursor">A Unix time, or null.</param>
    /// <param name="size">Rows.</param>
    /// <param name="provider">Decides which identities a row has.</param>
    /// <param name="returnsLast">Whether the cursor is the time of the last row, or else of the next one.</param>
    public (IReadOnlyList<FollowedUser> Rows, long? Next) Page(long? cursor, int size, FollowingProvider provider, bool returnsLast)
    {
        List<TrueFollow> rest = Current.FindAll(follow => cursor is null || follow.Start <= cursor);
        List<TrueFollow> page = rest.GetRange(0, Math.Min(size, rest.Count));
        long? next = page.Count == rest.Count ? null : returnsLast ? page[^1].Start : rest[page.Count].Start;
        return ([.. page.Select(follow => Row(follow.Account, provider))], next);
    }

    public FollowedUser Row(int account, FollowingProvider provider, string? handle = null) => new()
    {
        FollowedBy = Handle,
        UserId = provider == FollowingProvider.TikTokResearch ? null : IdOf(account),
        SecUid = provider == FollowingProvider.DumplingAI ? "MS4w" + IdOf(account) : null,
        Handle = handle ?? HandleOf(account),
        DisplayName = $"Account {account}",
        Provider = provider,
        Page = 1,
        RetrievedAt = clock.Time,
    };
}
