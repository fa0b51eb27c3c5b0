using System.Management.Automation;
using TikTokFollowing.Completion;
using TikTokFollowing.Store;

namespace TikTokFollowing.Commands;

/// <summary>Returns the lists as a store knows them, now or at a time.</summary>
[Cmdlet(VerbsCommon.Get, "TikTokFollowingHistory", HelpUri = HelpAddress.Pages + "Get-TikTokFollowingHistory.md")]
[OutputType(typeof(FollowingHistoryEntry))]
public sealed class GetTikTokFollowingHistoryCommand : StoreCommand
{
    /// <summary>The time; now when left out.</summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(NoCompletion))]
    public DateTimeOffset? AsOf { get; set; }

    /// <summary>Whether follows that have ended come too.</summary>
    [Parameter]
    public SwitchParameter IncludeEnded { get; set; }

    private protected override void Run(FollowingStore store, IReadOnlyCollection<string>? handles) => Write(store.History(new HistoryFilter
    {
        Handles = handles,
        AsOf = AsOf,
        IncludeEnded = IncludeEnded,
    }));
}
