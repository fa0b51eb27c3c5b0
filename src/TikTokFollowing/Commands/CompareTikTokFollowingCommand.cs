using System.Management.Automation;
using TikTokFollowing.Comparison;
using TikTokFollowing.Pipeline;

namespace TikTokFollowing.Commands;

/// <summary>Says what changed between two lists.</summary>
[Cmdlet(VerbsData.Compare, "TikTokFollowing")]
[OutputType(typeof(FollowingChange))]
public sealed class CompareTikTokFollowingCommand : PSCmdlet
{
    private ListComparison? _comparison;

    /// <summary>The earlier list.</summary>
    [Parameter(Position = 0, Mandatory = true)]
    [AllowNull]
    [AllowEmptyCollection]
    public object?[]? ReferenceObject { get; set; }

    /// <summary>The later list.</summary>
    [Parameter(Position = 1, Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyCollection]
    public object?[]? DifferenceObject { get; set; }

    /// <summary>Whether profiles that differ are reported too.</summary>
    [Parameter]
    public SwitchParameter IncludeProfileChange { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _comparison = new ListComparison(IncludeProfileChange);
        foreach (object? value in ReferenceObject ?? [])
        {
            if (Read(value) is ComparedRow row)
            {
                _comparison.AddReference(row);
            }
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (object? value in DifferenceObject ?? [])
        {
            if (Read(value) is ComparedRow row)
            {
                WriteObject(_comparison!.Compare(row), enumerateCollection: true);
            }
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => WriteObject(_comparison!.Complete(), enumerateCollection: true);

    private static ComparedRow? Read(object? value)
    {
        if (AnyRow.TryRead(value, out AnyRow row))
        {
            return new ComparedRow(
                row.Source,
                row.ReadIdentity(nameof(FollowedUser.FollowedBy)),
                row.ReadIdentity(nameof(FollowedUser.UserId)),
                row.ReadIdentity(nameof(FollowedUser.SecUid)),
                row.ReadIdentity(nameof(FollowedUser.Handle)),
                row.Read);
        }

        string? handle = value is PSObject bare ? bare.BaseObject as string : value as string;
        return string.IsNullOrWhiteSpace(handle) ? null : new ComparedRow(handle, null, null, null, handle.Trim().TrimStart('@'), static _ => null);
    }
}
