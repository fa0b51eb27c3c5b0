namespace TikTokFollowing.Benchmarks.Naive;

/// <summary>The 13 values of one row, flat.</summary>
public sealed class NaiveUser
{
    /// <summary>The id.</summary>
    public string? UserId { get; set; }

    /// <summary>The handle.</summary>
    public string? Handle { get; set; }

    /// <summary>The display name.</summary>
    public string? DisplayName { get; set; }

    /// <summary>The picture.</summary>
    public string? AvatarThumbnailUrl { get; set; }

    /// <summary>The profile text.</summary>
    public string? Bio { get; set; }

    /// <summary>Whether it is verified.</summary>
    public bool Verified { get; set; }

    /// <summary>The second id.</summary>
    public string? SecUid { get; set; }

    /// <summary>Whether it is private.</summary>
    public bool Private { get; set; }

    /// <summary>Followers.</summary>
    public long? Followers { get; set; }

    /// <summary>Accounts followed.</summary>
    public long? Following { get; set; }

    /// <summary>Likes received.</summary>
    public long? Likes { get; set; }

    /// <summary>Videos.</summary>
    public long? Videos { get; set; }

    /// <summary>Likes given.</summary>
    public long? LikesGiven { get; set; }
}
