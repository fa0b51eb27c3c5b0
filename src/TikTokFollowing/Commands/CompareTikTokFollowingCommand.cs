using System.Globalization;
using System.Management.Automation;
using TikTokFollowing.Comparison;
using TikTokFollowing.Completion;
using TikTokFollowing.Pipeline;

namespace TikTokFollowing.Commands;

/// <summary>Says what changed between two lists.</summary>
[Cmdlet(VerbsData.Compare, "TikTokFollowing", HelpUri = HelpAddress.Pages + "Compare-TikTokFollowing.md")]
[OutputType(typeof(FollowingChange))]
public sealed class CompareTikTokFollowingCommand : PSCmdlet
{
    private const string Advice = "Pass rows with Handle, UserId or SecUid, such as (Import-Csv before.csv), or bare handles.";

    private ListComparison? _comparison;
    private object? _firstUnknown;
    private long _unknown;

    /// <summary>
    /// The earlier list. A list that it lacks brings no changes. A list that it holds in part brings no Followed when <see cref="Summary"/>
    /// says so; without that, each account that it lacks looks newly followed.
    /// </summary>
    [Parameter(Position = 0, Mandatory = true)]
    [AllowNull]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(NoCompletion))]
    public object?[]? ReferenceObject { get; set; }

    /// <summary>The later list. A list that it lacks brings no changes, unless <see cref="Summary"/> says that it was found empty.</summary>
    [Parameter(Position = 1, Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(NoCompletion))]
    public object?[]? DifferenceObject { get; set; }

    /// <summary>
    /// The summaries of the readings: a <see cref="FollowingSummary"/>, or an object with its Handle, Status and Users. The last one of
    /// each list is about <see cref="DifferenceObject"/>; the one before it, if any, about <see cref="ReferenceObject"/>. A list brings
    /// Unfollowed only when its later reading was Complete, and no Followed when its earlier reading was not.
    /// </summary>
    [Parameter]
    [AllowNull]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(NoCompletion))]
    public object?[]? Summary { get; set; }

    /// <summary>Whether profiles that differ are reported too.</summary>
    [Parameter]
    public SwitchParameter IncludeProfileChange { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _comparison = new ListComparison(IncludeProfileChange, MyInvocation.BoundParameters.ContainsKey(nameof(Summary)) ? ReadSummaries() : null);
        foreach (ComparedRow row in ReadRows(ReferenceObject))
        {
            _comparison.AddReference(row);
        }

        ReportUnknown(nameof(ReferenceObject));
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (ComparedRow row in ReadRows(DifferenceObject))
        {
            WriteObject(_comparison!.Compare(row), enumerateCollection: true);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        ReportUnknown(nameof(DifferenceObject));
        WriteObject(_comparison!.Complete(), enumerateCollection: true);
        foreach (string warning in _comparison.Warnings)
        {
            WriteWarning(warning);
        }
    }

    private ReadingSummaries ReadSummaries()
    {
        ReadingSummaries summaries = new();
        foreach (object? value in Flatten(Summary))
        {
            if (AnyRow.TryRead(value, out AnyRow row)
                && row.Read(nameof(FollowingSummary.Handle)) is { Length: > 0 } handle
                && row.Read(nameof(FollowingSummary.Status)) is { Length: > 0 } status)
            {
                summaries.Add(handle, status, hasNoUsers: row.Read(nameof(FollowingSummary.Users)) == "0");
            }
            else
            {
                Report("An object of -Summary is no summary: it needs Handle and Status.", value);
            }
        }

        return summaries;
    }

    private IEnumerable<ComparedRow> ReadRows(object?[]? values)
    {
        foreach (object? value in Flatten(values))
        {
            ComparedRow? row = AnyRow.TryRead(value, out AnyRow given) ? new ComparedRow(given.Source, given.Property) : ReadText(value);
            if (row is { Identity.IsKnown: false })
            {
                _unknown++;
                _firstUnknown ??= value;
            }

            if (row is not null)
            {
                yield return row;
            }
        }
    }

    // As Get-TikTokFollowing does, it skips blank lines and comments of a file of handles.
    private ComparedRow? ReadText(object? value)
    {
        string text = LanguagePrimitives.ConvertTo<string>(value).Trim();
        if (text.Length == 0 || text.StartsWith('#'))
        {
            return null;
        }

        if (File.Exists(Path.Combine(SessionState.Path.CurrentFileSystemLocation.ProviderPath, text)))
        {
            Report($"'{DisplayText.Quote(text, 100)}' is a file, not a handle. Pass its rows: (Import-Csv {DisplayText.Quote(text, 100)}).", value);
            return null;
        }

        if (!TikTokHandle.TryParse(text, out string? handle))
        {
            Report(TikTokHandle.CreateError(text).Message, value);
            return null;
        }

        return new ComparedRow(value!, name => name == nameof(FollowedUser.Handle) ? handle : null);
    }

    private void ReportUnknown(string parameter)
    {
        if (_unknown > 0)
        {
            string rows = string.Create(CultureInfo.InvariantCulture, $"{_unknown:N0} {(_unknown == 1 ? "row" : "rows")}");
            Report($"{rows} of -{parameter} cannot be compared: a row needs Handle, UserId or SecUid.", _firstUnknown);
        }

        (_unknown, _firstUnknown) = (0, null);
    }

    private void Report(string message, object? target)
    {
        ErrorRecord record = ErrorRecords.Create(new FollowingException(FollowingErrorKind.InvalidHandle, message), target);
        record.ErrorDetails.RecommendedAction = Advice;
        WriteError(record);
    }

    // A DataTable is bound as one object.
    private static IEnumerable<object?> Flatten(object?[]? values) =>
        (values ?? []).SelectMany(static value => LanguagePrimitives.GetEnumerable(value)?.Cast<object?>() ?? [value]);
}
