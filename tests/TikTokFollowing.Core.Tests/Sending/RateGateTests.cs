using TikTokFollowing.Paging;
using TikTokFollowing.Tests.Support;

namespace TikTokFollowing.Tests.Sending;

/// <summary>What the provider says about its limits, and that everybody on the connection obeys it.</summary>
public sealed class RateGateTests
{
    private static readonly FollowingProvider Full = FollowingProvider.FullTikTok;

    [Fact]
    public async Task Dumpling_Headers_BecomeTheRateLimit()
    {
        using Client client = new();
        Assert.Null(client.Connection.RateLimit);
        client.Handler.Enqueue(Reply.Json(Page.Of(client.Provider, 1, 1), 200, ("X-RateLimit-Limit", "60"), ("X-RateLimit-Remaining", " 59 ")));

        await client.ReadAsync();

        Assert.Equal(new RateLimit(60, 59, null, null, null, null), client.Connection.RateLimit);
        Assert.Equal(client.Connection.RateLimit, Assert.Single(client.Events.Of<RequestEvent>()).RateLimit);
    }

    [Theory]
    [InlineData("30", 30)]
    [InlineData("0", 0)]
    [InlineData("315360000", 315_360_000)]
    [InlineData("1760961660", 60)]
    [InlineData("-3", null)]
    [InlineData("99999999999999", null)]
    [InlineData("soon", null)]
    public async Task FullTikTok_Headers_BecomeTheRateLimit(string reset, int? seconds)
    {
        using Client client = new(Full);
        client.Handler.Enqueue(Reply.Json(
            Page.Of(Full, 1, 1),
            200,
            ("x-ratelimit-limit", "10"),
            ("x-ratelimit-remaining", "9"),
            ("x-ratelimit-reset", reset),
            ("x-ratelimit-requests-limit", "2500"),
            ("x-ratelimit-requests-remaining", "2100"),
            ("x-ratelimit-requests-reset", "1209600")));

        await client.ReadAsync();

        Assert.Equal(
            new RateLimit(10, 9, seconds is int wait ? TestClock.Start.AddSeconds(wait) : null, 2500, 2100, TestClock.Start.AddSeconds(1_209_600)),
            client.Connection.RateLimit);
        Assert.Equal("9/10, plan 2100/2500", client.Connection.RateLimit!.ToString());
    }

    [Fact]
    public async Task Headers_OfARefusal_AreTakenToo()
    {
        using Client client = new(Full);
        client.Handler.Enqueue(Reply.Json("""{"message":"You have exceeded the MONTHLY quota"}""", 429, ("x-ratelimit-requests-remaining", "0")));

        await client.ReadAsync();

        Assert.Equal(0, client.Connection.RateLimit!.QuotaRemaining);
        Assert.Null(client.Connection.RateLimit.Remaining);
    }

    [Theory]
    [InlineData("5")]
    [InlineData("1760961605")]
    public async Task RemainingZeroWithReset_HoldsTheNextRequest(string reset)
    {
        using Client client = new(Full);
        client.Handler.Enqueue(
            Reply.Json(Page.Of(Full, 1, 1, "300", "true"), 200, ("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", reset)), Page.Of(Full, 2, 1));

        Reading reading = await client.ReadAsync();

        Assert.Equal([1, 2], reading.Accounts);
        Assert.Equal([TimeSpan.FromSeconds(5)], client.Time.Delays);
        Assert.Equal(TimeSpan.FromSeconds(5), Assert.Single(client.Events.Of<HoldEvent>()).Delay);
        Assert.Equal(0, reading.Summary.Retries);
    }

