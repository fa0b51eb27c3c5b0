using System.Management.Automation;
using TikTokFollowing.Completion;
using TikTokFollowing.Store;

namespace TikTokFollowing.Commands;

/// <summary>Returns the summary of each reading of a store, oldest first.</summary>
[Cmdlet(VerbsCommon.Get, "TikTokFollowingSummary", HelpUri = HelpAddress.Pages + "Get-TikTokFollowingSummary.md")]
[OutputType(typeof(FollowingSummary))]
public sealed class GetTikTokFollowingSummaryCommand : StoreCommand
{
    /// <summary>Readings that began at this time or later.</summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(NoCompletion))]
    public DateTimeOffset? Since { get; set; }

    /// <summary>Whether only the newest of each list is returned.</summary>
    [Parameter]
    public SwitchParameter Latest { get; set; }

    private protected override void Run(FollowingStore store, IReadOnlyCollection<string>? handles) => Write(store.Summaries(new SummaryFilter
    {
        Handles = handles,
        Since = Since,
        Latest = Latest,
    }));
}
