using TikTokFollowing.Tests.Support;

namespace TikTokFollowing.Tests.Lists;

/// <summary>What a connection can be made of.</summary>
public sealed class FollowingConnectionTests
{
    [Theory]
    [InlineData("http://example.invalid/")]
    [InlineData("http://127.0.0.1.example.invalid/")]
    [InlineData("http://192.168.0.1/")]
    [InlineData("ftp://localhost/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("relative/path")]
    [InlineData("gateway.example.invalid/x?token=hunter2")]
    [InlineData("hunter2:8080")]
    [InlineData("https://user:hunter2@example.invalid/")]
    [InlineData("http://user:hunter2@example.invalid/")]
    [InlineData("https://example.invalid/?key=hunter2")]
    [InlineData("https://example.invalid/#hunter2")]
    public void BaseUri_Unsafe_IsRefusedWithoutQuotingSecrets(string baseUri)
    {
        FollowingException failure = Assert.Throws<FollowingException>(
            () => new Client(baseUri: new Uri(baseUri, UriKind.RelativeOrAbsolute)));

        Assert.Equal(FollowingErrorKind.InsecureBaseUri, failure.Kind);
        Assert.DoesNotContain("hunter2", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void BaseUri_WithAndWithoutSlash_IsOneAddress()
    {
        using Client without = new(baseUri: new Uri("https://gateway.example.invalid/p"));
        using Client with = new(baseUri: new Uri("https://gateway.example.invalid/p/"));

        Assert.Equal("https://gateway.example.invalid/p/", with.Connection.BaseUri.AbsoluteUri);
        Assert.Equal(with.Connection.BaseUri, without.Connection.BaseUri);
        Assert.Equal(with.Connection.ToString(), without.Connection.ToString());
    }

    [Theory]
    [InlineData("http://127.0.0.1:9/", "http://proxy.example.invalid:3128/", true)]
    [InlineData("http://127.0.0.1:9/", "http://localhost:3128/", false)]
    [InlineData("https://example.invalid/", "http://proxy.example.invalid:3128/", false)]
    public void Proxy_WouldCarryTheKeyInTheClear_IsRefused(string baseUri, string proxy, bool isRefused)
    {
        using System.Security.SecureString key = Client.Secure(Client.Key);
        FollowingConnectionOptions options = new() { ApiKey = key, BaseUri = new Uri(baseUri), Proxy = new Uri(proxy) };

        Exception? failure = Record.Exception(() => new FollowingConnection(options).Dispose());

        if (isRefused)
        {
            Assert.Equal(FollowingErrorKind.InsecureBaseUri, Assert.IsType<FollowingException>(failure).Kind);
        }
        else
        {
            Assert.Null(failure);
        }
    }

    [Theory]
    [InlineData("proxy:3128")]
    [InlineData("ftp://proxy.example.invalid/")]
    [InlineData("http://user:hunter2@proxy.example.invalid/")]
    public void Proxy_ThatCannotBeUsed_IsRefusedWithoutQuotingIt(string proxy)
    {
        using System.Security.SecureString key = Client.Secure(Client.Key);
        FollowingConnectionOptions options = new() { ApiKey = key, Proxy = new Uri(proxy) };

        ArgumentException failure = Assert.Throws<ArgumentException>(() => new FollowingConnection(options));

        Assert.DoesNotContain("hunter2", failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Page.Providers), MemberType = typeof(Page))]
    public void RequestSource_IsAnErrorForProvidersThatHaveNone(FollowingProvider provider)
    {
        Exception? failure = Record.Exception(() => new Client(provider, requestSource: "API").Dispose());

        Assert.Equal(provider == FollowingProvider.DumplingAI, failure is null);
        Assert.True(failure is null or ArgumentException);
    }

    [Theory]
    [MemberData(nameof(Page.Providers), MemberType = typeof(Page))]
    public async Task CreditsPerRequest_ByDefault_IsTheProviders(FollowingProvider provider)
    {
        using Client client = new(provider, cost: null);
        client.Handler.Enqueue(Page.Of(provider, 1, 1));

        Reading reading = await client.ReadAsync();

        decimal expected = provider == FollowingProvider.TikTokResearch ? 0 : 1;
        Assert.Equal(expected, reading.Summary.Credits);
        Assert.Equal(expected, client.Connection.CreditsSpent);
    }

    [Theory]
    [MemberData(nameof(Page.Providers), MemberType = typeof(Page))]
    public void Create_SendsNothing(FollowingProvider provider)
    {
        using Client client = new(provider);
        client.Connection.GetFollowing("name");

        Assert.Empty(client.Handler.Requests);
        Assert.Empty(client.Handler.TokenRequests);
        Assert.Equal(0, client.Connection.RequestsSent);
        Assert.Null(client.Connection.RateLimit);
        Assert.Empty(client.Connection.Summaries);
        Assert.Equal(provider, client.Connection.Provider);
        Assert.StartsWith("https://", client.Connection.BaseUri.AbsoluteUri, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Page.Providers), MemberType = typeof(Page))]
    public async Task Test_APage_SucceedsWithOneRequest(FollowingProvider provider)
    {
        using Client client = new(provider);
        client.Handler.Enqueue(Page.Of(provider, 1, 3, "300", "true"));

        ConnectionTestResult result = await client.Connection.TestAsync("@TikTok", client.Events);

        Assert.Equal((true, null, provider), (result.Succeeded, result.ErrorId, result.Provider));
        Assert.Equal("Received a page of 3 accounts.", result.Message);
        Assert.Equal("tiktok", Assert.Single(client.Handler.Requests).Handle);
        Assert.Equal((1 + client.Handler.TokenRequests.Count, 1m), (result.Requests, result.Credits));
        Assert.Equal(result.Requests, client.Connection.RequestsSent);
        Assert.Empty(client.Connection.Summaries);
    }

    [Theory]
    [InlineData(200, "", FollowingErrorKind.InvalidResponse)]
    [InlineData(400, """{"error":"no"}""", FollowingErrorKind.BadRequest)]
    [InlineData(401, """{"error":"no"}""", FollowingErrorKind.AuthenticationFailed)]
    [InlineData(403, """{"error":"no"}""", FollowingErrorKind.OutOfCredits)]
    [InlineData(429, "", FollowingErrorKind.RateLimited)]
    [InlineData(500, """{"error":"An unexpected server error occurred..."}""", FollowingErrorKind.ServiceFault)]
    [InlineData(502, "", FollowingErrorKind.UpstreamUnavailable)]
    public async Task Test_AFailure_IsAResultAfterOneRequest(int status, string body, FollowingErrorKind kind)
    {
        using Client client = new();
        client.Handler.Enqueue(Reply.Json(body, status));

        ConnectionTestResult result = await client.Connection.TestAsync("tiktok");

        Assert.Equal((false, kind, 1), (result.Succeeded, result.ErrorId, result.Requests));
        Assert.Equal(status == 200 ? 1m : 0m, result.Credits);
        Assert.Single(client.Handler.Requests);
        Assert.EndsWith(".", result.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"status_code":3002060,"status_msg":"Profile user is hiding following list"}""", FollowingErrorKind.ListHidden)]
    [InlineData("""{"status_code":2065,"status_msg":"User doesn't exist"}""", FollowingErrorKind.NotFound)]
    public async Task Test_AnErrorOfTheList_ShowsAWorkingConnection(string body, FollowingErrorKind kind)
    {
        using Client client = new();
        client.Handler.Enqueue(Reply.Json(body));

        ConnectionTestResult result = await client.Connection.TestAsync("tiktok");

        Assert.Equal((true, kind), (result.Succeeded, result.ErrorId));
    }

    [Fact]
    public async Task Test_ATokenThatIsNotAccepted_IsNotAskedAgain()
    {
        using Client client = new(FollowingProvider.TikTokResearch);
        client.Handler.Enqueue(Reply.Json("""{"data":{},"error":{"code":"access_token_invalid","message":"no","log_id":"l"}}""", 401));

        ConnectionTestResult result = await client.Connection.TestAsync("tiktok");

        Assert.Equal((FollowingErrorKind.AuthenticationFailed, 2), (result.ErrorId, result.Requests));
        Assert.Single(client.Handler.Requests);
        Assert.Single(client.Handler.TokenRequests);
    }

    [Fact]
    public async Task Test_AProviderThatTakesNoSuchSize_IsAskedForItsUsualPage()
    {
        using Client client = new();
        client.Handler.Otherwise = Reply.From(request =>
            request.Count is null ? Page.Of(client.Provider, 1, 3) : Reply.Json("""{"error":"count is too large"}""", 400));

        Assert.True((await client.Connection.TestAsync("tiktok")).Succeeded);
    }

    [Fact]
    public async Task Test_Cancelled_CarriesTheCallersToken()
    {
        using Client client = new();
        client.Handler.Enqueue(Reply.Json("{}").After(new TaskCompletionSource().Task));
        using CancellationTokenSource cancel = new();
        Task<ConnectionTestResult> test = client.Connection.TestAsync("tiktok", cancellationToken: cancel.Token);
        Assert.True(SpinWait.SpinUntil(() => client.Handler.Requests.Count == 1, TimeSpan.FromSeconds(30)));

        await cancel.CancelAsync();

        OperationCanceledException stopped = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => test);
        Assert.Equal(cancel.Token, stopped.CancellationToken);
        Assert.Equal(1m, client.Connection.CreditsSpent);
    }

    [Fact]
    public async Task Test_AnInvalidHandle_IsRefusedWithoutARequest()
    {
        using Client client = new();

        FollowingException failure = await Assert.ThrowsAsync<FollowingException>(() => client.Connection.TestAsync("no name"));

        Assert.Equal(FollowingErrorKind.InvalidHandle, failure.Kind);
        Assert.Empty(client.Handler.Requests);
    }
}
