using TikTokFollowing.Tests.Support;

namespace TikTokFollowing.Tests.Providers;

/// <summary>What a 200 is: a page, an empty list, a page with a warning, or an error.</summary>
public sealed class PageClassificationTests
{
    private const string Row = """{"user":{"id":"1","uniqueId":"a"}}""";

    [Theory]
    [InlineData("""{"followingList":[],"hasMore":false}""")]
    [InlineData("""{"followingList":[]}""")]
    [InlineData("""{"followingList":null,"hasMore":false}""")]
    [InlineData("""{"data":null,"hasMore":false}""")]
    [InlineData("""{"data":{"followings":null,"has_more":0}}""")]
    [InlineData("""{"followingList":[],"error":null}""")]
    [InlineData("""{"followingList":[],"error":0}""")]
    [InlineData("""{"followingList":[],"error":"0"}""")]
    [InlineData("""{"followingList":[],"error":""}""")]
    [InlineData("""{"followingList":[],"error":false}""")]
    [InlineData("""{"followingList":[],"error":[]}""")]
    [InlineData("""{"followingList":[],"error":{}}""")]
    [InlineData("""{"followingList":[],"status":"success"}""")]
    [InlineData("""{"followingList":[],"status":"ok","success":true,"code":200,"message":"success"}""")]
    [InlineData("""{"followingList":[],"success":1,"status_code":0,"status_msg":""}""")]
    [InlineData("""{"followingList":[],"success":null}""")]
    public async Task EmptyList_WithoutAnError_IsComplete(string body)
    {
        foreach (FollowingProvider provider in Enum.GetValues<FollowingProvider>())
        {
            using Client client = new(provider);
            client.Handler.Enqueue(body);

            Reading reading = await client.ReadAsync();

            Assert.Null(reading.Failure);
            Assert.Equal((FollowingStatus.Complete, 0L, null), (reading.Summary.Status, reading.Summary.Users, reading.Summary.Message));
            Assert.Empty(client.Events.Of<NoticeEvent>());
        }
    }

    [Theory]
    [InlineData("""{"followingList":[],"status":"error"}""", null)]
    [InlineData("""{"followingList":[],"status":"FAILED","message":"the words"}""", "the words")]
    [InlineData("""{"followingList":[],"success":false}""", null)]
    [InlineData("""{"followingList":[],"success":0,"message":"the words"}""", "the words")]
    [InlineData("""{"followingList":[],"success":"false","msg":"the words"}""", "the words")]
    [InlineData("""{"followingList":[],"error":true}""", null)]
    [InlineData("""{"followingList":[],"error":1}""", "\"1\"")]
    [InlineData("""{"followingList":[],"error":"the words"}""", "the words")]
    [InlineData("""{"followingList":[],"error":["the words"]}""", null)]
    [InlineData("""{"followingList":null,"hasMore":false,"success":false}""", null)]
    public async Task EmptyList_BesideAnError_IsTheProvidersFault(string body, string? words)
    {
        foreach (FollowingProvider provider in Enum.GetValues<FollowingProvider>())
        {
            using Client client = new(provider);
            client.Handler.Enqueue(body);

            Reading reading = await client.ReadAsync();

            Assert.Equal(FollowingErrorKind.ServiceFault, reading.Failure!.Kind);
            Assert.Contains(words ?? "refused the list", reading.Failure.Message, StringComparison.Ordinal);
            Assert.Equal((FollowingStatus.Failed, 1m), (reading.Summary.Status, reading.Summary.Credits));
            Assert.Single(client.Handler.Requests);
        }
    }

