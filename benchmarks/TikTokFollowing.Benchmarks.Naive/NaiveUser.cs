namespace TikTokFollowing.Benchmarks.Naive;

/// <summary>The 13 values of one row, flat.</summary>
public sealed class NaiveUser
{
    public string? UserId { get; set; }
    public string? Handle { get; set; }
    public string? DisplayName { get; set; }
    public string? AvatarThumbnailUrl { get; set; }
    public string? Bio { get; set; }
    public bool Verified { get; set; }
    public string? SecUid { get; set; }
    public bool Private { get; set; }
    public long? Followers { get; set; }
    public long? Following { get; set; }
    public long? Likes { get; set; }
    public long? Videos { get; set; }
    public long? LikesGiven { get; set; }
}
