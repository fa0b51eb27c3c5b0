using System.Web;
using TikTokFollowing.Tests.Support;

namespace TikTokFollowing.Tests.Providers.Sixth;

/// <summary>The seam takes a provider that is like none of the others, without a change elsewhere.</summary>
public sealed class SixthProviderTests
{
    private const int Total = 170;
    private const int Origin = 1_700_000_000;

    [Fact]
    public async Task Read_WholeList_ResolvesTheIdOnceAndSendsBothCursors()
    {
        using Client client = Serve();

        Reading reading = await client.ReadAsync();

        Assert.Null(reading.Failure);
        Assert.Equal(Enumerable.Range(0, Total), reading.Accounts);
        Assert.Equal(FollowingStatus.Complete, reading.Summary.Status);
        Assert.Equal(
            [
                "/resolve?name=name", "/people/id-name?size=50&page_token=&min_time=", "/people/id-name?size=50&page_token=t50&min_time=1699999950",
                "/people/id-name?size=50&page_token=t100&min_time=1699999900", "/people/id-name?size=50&page_token=t150&min_time=1699999850",
            ],
            client.Handler.Requests.Select(request => new Uri(request.Address).PathAndQuery));
        Assert.Equal((5, 0, 1.7m), (reading.Summary.Requests, reading.Summary.Retries, reading.Summary.Credits));
        Assert.Equal(1.7m, client.Connection.CreditsSpent);
        Assert.Equal([0m, 0.5m, 0.5m, 0.5m, 0.2m], client.Events.Of<RequestEvent>().Select(request => request.Credits));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(Origin - 50), reading.Rows[60].FollowedNotAfter);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(Origin - 100), reading.Rows[60].FollowedNotBefore);
        Assert.Null(reading.Rows[0].FollowedNotAfter);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Read_ResumedByItsCursor_IsTheWholeListWithoutResolvingAgain(int pages)
    {
        using Client client = Serve();
        Reading first = await client.ReadAsync(new FollowingListOptions { MaxPages = pages });
        int requests = client.Handler.Requests.Count;

        Reading second = await client.ReadAsync(new FollowingListOptions { Cursor = first.Summary.NextCursor });

        Assert.Equal(FollowingStatus.Limited, first.Summary.Status);
        Assert.Equal(Enumerable.Range(0, Total), first.Accounts.Concat(second.Accounts));
        Assert.Equal(FollowingStatus.Complete, second.Summary.Status);
        Assert.DoesNotContain(client.Handler.Requests.Skip(requests), request => request.Address.Contains("/resolve", StringComparison.Ordinal));
        Assert.Equal(1.7m, first.Summary.Credits + second.Summary.Credits);
    }

    [Theory]
    [InlineData(0.4, 0)]
    [InlineData(0.5, 1)]
    [InlineData(1.3, 2)]
    [InlineData(1.99, 3)]
    [InlineData(2.0, 4)]
    public async Task CreditLimit_IsNeverPassedByTheLargestPage(double limit, int pages)
    {
        using Client client = Serve(creditLimit: (decimal)limit);

        Reading reading = await client.ReadAsync();

        Assert.Equal(Math.Min(Total, pages * 50), reading.Rows.Count);
        Assert.Equal(pages < 4, reading.Failure?.Kind == FollowingErrorKind.CreditLimitReached);
        Assert.True(client.Connection.CreditsSpent <= (decimal)limit, $"{client.Connection.CreditsSpent} of {limit} were spent.");
        Assert.Equal(reading.Rows.Count * 0.01m, client.Connection.CreditsSpent);
    }

    [Fact]
    public async Task UnknownHandle_IsBilledAsTheRuleSays()
    {
        using Client client = Serve();
        client.Handler.Otherwise = Reply.Json("", 404);

        Reading reading = await client.ReadAsync();

        Assert.Equal(FollowingErrorKind.NotFound, reading.Failure!.Kind);
        Assert.Equal((1, 0.01m), (reading.Summary.Requests, reading.Summary.Credits));
    }

    [Fact]
    public async Task UnknownOutcome_CountsAsTheDearestOne()
    {
        using Client client = Serve();
        client.Handler.Enqueue(Reply.Json("""{"id":"id-name"}"""), Reply.Refused());

        Reading reading = await client.ReadAsync();

        Assert.Equal(Total, reading.Rows.Count);
        Assert.Equal(1.7m + 0.5m, reading.Summary.Credits);
        Assert.True(Assert.Single(client.Events.Of<RetryEvent>()).MayHaveBeenCharged);
    }

    [Fact]
    public async Task Fallback_ToAnotherProviderAndBack_GoesOnAtTheSameTime()
    {
        using Client sixth = Serve();
        using Client other = new(FollowingProvider.ScrapeCreators, time: sixth.Time);
        PagedList.Serve(other, Total, pageSize: 20);
        sixth.Handler.Enqueue(
            Reply.Json("""{"id":"id-name"}"""), AnswerPage("/people/id-name?size=50&page_token=&min_time="), Reply.Json("", 500));

        Reading there = await Client.ReadAsync(new ConnectionRoute([sixth.Connection, other.Connection]).GetFollowing("name", new FollowingListOptions()));

        Assert.Equal(Enumerable.Range(0, Total), there.Accounts);
        Assert.Equal(PagedList.CursorAt(50), other.Handler.Requests[0].Cursor);

        other.Handler.Enqueue(Page.Of(other.Provider, 0, 20, PagedList.CursorAt(20), "true"), Reply.Json("", 500));

        Reading back = await Client.ReadAsync(new ConnectionRoute([other.Connection, sixth.Connection]).GetFollowing("name", new FollowingListOptions()));

        Assert.Equal(Enumerable.Range(0, Total), back.Accounts);
        Assert.Contains(sixth.Handler.Requests, request => request.Address.EndsWith("/people/id-name?size=50&page_token=&min_time=1699999980", StringComparison.Ordinal));
    }

    private static Client Serve(decimal? creditLimit = null)
    {
        Client client = new(cost: null, creditLimit: creditLimit, implementation: SixthProvider.Instance);
        client.Handler.Otherwise = Reply.From(request => AnswerPage(new Uri(request.Address).PathAndQuery));
        return client;
    }

    private static Reply AnswerPage(string pathAndQuery)
    {
        if (pathAndQuery == "/resolve?name=name")
        {
            return """{"id":"id-name"}""";
        }

        System.Collections.Specialized.NameValueCollection query = HttpUtility.ParseQueryString(pathAndQuery[pathAndQuery.IndexOf('?')..]);
        string time = query["min_time"]!;
        int offset = time.Length == 0 ? 0 : Origin - int.Parse(time);

        // Each cursor alone is not enough, but a time alone begins a walk in the middle.
        Assert.True(query["page_token"] is "" || query["page_token"] == $"t{offset}");
        int end = Math.Min(Total, offset + int.Parse(query["size"]!));
        string rows = string.Join(',', Enumerable.Range(offset, end - offset).Select(i => $$"""{"key":"{{Page.IdOf(i)}}","name":"{{Page.HandleOf(i)}}"}"""));
        return $$$"""{"people":[{{{rows}}}],"more":{{{(end < Total ? "true" : "false")}}},"next":{"page_token":"t{{{end}}}","min_time":{{{Origin - end}}}}}""";
    }
}