    [Theory]
    [InlineData("\"status\":\"error\"")]
    [InlineData("\"success\":false")]
    [InlineData("\"error\":\"the words\"")]
    [InlineData("\"error\":{\"code\":\"the_code\",\"message\":\"the words\"}")]
    [InlineData("\"status_code\":10201,\"status_msg\":\"the words\"")]
    public async Task Rows_BesideAnError_AreDeliveredWithAWarning(string error)
    {
        foreach (FollowingProvider provider in Enum.GetValues<FollowingProvider>())
        {
            using Client client = new(provider);
            client.Handler.Enqueue($$"""{"followingList":[{{Row}}],"hasMore":false,{{error}}}""");

            Reading reading = await client.ReadAsync();

            Assert.Equal(["a"], reading.Rows.Select(row => row.Handle));
            Assert.Equal(FollowingStatus.Complete, reading.Summary.Status);
            NoticeEvent notice = Assert.Single(client.Events.Of<NoticeEvent>());
            Assert.Contains("beside its rows", notice.Message, StringComparison.Ordinal);
            Assert.Equal(error.Contains("the words", StringComparison.Ordinal), notice.Message.Contains("the words", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData(30)]
    [InlineData(1)]
    public async Task Page_NoneOfWhoseEntriesNamesAnAccount_IsNoPage(int entries)
    {
        foreach (FollowingProvider provider in Enum.GetValues<FollowingProvider>())
        {
            using Client client = new(provider);
            client.Handler.Enqueue(
                Page.Of(provider, 1, 2, "300", "true"),
                Page.OfRows(provider, Enumerable.Repeat("""{"account_id":"1","account_name":"a"}""", entries)));

            Reading reading = await client.ReadAsync();

            Assert.Equal([1, 2], reading.Accounts);
            Assert.Equal(FollowingErrorKind.InvalidResponse, reading.Failure!.Kind);
            Assert.Contains(entries == 1 ? "1 entry that names no account" : "30 entries that name no account", reading.Failure.Message, StringComparison.Ordinal);
            Assert.Contains("changed its format", reading.Failure.Message, StringComparison.Ordinal);
            Assert.Equal((FollowingStatus.Failed, "300", 2m), (reading.Summary.Status, reading.Summary.NextCursor, reading.Summary.Credits));
            Assert.Equal(2, client.Handler.Requests.Count);
        }
    }

    [Fact]
    public async Task Pages_SomeOfWhoseEntriesNameNoAccount_BringOneWarning()
    {
        foreach (FollowingProvider provider in Enum.GetValues<FollowingProvider>())
        {
            using Client client = new(provider);
            client.Handler.Enqueue(
                Page.OfRows(provider, [Page.Row(provider, 1), "{}", "{}"], "300", "true"), Page.OfRows(provider, ["{}", Page.Row(provider, 2)]));

            Reading reading = await client.ReadAsync();

            Assert.Equal([1, 2], reading.Accounts);
            Assert.Equal(FollowingStatus.Complete, reading.Summary.Status);
            Assert.Contains("3 entries named no account and were left out", reading.Summary.Message, StringComparison.Ordinal);
            Assert.Contains("2 entries", Assert.Single(client.Events.Of<NoticeEvent>()).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("""{"data":{"cursor":0,"has_more":false},"error":{"code":"ok","message":"","log_id":"l"}}""")]
    [InlineData("""{"data":{"user_following":[],"cursor":0,"has_more":false},"error":{"code":"ok","message":"","log_id":"l"}}""")]
    [InlineData("""{"data":{},"error":{"code":"ok","message":"","log_id":"l"}}""")]
    public async Task TikTokResearch_PageWithoutAListThatIsASuccess_IsEmpty(string body)
    {
        using Client client = new(FollowingProvider.TikTokResearch);
        client.Handler.Enqueue(body);

        Reading reading = await client.ReadAsync();

        Assert.Null(reading.Failure);
        Assert.Equal((FollowingStatus.Complete, 0L, null), (reading.Summary.Status, reading.Summary.Users, reading.Summary.Message));
        Assert.Empty(client.Events.Of<NoticeEvent>());
    }

    [Fact]
    public async Task TikTokResearch_EmptyPageInTheMiddle_DoesNotEndTheList()
    {
        using Client client = new(FollowingProvider.TikTokResearch);
        client.Handler.Enqueue(
            Page.Of(client.Provider, 1, 1, "1700000300", "true"),
            """{"data":{"cursor":1700000200,"has_more":true},"error":{"code":"ok","message":"","log_id":"l"}}""",
            Page.Of(client.Provider, 2, 1));

        Reading reading = await client.ReadAsync();

        Assert.Equal([1, 2], reading.Accounts);
        Assert.Equal(FollowingStatus.Complete, reading.Summary.Status);
    }

    [Fact]
    public async Task ScrapeCreators_TrimmedAnswer_GoesOnWithANewCursorAndEndsWithout()
    {
        using Client client = new(FollowingProvider.ScrapeCreators);
        client.Handler.Enqueue(
            Page.Of(client.Provider, 1, 2, "1700000300", hasMore: null), Page.Of(client.Provider, 3, 2, cursor: null, hasMore: null));

        Reading reading = await client.ReadAsync();

        Assert.Equal([1, 2, 3, 4], reading.Accounts);
        Assert.Equal(FollowingStatus.Complete, reading.Summary.Status);
    }

    [Fact]
    public async Task ScrapeCreators_RealPage_IsRead()
    {
        using Client client = new(FollowingProvider.ScrapeCreators);
        client.Handler.Enqueue(Payload.Read("04-scrapecreators-following-page.json"), Page.Of(client.Provider, 1, 1));

        Reading reading = await client.ReadAsync();

        Assert.Equal(["sample_show", "sample.two", "user1"], reading.Rows.Select(row => row.Handle));
        Assert.Equal([null, "1694905758"], client.Handler.Requests.Select(request => request.Cursor));
        Assert.Equal(74, reading.Summary.ReportedTotal);
        Assert.Empty(client.Events.Of<NoticeEvent>());
    }
}
