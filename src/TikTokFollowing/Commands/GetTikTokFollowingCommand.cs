using System.Collections;
using System.Management.Automation;
using TikTokFollowing.Checkpoints;
using TikTokFollowing.Completion;
using TikTokFollowing.Pipeline;

namespace TikTokFollowing.Commands;

/// <summary>Lists the accounts that TikTok users follow, newest first, page by page.</summary>
[Cmdlet(VerbsCommon.Get, "TikTokFollowing", SupportsPaging = true)]
[OutputType(typeof(FollowedUser))]
public sealed class GetTikTokFollowingCommand : ConnectedCommand
{
    private HandleRun? _run;

    /// <summary>The accounts whose lists are read.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("UserName", "UniqueId", "Url")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(HandleCompleter))]
    public string?[]? Handle { get; set; }

    /// <summary>Accounts per request.</summary>
    [Parameter]
    [Alias("Count")]
    [ValidateRange(1, 100)]
    public int PageSize { get; set; }

    /// <summary>At most so many requests for each handle.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int MaxPages { get; set; }

    /// <summary>Where an earlier run ended.</summary>
    [Parameter]
    [AllowEmptyString]
    [AllowNull]
    public string? Cursor { get; set; }

    /// <summary>Handles worked on at once.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = 1;

    /// <summary>Whether to fetch the next page while the pipeline works on this one.</summary>
    [Parameter]
    public SwitchParameter ReadAhead { get; set; }

    /// <summary>The file that remembers each handle's cursor.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? CheckpointPath { get; set; }

    /// <summary>Accounts that are known already.</summary>
    [Parameter]
    [AllowNull]
    [AllowEmptyCollection]
    [AllowEmptyString]
    public object?[]? Known { get; set; }

    /// <summary>Known rows in a row that end the paging.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int KnownStreak { get; set; } = 20;

    /// <summary>Whether text that a spreadsheet would run gets a leading apostrophe.</summary>
    [Parameter]
    public SwitchParameter SpreadsheetSafe { get; set; }

    /// <summary>The variable that receives the summaries.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? SummaryVariable { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        ArrayList? summaries = SummaryVariable is null ? null : Pipeline.SummaryVariable.Create(SummaryVariable, SessionState.PSVariable);
        FollowingConnection connection = RequireConnection();
        CommandDetails details = new(this);
        int? announced = MyInvocation.ExpectingInput ? null : Handle?.Length;
        CommandReporter reporter = new(this, details, announced);
        FollowingListOptions options = new()
        {
            PageSize = PageSize == 0 ? null : PageSize,
            First = PagingParameters.First <= long.MaxValue ? (long)PagingParameters.First : null,
            Skip = (long)Math.Min(PagingParameters.Skip, long.MaxValue),
            WantsTotal = PagingParameters.IncludeTotalCount,
            MaxPages = MaxPages == 0 ? null : MaxPages,
            Cursor = Cursor,
            ReadAhead = ReadAhead,
            Known = Known is null ? null : KnownRows.Read(Known),
            KnownStreak = KnownStreak,
            Checkpoint = OpenCheckpoint(),
            Observer = reporter,
        };
        _run = new HandleRun(this, connection, options, reporter, details, summaries, ThrottleLimit, SpreadsheetSafe, StopToken);
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

    private CheckpointFile? OpenCheckpoint()
    {
        if (CheckpointPath is null)
        {
            return null;
        }

        try
        {
            string path = SessionState.Path.GetUnresolvedProviderPathFromPSPath(CheckpointPath, out ProviderInfo provider, out _);

            // A path of another provider, such as env:x, would become a file of that name in the process's own directory.
            return provider.Name == "FileSystem"
                ? CheckpointFile.Open(path)
                : throw new FollowingException(FollowingErrorKind.CheckpointInvalid, $"The checkpoint file {CheckpointPath} is not in the file system.");
        }
        catch (FollowingException error)
        {
            Fail(error, CheckpointPath);
            throw;
        }
    }
}
