using System.Management.Automation;

namespace TikTokFollowing.Commands;

/// <summary>A cmdlet that needs a connection: the one it is given, else the runspace's.</summary>
public abstract class ConnectedCommand : CancellableCommand
{
    /// <summary>The connection to use instead of the runspace's.</summary>
    [Parameter]
    [ValidateNotNull]
    public FollowingConnection? Connection { get; set; }

    /// <summary>Returns the connection or ends the pipeline with NotConnected.</summary>
    private protected FollowingConnection RequireConnection()
    {
        FollowingConnection? connection = Connection ?? RunspaceState.Current.Connection;
        if (connection is null or { IsDisposed: true })
        {
            string what = Connection is null ? "There is no connection in this session." : "The connection was disconnected.";
            Fail(new FollowingException(FollowingErrorKind.NotConnected, what), null);
        }

        return connection!;
    }
}
