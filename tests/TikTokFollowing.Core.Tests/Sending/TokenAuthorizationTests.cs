using TikTokFollowing.Tests.Support;

namespace TikTokFollowing.Tests.Sending;

/// <summary>A token is fetched once, kept until it expires, fetched anew when it is refused, and metered like every request.</summary>
public sealed class TokenAuthorizationTests
{
    private const FollowingProvider Research = FollowingProvider.TikTokResearch;

    private static Reply Refusal => Reply.Json("""{"data":{},"error":{"code":"access_token_invalid","message":"The access token is invalid.","log_id":"log-1"}}""", 401);

    [Fact]
    public async Task Token_ForTwoLists_IsFetchedOnceAndCountedAsARequestOfTheFirst()
    {
        using Client client = new(Research);
        client.Handler.Otherwise = Page.Of(Research, 1, 1);

        Reading first = await client.ReadAsync(handle: "first");
        Reading second = await client.ReadAsync(handle: "second");

        Assert.Single(client.Handler.TokenRequests);
        Assert.Equal((2, 1m), (first.Summary.Requests, first.Summary.Credits));
        Assert.Equal((1, 1m), (second.Summary.Requests, second.Summary.Credits));
        Assert.Equal((3L, 2m), (client.Connection.RequestsSent, client.Connection.CreditsSpent));
        Assert.Equal([null, 1, 1], client.Events.Of<RequestEvent>().Select(request => request.Page));
        Assert.Equal(0m, client.Events.Of<RequestEvent>()[0].Credits);
    }

    [Fact]
    public async Task Token_ForEightListsAtOnce_IsFetchedOnce()
    {
        using Client client = new(Research);
        TaskCompletionSource signal = new();
        client.Handler.OtherwiseToken = StubHandler.TokenAnswer(Client.Token).After(signal.Task);
        client.Handler.Otherwise = Page.Of(Research, 1, 1);
        Task<Reading>[] lists = [.. Enumerable.Range(0, 8).Select(i => Task.Run(() => client.ReadAsync(handle: $"name{i}")))];
        Assert.True(SpinWait.SpinUntil(() => client.Handler.TokenRequests.Count > 0, TimeSpan.FromSeconds(30)));

        signal.SetResult();
        Reading[] readings = await Task.WhenAll(lists);

        Assert.All(readings, reading => Assert.Null(reading.Failure));
        Assert.Single(client.Handler.TokenRequests);
        Assert.Equal(9, readings.Sum(reading => reading.Summary.Requests));
        Assert.Equal(9, client.Connection.RequestsSent);
    }

    [Fact]
    public async Task Token_RefusedWhileOtherListsWaitForIt_IsNotAskedForByEachOfThem()
    {
        using Client client = new(Research);
        TaskCompletionSource signal = new();
        client.Handler.OtherwiseToken = Reply.Json("""{"error":"invalid_client"}""", 401).After(signal.Task);
        client.Handler.Otherwise = Page.Of(Research, 1, 1);
        Task<Reading> first = client.ReadAsync(handle: "first");
        Assert.True(SpinWait.SpinUntil(() => client.Handler.TokenRequests.Count > 0, TimeSpan.FromSeconds(30)));

        // On this thread until they wait.
        Task<Reading>[] others = [.. Enumerable.Range(0, 3).Select(i => client.ReadAsync(handle: $"name{i}"))];
        signal.SetResult();
        Reading[] readings = await Task.WhenAll([first, .. others]);

        Assert.All(readings, reading => Assert.Equal(FollowingErrorKind.AuthenticationFailed, reading.Failure!.Kind));
        Assert.Equal([1, 0, 0, 0], readings.Select(reading => reading.Summary.Requests));

        // A list that begins later asks anew.
        client.Handler.OtherwiseToken = StubHandler.TokenAnswer(Client.Token);
        Assert.Null((await client.ReadAsync(handle: "later")).Failure);
    }

