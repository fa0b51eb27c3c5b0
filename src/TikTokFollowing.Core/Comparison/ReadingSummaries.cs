namespace TikTokFollowing.Comparison;

/// <summary>
/// What summaries say about the two readings of each list: its last summary is about the later reading, the one before it about the
/// earlier reading.
/// </summary>
internal sealed class ReadingSummaries
{
    private readonly Dictionary<string, (Reading? Earlier, Reading Later)> _lists = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Adds a summary.</summary>
    /// <param name="handle">Whose list was read.</param>
    /// <param name="status">How the reading ended: the name of a <see cref="FollowingStatus"/>, or its number as JSON has it.</param>
    /// <param name="hasNoUsers">Whether the list was found to be empty.</param>
    public void Add(string handle, string status, bool hasNoUsers)
    {
        Reading reading = new(Enum.TryParse(status, ignoreCase: true, out FollowingStatus known) ? known.ToString() : status, hasNoUsers);
        _lists[handle] = (_lists.TryGetValue(handle, out (Reading? Earlier, Reading Later) before) ? before.Later : null, reading);
    }

    /// <summary>The earlier reading of a list.</summary>
    /// <param name="followedBy">Whose list; empty for rows that do not say.</param>
    /// <returns><see langword="null"/> when no summary is about it.</returns>
    public Reading? EarlierOf(string followedBy) => Find(followedBy, static readings => readings.Earlier);

    /// <summary>The later reading of a list.</summary>
    /// <param name="followedBy">Whose list; empty for rows that do not say.</param>
    /// <returns><see langword="null"/> when no summary is about it.</returns>
    public Reading? LaterOf(string followedBy) => Find(followedBy, static readings => readings.Later);

    private Reading? Find(string followedBy, Func<(Reading? Earlier, Reading Later), Reading?> select)
    {
        if (followedBy.Length > 0)
        {
            return _lists.TryGetValue(followedBy, out (Reading? Earlier, Reading Later) readings) ? select(readings) : null;
        }

        // Rows that do not say whose they are can come from any of the lists.
        IEnumerable<Reading?> all = _lists.Values.Select(select);
        return all.FirstOrDefault(static reading => reading is { IsComplete: false }) ?? all.FirstOrDefault();
    }

    /// <summary>How a reading ended.</summary>
    /// <param name="Status">The name of its status.</param>
    /// <param name="HasNoUsers">Whether it brought no account.</param>
    public sealed record Reading(string Status, bool HasNoUsers)
    {
        /// <summary>Whether the list was read to its end.</summary>
        public bool IsComplete => Status == nameof(FollowingStatus.Complete);
    }
}
