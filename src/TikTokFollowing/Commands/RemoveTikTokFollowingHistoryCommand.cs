using System.Management.Automation;
using System.Runtime.CompilerServices;
using TikTokFollowing.Completion;
using TikTokFollowing.Pipeline;
using TikTokFollowing.Store;

namespace TikTokFollowing.Commands;

/// <summary>Removes lists, or what ended before a time, from a store.</summary>
[Cmdlet(
    VerbsCommon.Remove,
    "TikTokFollowingHistory",
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.High,
    HelpUri = HelpAddress.Pages + "Remove-TikTokFollowingHistory.md")]
public sealed class RemoveTikTokFollowingHistoryCommand : CancellableCommand
{
    /// <summary>The store's file.</summary>
    [Parameter(Position = 0, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string StorePath { get; set; } = string.Empty;

    /// <summary>Whose lists.</summary>
    [Parameter(Position = 1, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("FollowedBy")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(HandleCompleter))]
    public string[] Handle { get; set; } = [];

    /// <summary>Only what ended before this time; the whole list when left out.</summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(NoCompletion))]
    public DateTimeOffset? Before { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string text in Handle)
        {
            if (!TikTokHandle.TryParse(text, out string? handle))
            {
                WriteError(ErrorRecords.Create(TikTokHandle.CreateError(text), text));
            }
            else if (ShouldProcess(Before is not null ? $"{handle}, what ended before {Before:u}" : handle, "Remove from the store"))
            {
                Remove(handle);
            }
        }
    }

    // A separate method, so that the store is loaded when the cmdlet runs and not when the module is imported.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Remove(string handle)
    {
        bool isFound = true;
        try
        {
            using FollowingStore store = FollowingStore.OpenForSync(StorePaths.Resolve(this, StorePath), TimeProvider.System, create: false);
            isFound = store.Remove(handle, Before);
        }
        catch (FollowingException error)
        {
            Fail(error, StorePath);
        }

        if (!isFound)
        {
            FollowingException error = new(FollowingErrorKind.NotFound, $"The store has no list of '{handle}'.")
            {
                Advice = "Get-TikTokFollowingSummary -Latest shows the lists that the store has.",
            };
            WriteError(ErrorRecords.Create(error, handle));
        }
    }
}
