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

    [Theory]
    [InlineData(FollowingProvider.DumplingAI, 100)]
    [InlineData(FollowingProvider.FullTikTok, 100)]
    [InlineData(FollowingProvider.TikTokResearch, 100)]
    [InlineData(FollowingProvider.ScrapeCreators, null)]
    [InlineData(FollowingProvider.SociaVault, null)]
    public async Task NoPageSize_AsksForTheMostThatTheProviderTakes(FollowingProvider provider, int? count)
    {
        using Client client = new(provider);
        PagedList.Serve(client, 170);

        Reading reading = await client.ReadAsync();

        Assert.Equal(170, reading.Rows.Count);
        Assert.All(client.Handler.Requests, request => Assert.Equal(count, request.Count));
    }

    [Fact]
    public async Task PageSize_OfAProviderWithoutSizes_IsNotSent()
    {
        using Client client = new(FollowingProvider.SociaVault);
        PagedList.Serve(client, 50, pageSize: 20);

        Reading reading = await client.ReadAsync(new FollowingListOptions { PageSize = 100, First = 50 });

        Assert.Equal(50, reading.Rows.Count);
        Assert.Equal(3, client.Handler.Requests.Count);
        Assert.All(client.Handler.Requests, request => Assert.Null(request.Count));
    }

    [Theory]
    [InlineData(null, null, 100)]
    [InlineData(50, null, 50)]
    [InlineData(null, 10L, 10)]
    public async Task FirstSizedRequest_Refused_IsAskedAgainWithoutASizeAndTheConnectionGoesOnWithout(int? pageSize, long? first, int refused)
    {
        using Client client = new();
        ServeWithoutSizes(client, 70);
        FollowingListOptions options = new() { PageSize = pageSize, First = first, Observer = client.Events };

        Reading one = await client.ReadAsync(options, handle: "one");
        Reading two = await client.ReadAsync(options, handle: "two");

        Assert.Null(one.Failure);
        Assert.Equal(Enumerable.Range(0, (int)(first ?? 70)), one.Accounts);
        Assert.Equal(one.Accounts, two.Accounts);
        Assert.Equal([refused, .. Enumerable.Repeat(null as int?, client.Handler.Requests.Count - 1)], client.Handler.Requests.Select(request => request.Count));
        Assert.Equal((one.Summary.Pages + 1, 0, (decimal)one.Summary.Pages), (one.Summary.Requests, one.Summary.Retries, one.Summary.Credits));
        DetailEvent detail = Assert.Single(client.Events.Of<DetailEvent>());
        Assert.Equal($"Dumpling AI refused a page of {refused} accounts. This connection continues without a page size.", detail.Message);
        Assert.Empty(client.Events.Of<NoticeEvent>());
    }

    [Fact]
    public async Task FirstSizedRequest_RefusedWithoutASizeToo_IsABadRequestAndProvesNothing()
    {
        using Client client = new();
        client.Handler.Enqueue(Refusal, Refusal, Page.Of(client.Provider, 1, 1));

        Reading bad = await client.ReadAsync(handle: "bad");
        Reading good = await client.ReadAsync(handle: "good");

        Assert.Equal(FollowingErrorKind.BadRequest, bad.Failure!.Kind);
        Assert.Equal((2, 0m), (bad.Summary.Requests, bad.Summary.Credits));
        Assert.Null(good.Failure);
        Assert.Equal([100, null, 100], client.Handler.Requests.Select(request => request.Count));
        Assert.Empty(client.Events.Of<DetailEvent>());
    }

    [Fact]
    public async Task BadRequest_AfterASizedPage_IsABadRequest()
    {
        using Client client = new();
        client.Handler.Enqueue(Page.Of(client.Provider, 1, 2, "300", "true"), Refusal, Refusal);

        Reading first = await client.ReadAsync(handle: "first");
        Reading second = await client.ReadAsync(handle: "second");

        Assert.Equal((FollowingErrorKind.BadRequest, "300"), (first.Failure!.Kind, first.Summary.NextCursor));
        Assert.Equal((FollowingErrorKind.BadRequest, 1), (second.Failure!.Kind, second.Summary.Requests));
        Assert.Equal([100, 100, 100], client.Handler.Requests.Select(request => request.Count));
    }

    [Theory]
    [InlineData(FollowingProvider.FullTikTok)]
    [InlineData(FollowingProvider.TikTokResearch)]
    [InlineData(FollowingProvider.ScrapeCreators)]
    public async Task BadRequest_OfAProviderWhoseSizeIsDocumented_IsABadRequest(FollowingProvider provider)
    {
        using Client client = new(provider);
        client.Handler.Enqueue(Reply.Json("", 400));

        Assert.Equal(FollowingErrorKind.BadRequest, (await client.FailAsync()).Kind);
    }

    [Fact]
    public async Task FirstSizedRequests_OfManyListsAtOnce_AllComeThrough()
    {
        using Client client = new();
        ServeWithoutSizes(client, 90);

        Reading[] readings = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => client.ReadAsync(handle: $"name{i}"))));

        Assert.All(readings, reading => Assert.Equal(90, reading.Rows.Count));
        Assert.InRange(client.Handler.Requests.Count, (8 * 3) + 1, (8 * 3) + 8);
        Assert.Equal(8 * 3, client.Connection.CreditsSpent);
    }

    private static Reply Refusal => Reply.Json("""{"error":"The following service could not process the handle."}""", 400);

    private static void ServeWithoutSizes(Client client, int total) => client.Handler.Otherwise =
        Reply.From(request => request.Count is null ? PagedList.Answer(client.Provider, request, total) : Refusal);
}
