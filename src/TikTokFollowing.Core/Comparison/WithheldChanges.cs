using System.Globalization;

namespace TikTokFollowing.Comparison;

/// <summary>Counts the changes of one kind that are not reported, because a side does not hold the whole list.</summary>
/// <param name="kind">The kind of change.</param>
/// <param name="side">The parameter that lacks the accounts.</param>
internal sealed class WithheldChanges(FollowingChangeKind kind, string side)
{
    private const int MaximumNames = 10;

    private readonly Dictionary<string, string> _reasons = new(StringComparer.OrdinalIgnoreCase);
    private long _count;
    private bool _lacksSummary;

    /// <summary>Counts one.</summary>
    /// <param name="followedBy">Whose list; empty when the rows do not say.</param>
    /// <param name="reason">Why the side is thought not to hold all of it.</param>
    /// <param name="hasSummary">Whether that is what its summary says.</param>
    public void Add(string followedBy, string reason, bool hasSummary)
    {
        _count++;
        _lacksSummary |= !hasSummary;
        _reasons.TryAdd(followedBy, reason);
    }

    /// <summary>What to tell the user; <see langword="null"/> when there is nothing.</summary>
    public string? Describe()
    {
        if (_count == 0)
        {
            return null;
        }

        string lists = string.Join(", ", _reasons.Take(MaximumNames).Select(static list =>
            $"{(list.Key.Length == 0 ? "rows without FollowedBy" : $"'{DisplayText.Quote(list.Key, 100)}'")} ({DisplayText.Quote(list.Value, 100)})"));
        string more = _reasons.Count > MaximumNames ? string.Create(CultureInfo.InvariantCulture, $" and {_reasons.Count - MaximumNames:N0} more") : string.Empty;
        string accounts = string.Create(CultureInfo.InvariantCulture, $"{_count:N0} {(_count == 1 ? "account that it lacks is" : "accounts that it lacks are")}");
        string advice = _lacksSummary ? " If the list was read to its end, pass its summary with -Summary." : string.Empty;
        return $"{side} does not hold the whole list of {lists}{more}. {accounts} not reported as {kind}.{advice}";
    }
}
