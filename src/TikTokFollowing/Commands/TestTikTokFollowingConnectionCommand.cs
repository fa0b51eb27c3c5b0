using System.Management.Automation;
using TikTokFollowing.Completion;
using TikTokFollowing.Pipeline;

namespace TikTokFollowing.Commands;

/// <summary>Sends one request for one page and says what it showed.</summary>
[Cmdlet(VerbsDiagnostic.Test, "TikTokFollowingConnection", HelpUri = HelpAddress.Pages + "Test-TikTokFollowingConnection.md")]
[OutputType(typeof(ConnectionTestResult))]
public sealed class TestTikTokFollowingConnectionCommand : ConnectedCommand
{
    /// <summary>The account whose list is asked for.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(HandleCompleter))]
    public string Handle { get; set; } = "tiktok";

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (FollowingConnection connection in RequireConnections())
        {
            CommandReporter reporter = new(this, null);
            if (Ask(connection, reporter) is ConnectionTestResult result)
            {
                reporter.Flush();
                WriteObject(result);
            }
        }
    }

    private ConnectionTestResult? Ask(FollowingConnection connection, CommandReporter reporter)
    {
        try
        {
            return connection.TestAsync(Handle, reporter, StopToken).GetAwaiter().GetResult();
        }
        catch (FollowingException invalidHandle)
        {
            WriteError(ErrorRecords.Create(invalidHandle, Handle));
        }
        catch (OperationCanceledException) when (StopToken.IsCancellationRequested)
        {
            // The pipeline is being stopped.
        }

        return null;
    }
}
