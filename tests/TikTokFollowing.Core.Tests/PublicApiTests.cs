using PublicApiGenerator;

namespace TikTokFollowing.Tests;

/// <summary>A change of Core's public API is seen in the diff of PublicApi.txt.</summary>
public sealed class PublicApiTests
{
    [Fact]
    public void PublicApi_IsTheCommittedOne()
    {
        string actual = typeof(FollowingConnection).Assembly.GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false })
            .ReplaceLineEndings("\n").TrimEnd() + "\n";
        string received = Path.Combine(AppContext.BaseDirectory, "PublicApi.received.txt");
        File.WriteAllText(received, actual);

        string expected = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "PublicApi.txt")).ReplaceLineEndings("\n");

        Assert.True(expected == actual, $"The public API of Core has changed. If that is meant, copy {received} over PublicApi.txt.");
    }
}
