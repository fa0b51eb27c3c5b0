using TikTokFollowing.Paging;

namespace TikTokFollowing.Tests.Paging;

/// <summary>What a page adds to a list.</summary>
public sealed class PageFilterTests
{
    [Theory]
    [InlineData("1 2 3", "3 4 5", "4 5", false)]
    [InlineData("1 2 3", "4 1 2", "4", true)]
    [InlineData("1 2 3", "4 5 6", "4 5 6", false)]
    [InlineData("1 2 3", "1 2 3", "", false)]
    public void Filter_RowsThatCameBefore_AreLeftOutAndSaidToBeLate(string first, string second, string kept, bool areLate)
    {
        PageFilter filter = new(skip: 0, first: null, mayChangeProvider: false);
        filter.Filter(Rows(first), out _, out _);
        List<FollowedUser> rows = Rows(second);
        filter.Filter(rows, out _, out _);

        Assert.Equal(kept, string.Join(' ', rows.Select(static row => row.UserId)));
        Assert.Equal(areLate, filter.HasLateDuplicates);
    }

    private static List<FollowedUser> Rows(string ids) => [.. ids.Split(' ').Select(static id => new FollowedUser
    {
        FollowedBy = "stool",
        UserId = id,
        Provider = FollowingProvider.DumplingAI,
        Page = 1,
        RetrievedAt = DateTimeOffset.UnixEpoch,
    })];
}
