using System.Management.Automation;

namespace TikTokFollowing.Commands;

/// <summary>Ends a connection and wipes its key.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "TikTokFollowing")]
public sealed class DisconnectTikTokFollowingCommand : PSCmdlet
{
    /// <summary>The connection to end; the runspace's when left out.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    public FollowingConnection? Connection { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => (Connection ?? RunspaceState.Current.Connection)?.Dispose();
}
