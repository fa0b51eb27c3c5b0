using TikTokFollowing.Tests.Support;

namespace TikTokFollowing.Tests.Paging;

/// <summary>How a list ends, and how many rows and pages of it are read.</summary>
public sealed class ListReaderTests
{
    /// <summary>Raw cursor and flag of the second page → status and cursor to go on; the first page's cursor is 1700000100.</summary>
    public static TheoryData<FollowingProvider, string?, string?, FollowingStatus, string?> Ends
    {
        get
        {
            TheoryData<FollowingProvider, string?, string?, FollowingStatus, string?> data = [];
            foreach (FollowingProvider provider in Enum.GetValues<FollowingProvider>())
            {
                foreach (string no in new[] { "false", "0", "\"false\"" })
                {
                    data.Add(provider, no, "1700000000", FollowingStatus.Complete, null);
                    data.Add(provider, no, null, FollowingStatus.Complete, null);
                    data.Add(provider, no, "-1", FollowingStatus.Complete, null);
                }

                foreach (string yes in new[] { "true", "1" })
                {
                    foreach (string? cursor in new[] { null, "null", "0", "-1", "\"-1\"", "\"\"" })
                    {
                        data.Add(provider, yes, cursor, FollowingStatus.Truncated, "1700000100");
                    }

                    data.Add(provider, yes, "1700000100", FollowingStatus.StuckCursor, "1700000100");
                    data.Add(provider, yes, "\" 1700000100\"", FollowingStatus.StuckCursor, "1700000100");
                }

                data.Add(provider, null, null, FollowingStatus.Complete, null);
                data.Add(provider, null, "null", FollowingStatus.Complete, null);
                data.Add(provider, "null", "0", FollowingStatus.Complete, null);
                data.Add(provider, null, "-1", FollowingStatus.Truncated, "1700000100");
                data.Add(provider, null, "1700000100", FollowingStatus.StuckCursor, "1700000100");
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task Read_EveryEnd_HasItsStatus(FollowingProvider provider, string? hasMore, string? cursor, FollowingStatus status, string? next)
    {
        using Client client = new(provider);
        client.Handler.Enqueue(
            Page.Of(provider, 1, 2, "1700000100", "true", "99"),
            Page.Of(provider, 3, 2, cursor, hasMore));

        Reading reading = await client.ReadAsync();

        Assert.Equal([1, 2, 3, 4], reading.Accounts);
        Assert.Equal(status, reading.Summary.Status);
        Assert.Equal(next, reading.Summary.NextCursor);
        Assert.Equal(status == FollowingStatus.Complete, reading.Summary.Message is null);
        Assert.Equal(2, client.Handler.Requests.Count);
        Assert.Equal((4, 0, 2, 2 + client.Handler.TokenRequests.Count, 0, 2m, Page.TotalOf(provider, 99)), Numbers(reading.Summary));
    }

    [Theory]
    [MemberData(nameof(Page.Providers), MemberType = typeof(Page))]
    public async Task Read_ThreePages_AsksEachWithTheCursorBefore(FollowingProvider provider)
    {
        using Client client = new(provider);
        client.Handler.Enqueue(
            Page.Of(provider, 1, 3, "1700000300", "true"),
            Page.Of(provider, 3, 3, "\"MTcw\"", null),
            Page.Of(provider, 6, 1, "1700000100", "false", "\"7\""));

        Reading reading = await client.ReadAsync();

        Assert.Equal([1, 2, 3, 4, 5, 6], reading.Accounts);
        Assert.Equal([1, 1, 1, 2, 2, 3], reading.Rows.Select(row => row.Page));
        Assert.Equal(FollowingStatus.Complete, reading.Summary.Status);
        Assert.Equal((6, 1, 3, 3 + client.Handler.TokenRequests.Count, 0, 3m, Page.TotalOf(provider, 7)), Numbers(reading.Summary));
        Assert.Equal([null, "1700000300", "MTcw"], client.Handler.Requests.Select(request => request.Cursor));
        Assert.Same(reading.Summary, Assert.Single(client.Connection.Summaries));
    }

    [Theory]
    [MemberData(nameof(Page.Providers), MemberType = typeof(Page))]
    public async Task Read_OlderCursorComesAgain_IsStuck(FollowingProvider provider)
    {
        using Client client = new(provider);
        client.Handler.Enqueue(
            Page.Of(provider, 1, 1, "300", "true"), Page.Of(provider, 2, 1, "200", "true"), Page.Of(provider, 3, 1, "300", "true"));

        Reading reading = await client.ReadAsync();

        Assert.Equal([1, 2, 3], reading.Accounts);
        Assert.Equal(FollowingStatus.StuckCursor, reading.Summary.Status);
        Assert.Equal("200", reading.Summary.NextCursor);
        Assert.Contains("300", reading.Summary.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_StartCursorComesAgain_IsStuck()
    {
        using Client client = new();
        client.Handler.Enqueue(Page.Of(client.Provider, 1, 1, "500", "true"));

        Reading reading = await client.ReadAsync(new FollowingListOptions { Cursor = "500" });

        Assert.Equal(FollowingStatus.StuckCursor, reading.Summary.Status);
        Assert.Equal("500", reading.Summary.NextCursor);
    }

    [Theory]
    [MemberData(nameof(Page.Providers), MemberType = typeof(Page))]
    public async Task Read_OneRepeatedPage_GoesOn(FollowingProvider provider)
    {
        using Client client = new(provider);
        client.Handler.Enqueue(
            Page.Of(provider, 1, 3, "300", "true"), Page.Of(provider, 1, 3, "200", "true"), Page.Of(provider, 4, 3));

        Reading reading = await client.ReadAsync();

        Assert.Equal([1, 2, 3, 4, 5, 6], reading.Accounts);
        Assert.Equal(FollowingStatus.Complete, reading.Summary.Status);
        Assert.Equal(3, reading.Summary.Duplicates);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(0)]
    public async Task Read_TwoPagesWithoutNewAccount_IsStuckAndSaysSo(int rows)
    {
        using Client client = new();
        client.Handler.Enqueue(
            Page.Of(client.Provider, 1, 3, "300", "true"), Page.Of(client.Provider, 1, rows, "200", "true"), Page.Of(client.Provider, 1, rows, "100", "true"));

        Reading reading = await client.ReadAsync();

        Assert.Equal([1, 2, 3], reading.Accounts);
        Assert.Equal(FollowingStatus.StuckCursor, reading.Summary.Status);
        Assert.NotNull(reading.Summary.Message);
        Assert.NotNull(reading.Summary.NextCursor);
        Assert.Equal(3, client.Handler.Requests.Count);
    }

    [Fact]
    public async Task Read_LastPageRepeatsTwice_IsStillComplete()
    {
        using Client client = new();
        client.Handler.Enqueue(
            Page.Of(client.Provider, 1, 3, "300", "true"), Page.Of(client.Provider, 1, 3, "200", "true"), Page.Of(client.Provider, 1, 3, "100", "false"));

        Assert.Equal(FollowingStatus.Complete, (await client.ReadAsync()).Summary.Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Read_IsTruncated_IsNeverComplete(bool onLastPage)
    {
        using Client client = new();
        string first = Page.Of(client.Provider, 1, 2, "300", "true");
        string last = Page.Of(client.Provider, 3, 2);
        client.Handler.Enqueue(onLastPage ? first : Mark(first), onLastPage ? Mark(last) : last);

        Reading reading = await client.ReadAsync();

        Assert.Equal([1, 2, 3, 4], reading.Accounts);
        Assert.Equal(FollowingStatus.Truncated, reading.Summary.Status);
        Assert.NotNull(reading.Summary.Message);
        Assert.Equal("300", reading.Summary.NextCursor);

        static string Mark(string page) => page[..^1] + ",\"isTruncated\":true}";
    }

    [Theory]
    [MemberData(nameof(Page.Providers), MemberType = typeof(Page))]
    public async Task Read_ShortPagesAndLyingTotal_DoNotEndTheList(FollowingProvider provider)
    {
        using Client client = new(provider);
        client.Handler.Enqueue(
            Page.Of(provider, 1, 1, "400", "true", "2"), Page.Of(provider, 2, 0, "300", "true", "2"), Page.Of(provider, 2, 5, "200", "true", "2"),
            Page.Of(provider, 7, 0, "100", "false", "158151684"));

        Reading reading = await client.ReadAsync();

        Assert.Equal(6, reading.Rows.Count);
        Assert.Equal(FollowingStatus.Complete, reading.Summary.Status);
        Assert.Equal(Page.TotalOf(provider, 158_151_684), reading.Summary.ReportedTotal);
    }

    [Fact]
    public async Task Read_EmptyList_IsComplete()
    {
        using Client client = new();
        client.Handler.Enqueue("""{"followingList":[],"minCursor":0,"hasMore":false,"total":0}""");

        Reading reading = await client.ReadAsync();

        Assert.Empty(reading.Rows);
        Assert.Equal(FollowingStatus.Complete, reading.Summary.Status);
        Assert.Equal(0, reading.Summary.ReportedTotal);
    }

    [Fact]
    public async Task Read_SameAccountUnderAnyKey_ComesOnce()
    {
        using Client client = new();
        client.Handler.Enqueue(Page.OfRows(client.Provider,
        [
            """{"user":{"id":"1","uniqueId":"a"}}""", """{"user":{"id":1,"uniqueId":"renamed"}}""",
            """{"user":{"secUid":"S","uniqueId":"b"}}""", """{"user":{"secUid":"S"}}""", """{"user":{"secUid":"s"}}""",
            """{"user":{"uniqueId":"Case"}}""", """{"user":{"uniqueId":"cASE"}}""",
            """{"user":{"id":"01"}}""", """{"user":{"id":"99999999999999999999"}}""", """{"user":{"id":99999999999999999999}}""", "{}",
        ]));

        Reading reading = await client.ReadAsync();

        Assert.Equal(["a", "b", "s", "Case", "01", "99999999999999999999"], reading.Rows.Select(row => row.Handle ?? row.UserId ?? row.SecUid));
        Assert.Equal(4, reading.Summary.Duplicates);
        Assert.Contains("1 entry named no account and was left out.", reading.Summary.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_ErrorBesideRows_DeliversRowsAndSaysSo()
    {
        using Client client = new(FollowingProvider.FullTikTok);
        client.Handler.Enqueue(Payload.Read("12-full-tiktok-api-docs-sample.json"), Page.Of(client.Provider, 1, 1));

        Reading reading = await client.ReadAsync();

        Assert.Equal(2, reading.Rows.Count);
        Assert.Equal(FollowingStatus.Complete, reading.Summary.Status);
        NoticeEvent notice = Assert.Single(client.Events.Of<NoticeEvent>());
        Assert.Contains("NOT_FOUND", notice.Message, StringComparison.Ordinal);
        Assert.Contains("The requested resource was not found.", notice.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(5L, 3L, new[] { 3, 4, 5, 6, 7 }, 1)]
    [InlineData(1L, 0L, new[] { 0 }, 1)]
    [InlineData(2L, 9L, new[] { 9, 10 }, 1)]
    public async Task FirstAndSkip_ShareOneRequestWhenTheyFit(long first, long skip, int[] expected, int requests)
    {
        using Client client = new(FollowingProvider.FullTikTok);
        PagedList.Serve(client, 300);

        Reading reading = await client.ReadAsync(new FollowingListOptions { First = first, Skip = skip });

        Assert.Equal(expected, reading.Accounts);
        Assert.Equal(requests, client.Handler.Requests.Count);
        Assert.Equal((int)(first + skip), client.Handler.Requests[0].Count);
        Assert.Equal(first, reading.Summary.Users);
    }

    [Theory]
    [InlineData(long.MaxValue, 1L, 249)]
    [InlineData(long.MaxValue, 0L, 250)]
    [InlineData(long.MaxValue, long.MaxValue, 0)]
    [InlineData(1L, long.MaxValue, 0)]
    [InlineData(null, long.MaxValue, 0)]
    public async Task FirstAndSkip_AtTheLargestValues_DoNotOverflowIntoTinyPages(long? first, long skip, int rows)
    {
        using Client client = new(FollowingProvider.FullTikTok);
        PagedList.Serve(client, 250);

        Reading reading = await client.ReadAsync(new FollowingListOptions { First = first, Skip = skip });

        Assert.Equal(Enumerable.Range(250 - rows, rows), reading.Accounts);
        Assert.Equal(FollowingStatus.Complete, reading.Summary.Status);
        Assert.Equal([100, 100, 100], client.Handler.Requests.Select(request => request.Count));
    }

    [Fact]
    public async Task Skip_OverPages_CountsPerHandle()
    {
        using Client client = new(FollowingProvider.FullTikTok);
        PagedList.Serve(client, 250);

        Reading reading = await client.ReadAsync(new FollowingListOptions { Skip = 130 });

        Assert.Equal(Enumerable.Range(130, 120), reading.Accounts);
        Assert.Equal(FollowingStatus.Complete, reading.Summary.Status);
        Assert.Equal(120, reading.Summary.Users);
    }

    [Fact]
    public async Task Skip_BeyondTheEnd_IsCompleteAndEmpty()
    {
        using Client client = new(FollowingProvider.FullTikTok);
        PagedList.Serve(client, 120);

        Reading reading = await client.ReadAsync(new FollowingListOptions { Skip = 500, First = 3 });

        Assert.Empty(reading.Rows);
        Assert.Equal(FollowingStatus.Complete, reading.Summary.Status);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task MaxPages_EndsWithTheCursorOfTheNext(int maxPages)
    {
        using Client client = new(FollowingProvider.FullTikTok);
        PagedList.Serve(client, 300);

        Reading reading = await client.ReadAsync(new FollowingListOptions { MaxPages = maxPages });

        Assert.Equal(Enumerable.Range(0, maxPages * 100), reading.Accounts);
        Assert.Equal(maxPages, client.Handler.Requests.Count);
        Assert.Equal(FollowingStatus.Limited, reading.Summary.Status);
        Assert.Equal(PagedList.CursorAt(maxPages * 100), reading.Summary.NextCursor);
    }

    [Fact]
    public async Task MaxPages_ThatCoverTheList_IsComplete()
    {
        using Client client = new(FollowingProvider.FullTikTok);
        PagedList.Serve(client, 200);

        Reading reading = await client.ReadAsync(new FollowingListOptions { MaxPages = 2 });

        Assert.Equal(FollowingStatus.Complete, reading.Summary.Status);
        Assert.Null(reading.Summary.NextCursor);
    }

    [Theory]
    [InlineData(200L, FollowingStatus.Complete)]
    [InlineData(199L, FollowingStatus.Limited)]
    [InlineData(100L, FollowingStatus.Limited)]
    public async Task First_ThatCoversTheList_IsComplete(long first, FollowingStatus status)
    {
        using Client client = new(FollowingProvider.FullTikTok);
        PagedList.Serve(client, 200);

        Reading reading = await client.ReadAsync(new FollowingListOptions { First = first, PageSize = 100 });

        Assert.Equal(first, reading.Rows.Count);
        Assert.Equal(status, reading.Summary.Status);
        Assert.Equal(status == FollowingStatus.Complete ? null : PagedList.CursorAt(100), reading.Summary.NextCursor);
    }

    [Fact]
    public async Task First0_SendsNothing()
    {
        using Client client = new();

        Reading reading = await client.ReadAsync(new FollowingListOptions { First = 0 });

        Assert.Empty(reading.Rows);
        Assert.Equal(FollowingStatus.Limited, reading.Summary.Status);
        Assert.Equal(0, reading.Summary.Requests);
        Assert.Empty(client.Handler.Requests);
    }

    [Theory]
    [MemberData(nameof(Page.Providers), MemberType = typeof(Page))]
    public async Task First0_WithTotal_AsksForOneAccountAndDeliversNone(FollowingProvider provider)
    {
        using Client client = new(provider);
        client.Handler.Enqueue(Page.Of(provider, 1, 1, "300", "true", "234"));

        Reading reading = await client.ReadAsync(new FollowingListOptions { First = 0, WantsTotal = true });

        Assert.Empty(reading.Rows);
        Assert.Equal(Page.TotalOf(provider, 234), reading.Summary.ReportedTotal);
        Assert.Equal(FollowingStatus.Limited, reading.Summary.Status);
        Assert.Null(reading.Summary.NextCursor);
        Assert.Equal(Page.HasSize(provider) ? 1 : null, Assert.Single(client.Handler.Requests).Count);
    }

    private static (long Users, long Duplicates, int Pages, int Requests, int Retries, decimal Credits, long? Total) Numbers(FollowingSummary summary) =>
        (summary.Users, summary.Duplicates, summary.Pages, summary.Requests, summary.Retries, summary.Credits, summary.ReportedTotal);
}
