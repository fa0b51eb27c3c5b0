using System.Management.Automation;
using TikTokFollowing.Completion;

namespace TikTokFollowing.Commands;

/// <summary>A cmdlet that needs a connection: those it is given, else the runspace's.</summary>
public abstract class ConnectedCommand : CancellableCommand
{
    /// <summary>The connections to use instead of the runspace's, in order.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public FollowingConnection[]? Connection { get; set; }

    /// <summary>Returns the connections or ends the pipeline with NotConnected.</summary>
    private protected FollowingConnection[] RequireConnections()
    {
        // An empty -Connection must not let those of the runspace answer in its place.
        bool isGiven = MyInvocation.BoundParameters.ContainsKey(nameof(Connection));
        IReadOnlyList<FollowingConnection> connections = isGiven ? Connection ?? [] : RunspaceState.Current.Connections;
        if (connections.Count == 0 || connections.Contains(null!))
        {
            Fail(new FollowingException(FollowingErrorKind.NotConnected, isGiven ? "-Connection holds no connection." : "There is no connection in this session."), null);
        }

        if (connections.Any(static connection => connection.IsDisposed))
        {
            Fail(new FollowingException(FollowingErrorKind.NotConnected, "The connection was disconnected."), null);
        }

        return [.. connections];
    }
}
