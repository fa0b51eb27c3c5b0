using TikTokFollowing.Paging;
using TikTokFollowing.Tests.Support;

namespace TikTokFollowing.Tests.Lists;

/// <summary>Nothing is asked for before it is needed, what was paid for is delivered, and the summary counts what was.</summary>
public sealed class FollowingListTests
{
    [Fact]
    public async Task Read_Twice_IsRefusedBecauseItWouldPayAgain()
    {
        using Client client = new();
        client.Handler.Enqueue(Page.Of(client.Provider, 1, 1));
        FollowingList list = client.Connection.GetFollowing("name");
        await Client.ReadAsync(list);

        await Assert.ThrowsAsync<InvalidOperationException>(() => Client.ReadAsync(list));
        Assert.Single(client.Handler.Requests);
    }

    [Theory]
    [MemberData(nameof(Page.Providers), MemberType = typeof(Page))]
    public async Task Enumerate_RowByRow_AsksForAPageOnlyWhenItsFirstRowIsWanted(FollowingProvider provider)
    {
        using Client client = new(provider);
        client.Handler.Enqueue(
            Page.Of(provider, 1, 3, "300", "true"), Page.Of(provider, 4, 3, "200", "true"), Page.Of(provider, 7, 1));
        FollowingList list = client.Connection.GetFollowing("name");
        await using IAsyncEnumerator<FollowedUser> rows = list.GetAsyncEnumerator();
        Assert.Empty(client.Handler.Requests);

        List<int> requestsAfterRow = [];
        while (await rows.MoveNextAsync())
        {
            requestsAfterRow.Add(client.Handler.Requests.Count);
        }

        Assert.Equal([1, 1, 1, 2, 2, 2, 3], requestsAfterRow);
        Assert.Equal(3, client.Handler.Requests.Count);
    }

    [Theory]
    [InlineData(1, 1, null)]
    [InlineData(2, 1, null)]
    [InlineData(3, 1, null)]
    [InlineData(4, 2, "300")]
    [InlineData(6, 2, "300")]
    public async Task Enumerate_EarlyStop_SendsNothingMoreAndSkipsNoRow(int take, int requests, string? next)
    {
        using Client client = new();
        client.Handler.Enqueue(
            Page.Of(client.Provider, 1, 3, "300", "true"), Page.Of(client.Provider, 4, 3, "200", "true"), Page.Of(client.Provider, 7, 1));

        Reading reading = await client.ReadAsync(take: take);

        Assert.Equal(Enumerable.Range(1, take), reading.Accounts);
        Assert.Equal(requests, client.Handler.Requests.Count);
        Assert.Equal(FollowingStatus.Limited, reading.Summary.Status);
        Assert.Equal(next, reading.Summary.NextCursor);
        Assert.Equal(take, reading.Summary.Users);
        Assert.NotNull(reading.Summary.Message);
    }

    [Fact]
    public async Task AsPages_EarlyStop_SendsNothingMore()
    {
        using Client client = new();
        client.Handler.Enqueue(
            Page.Of(client.Provider, 1, 3, "300", "true", "9"), Page.Of(client.Provider, 3, 3, "200", "true"), Page.Of(client.Provider, 6, 3));
        FollowingList list = client.Connection.GetFollowing("name");

        await foreach (FollowingPage page in list.AsPages())
        {
            Assert.Equal(page.Number, client.Handler.Requests.Count);
            if (page.Number == 1)
            {
                Assert.Null(page.Cursor);
                Assert.Equal("300", page.NextCursor);
                Assert.Equal(9, page.ReportedTotal);
                Assert.Equal([1, 2, 3], page.Users.Select(Page.AccountOf));
            }
            else
            {
                Assert.Equal("300", page.Cursor);
                Assert.Equal([4, 5], page.Users.Select(Page.AccountOf));
                break;
            }
        }

        Assert.Equal(2, client.Handler.Requests.Count);
        Assert.Equal("300", list.Summary!.NextCursor);
    }

    [Theory]
    [MemberData(nameof(Page.Providers), MemberType = typeof(Page))]
    public async Task ReadAhead_ToTheEnd_DeliversEveryRowOnceInOrder(FollowingProvider provider)
    {
        using Client client = new(provider);
        PagedList.Serve(client, 250, pageSize: 50);

        Reading reading = await client.ReadAsync(new FollowingListOptions { ReadAhead = true, PageSize = 50 });

        Assert.Equal(Enumerable.Range(0, 250), reading.Accounts);
        Assert.Equal(FollowingStatus.Complete, reading.Summary.Status);
        Assert.Equal(5, client.Handler.Requests.Count);
    }

