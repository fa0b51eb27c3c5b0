namespace TikTokFollowing.Benchmarks.Naive;

/// <summary>The body of Dumpling AI's answer, as a serializer reads it. Setters, because constructor parameters are read more slowly.</summary>
internal sealed class NaivePage
{
    public List<NaiveEntry>? FollowingList { get; set; }
    public long? MinCursor { get; set; }
    public bool HasMore { get; set; }
}

internal sealed class NaiveEntry
{
    public NaiveProfile? User { get; set; }
    public NaiveStats? Stats { get; set; }
}

internal sealed class NaiveProfile
{
    public string? Id { get; set; }
    public string? UniqueId { get; set; }
    public string? Nickname { get; set; }
    public string? AvatarThumb { get; set; }
    public string? Signature { get; set; }
    public bool Verified { get; set; }
    public string? SecUid { get; set; }
    public bool PrivateAccount { get; set; }
}

internal sealed class NaiveStats
{
    public long? FollowerCount { get; set; }
    public long? FollowingCount { get; set; }
    public long? HeartCount { get; set; }
    public long? VideoCount { get; set; }
    public long? DiggCount { get; set; }
}
