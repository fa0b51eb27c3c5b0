using TikTokFollowing.Tests.Support;

namespace TikTokFollowing.Tests.Sending;

/// <summary>The connection's own limit is never passed.</summary>
public sealed class CreditLimitTests
{
    private static readonly FollowingProvider Provider = FollowingProvider.DumplingAI;

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(1, 1, 1)]
    [InlineData(2.5, 2, 2)]
    [InlineData(3, 3, 3)]
    public async Task CreditLimit_StopsBeforeTheRequestThatWouldPassIt(double limit, int requests, int pages)
    {
        using Client client = new(creditLimit: (decimal)limit);
        for (int page = 0; page < 5; page++)
        {
            client.Handler.Enqueue(Page.Of(Provider, page, 1, $"{900 - page}", "true"));
        }

        Reading reading = await client.ReadAsync();

        Assert.Equal(FollowingErrorKind.CreditLimitReached, reading.Failure!.Kind);
        Assert.True(reading.Failure.EndsTheAsking);
        Assert.Equal(requests, client.Handler.Requests.Count);
        Assert.Equal(pages, reading.Rows.Count);
        Assert.Equal(FollowingStatus.OutOfCredits, reading.Summary.Status);
        Assert.Equal(pages == 0 ? null : $"{901 - pages}", reading.Summary.NextCursor);
        Assert.Equal(requests, client.Connection.CreditsSpent);
        Assert.Equal((decimal)limit, client.Connection.CreditLimit);
    }

    [Fact]
    public async Task CreditLimit_Reached_ShowsEveryDigit()
    {
        using Client client = new(cost: 0.001m, creditLimit: 0.0025m);
        client.Handler.Enqueue(Page.Of(Provider, 1, 1, "300", "true"), Page.Of(Provider, 2, 1, "200", "true"));

        Reading reading = await client.ReadAsync();

        Assert.Contains("credit limit of 0.0025: 0.002 credits spent so far", reading.Failure!.Message, StringComparison.Ordinal);
        Assert.Equal(0.002m, reading.Summary.Credits);
    }

    [Fact]
    public async Task CreditLimit_IsOfTheWholeConnection()
    {
        using Client client = new(cost: 10, creditLimit: 25);
        client.Handler.Otherwise = Page.Of(Provider, 1, 1);

        Assert.Null((await client.ReadAsync(handle: "a")).Failure);
        Assert.Null((await client.ReadAsync(handle: "b")).Failure);
        Assert.Equal(FollowingErrorKind.CreditLimitReached, (await client.ReadAsync(handle: "c")).Failure!.Kind);
        Assert.Equal(2, client.Handler.Requests.Count);
    }

    [Fact]
    public async Task CreditLimit_CountsUnknownOutcomesToo()
    {
        using Client client = new(creditLimit: 2);
        client.Handler.Otherwise = Reply.Refused();

        Reading reading = await client.ReadAsync();

        Assert.Equal(FollowingErrorKind.CreditLimitReached, reading.Failure!.Kind);
        Assert.Equal(2, client.Handler.Requests.Count);
    }

    [Fact]
    public async Task CreditLimit_RefusalsDoNotUseItUp()
    {
        using Client client = new(creditLimit: 1);
        client.Handler.Enqueue(Reply.Json("", 502), Reply.Json("", 503), Reply.Json("", 429), Page.Of(Provider, 1, 2));

        Assert.Equal([1, 2], (await client.ReadAsync()).Accounts);
    }

    [Fact]
    public async Task Cost0_NeverReachesALimit()
    {
        using Client client = new(cost: 0, creditLimit: 0);
        client.Handler.Otherwise = Page.Of(Provider, 1, 2);

        Assert.Equal([1, 2], (await client.ReadAsync()).Accounts);
        Assert.Equal(0m, client.Connection.CreditsSpent);
    }

    [Theory]
    [InlineData(1, 17, false)]
    [InlineData(3, 50, false)]
    [InlineData(1, 17, true)]
    [InlineData(3, 50, true)]
    public async Task CreditLimit_WithEightListsAtOnce_IsNeverPassed(int cost, int limit, bool readAhead)
    {
        using Client client = new(cost: cost, creditLimit: limit, retries: 2);
        int served = 0;
        int refused = 0;
        client.Handler.Otherwise = new Reply(async (request, token) =>
        {
            // The answers overlap: each comes from another thread, some refuse and cost nothing.
            await Task.Yield();
            bool refuse = request.GetHashCode() % 3 == 0;
            Interlocked.Increment(ref refuse ? ref refused : ref served);
            Reply reply = refuse ? Reply.Json("", 502) : Page.Of(Provider, served, 1, $"{100_000 - served}", "true");
            return await reply.AnswerAsync(request, token);
        });

        Reading[] readings = await Task.WhenAll(Enumerable.Range(0, 8).Select(i =>
            Task.Run(() => client.ReadAsync(new FollowingListOptions { ReadAhead = readAhead }, handle: $"name{i}"))));

        Assert.True(served * cost <= limit, $"{served} pages at {cost} passed the limit of {limit}.");
        Assert.True((served + 1) * cost > limit, $"Only {served} pages at {cost} of a limit of {limit}.");
        Assert.Equal(served * cost, client.Connection.CreditsSpent);
        Assert.Equal(served * cost, readings.Sum(reading => reading.Summary.Credits));
        Assert.Equal(served + refused, client.Connection.RequestsSent);
        Assert.All(readings, reading => Assert.NotNull(reading.Failure));
        Assert.Contains(readings, reading => reading.Failure!.Kind == FollowingErrorKind.CreditLimitReached);
    }
}
