using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace TikTokFollowing;

/// <summary>What the module remembers in one runspace. Read it on the pipeline thread only.</summary>
internal sealed class RunspaceState
{
    private const int MaximumHandles = 1000;

    // A plain static would be shared by every runspace of the process.
    private static readonly ConditionalWeakTable<Runspace, RunspaceState> States = [];

    private readonly List<WeakReference<FollowingConnection>> _opened = [];
    private readonly List<string> _handles = [];
    private FollowingConnection? _current;
    private bool _wasHandedOut;

    /// <summary>The state of the runspace whose pipeline runs on this thread.</summary>
    public static RunspaceState Current => States.GetOrCreateValue(Runspace.DefaultRunspace);

    /// <summary>The handles asked for in this runspace, the newest last.</summary>
    public IReadOnlyList<string> Handles => _handles;

    /// <summary>The open connection; <see langword="null"/> when there is none.</summary>
    public FollowingConnection? Connection => _current is { IsDisposed: false } ? _current : null;

    /// <summary>Makes a connection the runspace's own. The one before is ended, unless the user may have kept it.</summary>
    public void Connect(FollowingConnection connection, bool isHandedOut)
    {
        if (!_wasHandedOut)
        {
            _current?.Dispose();
        }

        _current = connection;
        _wasHandedOut = isHandedOut;
        _opened.RemoveAll(static reference => !reference.TryGetTarget(out _));
        _opened.Add(new WeakReference<FollowingConnection>(connection));
    }

    /// <summary>Returns the open connection for the user to keep.</summary>
    public FollowingConnection? HandOut()
    {
        _wasHandedOut = true;
        return Connection;
    }

    /// <summary>Ends every connection that was opened in this runspace.</summary>
    public void DisconnectAll()
    {
        foreach (WeakReference<FollowingConnection> reference in _opened)
        {
            if (reference.TryGetTarget(out FollowingConnection? connection))
            {
                connection.Dispose();
            }
        }

        _opened.Clear();
    }

    /// <summary>Remembers a handle for completion.</summary>
    public void AddHandle(string handle)
    {
        _handles.Remove(handle);
        if (_handles.Count == MaximumHandles)
        {
            _handles.RemoveAt(0);
        }

        _handles.Add(handle);
    }
}
