using System.Collections;
using System.Management.Automation;
using TikTokFollowing.Completion;
using TikTokFollowing.Pipeline;

namespace TikTokFollowing.Commands;

/// <summary>Lists the accounts that TikTok users follow, newest first, page by page.</summary>
[Cmdlet(VerbsCommon.Get, "TikTokFollowing", SupportsPaging = true, HelpUri = HelpAddress.Pages + "Get-TikTokFollowing.md")]
[OutputType(typeof(FollowedUser))]
public sealed class GetTikTokFollowingCommand : ConnectedCommand
{
    private HandleRun? _run;

    /// <summary>The accounts whose lists are read.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("UserName", "UniqueId", "Url", "ProfileUrl")]
    [HandleInput]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(HandleCompleter))]
    public string?[]? Handle { get; set; }

    /// <summary>Accounts per request.</summary>
    [Parameter]
    [Alias("Count")]
    [ValidateRange(1, 100)]
    [ArgumentCompleter(typeof(PageSizeCompleter))]
    public int PageSize { get; set; }

    /// <summary>The most requests for each handle.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    [ArgumentCompleter(typeof(NoCompletion))]
    public int MaxPages { get; set; }

    /// <summary>Where an earlier run ended.</summary>
    [Parameter]
    [AllowEmptyString]
    [AllowNull]
    [ArgumentCompleter(typeof(CursorCompleter))]
    public string? Cursor { get; set; }

    /// <summary>Handles worked on at once.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    [ArgumentCompleter(typeof(NoCompletion))]
    public int ThrottleLimit { get; set; } = 1;

    /// <summary>Whether to fetch the next page while the pipeline works on this one.</summary>
    [Parameter]
    public SwitchParameter ReadAhead { get; set; }

    /// <summary>Whether text that a spreadsheet would run gets a leading apostrophe.</summary>
    [Parameter]
    public SwitchParameter SpreadsheetSafe { get; set; }

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
        CommandReporter reporter = new(this, MyInvocation.ExpectingInput ? null : Handle?.Length);
        FollowingListOptions options = new()
        {
            PageSize = PageSize == 0 ? null : PageSize,
            First = PagingParameters.First <= long.MaxValue ? (long)PagingParameters.First : null,
            Skip = (long)Math.Min(PagingParameters.Skip, long.MaxValue),
            WantsTotal = PagingParameters.IncludeTotalCount,
            MaxPages = MaxPages == 0 ? null : MaxPages,
            Cursor = Cursor,
            ReadAhead = ReadAhead,
            Observer = reporter,
        };
        RowWriter writer = new(this, route, options, SpreadsheetSafe);
        _run = new HandleRun(this, route, reporter, writer, summaries, ThrottleLimit, StopToken);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord() => _run!.Add(Handle ?? [null]);

    /// <inheritdoc/>
    protected override void EndProcessing() => _run!.Complete();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _run?.Dispose();
        }

        base.Dispose(disposing);
    }
}
