using TikTokFollowing.Tests.Support;

namespace TikTokFollowing.Tests.Paging;

/// <summary>One connection goes on where another cannot: at the same place, without a row twice, and never for an error of the list itself.</summary>
public sealed class FallbackTests
{
    private const int Total = 70;
    private const int PageSize = 20;
    private const FollowingProvider Dumpling = FollowingProvider.DumplingAI;
    private const FollowingProvider Full = FollowingProvider.FullTikTok;
    private const FollowingProvider Research = FollowingProvider.TikTokResearch;
    private const FollowingProvider Mobile = FollowingProvider.ScrapeCreators;

    /// <summary>How a provider fails with each kind that allows another one to go on, and whether that ends the connection.</summary>
    public static TheoryData<FollowingProvider, int, string, FollowingErrorKind, bool> Failures => new()
    {
        { Dumpling, 401, """{"error":"no"}""", FollowingErrorKind.AuthenticationFailed, true },
        { Full, 403, """{"message":"You are not subscribed to this API."}""", FollowingErrorKind.NotSubscribed, true },
        { Dumpling, 403, """{"error":"no"}""", FollowingErrorKind.OutOfCredits, true },
        { Mobile, 402, "", FollowingErrorKind.OutOfCredits, true },
        { Full, 429, """{"message":"You have exceeded the DAILY quota"}""", FollowingErrorKind.QuotaExceeded, true },
        { Research, 429, """{"error":{"code":"daily_quota_limit_exceeded"}}""", FollowingErrorKind.QuotaExceeded, true },
        { Dumpling, 429, "", FollowingErrorKind.RateLimited, false },
        { Dumpling, 500, "", FollowingErrorKind.ServiceFault, false },
        { Research, 502, "", FollowingErrorKind.UpstreamUnavailable, false },
        { Mobile, 200, "<html>", FollowingErrorKind.InvalidResponse, false },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Failure_OnTheSecondPage_GoesOnWithTheNextAtTheSameCursor(
        FollowingProvider provider, int status, string body, FollowingErrorKind kind, bool endsTheConnection)
    {
        using Client first = Serve(provider);
        using Client second = Serve(provider == Full ? Dumpling : Full, first.Time);
        first.Handler.Enqueue(FirstPage(provider), Reply.Json(body, status));
        EventRecorder events = new();
        ConnectionRoute route = new([first.Connection, second.Connection]);

        Reading reading = await Client.ReadAsync(route.GetFollowing("name", new FollowingListOptions { PageSize = PageSize, Observer = events }));

        Assert.Null(reading.Failure);
        Assert.Equal(Enumerable.Range(0, Total), reading.Accounts);
        Assert.Equal(2, first.Handler.Requests.Count);
        Assert.Equal(PagedList.CursorAt(PageSize), second.Handler.Requests[0].Cursor);
        Assert.Equal((FollowingStatus.Complete, second.Provider, 4), (reading.Summary.Status, reading.Summary.Provider, reading.Summary.Pages));
        Assert.Equal(Enumerable.Repeat(provider, PageSize).Concat(Enumerable.Repeat(second.Provider, Total - PageSize)), reading.Rows.Select(row => row.Provider));
        Assert.Equal([1, 2, 3, 4], reading.Rows.Select(row => row.Page).Distinct());
        NoticeEvent notice = Assert.Single(events.Of<NoticeEvent>());
        Assert.Contains("continued after page 1", notice.Message, StringComparison.Ordinal);
        Assert.Equal(endsTheConnection, ErrorMeaning.Of(kind).EndsTheAsking);
        Assert.Equal(notice.Message, reading.Summary.Message);
        Assert.Equal(first.Connection.CreditsSpent + second.Connection.CreditsSpent, reading.Summary.Credits);
        Assert.Equal(first.Connection.RequestsSent + second.Connection.RequestsSent, reading.Summary.Requests);
        Assert.Same(reading.Summary, Assert.Single(second.Connection.Summaries));
        Assert.Empty(first.Connection.Summaries);

        // A connection that cannot go on for any handle is not asked for the next one.
        await Client.ReadAsync(route.GetFollowing("next", new FollowingListOptions()));
        Assert.Equal(endsTheConnection, first.Handler.Requests.Count == 2);
    }

    [Fact]
    public async Task Failure_ByTimeoutNetworkAndCreditLimit_GoesOnToo()
    {
        foreach (FollowingErrorKind kind in new[] { FollowingErrorKind.Timeout, FollowingErrorKind.NetworkFailure, FollowingErrorKind.CreditLimitReached })
        {
            using Client first = new(Mobile, retries: 0, creditLimit: kind == FollowingErrorKind.CreditLimitReached ? 1 : null);
            using Client second = Serve(Research, first.Time);
            first.Handler.Enqueue(FirstPage(Mobile));
            first.Handler.Otherwise = kind == FollowingErrorKind.Timeout ? Reply.Hang(first.Time) : Reply.Refused();

            Reading reading = await ReadAsync([first, second]);

            Assert.Null(reading.Failure);
            Assert.Equal(Enumerable.Range(0, Total), reading.Accounts);
            Assert.Equal(kind == FollowingErrorKind.CreditLimitReached ? 1 : 2, first.Handler.Requests.Count);
        }
    }

    [Theory]
    [InlineData(200, """{"status_code":3002060,"status_msg":"Profile user is hiding following list"}""", FollowingErrorKind.ListHidden)]
    [InlineData(200, """{"status_code":2065,"status_msg":"User doesn't exist"}""", FollowingErrorKind.NotFound)]
    [InlineData(404, """{"error":"no"}""", FollowingErrorKind.NotFound)]
    [InlineData(400, """{"error":"no"}""", FollowingErrorKind.BadRequest)]
    public async Task Failure_OfTheListItself_AsksNobodyElse(int status, string body, FollowingErrorKind kind)
    {
        using Client first = Serve(Dumpling);
        using Client second = Serve(Full, first.Time);
        first.Handler.Enqueue(FirstPage(Dumpling), Reply.Json(body, status));
        EventRecorder events = new();

        Reading reading = await ReadAsync([first, second], events);

        Assert.Equal(kind, reading.Failure!.Kind);
        Assert.Equal(PageSize, reading.Rows.Count);
        Assert.Empty(second.Handler.Requests);
        Assert.Empty(events.Of<NoticeEvent>());
        Assert.Equal((Dumpling, PagedList.CursorAt(PageSize)), (reading.Summary.Provider, reading.Summary.NextCursor));
    }

    [Fact]
    public async Task Failure_OnTheFirstPage_BeginsWithTheNext()
    {
        using Client first = Serve(Dumpling);
        using Client second = Serve(Full, first.Time);
        first.Handler.Enqueue(Reply.Json("", 500));

        Reading reading = await ReadAsync([first, second]);

        Assert.Equal(Enumerable.Range(0, Total), reading.Accounts);
        Assert.Null(second.Handler.Requests[0].Cursor);
        Assert.Equal((4, 5), (reading.Summary.Pages, reading.Summary.Requests));
        Assert.StartsWith("FullTikTok was asked, because DumplingAI could not answer: ", reading.Summary.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failure_OfAResumedList_GoesOnAtItsCursor()
    {
        using Client first = Serve(Dumpling);
        using Client second = Serve(Full, first.Time);
        first.Handler.Enqueue(Reply.Json("", 500));

        Reading reading = await ReadAsync([first, second], options: new FollowingListOptions { Cursor = PagedList.CursorAt(30), PageSize = PageSize });

        Assert.Equal(Enumerable.Range(30, 40), reading.Accounts);
        Assert.Equal(PagedList.CursorAt(30), second.Handler.Requests[0].Cursor);
    }

    [Fact]
    public async Task Failure_WithAnOpaqueCursor_BeginsAgainWithoutTheRowsThatCame()
    {
        using Client first = new(Dumpling);
        using Client second = Serve(Full, first.Time);
        first.Handler.Enqueue(Page.Of(Dumpling, 0, 35, "\"MTcw\"", "true"), Reply.Json("", 500));

        Reading reading = await ReadAsync([first, second]);

        Assert.Equal(Enumerable.Range(0, Total), reading.Accounts);
        Assert.Null(second.Handler.Requests[0].Cursor);
        Assert.Equal((FollowingStatus.Complete, 35L, 5), (reading.Summary.Status, reading.Summary.Duplicates, reading.Summary.Pages));
    }

    [Theory]
    [InlineData(Dumpling, Full)]
    [InlineData(Full, Research)]
    [InlineData(Research, Mobile)]
    public async Task StuckCursor_GoesOnBehindTheLastPageThatBroughtSomethingNew(FollowingProvider one, FollowingProvider other)
    {
        using Client first = new(one);
        using Client second = Serve(other, first.Time);
        first.Handler.Enqueue(
            FirstPage(one),
            Page.Of(one, 20, 20, PagedList.CursorAt(20), "true"));
        EventRecorder events = new();

        Reading reading = await ReadAsync([first, second], events);

        Assert.Equal(Enumerable.Range(0, Total), reading.Accounts);
        Assert.Equal((FollowingStatus.Complete, 20L, 5), (reading.Summary.Status, reading.Summary.Duplicates, reading.Summary.Pages));
        Assert.Equal(PagedList.CursorAt(20), second.Handler.Requests[0].Cursor);
        Assert.Single(events.Of<NoticeEvent>());
    }

    [Fact]
    public async Task StuckCursor_OfTheLastConnection_IsTheListsEnd()
    {
        using Client first = new(Dumpling);
        using Client second = new(Full, time: first.Time);
        first.Handler.Enqueue(Reply.Json("", 500));
        second.Handler.Enqueue(FirstPage(Full), Page.Of(Full, 20, 20, PagedList.CursorAt(20), "true"));

        Reading reading = await ReadAsync([first, second]);

        Assert.Null(reading.Failure);
        Assert.Equal((FollowingStatus.StuckCursor, PagedList.CursorAt(20), 40L), (reading.Summary.Status, reading.Summary.NextCursor, reading.Summary.Users));
    }

    [Fact]
    public async Task StuckCursor_OnTheLastPageAskedFor_AsksNoOtherConnection()
    {
        using Client first = new(Dumpling);
        using Client second = Serve(Full, first.Time);
        first.Handler.Enqueue(FirstPage(Dumpling), Page.Of(Dumpling, 20, 20, PagedList.CursorAt(20), "true"));

        Reading reading = await ReadAsync([first, second], options: new FollowingListOptions { PageSize = PageSize, MaxPages = 2 });

        Assert.Empty(second.Handler.Requests);
        Assert.Equal((FollowingStatus.StuckCursor, 2), (reading.Summary.Status, reading.Summary.Pages));
    }

    [Fact]
    public async Task DeadConnection_CostsOneRequestForTheWholeRouteAndOneWarning()
    {
        using Client first = new(Dumpling);
        using Client second = Serve(Full, first.Time);
        first.Handler.Enqueue(Reply.Json("""{"error":"no"}""", 401));
        ConnectionRoute route = new([first.Connection, second.Connection]);
        EventRecorder events = new();

        // Made before the connection is known to be dead, as a command does that reads several lists at once.
        FollowingList[] lists = [.. Enumerable.Range(0, 4).Select(i => route.GetFollowing($"name{i}", new FollowingListOptions { PageSize = PageSize, Observer = events }))];
        foreach (FollowingList list in lists)
        {
            Assert.Equal(Total, (await Client.ReadAsync(list)).Rows.Count);
        }

        Assert.Single(first.Handler.Requests);
        Assert.Single(events.Of<NoticeEvent>());
        Assert.Same(second.Connection, route.Current);
        Assert.False(route.IsExhausted);
    }

    [Fact]
    public async Task DeadConnection_IsNotAskedForTheNextPageOfAnotherList()
    {
        using Client first = Serve(Dumpling);
        using Client second = Serve(Full, first.Time);
        ConnectionRoute route = new([first.Connection, second.Connection]);
        await using IAsyncEnumerator<FollowedUser> rows = route.GetFollowing("begun", new FollowingListOptions { PageSize = PageSize }).GetAsyncEnumerator();
        Assert.True(await rows.MoveNextAsync());
        first.Handler.Otherwise = Reply.Json("""{"error":"no"}""", 403);
        await Client.ReadAsync(route.GetFollowing("other", new FollowingListOptions { PageSize = PageSize }));

        List<int> accounts = [Page.AccountOf(rows.Current)];
        while (await rows.MoveNextAsync())
        {
            accounts.Add(Page.AccountOf(rows.Current));
        }

        Assert.Equal(Enumerable.Range(0, Total), accounts);
        Assert.Equal(2, first.Handler.Requests.Count);
    }

    [Fact]
    public async Task FailuresOfSingleLists_LeaveTheConnectionInAndWarnOnce()
    {
        using Client first = Serve(Dumpling);
        using Client second = Serve(Full, first.Time);
        first.Handler.Enqueue(Reply.Json("", 500), Reply.Json("", 500));
        ConnectionRoute route = new([first.Connection, second.Connection]);
        EventRecorder events = new();
        List<FollowingSummary> summaries = [];

        foreach (string handle in new[] { "one", "two", "three" })
        {
            summaries.Add((await Client.ReadAsync(route.GetFollowing(handle, new FollowingListOptions { PageSize = PageSize, Observer = events }))).Summary);
        }

        Assert.Equal([Full, Full, Dumpling], summaries.Select(summary => summary.Provider));
        Assert.All(summaries.Take(2), summary => Assert.Contains("DumplingAI could not answer", summary.Message, StringComparison.Ordinal));
        Assert.Null(summaries[2].Message);
        Assert.Equal("one", Assert.Single(events.Of<NoticeEvent>()).Handle);
    }

    [Fact]
    public async Task AllConnectionsDead_EndsWithTheLastError()
    {
        using Client first = new(Dumpling);
        using Client second = new(Full, time: first.Time);
        first.Handler.Enqueue(Reply.Json("""{"error":"no"}""", 403));
        second.Handler.Enqueue(Reply.Json("""{"message":"Invalid API key."}""", 401));
        ConnectionRoute route = new([first.Connection, second.Connection]);

        Reading reading = await Client.ReadAsync(route.GetFollowing("name", new FollowingListOptions()));

        Assert.Equal((FollowingErrorKind.AuthenticationFailed, Full), (reading.Failure!.Kind, reading.Failure.Provider!.Value));
        Assert.True(reading.Failure.EndsTheAsking);
        Assert.True(route.IsExhausted);
        Assert.Equal((2, 0m), (reading.Summary.Requests, reading.Summary.Credits));
    }

    [Fact]
    public async Task ThreeConnections_TakeTurnsInTheirOrder()
    {
        using Client first = Serve(Dumpling);
        using Client second = Serve(Mobile, first.Time);
        using Client third = Serve(Research, first.Time);
        first.Handler.Enqueue(FirstPage(Dumpling), Reply.Json("""{"error":"no"}""", 403));
        second.Handler.Enqueue(Page.Of(Mobile, 20, 20, PagedList.CursorAt(40), "true"), Reply.Json("", 500));

        Reading reading = await ReadAsync([first, second, third]);

        Assert.Equal(Enumerable.Range(0, Total), reading.Accounts);
        Assert.Equal([(Dumpling, 20), (Mobile, 20), (Research, 30)], reading.Rows.GroupBy(row => row.Provider).Select(group => (group.Key, group.Count())));
        Assert.Contains("ScrapeCreators continued", reading.Summary.Message, StringComparison.Ordinal);
        Assert.Contains("TikTokResearch continued", reading.Summary.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Identities_MatchByWhateverBothRowsHave()
    {
        using Client first = new(Dumpling);
        using Client second = new(Full, time: first.Time);
        using Client third = new(Research, time: first.Time);
        first.Handler.Enqueue(
            Page.OfRows(
                Dumpling,
                [
                    """{"user":{"id":"1","uniqueId":"one","secUid":"s1"}}""", """{"user":{"id":"2","uniqueId":"two","secUid":"s2"}}""",
                    """{"user":{"id":"3","uniqueId":"three"}}""",
                ],
                "\"opaque\"",
                "true"),
            Reply.Json("", 500));

        // One was renamed in the meantime; the id is the same.
        second.Handler.Enqueue(
            Page.OfRows(Full, ["""{"user_id":"1","username":"renamed"}""", """{"user_id":"2","username":"TWO"}""", """{"user_id":"4","username":"four"}"""], "\"opaque\"", "true"),
            Reply.Json("", 500));
        third.Handler.Enqueue(Page.OfRows(
            Research, ["""{"username":"two"}""", """{"username":"Three"}""", """{"username":"four"}""", """{"username":"five"}"""]));

        Reading reading = await ReadAsync([first, second, third]);

        Assert.Equal(["one", "two", "three", "four", "five"], reading.Rows.Select(row => row.Handle));
        Assert.Equal(5, reading.Summary.Duplicates);
    }

    [Theory]
    [InlineData(25L, 0L)]
    [InlineData(25L, 10L)]
    [InlineData(null, 30L)]
    public async Task FirstAndSkip_CountOverBothConnections(long? first, long skip)
    {
        using Client one = Serve(Dumpling);
        using Client other = Serve(Full, one.Time);
        one.Handler.Enqueue(FirstPage(Dumpling), Reply.Json("", 500));

        Reading reading = await ReadAsync([one, other], options: new FollowingListOptions { First = first, Skip = skip, PageSize = PageSize });

        Assert.Equal(Enumerable.Range((int)skip, (int)(first ?? Total - skip)), reading.Accounts);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Pages_TogetherCostWhatTheSummarySays(bool readAhead)
    {
        using Client first = new(Research, retries: 1);
        using Client second = Serve(Full, first.Time);
        first.Handler.Enqueue(FirstPage(Research), Reply.Refused(), Reply.Json("", 502));
        FollowingList list = new ConnectionRoute([first.Connection, second.Connection])
            .GetFollowing("name", new FollowingListOptions { PageSize = PageSize, ReadAhead = readAhead });
        List<FollowingPage> pages = [];

        await foreach (FollowingPage page in list.AsPages())
        {
            pages.Add(page);
        }

        Assert.Equal([(2, 0, 1m), (3, 1, 2m), (1, 0, 1m), (1, 0, 1m)], pages.Select(page => (page.Requests, page.Retries, page.Credits)));
        Assert.Equal((7, 1, 5m), (list.Summary!.Requests, list.Summary.Retries, list.Summary.Credits));
    }

    private static Client Serve(FollowingProvider provider, TestClock? time = null)
    {
        Client client = new(provider, retries: 0, time: time);
        PagedList.Serve(client, Total, PageSize);
        return client;
    }

    private static Reply FirstPage(FollowingProvider provider) => Page.Of(provider, 0, PageSize, PagedList.CursorAt(PageSize), "true");

    private static Task<Reading> ReadAsync(Client[] clients, EventRecorder? events = null, FollowingListOptions? options = null) =>
        Client.ReadAsync(new ConnectionRoute([.. clients.Select(client => client.Connection)])
            .GetFollowing("name", options ?? new FollowingListOptions { PageSize = PageSize, Observer = events }));
}