    [Fact]
    public async Task ReadAhead_LastPageFetchedBeforeItIsAskedFor_IsStillDelivered()
    {
        using Client client = new(FollowingProvider.FullTikTok);
        PagedList.Serve(client, 150);
        FollowingList list = client.Connection.GetFollowing("name", new FollowingListOptions { ReadAhead = true });
        await using IAsyncEnumerator<FollowedUser> rows = list.GetAsyncEnumerator();
        Assert.True(await rows.MoveNextAsync());
        Assert.True(SpinWait.SpinUntil(() => client.Connection.RequestsSent == 2, TimeSpan.FromSeconds(10)));

        // The fetch that ran ahead has decided that the list is at its end; its rows are still to come.
        List<int> accounts = [Page.AccountOf(rows.Current)];
        while (await rows.MoveNextAsync())
        {
            accounts.Add(Page.AccountOf(rows.Current));
        }

        Assert.Equal(Enumerable.Range(0, 150), accounts);
        Assert.Equal(FollowingStatus.Complete, list.Summary!.Status);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(60)]
    [InlineData(99)]
    public async Task ReadAhead_EarlyStop_SpendsAtMostOneRequestMore(int take)
    {
        using Client client = new(FollowingProvider.FullTikTok);
        PagedList.Serve(client, 1000);

        Reading reading = await client.ReadAsync(new FollowingListOptions { ReadAhead = true }, take);

        Assert.Equal(Enumerable.Range(0, take), reading.Accounts);
        Assert.InRange(client.Handler.Requests.Count, 1, 2);
        Assert.Equal(client.Handler.Requests.Count, reading.Summary.Requests);
        Assert.Equal(FollowingStatus.Limited, reading.Summary.Status);
        Assert.Null(reading.Summary.NextCursor);
    }

    [Fact]
    public async Task ReadAhead_StopAfterAPageWasTakenWhole_DoesNotCountTheUndeliveredLastPage()
    {
        using Client client = new(FollowingProvider.FullTikTok);
        PagedList.Serve(client, 150);
        FollowingList list = client.Connection.GetFollowing("name", new FollowingListOptions { ReadAhead = true });

        await foreach (FollowingPage page in list.ReadPagesAsync(CancellationToken.None))
        {
            Assert.Equal(100, list.Deliver(page).Count());
            Assert.True(SpinWait.SpinUntil(() => client.Connection.RequestsSent == 2, TimeSpan.FromSeconds(10)));
            break;
        }

        Assert.Equal(FollowingStatus.Limited, list.Summary!.Status);
        Assert.Equal(PagedList.CursorAt(100), list.Summary.NextCursor);
        Assert.Equal(100, list.Summary.Users);
    }

    [Fact]
    public async Task ReadAhead_FailureOfTheNextPage_ComesAfterTheRowsOfThisOne()
    {
        using Client client = new();
        client.Handler.Enqueue(Page.Of(client.Provider, 1, 3, "300", "true"), Reply.Json("""{"error":"no"}""", 400));

        Reading reading = await client.ReadAsync(new FollowingListOptions { ReadAhead = true });

        Assert.Equal([1, 2, 3], reading.Accounts);
        Assert.Equal(FollowingErrorKind.BadRequest, reading.Failure!.Kind);
        Assert.Equal(FollowingStatus.Failed, reading.Summary.Status);
        Assert.Equal("300", reading.Summary.NextCursor);
    }

