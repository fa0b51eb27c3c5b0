using TikTokFollowing.Providers;
using TikTokFollowing.Tests.Support;
using static TikTokFollowing.FollowingErrorKind;

namespace TikTokFollowing.Tests.Providers;

/// <summary>What an error tells the user to do: the provider's own advice where it has one, else the general one.</summary>
public sealed class AdviceTests
{
    [Theory]
    [InlineData(FollowingProvider.DumplingAI, 403, """{"error":"no credits"}""", OutOfCredits, "Buy credits at Dumpling AI")]
    [InlineData(FollowingProvider.DumplingAI, 401, """{"error":"no"}""", AuthenticationFailed, "Check the key at the provider")]
    [InlineData(FollowingProvider.FullTikTok, 403, """{"message":"You are not subscribed to this API."}""", NotSubscribed, "Subscribe the key's account")]
    [InlineData(FollowingProvider.FullTikTok, 429, """{"message":"You have exceeded the MONTHLY quota"}""", QuotaExceeded, "upgrade it at RapidAPI")]
    [InlineData(FollowingProvider.TikTokResearch, 401, """{"error":{"code":"access_token_invalid"}}""", AuthenticationFailed, "the client key and the client secret")]
    [InlineData(FollowingProvider.TikTokResearch, 401, """{"error":{"code":"scope_not_authorized"}}""", NotSubscribed, "research.data.basic")]
    [InlineData(FollowingProvider.TikTokResearch, 429, """{"error":{"code":"daily_quota_limit_exceeded"}}""", QuotaExceeded, "00:00 UTC")]
    [InlineData(FollowingProvider.ScrapeCreators, 402, "", OutOfCredits, "Buy credits at ScrapeCreators")]
    [InlineData(FollowingProvider.SociaVault, 402, "", OutOfCredits, "Buy credits at SociaVault")]
    [InlineData(FollowingProvider.SociaVault, 404, """{"message":"no"}""", NotFound, "Check the spelling")]
    public async Task Advice_OfAnError_IsTheProvidersOwnWhereItHasOne(FollowingProvider provider, int status, string body, FollowingErrorKind kind, string words)
    {
        using Client client = new(provider);
        client.Handler.Otherwise = Reply.Json(body, status);

        FollowingException failure = await client.FailAsync();

        Assert.Equal(kind, failure.Kind);
        Assert.Contains(words, failure.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Advice_OfEveryKindAndProvider_IsASentence()
    {
        foreach (FollowingErrorKind kind in Enum.GetValues<FollowingErrorKind>())
        {
            IEnumerable<string?> own = Enum.GetValues<FollowingProvider>().Select(provider => ProviderCatalog.Get(provider).AdviceFor(kind));
            foreach (string advice in own.OfType<string>().Append(ErrorMeaning.Of(kind).Advice))
            {
                Assert.Matches("^[A-Z].*[.]$", advice);
            }
        }
    }

    [Theory]
    [InlineData(NotConnected, true, false)]
    [InlineData(ApiKeyMissing, true, false)]
    [InlineData(InsecureBaseUri, true, false)]
    [InlineData(AuthenticationFailed, true, true)]
    [InlineData(NotSubscribed, true, true)]
    [InlineData(OutOfCredits, true, true)]
    [InlineData(QuotaExceeded, true, true)]
    [InlineData(CreditLimitReached, true, true)]
    [InlineData(InvalidHandle, false, false)]
    [InlineData(StoreInUse, true, false)]
    [InlineData(StoreInvalid, true, false)]
    [InlineData(BadRequest, false, false)]
    [InlineData(NotFound, false, false)]
    [InlineData(ListHidden, false, false)]
    [InlineData(RateLimited, false, true)]
    [InlineData(ServiceFault, false, true)]
    [InlineData(UpstreamUnavailable, false, true)]
    [InlineData(InvalidResponse, false, true)]
    [InlineData(NetworkFailure, false, true)]
    [InlineData(FollowingErrorKind.Timeout, false, true)]
    public void Meaning_OfEveryKind_IsThePromisedOne(FollowingErrorKind kind, bool endsTheAsking, bool allowsFallback)
    {
        ErrorMeaning meaning = ErrorMeaning.Of(kind);

        Assert.Equal((endsTheAsking, allowsFallback), (meaning.EndsTheAsking, meaning.AllowsFallback));
        FollowingException failure = new(kind, "What happened.");
        Assert.Equal((meaning.EndsTheAsking, meaning.Advice), (failure.EndsTheAsking, failure.Advice));
    }
}
