namespace TikTokFollowing.Comparison;

/// <summary>
/// Compares a list that is kept with one that streams by. Keeps the first list and the new rows of the second: besides the rows
/// themselves about 250 bytes for each.
/// </summary>
internal sealed class ListComparison(bool includeProfileChange)
{
    private readonly List<ComparedRow> _reference = [];
    private readonly Dictionary<string, List<ComparedRow>> _index = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Adds a row of the first list. One that is there already is passed over.</summary>
    public void AddReference(ComparedRow row)
    {
        if (row.HasIdentity && FindAll(row).Count == 0)
        {
            _reference.Add(row);
            AddToIndex(row);
        }
    }

    /// <summary>Takes a row of the second list.</summary>
    public IEnumerable<FollowingChange> Compare(ComparedRow row)
    {
        if (!row.HasIdentity)
        {
            yield break;
        }

        ComparedRow? before = null;
        bool isRepeated = false;
        foreach (ComparedRow same in FindAll(row))
        {
            isRepeated |= same.IsMatched;
            same.IsMatched = true;
            before ??= same;
        }

        if (before is null)
        {
            row.IsMatched = true;
            AddToIndex(row);
            yield return Describe(FollowingChangeKind.Followed, null, row);
        }
        else if (!isRepeated)
        {
            if (before.IsRenamedTo(row))
            {
                yield return Describe(FollowingChangeKind.Renamed, before, row);
            }

            if (includeProfileChange && ProfileChange.Find(before, row) is { Count: > 0 } properties)
            {
                yield return Describe(FollowingChangeKind.Changed, before, row, properties);
            }
        }
    }

    /// <summary>Says which rows of the first list the second did not have.</summary>
    public IEnumerable<FollowingChange> Complete() =>
        _reference.Where(static row => !row.IsMatched).Select(static row => Describe(FollowingChangeKind.Unfollowed, row, null));

    private static FollowingChange Describe(
        FollowingChangeKind kind, ComparedRow? before, ComparedRow? after, IReadOnlyList<string>? properties = null) => new()
        {
            Kind = kind,
            FollowedBy = after?.FollowedBy ?? before?.FollowedBy,
            UserId = after?.UserId ?? before?.UserId,
            Handle = after?.Handle ?? before?.Handle,
            PreviousHandle = kind == FollowingChangeKind.Renamed ? before!.Handle : null,
            Properties = properties ?? [],
            Before = before?.Source,
            After = after?.Source,
        };

    // A row stands under each identity it has, because the other side may lack the strongest.
    private static IEnumerable<string> KeysOf(ComparedRow row)
    {
        if (row.UserId is not null)
        {
            yield return "i" + row.UserId;
        }

        if (row.SecUid is not null)
        {
            yield return "s" + row.SecUid;
        }

        if (row.Handle is not null)
        {
            yield return "h" + row.Handle;
        }
    }

    private HashSet<ComparedRow> FindAll(ComparedRow row)
    {
        HashSet<ComparedRow> found = new(ReferenceEqualityComparer.Instance);
        foreach (string key in KeysOf(row))
        {
            if (_index.TryGetValue(key, out List<ComparedRow>? rows))
            {
                found.UnionWith(rows.Where(row.IsSameAs));
            }
        }

        return found;
    }

    private void AddToIndex(ComparedRow row)
    {
        foreach (string key in KeysOf(row))
        {
            if (!_index.TryGetValue(key, out List<ComparedRow>? rows))
            {
                _index.Add(key, rows = new List<ComparedRow>(1));
            }

            rows.Add(row);
        }
    }
}
