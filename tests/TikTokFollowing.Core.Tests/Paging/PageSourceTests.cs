using TikTokFollowing.Tests.Support;

namespace TikTokFollowing.Tests.Paging;

/// <summary>How many accounts a request asks for, and what a refusal of that number means.</summary>
public sealed class PageSourceTests
{
    [Theory]
    [InlineData(FollowingProvider.FullTikTok, 150L, null, new[] { 100, 100 })]
    [InlineData(FollowingProvider.FullTikTok, 100L, null, new[] { 100 })]
    [InlineData(FollowingProvider.FullTikTok, 10L, null, new[] { 10 })]
    [InlineData(FollowingProvider.FullTikTok, 150L, 100, new[] { 100, 100 })]
    [InlineData(FollowingProvider.DumplingAI, 150L, 100, new[] { 100, 100 })]
    [InlineData(FollowingProvider.DumplingAI, 10L, null, new[] { 10 })]
    [InlineData(FollowingProvider.DumplingAI, 10L, 50, new[] { 10 })]
    [InlineData(FollowingProvider.DumplingAI, 120L, 50, new[] { 50, 50, 50 })]
    [InlineData(FollowingProvider.DumplingAI, 30L, null, new[] { 30 })]
    [InlineData(FollowingProvider.DumplingAI, 30L, 20, new[] { 20, 20 })]
    public async Task First_AsksForNoMoreThanItNeedsAndForFullPages(FollowingProvider provider, long first, int? pageSize, int[] counts)
    {
        using Client client = new(provider);
        PagedList.Serve(client, 1000);

        Reading reading = await client.ReadAsync(new FollowingListOptions { First = first, PageSize = pageSize });

        Assert.Equal(Enumerable.Range(0, (int)first), reading.Accounts);
        Assert.Equal(counts, client.Handler.Requests.Select(request => request.Count!.Value));
        Assert.Equal(FollowingStatus.Limited, reading.Summary.Status);
    }
}