    [Fact]
    public async Task UsedUpWindow_LongerThanAllowed_IsAnErrorThatNamesTheTimeWithoutARequest()
    {
        using Client client = new(Full);
        client.Handler.Enqueue(
            Reply.Json(Page.Of(Full, 1, 1, "300", "true"), 200, ("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "3600")));

        Reading first = await client.ReadAsync(handle: "first");
        Reading second = await client.ReadAsync(handle: "second");

        Assert.Equal([1], first.Accounts);
        Assert.Equal("300", first.Summary.NextCursor);
        foreach (Reading reading in new[] { first, second })
        {
            Assert.Equal(FollowingErrorKind.RateLimited, reading.Failure!.Kind);
            Assert.True(reading.Failure.EndsTheAsking);
            Assert.Equal(TimeSpan.FromHours(1), reading.Failure.RetryAfter);
            Assert.Contains("3600 s", reading.Failure.Message, StringComparison.Ordinal);
            Assert.Contains(TestClock.Start.AddHours(1).ToString("u"), reading.Failure.Message, StringComparison.Ordinal);
        }

        Assert.Empty(client.Time.Delays);
        Assert.Single(client.Handler.Requests);
        Assert.Equal(0, second.Summary.Requests);
    }

    [Fact]
    public async Task UsedUpWindow_ThatHasEnded_HoldsNobody()
    {
        using Client client = new(Full);
        client.Handler.Enqueue(
            Reply.Json(Page.Of(Full, 1, 1), 200, ("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "3600")), Page.Of(Full, 2, 1));
        await client.ReadAsync(handle: "first");

        client.Time.Advance(TimeSpan.FromHours(1));

        Assert.Equal([2], (await client.ReadAsync(handle: "second")).Accounts);
    }

    [Fact]
    public async Task UsedUpWindow_IsClearedByANewerAnswerWithRequestsLeft()
    {
        using Client client = new(Full, skipsWaits: false);
        TaskCompletionSource answer = new();
        client.Handler.Enqueue(
            Reply.Json(Page.Of(Full, 1, 1, "300", "true"), 200, ("x-ratelimit-remaining", "99"), ("x-ratelimit-limit", "100")).After(answer.Task),
            Reply.Json(Page.Of(Full, 2, 1), 200, ("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "4")),
            Page.Of(Full, 3, 1));
        Task<Reading> slow = client.ReadAsync(handle: "slow");
        await WaitForAsync(() => client.Handler.Requests.Count == 1);
        await client.ReadAsync(handle: "quick");

        answer.SetResult();

        Assert.Equal([1, 3], (await slow.WaitAsync(TimeSpan.FromSeconds(30))).Accounts);
        Assert.Empty(client.Time.Delays);
    }

    [Theory]
    [InlineData(0, "20")]
    [InlineData(4, "20")]
    [InlineData(4, "600")]
    public async Task RetryAfter_HoldsEveryListOfTheConnection(int retries, string seconds)
    {
        using Client client = new(Full, retries: retries);
        client.Handler.Enqueue(Reply.Json("", 429, ("Retry-After", seconds)));
        client.Handler.Otherwise = Page.Of(Full, 1, 1);

        Reading first = await client.ReadAsync(handle: "first");
        Reading second = await client.ReadAsync(handle: "second");

        TimeSpan elapsed = client.Time.GetUtcNow() - TestClock.Start;
        Assert.Equal(seconds == "20" ? 20 : 0, elapsed.TotalSeconds);
        Assert.Equal(retries == 0 || seconds == "600", first.Failure is not null);
        Assert.Equal(seconds == "600", second.Failure is not null);
        Assert.Equal(seconds == "600" ? 0 : 1, second.Summary.Requests);
    }

    [Fact]
    public async Task RemainingAboveZero_HoldsNobody()
    {
        using Client client = new(Full);
        client.Handler.Enqueue(
            Reply.Json(Page.Of(Full, 1, 1, "300", "true"), 200, ("x-ratelimit-remaining", "1"), ("x-ratelimit-reset", "30")), Page.Of(Full, 2, 1));

        await client.ReadAsync();

        Assert.Empty(client.Time.Delays);
    }

    [Theory]
    [InlineData(429, true)]
    [InlineData(503, true)]
    [InlineData(502, false)]
    public async Task RetryAfterOnOneList_HoldsTheOthersWhenItIsARateLimit(int status, bool holds)
    {
        using Client client = new(skipsWaits: false);
        client.Handler.Enqueue(Reply.Json("", status, ("Retry-After", "20")));
        Task<Reading> first = client.ReadAsync(handle: "first");
        await WaitForAsync(() => client.Time.Waiting == 1);
        client.Handler.Enqueue(Page.Of(client.Provider, 1, 1), Page.Of(client.Provider, 2, 1));

        Task<Reading> second = client.ReadAsync(handle: "second");
        if (!holds)
        {
            Assert.Equal([1], (await second).Accounts);
            return;
        }

        await WaitForAsync(() => client.Time.Waiting == 2);
        Assert.Single(client.Handler.Requests);
        Assert.Equal("second", Assert.Single(client.Events.Of<HoldEvent>()).Handle);
        client.Time.Advance(TimeSpan.FromSeconds(19.9));
        await Task.Yield();
        Assert.Single(client.Handler.Requests);
        client.Time.Advance(TimeSpan.FromSeconds(0.2));

        Reading[] readings = await Task.WhenAll(first, second);
        Assert.Equal([1, 2], readings.SelectMany(reading => reading.Accounts).Order());
        Assert.Equal(3, client.Handler.Requests.Count);
    }

    [Fact]
    public async Task RetryAfterOfARequestThatIsNotRepeated_HoldsTheOthersAllTheSame()
    {
        using Client client = new(retries: 0);
        client.Handler.Enqueue(Reply.Json("", 429, ("Retry-After", "20")));
        client.Handler.Enqueue(Page.Of(client.Provider, 1, 1));

        await client.ReadAsync(handle: "first");
        Reading second = await client.ReadAsync(handle: "second");

        Assert.Equal([1], second.Accounts);
        HoldEvent hold = Assert.Single(client.Events.Of<HoldEvent>());
        Assert.Equal(("second", TimeSpan.FromSeconds(20)), (hold.Handle, hold.Delay));
    }

    [Fact]
    public async Task RateLimitAfterStopAsking_IsNotWaitedFor()
    {
        using Client client = new(skipsWaits: false);
        TaskCompletionSource signal = new();
        client.Handler.Enqueue(Reply.Json("", 429, ("Retry-After", "20")).After(signal.Task));
        FollowingList list = client.Connection.GetFollowing("name", new FollowingListOptions());
        Task<Reading> reading = Client.ReadAsync(list);
        await WaitForAsync(() => client.Handler.Requests.Count == 1);

        list.StopAsking(ListEnd.CommandStopped);
        signal.SetResult();

        Assert.Equal(FollowingErrorKind.RateLimited, (await reading.WaitAsync(TimeSpan.FromSeconds(30))).Failure!.Kind);
        Assert.Equal((0, 0), (client.Time.Waiting, list.Summary!.Retries));
    }

    [Fact]
    public async Task BackOffWithoutRetryAfter_IsWaitedForOnceAndWithoutSpinning()
    {
        using Client client = new();
        client.Handler.Enqueue(Reply.Json("", 429), Reply.Json("", 429), Page.Of(client.Provider, 1, 1));

        await client.ReadAsync();

        Assert.Equal(2, client.Time.Delays.Count);
        Assert.Empty(client.Events.Of<HoldEvent>());
    }

    [Fact]
    public void ToString_WithoutNumbers_SaysUnknown()
    {
        Assert.Equal("unknown", new RateLimit(null, null, null, null, null, null).ToString());
        Assert.Equal("3", new RateLimit(null, 3, null, null, null, null).ToString());
        Assert.Equal("3/5", new RateLimit(5, 3, null, null, null, null).ToString());
    }

    private static async Task WaitForAsync(Func<bool> condition)
    {
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(10));
        while (!condition())
        {
            Assert.False(patience.IsCancellationRequested, "The expected moment never came.");
            await Task.Yield();
        }
    }
}