    [Theory]
    [InlineData(7200, 7169, 1)]
    [InlineData(7200, 7171, 2)]
    [InlineData(7200, 7201, 2)]
    [InlineData(40, 39, 1)]
    [InlineData(40, 41, 2)]
    [InlineData(100_000_000, 86_300, 1)]
    [InlineData(100_000_000, 86_401, 2)]
    public async Task Token_IsKeptUntilShortlyBeforeItExpires(int lifetime, int seconds, int fetched)
    {
        using Client client = new(Research);
        client.Handler.OtherwiseToken = StubHandler.TokenAnswer(Client.Token, lifetime);
        client.Handler.Otherwise = Page.Of(Research, 1, 1);
        await client.ReadAsync();

        client.Time.Advance(TimeSpan.FromSeconds(seconds));
        Reading reading = await client.ReadAsync();

        Assert.Null(reading.Failure);
        Assert.Equal(fetched, client.Handler.TokenRequests.Count);
    }

    [Fact]
    public async Task Token_Refused_IsFetchedAnewAndTheRequestMadeOnceMore()
    {
        using Client client = new(Research);
        client.Handler.EnqueueToken(StubHandler.TokenAnswer("clt.first"), StubHandler.TokenAnswer("clt.second"));
        client.Handler.Enqueue(Page.Of(Research, 1, 2, "300", "true"), Refusal, Page.Of(Research, 3, 2));

        Reading reading = await client.ReadAsync();

        Assert.Null(reading.Failure);
        Assert.Equal([1, 2, 3, 4], reading.Accounts);
        Assert.Equal(["Bearer clt.first", "Bearer clt.first", "Bearer clt.second"], client.Handler.Requests.Select(request => request.Header("Authorization")));
        Assert.Equal([null, "300", "300"], client.Handler.Requests.Select(request => request.Cursor));
        Assert.Equal((5, 0, 2m), (reading.Summary.Requests, reading.Summary.Retries, reading.Summary.Credits));
    }

