using System.Management.Automation;
using TikTokFollowing.Completion;

namespace TikTokFollowing.Commands;

/// <summary>Ends connections and wipes their secrets.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "TikTokFollowing", HelpUri = HelpAddress.Pages + "Disconnect-TikTokFollowing.md")]
public sealed class DisconnectTikTokFollowingCommand : PSCmdlet
{
    /// <summary>The connections to end; all of the runspace's when left out.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public FollowingConnection[]? Connection { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        // A variable that holds no connection ends none, and not all.
        FollowingConnection[] connections = MyInvocation.BoundParameters.ContainsKey(nameof(Connection))
            ? Connection ?? []
            : [.. RunspaceState.Current.Connections];
        foreach (FollowingConnection connection in connections)
        {
            connection.Dispose();
        }
    }
}
