using System.Management.Automation;
using TikTokFollowing.Completion;

namespace TikTokFollowing.Commands;

/// <summary>Ends connections and wipes their secrets.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "TikTokFollowing", HelpUri = HelpAddress.Pages + "Disconnect-TikTokFollowing.md")]
public sealed class DisconnectTikTokFollowingCommand : PSCmdlet
{
    /// <summary>The connections to end; all of the runspace's when left out.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public FollowingConnection[]? Connection { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (FollowingConnection connection in Connection ?? [.. RunspaceState.Current.Connections])
        {
            connection.Dispose();
        }
    }
}
