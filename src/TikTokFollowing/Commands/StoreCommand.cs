using System.Management.Automation;
using System.Runtime.CompilerServices;
using TikTokFollowing.Completion;
using TikTokFollowing.Pipeline;
using TikTokFollowing.Store;

namespace TikTokFollowing.Commands;

/// <summary>A cmdlet that reads a store. It sends nothing and needs no connection.</summary>
public abstract class StoreCommand : CancellableCommand
{
    /// <summary>The store's file.</summary>
    [Parameter(Position = 0, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string StorePath { get; set; } = string.Empty;

    /// <summary>Whose lists; all when left out.</summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("FollowedBy")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(HandleCompleter))]
    public string[]? Handle { get; set; }

    /// <summary>Does the work on the open store.</summary>
    /// <param name="store">Closed afterwards.</param>
    /// <param name="handles">Whose lists, in lower case; <see langword="null"/> are all.</param>
    private protected abstract void Run(FollowingStore store, IReadOnlyCollection<string>? handles);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (Handle is null && MyInvocation.ExpectingInput)
        {
            return;
        }

        Open();
    }

    /// <summary>Writes rows as they are read. An exception of the store ends the command; those of the pipeline pass.</summary>
    private protected void Write<T>(IEnumerable<T> rows)
    {
        // In batches, because one WriteObject call costs as much as SQLite needs for one row.
        using IEnumerator<T[]> batch = rows.Chunk(64).GetEnumerator();
        while (!Stopping && MoveNext(batch))
        {
            WriteObject(batch.Current, enumerateCollection: true);
        }
    }

    // A separate method, so that the store is loaded when the cmdlet runs and not when the module is imported.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Open()
    {
        FollowingStore.WarmUpToRead();
        IReadOnlyCollection<string>? handles = ReadHandles(Handle);
        using FollowingStore? store = TryOpen();
        if (store is not null)
        {
            Run(store, handles);
        }
    }

    private FollowingStore? TryOpen()
    {
        try
        {
            return FollowingStore.OpenToRead(StorePaths.Resolve(this, StorePath), TimeProvider.System);
        }
        catch (FollowingException error)
        {
            Fail(error, StorePath);
            return null;
        }
    }

    private bool MoveNext<T>(IEnumerator<T> rows)
    {
        try
        {
            return rows.MoveNext();
        }
        catch (FollowingException error)
        {
            Fail(error, StorePath);
            return false;
        }
    }
}
