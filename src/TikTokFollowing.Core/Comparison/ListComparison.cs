namespace TikTokFollowing.Comparison;

/// <summary>
/// Compares lists that are kept with lists that stream by. What was not read proves nothing: an account is reported as followed or
/// unfollowed only where rows and summaries show that the side that lacks it holds the whole list.
/// </summary>
/// <param name="includeProfileChange">Whether profiles that differ are reported too.</param>
/// <param name="summaries">How the readings ended; <see langword="null"/> takes each list that has rows as read to its end.</param>
internal sealed class ListComparison(bool includeProfileChange, ReadingSummaries? summaries)
{
    private readonly Dictionary<string, ComparedList> _lists = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<ComparedRow> _waiting = [];
    private readonly WithheldChanges _followed = new(FollowingChangeKind.Followed, "-ReferenceObject");
    private readonly WithheldChanges _unfollowed = new(FollowingChangeKind.Unfollowed, "-DifferenceObject");
    private readonly IdForms _idForms = new();
    private bool _hasReference;
    private bool _referenceNamesLists;
    private bool _differenceNamesLists;

    /// <summary>What the user has to know about the result. Final when all changes have been taken.</summary>
    public IEnumerable<string> Warnings => new[] { _followed.Describe(), _unfollowed.Describe(), _idForms.Describe() }.OfType<string>();

    /// <summary>Adds a row of the earlier side. All of them come before the later side.</summary>
    public void AddReference(ComparedRow row)
    {
        _idForms.Add(row.IdForm);
        _hasReference = true;
        _referenceNamesLists |= row.FollowedBy is not null;
        ListOf(row.FollowedBy).AddReference(row);
    }

    /// <summary>Takes a row of the later side.</summary>
    public IEnumerable<FollowingChange> Compare(ComparedRow row)
    {
        _idForms.Add(row.IdForm);
        if (_hasReference && !_referenceNamesLists)
        {
            return Compare(ListOf(null), row);
        }

        // Only a later row, or the end, shows whether this side names lists.
        if (row.FollowedBy is null && _referenceNamesLists && !_differenceNamesLists)
        {
            _waiting.Add(row);
            return [];
        }

        _differenceNamesLists |= row.FollowedBy is not null;
        return _waiting.Count == 0 ? Compare(ListOf(row.FollowedBy), row) : CompareWaiting().Concat(Compare(ListOf(row.FollowedBy), row));
    }

    /// <summary>Takes the end of the later side, and says what it did not have.</summary>
    public IEnumerable<FollowingChange> Complete()
    {
        if (_waiting.Count > 0)
        {
            JoinLists();
        }

        return CompareWaiting().Concat(_lists.Values.SelectMany(FindUnfollowed));
    }

    private ComparedList ListOf(string? followedBy)
    {
        string name = followedBy ?? string.Empty;
        if (!_lists.TryGetValue(name, out ComparedList? list))
        {
            _lists.Add(name, list = new ComparedList(name));
        }

        return list;
    }

    // The later side names no list at all, so the lists of the earlier side cannot be told apart either.
    private void JoinLists()
    {
        ComparedList[] lists = [.. _lists.Values];
        _lists.Clear();
        foreach (ComparedList list in lists)
        {
            ListOf(null).TakeOver(list);
        }
    }

    private IEnumerable<FollowingChange> CompareWaiting()
    {
        ComparedRow[] rows = [.. _waiting];
        _waiting.Clear();
        return rows.SelectMany(row => Compare(ListOf(null), row));
    }

    private IEnumerable<FollowingChange> Compare(ComparedList list, ComparedRow row)
    {
        foreach (FollowingChange change in list.Compare(row, includeProfileChange))
        {
            if (change.Kind == FollowingChangeKind.Followed && WhyReferenceIsPartial(list) is string reason)
            {
                _followed.Add(list.FollowedBy, reason, hasSummary: summaries?.EarlierOf(list.FollowedBy) is not null);
            }
            else
            {
                yield return change;
            }
        }
    }

    private IEnumerable<FollowingChange> FindUnfollowed(ComparedList list)
    {
        string? reason = WhyDifferenceIsPartial(list);
        foreach (FollowingChange change in list.FindUnfollowed())
        {
            if (reason is null)
            {
                yield return change;
            }
            else
            {
                _unfollowed.Add(list.FollowedBy, reason, hasSummary: summaries?.LaterOf(list.FollowedBy) is not null);
            }
        }
    }

    private string? WhyReferenceIsPartial(ComparedList list) =>
        WhyPartial(list, list.HasReference, list.HasUnknownReference, summaries?.EarlierOf(list.FollowedBy), isSummaryNeeded: false);

    private string? WhyDifferenceIsPartial(ComparedList list) =>
        WhyPartial(list, list.HasDifference, list.HasUnknownDifference, summaries?.LaterOf(list.FollowedBy), isSummaryNeeded: summaries is not null);

    private string? WhyPartial(ComparedList list, bool hasRows, bool hasUnknownRows, ReadingSummaries.Reading? reading, bool isSummaryNeeded)
    {
        if (reading is { IsComplete: false })
        {
            return reading.Status;
        }

        // Where neither side names lists there is one list, and no row of it is an empty list.
        bool isRead = hasRows || reading is { HasNoUsers: true } || (list.FollowedBy.Length == 0 && !_referenceNamesLists && !_differenceNamesLists);
        return !isRead ? "no row"
            : hasUnknownRows ? "rows that name no account"
            : reading is null && isSummaryNeeded ? "no summary"
            : null;
    }
}
