using TikTokFollowing.Tests.Support;

namespace TikTokFollowing.Tests.Sending;

/// <summary>How long is waited before a request is repeated, on a clock that nobody waits for.</summary>
public sealed class RetryPolicyTests
{
    [Theory]
    [InlineData("7", 7)]
    [InlineData(" 7 ", 7)]
    [InlineData("60", 60)]
    [InlineData("Mon, 20 Oct 2025 12:00:45 GMT", 45)]
    public async Task RetryAfter_WithinTheLimit_IsWaitedForExactly(string value, double seconds)
    {
        foreach (int status in new[] { 429, 502, 503, 504, 200 })
        {
            using Client client = new();
            client.Handler.Enqueue(Reply.Json("", status, ("Retry-After", value)), Page.Of(client.Provider, 1, 1));

            Reading reading = await client.ReadAsync();

            Assert.Null(reading.Failure);
            Assert.Equal([TimeSpan.FromSeconds(seconds)], client.Time.Delays);
            Assert.Equal(TimeSpan.FromSeconds(seconds), reading.Summary.Duration);
            Assert.Equal(TimeSpan.FromSeconds(seconds), Assert.Single(client.Events.Of<RetryEvent>()).Delay);
        }
    }

    [Theory]
    [InlineData("61", 61)]
    [InlineData("120", 120)]
    [InlineData("2147483647", int.MaxValue)]
    [InlineData("99999999999999999999999999", int.MaxValue)]
    [InlineData("Mon, 20 Oct 2025 13:00:00 GMT", 3600)]
    [InlineData("Fri, 31 Dec 9999 23:59:59 GMT", null)]
    public async Task RetryAfter_BeyondTheLimit_IsAnErrorThatNamesTheTime(string value, int? seconds)
    {
        foreach (int status in new[] { 429, 502, 503, 504, 200 })
        {
            using Client client = new();
            client.Handler.Enqueue(Reply.Json("", status, ("Retry-After", value)));

            Reading reading = await client.ReadAsync();

            Assert.Equal(FollowingErrorKind.RateLimited, reading.Failure!.Kind);
            Assert.True(reading.Failure.EndsTheAsking);
            Assert.Equal(status, reading.Failure.StatusCode);
            Assert.Equal(FollowingStatus.Failed, reading.Summary.Status);
            Assert.Empty(client.Time.Delays);
            if (seconds is int wait)
            {
                Assert.Equal(TimeSpan.FromSeconds(wait), reading.Failure.RetryAfter);
                Assert.Contains($"{wait} s", reading.Failure.Message, StringComparison.Ordinal);
                Assert.Contains(TestClock.Start.AddSeconds(wait).ToString("u"), reading.Failure.Message, StringComparison.Ordinal);
            }
            else
            {
                Assert.Contains("9999-12-31", reading.Failure.Message, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-5")]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("1.5")]
    [InlineData("7 seconds")]
    [InlineData("Mon, 20 Oct 2025 11:00:00 GMT")]
    [InlineData("Mon, 20 Oct 2025 12:00:00 GMT")]
    [InlineData("2025-10-20T13:00:00Z")]
    public async Task RetryAfter_PastOrGarbage_FallsBackToBackOff(string value)
    {
        using Client client = new();
        client.Handler.Enqueue(Reply.Json("", 429, ("Retry-After", value)), Page.Of(client.Provider, 1, 1));

        Reading reading = await client.ReadAsync();

        Assert.Null(reading.Failure);
        Assert.InRange(Assert.Single(client.Time.Delays), TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task RetryAfter_OnARefusalThatIsNotRetried_IsOnlyReported()
    {
        using Client client = new(FollowingProvider.FullTikTok);
        client.Handler.Enqueue(Reply.Json("""{"message":"You have exceeded the DAILY quota for Requests"}""", 429, ("Retry-After", "3000")));

        FollowingException failure = await client.FailAsync();

        Assert.Equal(FollowingErrorKind.QuotaExceeded, failure.Kind);
        Assert.Equal(TimeSpan.FromSeconds(3000), failure.RetryAfter);
    }

    [Fact]
    public async Task RetryAfter_OnTheLastAttempt_IsReported()
    {
        using Client client = new(retries: 1);
        client.Handler.Otherwise = Reply.Json("", 429, ("Retry-After", "9"));

        FollowingException failure = await client.FailAsync();

        Assert.Equal(FollowingErrorKind.RateLimited, failure.Kind);
        Assert.Equal(TimeSpan.FromSeconds(9), failure.RetryAfter);
        Assert.False(failure.EndsTheAsking);
    }

    [Fact]
    public async Task RetryAfter_WithALimitOfYears_IsWaitedForOrReportedButNeverCrashes()
    {
        using Client client = new(maximumRetryInterval: TimeSpan.FromSeconds(int.MaxValue));
        client.Handler.Enqueue(Reply.Json("", 502), Reply.Json("", 429, ("Retry-After", "99999999")), Page.Of(client.Provider, 1, 1));

        Reading reading = await client.ReadAsync();

        Assert.Equal(FollowingErrorKind.RateLimited, reading.Failure!.Kind);
        Assert.Equal(TimeSpan.FromSeconds(99_999_999), reading.Failure.RetryAfter);
        Assert.Single(client.Events.Of<RetryEvent>());
    }

    [Fact]
    public async Task RetryAfter_WithRetriesForbiddenToWait_IsAnError()
    {
        using Client client = new(maximumRetryInterval: TimeSpan.Zero);
        client.Handler.Enqueue(Reply.Json("", 429, ("Retry-After", "1")));

        Assert.Equal(FollowingErrorKind.RateLimited, (await client.FailAsync()).Kind);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.5)]
    [InlineData(0.999)]
    public async Task BackOff_GrowsAndStaysBelowTheLimit(double random)
    {
        using Client client = new(retries: 12, maximumRetryInterval: TimeSpan.FromSeconds(20), randomizer: () => random);
        client.Handler.Otherwise = Reply.Json("", 502);

        await client.FailAsync();

        IReadOnlyList<TimeSpan> delays = [.. client.Events.Of<RetryEvent>().Select(retry => retry.Delay)];
        Assert.Equal(12, delays.Count);
        Assert.All(delays, delay => Assert.InRange(delay, TimeSpan.Zero, TimeSpan.FromSeconds(20)));
        Assert.InRange(delays[0], TimeSpan.Zero, TimeSpan.FromSeconds(1.5));
        Assert.True(delays[^1] >= TimeSpan.FromSeconds(19), $"The back-off does not grow: {string.Join(", ", delays)}");
    }

    [Fact]
    public async Task BackOff_HasJitter()
    {
        HashSet<TimeSpan> first = [];
        for (int i = 0; i < 20; i++)
        {
            using Client client = new(retries: 1);
            client.Handler.Otherwise = Reply.Json("", 502);
            await client.FailAsync();
            first.Add(client.Time.Delays[0]);
        }

        Assert.True(first.Count > 10, "Clients that fail together must not come back together.");
    }

    [Fact]
    public async Task Retry_ReportsOneEventEach()
    {
        using Client client = new();
        client.Handler.Enqueue(Reply.Json("", 502), Reply.Json("", 429, ("Retry-After", "3")), Page.Of(client.Provider, 1, 1));

        await client.ReadAsync();

        IReadOnlyList<RetryEvent> retries = client.Events.Of<RetryEvent>();
        Assert.Equal([1, 2], retries.Select(retry => retry.Retry));
        Assert.Equal(["name", "name"], retries.Select(retry => retry.Handle));
        Assert.Equal([1, 1], retries.Select(retry => retry.Page));
        Assert.Contains("502", retries[0].Reason, StringComparison.Ordinal);
        Assert.Contains("429", retries[1].Reason, StringComparison.Ordinal);
        Assert.All(retries, retry => Assert.False(retry.MayHaveBeenCharged));
    }

    [Fact]
    public async Task Retry_ThatWasNotSent_DoesNotCount()
    {
        using Client client = new();
        using CancellationTokenSource cancel = new();
        client.Handler.Enqueue(Reply.Json("", 502), Page.Of(client.Provider, 1, 1));
        ActingObserver cancels = new(happened =>
        {
            if (happened is RetryEvent)
            {
                cancel.Cancel();
            }
        });
        FollowingList list = client.Connection.GetFollowing("name", new FollowingListOptions { Observer = cancels });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (FollowedUser user in list.WithCancellation(cancel.Token))
            {
                Assert.Fail($"{user} came.");
            }
        });

        Assert.Equal((1, 0, FollowingStatus.Stopped), (list.Summary!.Requests, list.Summary.Retries, list.Summary.Status));
    }
}
