using System.Management.Automation;
using System.Reflection;

namespace TikTokFollowing.Engine.Tests.Support;

/// <summary>Ends the commands before it as <c>Select-Object -First</c> does, which the engine's package does not hold.</summary>
[Cmdlet(VerbsCommon.Select, "First")]
[OutputType(typeof(object))]
public sealed class SelectFirstCommand : PSCmdlet
{
    // Internal to the engine, and what its own Select-Object throws.
    private static readonly ConstructorInfo StopUpstreamCommands = typeof(PSCmdlet).Assembly
        .GetType("System.Management.Automation.StopUpstreamCommandsException", throwOnError: true)!.GetConstructors().Single();

    private int _taken;

    [Parameter(Position = 0, Mandatory = true)]
    public int Count { get; set; }

    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    protected override void ProcessRecord()
    {
        WriteObject(InputObject);
        if (++_taken == Count)
        {
            throw (Exception)StopUpstreamCommands.Invoke([this]);
        }
    }
}
