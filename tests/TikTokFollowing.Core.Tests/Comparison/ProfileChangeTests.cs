using TikTokFollowing.Comparison;
using static TikTokFollowing.Tests.Comparison.Rows;

namespace TikTokFollowing.Tests.Comparison;

public sealed class ProfileChangeTests
{
    [Theory]
    [InlineData("DisplayName", "old", "new", true)]
    [InlineData("DisplayName", "", "new", false)]
    [InlineData("DisplayName", "=1+1", "'=1+1", false)]
    [InlineData("Bio", "", "new", true)]
    [InlineData("Bio", null, "new", false)]
    [InlineData("Bio", "two\r\nlines", "two\nlines", false)]
    [InlineData("Verified", "True", "true", false)]
    [InlineData("Verified", "True", "False", true)]
    [InlineData("Verified", "", "False", false)]
    [InlineData("Followers", "10", "11", true)]
    [InlineData("Followers", "12345678", "12340000", false)]
    [InlineData("Followers", "12345678", "12350000", false)]
    [InlineData("Followers", "12345678", "12360000", true)]
    [InlineData("Followers", "12345678", "12345679", true)]
    [InlineData("AvatarUrl", "https://p16.example.invalid/a~100.webp?x=1", "https://p77.example.invalid/a~720.jpeg?x=2", false)]
    [InlineData("AvatarUrl", "https://p16.example.invalid/a~100.webp?x=1", "https://p16.example.invalid/b~100.webp?x=1", true)]
    [InlineData("Page", "1", "2", false)]
    public void Find_OneProperty_SaysWhetherItChanged(string name, string? before, string? after, bool isChanged)
    {
        IReadOnlyList<string> changed = ProfileChange.Find(Row("a", "1", "x", (name, before)), Row("a", "1", "x", (name, after)));

        Assert.Equal(isChanged ? [name] : [], changed);
    }

    [Fact]
    public void Find_LiveAgainstText_ComparesValues() => Assert.Equal(
        [nameof(FollowedUser.Private)],
        ProfileChange.Find(
            Row("a", "1", "x", ("Followers", 1234L), ("Verified", true), ("Private", false)),
            Row("a", "1", "x", ("Followers", "1234"), ("Verified", "True"), ("Private", "True"))));
}
