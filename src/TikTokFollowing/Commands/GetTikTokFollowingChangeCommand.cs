using System.Management.Automation;
using TikTokFollowing.Completion;
using TikTokFollowing.Store;

namespace TikTokFollowing.Commands;

/// <summary>Returns what changed in the lists of a store, oldest first.</summary>
[Cmdlet(VerbsCommon.Get, "TikTokFollowingChange", HelpUri = HelpAddress.Pages + "Get-TikTokFollowingChange.md")]
[OutputType(typeof(FollowingChange))]
public sealed class GetTikTokFollowingChangeCommand : StoreCommand
{
    /// <summary>Changes that were seen at this time or later.</summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(NoCompletion))]
    public DateTimeOffset? Since { get; set; }

    /// <summary>Changes that were seen at this time or earlier.</summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(NoCompletion))]
    public DateTimeOffset? Until { get; set; }

    private protected override void Run(FollowingStore store, IReadOnlyCollection<string>? handles) => Write(store.Changes(new ChangeFilter
    {
        Handles = handles,
        Since = Since,
        Until = Until,
    }));
}
