namespace TikTokFollowing.Sandbox;

/// <summary>Which generation <see cref="SandboxHandles.Restless"/> is in. A reading that begins starts the next one.</summary>
internal sealed class RestlessReadings
{
    private readonly object _gate = new();
    private RestlessList? _current;

    /// <summary>The readings of all connections of this process that name no others.</summary>
    internal static RestlessReadings OfProcess { get; } = new();

    /// <summary>The list as the reading under way sees it.</summary>
    internal RestlessList Current
    {
        get
        {
            lock (_gate)
            {
                return _current ?? RestlessList.First;
            }
        }
    }

    internal RestlessList Begin()
    {
        lock (_gate)
        {
            return _current = _current?.Next() ?? RestlessList.First;
        }
    }
}
