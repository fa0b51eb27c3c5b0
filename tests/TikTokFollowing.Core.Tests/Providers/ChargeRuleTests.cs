using TikTokFollowing.Providers;
using TikTokFollowing.Tests.Support;

namespace TikTokFollowing.Tests.Providers;

/// <summary>Which outcomes are charged. What is charged is counted as spent.</summary>
public sealed class ChargeRuleTests
{
    [Theory]
    [InlineData(true, 200, 1)]
    [InlineData(true, 204, 1)]
    [InlineData(true, 299, 1)]
    [InlineData(true, null, 1)]
    [InlineData(false, null, 0)]
    [InlineData(true, 300, 0)]
    [InlineData(true, 400, 0)]
    [InlineData(true, 402, 0)]
    [InlineData(true, 429, 0)]
    [InlineData(true, 500, 0)]
    [InlineData(true, 199, 0)]
    public void PerRequest_ChargesSuccessesAndUnknownOutcomes(bool wasSent, int? status, int units)
    {
        foreach (FollowingProvider provider in Enum.GetValues<FollowingProvider>())
        {
            ChargeRule rule = ProviderCatalog.Get(provider).ChargeRule;
            foreach (int? count in new int?[] { null, 1, 100 })
            {
                Assert.Equal(units, rule.Units(new AttemptOutcome(wasSent, status, Records: 30, Error: null), count));
                Assert.Equal(1, rule.MaximumUnits(count));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Page.Providers), MemberType = typeof(Page))]
    public async Task Credits_OfARunWithEveryOutcome_AreWhatWasOrMayHaveBeenCharged(FollowingProvider provider)
    {
        using Client client = new(provider, cost: 10);
        client.Handler.Enqueue(
            Reply.Json("", 429), Reply.Refused(), Reply.Json(""), Reply.Hang(client.Time), Page.Of(provider, 1, 2, "300", "true"),
            Reply.Json("", 503), Reply.Broken("{"), Page.Of(provider, 3, 2));

        Reading reading = await client.ReadAsync();

        Assert.Equal([1, 2, 3, 4], reading.Accounts);
        int tokens = client.Handler.TokenRequests.Count;
        Assert.Equal((8 + tokens, 6, 60m), (reading.Summary.Requests, reading.Summary.Retries, reading.Summary.Credits));
        Assert.Equal((8L + tokens, 60m), (client.Connection.RequestsSent, client.Connection.CreditsSpent));
        Assert.Equal([0m, 10, 10, 10, 10, 0, 10, 10], client.Events.Of<RequestEvent>().Where(request => request.Page is not null).Select(request => request.Credits));
        Assert.Equal([false, true, true, true, false, true], client.Events.Of<RetryEvent>().Select(retry => retry.MayHaveBeenCharged));
    }
}
