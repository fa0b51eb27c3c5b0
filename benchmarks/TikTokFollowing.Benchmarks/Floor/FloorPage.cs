using System.Text.Json.Serialization;

namespace TikTokFollowing.Benchmarks.Floor;

/// <summary>The body of Dumpling AI's answer, for generated code. Setters, because constructor parameters are read more slowly.</summary>
internal sealed class FloorPage
{
    public List<FloorEntry> FollowingList { get; set; } = null!;

    public long? MinCursor { get; set; }

    public bool HasMore { get; set; }
}

internal sealed class FloorEntry
{
    public FloorUser? User { get; set; }

    public FloorStats? Stats { get; set; }
}

internal sealed class FloorUser
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

internal sealed class FloorStats
{
    public long? FollowerCount { get; set; }

    public long? FollowingCount { get; set; }

    public long? HeartCount { get; set; }

    public long? VideoCount { get; set; }

    public long? DiggCount { get; set; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(FloorPage))]
internal sealed partial class FloorJson : JsonSerializerContext;
