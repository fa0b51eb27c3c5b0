using System.Management.Automation;

namespace TikTokFollowing.Commands;

/// <summary>A cmdlet that ends a request or a wait when the user presses Ctrl+C.</summary>
public abstract class CancellableCommand : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Cancelled when the pipeline is stopped.</summary>
    private protected CancellationToken StopToken => _stop.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    protected override void StopProcessing() => _stop.Cancel();

    /// <summary>Frees what the cmdlet holds; the engine calls it however the pipeline ended.</summary>
    /// <param name="disposing">Whether managed objects are to be freed.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _stop.Dispose();
        }
    }

    /// <summary>Reads handles that name lists of a store. What is no handle is an error, and the others count.</summary>
    private protected List<string>? ReadHandles(string[]? texts)
    {
        if (texts is null)
        {
            return null;
        }

        List<string> handles = [];
        foreach (string text in texts)
        {
            if (TikTokHandle.TryParse(text, out string? handle))
            {
                handles.Add(handle);
            }
            else
            {
                WriteError(ErrorRecords.Create(TikTokHandle.CreateError(text), text));
            }
        }

        return handles;
    }

    private protected void Fail(FollowingException error, object? target) => ThrowTerminatingError(ErrorRecords.Create(error, target));
}