    [Fact]
    public async Task Token_RefusedTwice_IsAnErrorAfterOneRepetition()
    {
        using Client client = new(Research);
        client.Handler.Otherwise = Refusal;

        Reading reading = await client.ReadAsync();

        Assert.Equal(FollowingErrorKind.AuthenticationFailed, reading.Failure!.Kind);
        Assert.True(reading.Failure.EndsTheAsking);
        Assert.Equal((2, 2), (client.Handler.Requests.Count, client.Handler.TokenRequests.Count));
        Assert.Equal((4, 0m), (reading.Summary.Requests, reading.Summary.Credits));
        Assert.Contains("client key", reading.Failure.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_RefusedWhileAnotherListIsAboutToSend_DoesNotDisconnectIt()
    {
        using Client client = new(Research, skipsWaits: false);
        TaskCompletionSource renewal = new();
        client.Handler.EnqueueToken(StubHandler.TokenAnswer("clt.first"), StubHandler.TokenAnswer("clt.second").After(renewal.Task));
        client.Handler.Enqueue(Reply.Json("", 502), Refusal);
        client.Handler.Otherwise = Page.Of(Research, 1, 1);
        Task<Reading> waiting = client.ReadAsync(handle: "waiting");
        Assert.True(SpinWait.SpinUntil(() => client.Time.Waiting == 1, TimeSpan.FromSeconds(30)));
        Task<Reading> refused = client.ReadAsync(handle: "refused");
        Assert.True(SpinWait.SpinUntil(() => client.Handler.TokenRequests.Count == 2, TimeSpan.FromSeconds(30)));

        // The old token was refused and the new one is not there yet.
        client.Time.Advance(TimeSpan.FromMinutes(1));
        Reading first = await waiting.WaitAsync(TimeSpan.FromSeconds(30));
        renewal.SetResult();

        Assert.Null(first.Failure);
        Assert.Null((await refused).Failure);
    }

    [Theory]
    [InlineData(200, """{"error":"invalid_client","error_description":"Client key or secret is incorrect.","log_id":"log-2"}""", FollowingErrorKind.AuthenticationFailed, 1)]
    [InlineData(401, """{"error":"invalid_client","error_description":"Client key or secret is incorrect.","log_id":"log-2"}""", FollowingErrorKind.AuthenticationFailed, 1)]
    [InlineData(400, """{"error":"invalid_request","error_description":"made up","log_id":"log-2"}""", FollowingErrorKind.AuthenticationFailed, 1)]
    [InlineData(429, """{"error":"rate_limit_exceeded","error_description":"made up","log_id":"log-2"}""", FollowingErrorKind.RateLimited, 5)]
    [InlineData(500, "", FollowingErrorKind.ServiceFault, 2)]
    [InlineData(502, "<html>", FollowingErrorKind.UpstreamUnavailable, 5)]
    [InlineData(503, "", FollowingErrorKind.RateLimited, 5)]
    [InlineData(504, "", FollowingErrorKind.UpstreamUnavailable, 5)]
    [InlineData(200, " ", FollowingErrorKind.InvalidResponse, 5)]
    [InlineData(200, "{}", FollowingErrorKind.InvalidResponse, 1)]
    [InlineData(200, "[]", FollowingErrorKind.InvalidResponse, 1)]
    [InlineData(200, "null", FollowingErrorKind.InvalidResponse, 1)]
    [InlineData(200, "<html>", FollowingErrorKind.InvalidResponse, 1)]
    [InlineData(200, """{"access_token":"clt.x"}""", FollowingErrorKind.InvalidResponse, 1)]
    [InlineData(200, """{"access_token":"clt.x","expires_in":-5}""", FollowingErrorKind.InvalidResponse, 1)]
    [InlineData(200, """{"access_token":7,"expires_in":7200}""", FollowingErrorKind.InvalidResponse, 1)]
    [InlineData(200, """{"access_token":"","expires_in":7200}""", FollowingErrorKind.InvalidResponse, 1)]
    [InlineData(200, """{"access_token":"a b\r\nX: 1","expires_in":7200}""", FollowingErrorKind.InvalidResponse, 1)]
    [InlineData(404, "<html>", FollowingErrorKind.InvalidResponse, 1)]
    [InlineData(302, "", FollowingErrorKind.InvalidResponse, 1)]
    [InlineData(407, "", FollowingErrorKind.InvalidResponse, 1)]
    public async Task TokenService_AnAnswerOfTheTable_BecomesItsError(int status, string body, FollowingErrorKind kind, int requests)
    {
        using Client client = new(Research);
        client.Handler.OtherwiseToken = Reply.Json(body, status);

        Reading reading = await client.ReadAsync();

        FollowingException failure = reading.Failure!;
        Assert.Equal((kind, status), (failure.Kind, failure.StatusCode));
        Assert.Equal(requests, client.Handler.TokenRequests.Count);
        Assert.Empty(client.Handler.Requests);
        Assert.Equal((requests, requests - 1, 0m), (reading.Summary.Requests, reading.Summary.Retries, reading.Summary.Credits));
        Assert.Equal(kind == FollowingErrorKind.AuthenticationFailed, failure.EndsTheAsking);
        Assert.Equal(body.Contains("log-2", StringComparison.Ordinal) ? "log-2" : null, failure.RequestId);
        Assert.StartsWith("'name': ", failure.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", failure.Message, StringComparison.Ordinal);
        Assert.Equal(status == 407, failure.Message.Contains("proxy", StringComparison.Ordinal));
    }

    [Fact]
    public async Task TokenService_Retries_DoNotCountAgainstThePagesAttempts()
    {
        using Client client = new(Research, retries: 2);
        client.Handler.EnqueueToken(Reply.Json("", 502), Reply.Refused(), StubHandler.TokenAnswer(Client.Token));
        client.Handler.Enqueue(Reply.Json("", 502), Reply.Json("", 502), Page.Of(Research, 1, 1));

        Reading reading = await client.ReadAsync();

        Assert.Equal([1], reading.Accounts);
        Assert.Equal((6, 4, 1m), (reading.Summary.Requests, reading.Summary.Retries, reading.Summary.Credits));
        Assert.Equal([1, 2, 1, 2], client.Events.Of<RetryEvent>().Select(retry => retry.Retry));
        Assert.All(client.Events.Of<RetryEvent>(), retry => Assert.False(retry.MayHaveBeenCharged));
    }

    [Fact]
    public async Task TokenService_IsAskedAlsoWithoutCredits()
    {
        using Client client = new(Research, cost: 1, creditLimit: 0);

        Reading reading = await client.ReadAsync();

        Assert.Equal(FollowingErrorKind.CreditLimitReached, reading.Failure!.Kind);
        Assert.Equal((1, 0m), (reading.Summary.Requests, reading.Summary.Credits));
        Assert.Empty(client.Handler.Requests);
    }

    [Fact]
    public async Task Cancel_OfTheListThatFetchesTheToken_LetsTheNextFetchIt()
    {
        using Client client = new(Research, skipsWaits: false);
        client.Handler.EnqueueToken(StubHandler.TokenAnswer(Client.Token).After(new TaskCompletionSource().Task));
        client.Handler.Otherwise = Page.Of(Research, 1, 1);
        using CancellationTokenSource cancel = new();
        FollowingList list = client.Connection.GetFollowing("first");
        Task<Reading> first = Client.ReadAsync(list, cancellationToken: cancel.Token);
        Assert.True(SpinWait.SpinUntil(() => client.Handler.TokenRequests.Count == 1, TimeSpan.FromSeconds(30)));
        Task<Reading> second = client.ReadAsync(handle: "second");

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.Equal([1], (await second.WaitAsync(TimeSpan.FromSeconds(30))).Accounts);
        Assert.Equal(2, client.Handler.TokenRequests.Count);
    }

    [Fact]
    public async Task Dispose_WhileATokenIsFetched_EndsEveryListThatWaitsForIt()
    {
        using Client client = new(Research, skipsWaits: false);
        client.Handler.EnqueueToken(StubHandler.TokenAnswer(Client.Token).After(new TaskCompletionSource().Task));
        Task<Reading>[] lists = [.. Enumerable.Range(0, 3).Select(i => client.ReadAsync(handle: $"name{i}"))];
        Assert.True(SpinWait.SpinUntil(() => client.Handler.TokenRequests.Count == 1, TimeSpan.FromSeconds(30)));

        client.Connection.Dispose();

        Reading[] readings = await Task.WhenAll(lists).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.All(readings, reading => Assert.Equal(FollowingErrorKind.NotConnected, reading.Failure!.Kind));
        Assert.Empty(client.Handler.Requests);
        Assert.Single(client.Handler.TokenRequests);
    }

    [Fact]
    public async Task Dispose_AfterARun_WipesTheToken()
    {
        using Client client = new(Research);
        client.Handler.Otherwise = Page.Of(Research, 1, 1);
        await client.ReadAsync();

        client.Connection.Dispose();

        Assert.Equal(FollowingErrorKind.NotConnected, (await client.ReadAsync()).Failure!.Kind);
        Assert.Single(client.Handler.Requests);
        Assert.Single(client.Handler.TokenRequests);
    }

    [Theory]
    [InlineData(null, "secret")]
    [InlineData("key", null)]
    [InlineData("", "secret")]
    [InlineData("key", "se cret")]
    public void Credential_ThatIsIncomplete_IsMissing(string? clientKey, string? clientSecret)
    {
        using System.Security.SecureString? key = clientKey is null ? null : Client.Secure(clientKey);
        using System.Security.SecureString? secret = clientSecret is null ? null : Client.Secure(clientSecret);
        FollowingConnectionOptions options = new() { Provider = Research, ClientKey = key, ClientSecret = secret };

        FollowingException failure = Assert.Throws<FollowingException>(() => new FollowingConnection(options));

        Assert.Equal(FollowingErrorKind.ApiKeyMissing, failure.Kind);
        Assert.Contains("client ", failure.Message, StringComparison.Ordinal);
    }
}
