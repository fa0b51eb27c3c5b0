using TikTokFollowing.Paging;
using TikTokFollowing.Providers;

namespace TikTokFollowing;

/// <summary>The connections of one command, in order. Each list begins with the first one that works.</summary>
internal sealed class ConnectionRoute
{
    private readonly SourceRoute _sources;

    /// <param name="connections">At least one.</param>
    public ConnectionRoute(FollowingConnection[] connections)
    {
        Connections = connections;
        _sources = new SourceRoute(Array.ConvertAll(connections, static connection => connection.Source));
    }

    public IReadOnlyList<FollowingConnection> Connections { get; }

    /// <summary>The connection that a list would begin with.</summary>
    public FollowingConnection Current => Connections[_sources.NextFrom(0) ?? 0];

    /// <summary>Whether an error that every handle would meet has ended each connection.</summary>
    public bool IsExhausted => _sources.IsExhausted;

    /// <summary>Prepares to read a list. Sends nothing until it is enumerated.</summary>
    /// <exception cref="FollowingException"><see cref="FollowingErrorKind.InvalidHandle"/>.</exception>
    public FollowingList GetFollowing(string handle, FollowingListOptions options) =>
        TikTokHandle.TryParse(handle, out string? name)
            ? new FollowingList(_sources, name, options, Connections[0].TimeProvider, AddSummary)
            : throw TikTokHandle.CreateError(handle);

    /// <summary>The cursor of the current connection that stands for the same place as another provider's.</summary>
    /// <returns><see langword="null"/> when there is none: the list then begins at its start.</returns>
    public string? Translate(string? cursor, FollowingProvider from)
    {
        Provider to = Current.Source.Provider;
        return from == to.Id || cursor is null ? cursor
            : ProviderCatalog.Get(from).TimeOf(cursor, Current.TimeProvider.GetUtcNow()) is DateTimeOffset time ? to.CursorAt(time)
            : null;
    }

    /// <summary>Makes the summary of a handle that was not asked for.</summary>
    public FollowingSummary NotAsked(string handle, FollowingStatus status, string message)
    {
        FollowingSummary summary = new()
        {
            Handle = handle,
            Provider = Current.Provider,
            Status = status,
            Users = 0,
            Duplicates = 0,
            Pages = 0,
            Requests = 0,
            Retries = 0,
            Credits = 0,
            ReportedTotal = null,
            NextCursor = null,
            StartedAt = Current.TimeProvider.GetUtcNow(),
            Duration = TimeSpan.Zero,
            Message = message,
        };
        Current.AddSummary(summary);
        return summary;
    }

    private void AddSummary(FollowingList list) => Connections[list.SourceIndex].AddSummary(list.Summary!);
}