    [Fact]
    public async Task ReadAhead_WithLimits_FetchesNoPageBeyondThem()
    {
        using Client client = new(FollowingProvider.FullTikTok);
        PagedList.Serve(client, 1000);

        await client.ReadAsync(new FollowingListOptions { ReadAhead = true, MaxPages = 2 });
        Assert.Equal(2, client.Handler.Requests.Count);

        await client.ReadAsync(new FollowingListOptions { ReadAhead = true, First = 150 });
        Assert.Equal(4, client.Handler.Requests.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Cancel_WhileARequestHangs_IsStoppedAtOnceAndCounted(bool readAhead)
    {
        using Client client = new(skipsWaits: false);
        TaskCompletionSource never = new();
        client.Handler.Enqueue(Page.Of(client.Provider, 1, 2, "300", "true"), Reply.Json("{}").After(never.Task));
        FollowingList list = client.Connection.GetFollowing("name", new FollowingListOptions { ReadAhead = readAhead });
        using CancellationTokenSource cancel = new();
        await using (IAsyncEnumerator<FollowedUser> rows = list.GetAsyncEnumerator(cancel.Token))
        {
            Assert.True(await rows.MoveNextAsync());
            Assert.True(await rows.MoveNextAsync());
            ValueTask<bool> next = rows.MoveNextAsync();
            Assert.True(SpinWait.SpinUntil(() => client.Handler.Requests.Count == 2, TimeSpan.FromSeconds(10)));
            Assert.False(next.IsCompleted);
            await cancel.CancelAsync();
            OperationCanceledException stopped = await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await next);
            Assert.Equal(cancel.Token, stopped.CancellationToken);
        }

        Assert.Equal(FollowingStatus.Stopped, list.Summary!.Status);
        Assert.Equal("300", list.Summary.NextCursor);
        Assert.Equal((2, 0, 1, 2, 0, 2m, null), Numbers(list.Summary));
    }

    [Fact]
    public async Task Cancel_WhileARetryWaits_EndsTheWait()
    {
        using Client client = new(skipsWaits: false);
        client.Handler.Enqueue(Reply.Json("""{"error":"x"}""", 502));
        FollowingList list = client.Connection.GetFollowing("name");
        using CancellationTokenSource cancel = new();
        Task<Reading> reading = Client.ReadAsync(list, cancellationToken: cancel.Token);
        Assert.True(SpinWait.SpinUntil(() => client.Time.Waiting == 1, TimeSpan.FromSeconds(10)));

        await cancel.CancelAsync();

        OperationCanceledException stopped = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        Assert.Equal(cancel.Token, stopped.CancellationToken);
        Assert.Equal(FollowingStatus.Stopped, list.Summary!.Status);
        Assert.Equal(0m, list.Summary.Credits);
        Assert.Single(client.Handler.Requests);
        Assert.Equal(0, client.Time.Waiting);
    }

    [Fact]
    public async Task Cancel_BeforeTheFirstRow_CarriesTheCallersTokenAndSendsNothing()
    {
        using Client client = new();
        FollowingList list = client.Connection.GetFollowing("name");
        using CancellationTokenSource cancel = new();
        await cancel.CancelAsync();

        OperationCanceledException stopped = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Client.ReadAsync(list, cancellationToken: cancel.Token));

        Assert.Equal(cancel.Token, stopped.CancellationToken);
        Assert.Empty(client.Handler.Requests);
        Assert.Equal((FollowingStatus.NotStarted, 0), (list.Summary!.Status, list.Summary.Requests));
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 2)]
    public async Task StopAsking_WhileAPageIsUnderWay_DeliversWhatIsPaidFor(bool readAhead, int pages)
    {
        using Client client = new(FollowingProvider.FullTikTok);
        TaskCompletionSource signal = new();
        client.Handler.Enqueue(Page.Of(client.Provider, 1, 2, "300", "true"), Reply.Json(Page.Of(client.Provider, 3, 2, "200", "true")).After(signal.Task));
        FollowingList list = client.Connection.GetFollowing("name", new FollowingListOptions { ReadAhead = readAhead });
        List<int> accounts = [];

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (FollowingPage page in list.AsPages())
            {
                accounts.AddRange(page.Users.Select(Page.AccountOf));
                if (page.Number == 1)
                {
                    Assert.True(SpinWait.SpinUntil(() => client.Handler.Requests.Count == pages, TimeSpan.FromSeconds(30)));
                    list.StopAsking(ListEnd.CommandStopped);
                    signal.SetResult();
                }
            }
        });

        Assert.Equal(Enumerable.Range(1, pages * 2), accounts);
        Assert.Equal(pages, client.Handler.Requests.Count);
        Assert.Equal((FollowingStatus.Stopped, pages * 2L, (decimal)pages), (list.Summary!.Status, list.Summary.Users, list.Summary.Credits));
        Assert.Equal(readAhead ? "200" : "300", list.Summary.NextCursor);
    }

    [Fact]
    public async Task StopAsking_WhenAPageHasComeButNotToItsConsumer_DeliversIt()
    {
        using Client client = new();
        client.Handler.Enqueue(Page.Of(client.Provider, 1, 2, "300", "true"));
        FollowingList? list = null;
        ActingObserver stops = new(happened =>
        {
            if (happened is RequestEvent)
            {
                list!.StopAsking(ListEnd.CommandStopped);
            }
        });
        list = client.Connection.GetFollowing("name", new FollowingListOptions { Observer = stops });
        List<int> accounts = [];

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (FollowedUser user in list)
            {
                accounts.Add(Page.AccountOf(user));
            }
        });

        Assert.Equal([1, 2], accounts);
        Assert.Equal((FollowingStatus.Stopped, 2L, 1m), (list.Summary!.Status, list.Summary.Users, list.Summary.Credits));
    }

    [Theory]
    [InlineData(429, "Retry-After", "20")]
    [InlineData(502, "Server", "none")]
    [InlineData(200, "X-RateLimit-Remaining", "0")]
    public async Task StopAsking_InAWait_EndsTheWait(int status, string header, string value)
    {
        using Client client = new(FollowingProvider.FullTikTok, skipsWaits: false);
        string body = status == 200 ? Page.Of(client.Provider, 1, 2, "300", "true") : string.Empty;
        client.Handler.Enqueue(Reply.Json(body, status, (header, value), ("X-RateLimit-Reset", "30")));
        FollowingList list = client.Connection.GetFollowing("name");
        Task<Reading> reading = Client.ReadAsync(list);
        Assert.True(SpinWait.SpinUntil(() => client.Time.Waiting == 1, TimeSpan.FromSeconds(30)));

        list.StopAsking(ListEnd.CommandStopped);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Equal((FollowingStatus.Stopped, 0), (list.Summary!.Status, client.Time.Waiting));
        Assert.Single(client.Handler.Requests);
    }

    [Fact]
    public async Task StopAsking_BeforeTheFirstPage_SendsNothing()
    {
        using Client client = new();
        FollowingList list = client.Connection.GetFollowing("name");
        list.StopAsking(ListEnd.CommandStopped);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Client.ReadAsync(list));

        Assert.Empty(client.Handler.Requests);
        Assert.Equal((FollowingStatus.NotStarted, 0m), (list.Summary!.Status, list.Summary.Credits));
    }

    [Fact]
    public async Task Pages_TogetherCostWhatTheSummarySays()
    {
        using Client client = new(FollowingProvider.TikTokResearch);
        client.Handler.Enqueue(
            Reply.Json("", 502), Page.Of(client.Provider, 1, 2, "300", "true"), Reply.Refused(), Reply.Json("", 429), Page.Of(client.Provider, 3, 2));
        FollowingList list = client.Connection.GetFollowing("name");
        List<FollowingPage> pages = [];

        await foreach (FollowingPage page in list.AsPages())
        {
            pages.Add(page);
        }

        Assert.Equal([(3, 1, 1m), (3, 2, 2m)], pages.Select(page => (page.Requests, page.Retries, page.Credits)));
        Assert.Equal((6, 3, 3m), (list.Summary!.Requests, list.Summary.Retries, list.Summary.Credits));
    }

    [Fact]
    public async Task Summaries_KeepTheLastHundred()
    {
        using Client client = new();
        client.Handler.Otherwise = Page.Of(client.Provider, 1, 1);

        for (int i = 0; i < 103; i++)
        {
            await client.ReadAsync(handle: $"name{i}");
        }

        Assert.Equal(Enumerable.Range(3, 100).Select(i => $"name{i}"), client.Connection.Summaries.Select(summary => summary.Handle));
    }

    [Fact]
    public async Task Summary_MeasuresTheConsumersTimeToo()
    {
        using Client client = new();
        client.Handler.Enqueue(Page.Of(client.Provider, 1, 2));
        FollowingList list = client.Connection.GetFollowing("name");

        await foreach (FollowedUser _ in list)
        {
            client.Time.Advance(TimeSpan.FromSeconds(5));
        }

        Assert.Equal(TestClock.Start, list.Summary!.StartedAt);
        Assert.Equal(TimeSpan.FromSeconds(10), list.Summary.Duration);
    }

    private static (long Users, long Duplicates, int Pages, int Requests, int Retries, decimal Credits, long? Total) Numbers(FollowingSummary summary) =>
        (summary.Users, summary.Duplicates, summary.Pages, summary.Requests, summary.Retries, summary.Credits, summary.ReportedTotal);
}
