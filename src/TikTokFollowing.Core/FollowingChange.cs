namespace TikTokFollowing;

/// <summary>What became of an account between two lists.</summary>
public enum FollowingChangeKind
{
    /// <summary>The account is in the second list only.</summary>
    Followed,

    /// <summary>The account is in the first list only.</summary>
    Unfollowed,

    /// <summary>The account is in both lists under different handles.</summary>
    Renamed,

    /// <summary>The account is in both lists and its profile differs.</summary>
    Changed,
}

/// <summary>One difference between two lists.</summary>
public sealed class FollowingChange
{
    /// <summary>What became of the account.</summary>
    public required FollowingChangeKind Kind { get; init; }

    /// <summary>Whose list it is; <see langword="null"/> when neither list says so.</summary>
    public required string? FollowedBy { get; init; }

    /// <summary>The account's id, if known.</summary>
    public required string? UserId { get; init; }

    /// <summary>The account's handle, the newer one if it was renamed.</summary>
    public required string? Handle { get; init; }

    /// <summary>The earlier handle of a renamed account, else <see langword="null"/>.</summary>
    public required string? PreviousHandle { get; init; }

    /// <summary>Which properties differ; empty unless <see cref="Kind"/> is <see cref="FollowingChangeKind.Changed"/>.</summary>
    public required IReadOnlyList<string> Properties { get; init; }

    /// <summary>The row of the first list, as it was given; <see langword="null"/> for a newly followed account.</summary>
    public required object? Before { get; init; }

    /// <summary>The row of the second list, as it was given; <see langword="null"/> for an unfollowed account.</summary>
    public required object? After { get; init; }

    /// <summary>The change did not happen before this time (UTC); <see langword="null"/> when unknown.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>The change did not happen after this time (UTC); <see langword="null"/> when unknown.</summary>
    public DateTimeOffset? NotAfter { get; init; }

    /// <summary>When a reading first showed the change (UTC); <see langword="null"/> when unknown.</summary>
    public DateTimeOffset? SeenAt { get; init; }

    /// <summary>Returns kind and handle.</summary>
    public override string ToString() => $"{Kind}: {Handle ?? UserId}";
}
