using System.Collections;
using System.Management.Automation;
using System.Runtime.CompilerServices;
using TikTokFollowing.Completion;
using TikTokFollowing.Pipeline;
using TikTokFollowing.Store;

namespace TikTokFollowing.Commands;

/// <summary>Reads lists into a store and returns what changed.</summary>
[Cmdlet(VerbsData.Sync, "TikTokFollowing", SupportsShouldProcess = true, HelpUri = HelpAddress.Pages + "Sync-TikTokFollowing.md")]
[OutputType(typeof(FollowingChange))]
public sealed class SyncTikTokFollowingCommand : ConnectedCommand
{
    private HandleRun? _run;
    private ListKeeper? _keeper;

    /// <summary>The accounts whose lists are read; all lists that the store watches when left out.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("UserName", "UniqueId", "Url", "ProfileUrl")]
    [HandleInput]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(HandleCompleter))]
    public string?[]? Handle { get; set; }

    /// <summary>The store's file.</summary>
    [Parameter(Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string StorePath { get; set; } = string.Empty;

    /// <summary>Whether the lists are read, but not watched.</summary>
    [Parameter]
    public SwitchParameter Once { get; set; }

    /// <summary>Whether the whole list is read.</summary>
    [Parameter]
    public SwitchParameter Full { get; set; }

    /// <summary>The whole list is read when its last complete reading is older.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NoCompletion))]
    public TimeSpan FullAfter { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Lists whose last finished reading is younger are skipped.</summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(NoCompletion))]
    public TimeSpan? OlderThan { get; set; }

    /// <summary>Known accounts in a row that end the newest part.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    [ArgumentCompleter(typeof(NoCompletion))]
    public int KnownStreak { get; set; } = 20;

    /// <summary>The most requests for each list.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    [ArgumentCompleter(typeof(NoCompletion))]
    public int MaxPages { get; set; }

    /// <summary>Accounts per request.</summary>
    [Parameter]
    [Alias("Count")]
    [ValidateRange(1, 100)]
    [ArgumentCompleter(typeof(PageSizeCompleter))]
    public int PageSize { get; set; }

    /// <summary>Lists worked on at once.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    [ArgumentCompleter(typeof(NoCompletion))]
    public int ThrottleLimit { get; set; } = 4;

    /// <summary>Whether profiles that differ are changes.</summary>
    [Parameter]
    public SwitchParameter IncludeProfileChange { get; set; }

    /// <summary>The variable that receives the summaries.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NoCompletion))]
    public string? SummaryVariable { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        ArrayList? summaries = SummaryVariable is null ? null : Pipeline.SummaryVariable.Create(SummaryVariable, SessionState.PSVariable);
        ConnectionRoute route = new(RequireConnections());
        try
        {
            Open(route, summaries);
        }
        catch (FollowingException error)
        {
            Fail(error, StorePath);
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        bool isAll = Handle is null && !MyInvocation.BoundParameters.ContainsKey(nameof(Handle)) && !MyInvocation.ExpectingInput;
        _run!.Add(isAll ? [.. ReadWatched()] : Handle ?? [null]);
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => _run!.Complete();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _run?.Dispose();
            _keeper?.Dispose();
        }

        base.Dispose(disposing);
    }

    private IReadOnlyList<string> ReadWatched()
    {
        try
        {
            return _keeper!.Watched();
        }
        catch (FollowingException error)
        {
            Fail(error, StorePath);
            throw;
        }
    }

    // A separate method, so that the store is loaded when this cmdlet runs and not when the module is imported.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Open(ConnectionRoute route, ArrayList? summaries)
    {
        FollowingStore.WarmUpForSync();
        CommandReporter reporter = new(this, MyInvocation.ExpectingInput ? null : Handle?.Length);
        bool isWhatIf = MyInvocation.BoundParameters.TryGetValue("WhatIf", out object? whatIf)
            ? ((SwitchParameter)whatIf).IsPresent
            : LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference", false));
        FollowingListOptions listOptions = new()
        {
            PageSize = PageSize == 0 ? null : PageSize,
            MaxPages = MaxPages == 0 ? null : MaxPages,
            Observer = reporter,
        };
        SyncOptions options = new()
        {
            Once = Once,
            Full = Full,
            FullAfter = FullAfter,
            OlderThan = OlderThan,
            KnownStreak = KnownStreak,
            MaxPages = listOptions.MaxPages,
            IncludeProfileChange = IncludeProfileChange,
        };
        _keeper = new ListKeeper(this, route, listOptions, options, StorePaths.Resolve(this, StorePath), isWhatIf);
        _run = new HandleRun(this, route, reporter, _keeper, summaries, ThrottleLimit, StopToken);
    }
}
