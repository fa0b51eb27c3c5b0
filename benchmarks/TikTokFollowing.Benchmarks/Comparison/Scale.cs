namespace TikTokFollowing.Benchmarks.Comparison;

/// <summary>How much is measured.</summary>
/// <param name="Rounds">Measurements of each contestant whose work takes seconds.</param>
/// <param name="ShortRounds">Measurements of each contestant whose work is the start of a process.</param>
/// <param name="Users">The long list.</param>
/// <param name="ManyUsers">The very long list.</param>
/// <param name="SlowPages">Pages for the slow consumer.</param>
/// <param name="ManyHandles">Lists for the throttle.</param>
internal sealed record Scale(int Rounds, int ShortRounds, int Users, int ManyUsers, int SlowPages, int ManyHandles)
{
    public static readonly Scale Full = new(Rounds: 5, ShortRounds: 15, Users: 100_000, ManyUsers: 1_000_000, SlowPages: 100, ManyHandles: 200);

    /// <summary>Says whether everything still works; its numbers are not to be quoted.</summary>
    public static readonly Scale Quick = new(Rounds: 3, ShortRounds: 3, Users: 20_000, ManyUsers: 100_000, SlowPages: 30, ManyHandles: 64);
}
