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
    private readonly List<FollowingConnection> _handedOut = [];
    private readonly List<string> _handles = [];
    private List<FollowingConnection> _connections = [];

    /// <summary>The state of the runspace whose pipeline runs on this thread.</summary>
    public static RunspaceState Current => States.GetOrCreateValue(Runspace.DefaultRunspace);

    /// <summary>The handles asked for in this runspace, the newest last.</summary>
    public IReadOnlyList<string> Handles => _handles;

    /// <summary>The runspace's open connections, in order of use.</summary>
    public IReadOnlyList<FollowingConnection> Connections
    {
        get
        {
            _connections.RemoveAll(static connection => connection.IsDisposed);
            return _connections;
        }
    }

    /// <summary>Makes a connection the runspace's own, or the next one behind those that it has.</summary>
    public void Connect(FollowingConnection connection, bool isHandedOut, bool asFallback)
    {
        if (!asFallback)
        {
            Leave();
        }

        _connections.Add(connection);
        _opened.RemoveAll(static reference => !reference.TryGetTarget(out _));
        _opened.Add(new WeakReference<FollowingConnection>(connection));
        if (isHandedOut)
        {
            _handedOut.Add(connection);
        }
    }

    /// <summary>Leaves the runspace without a connection. Those that the user may have kept stay open.</summary>
    public void Leave()
    {
        foreach (FollowingConnection connection in _connections.Except(_handedOut))
        {
            connection.Dispose();
        }

        _connections = [];
        _handedOut.Clear();
    }

    /// <summary>Returns the open connections for the user to keep.</summary>
    public IReadOnlyList<FollowingConnection> HandOut()
    {
        _handedOut.AddRange(Connections.Except(_handedOut).ToArray());
        return [.. Connections];
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
