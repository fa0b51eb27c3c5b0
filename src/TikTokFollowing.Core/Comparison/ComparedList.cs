using TikTokFollowing.Accounts;

namespace TikTokFollowing.Comparison;

/// <summary>
/// One account's list as it was and as it is. Keeps the earlier rows and the new ones of the later reading: about 350 bytes for each
/// beside the row itself.
/// </summary>
/// <param name="followedBy">Whose list; empty when the rows do not say.</param>
internal sealed class ComparedList(string followedBy)
{
    private readonly AccountIndex<ComparedRow> _accounts = new();
    private readonly List<ComparedRow> _reference = [];
    private DateTimeOffset? _readAt;

    /// <summary>Whose list; empty when the rows do not say.</summary>
    public string FollowedBy { get; } = followedBy;

    /// <summary>Whether the earlier side has a row of the list.</summary>
    public bool HasReference { get; private set; }

    /// <summary>Whether the later side has a row of the list.</summary>
    public bool HasDifference { get; private set; }

    /// <summary>Whether the earlier side has a row that names no account, so that any account could be it.</summary>
    public bool HasUnknownReference { get; private set; }

    /// <summary>Whether the later side has such a row.</summary>
    public bool HasUnknownDifference { get; private set; }

    /// <summary>Adds an earlier row. An account that is there already is skipped.</summary>
    public void AddReference(ComparedRow row)
    {
        HasReference = true;
        if (!row.Identity.IsKnown)
        {
            HasUnknownReference = true;
        }
        else if (!_accounts.TryFind(row.Identity, out _))
        {
            _reference.Add(row);
            _accounts.Add(row.Identity, row);
        }
    }

    /// <summary>Adds the earlier rows of another list.</summary>
    public void TakeOver(ComparedList other)
    {
        HasReference |= other.HasReference;
        HasUnknownReference |= other.HasUnknownReference;
        other._reference.ForEach(AddReference);
    }

    /// <summary>Takes a later row.</summary>
    public IEnumerable<FollowingChange> Compare(ComparedRow row, bool includeProfileChange)
    {
        HasDifference = true;
        DateTimeOffset? readAt = row.RetrievedAt;
        _readAt = _readAt > readAt ? _readAt : readAt ?? _readAt;
        if (!row.Identity.IsKnown)
        {
            HasUnknownDifference = true;
            yield break;
        }

        // What was found by the handle may have turned out to be another account since.
        if (!_accounts.TryFind(row.Identity, out ComparedRow? before) || !before.Identity.IsSameAs(row.Identity))
        {
            _accounts.Add(row.Identity, row);
            row.MatchWith(row.Identity);
            yield return Describe(
                FollowingChangeKind.Followed,
                null,
                row,
                row.ReadTime(nameof(FollowedUser.FollowedNotBefore)),
                row.ReadTime(nameof(FollowedUser.FollowedNotAfter)),
                readAt);
        }
        else if (!before.IsMatched)
        {
            bool isRenamed = before.Identity.Handle is not null && row.Identity.Handle is not null && !row.Identity.HasHandle(before.Identity.Handle);
            before.MatchWith(row.Identity);
            if (isRenamed)
            {
                yield return Describe(FollowingChangeKind.Renamed, before, row, before.RetrievedAt, readAt, readAt);
            }

            if (includeProfileChange && ProfileChange.Find(before, row) is { Count: > 0 } properties)
            {
                yield return Describe(FollowingChangeKind.Changed, before, row, before.RetrievedAt, readAt, readAt, properties);
            }
        }
    }

    /// <summary>Says which earlier rows the later reading did not have.</summary>
    public IEnumerable<FollowingChange> FindUnfollowed() => _reference
        .Where(static row => !row.IsMatched)
        .Select(row => Describe(FollowingChangeKind.Unfollowed, row, null, row.RetrievedAt, _readAt, _readAt));

    private static FollowingChange Describe(
        FollowingChangeKind kind,
        ComparedRow? before,
        ComparedRow? after,
        DateTimeOffset? notBefore,
        DateTimeOffset? notAfter,
        DateTimeOffset? seenAt,
        IReadOnlyList<string>? properties = null) => new()
        {
            Kind = kind,
            FollowedBy = after?.FollowedBy ?? before?.FollowedBy,
            UserId = after?.Identity.UserId ?? before?.Identity.UserId,
            Handle = after?.Identity.Handle ?? before?.Identity.Handle,
            PreviousHandle = kind == FollowingChangeKind.Renamed ? before!.Identity.Handle : null,
            Properties = properties ?? [],
            Before = before?.Source,
            After = after?.Source,
            NotBefore = notBefore,
            NotAfter = notAfter,
            SeenAt = seenAt,
        };
}
