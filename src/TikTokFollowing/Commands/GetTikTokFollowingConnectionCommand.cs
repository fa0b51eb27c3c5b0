using System.Management.Automation;

namespace TikTokFollowing.Commands;

/// <summary>Returns the runspace's connection, or nothing.</summary>
[Cmdlet(VerbsCommon.Get, "TikTokFollowingConnection")]
[OutputType(typeof(FollowingConnection))]
public sealed class GetTikTokFollowingConnectionCommand : PSCmdlet
{
    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (RunspaceState.Current.HandOut() is FollowingConnection connection)
        {
            WriteObject(connection);
        }
    }
}
