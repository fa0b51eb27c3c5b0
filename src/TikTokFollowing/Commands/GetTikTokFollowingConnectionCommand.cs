using System.Management.Automation;

namespace TikTokFollowing.Commands;

/// <summary>Returns the runspace's connections in order of use.</summary>
[Cmdlet(VerbsCommon.Get, "TikTokFollowingConnection", HelpUri = HelpAddress.Pages + "Get-TikTokFollowingConnection.md")]
[OutputType(typeof(FollowingConnection))]
public sealed class GetTikTokFollowingConnectionCommand : PSCmdlet
{
    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteObject(RunspaceState.Current.HandOut(), enumerateCollection: true);
}
