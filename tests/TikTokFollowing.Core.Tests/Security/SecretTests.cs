using System.Security;
using System.Text;
using System.Text.Json;
using TikTokFollowing.Security;
using TikTokFollowing.Tests.Support;

namespace TikTokFollowing.Tests.Security;

/// <summary>The key is in the request's header and nowhere else.</summary>
public sealed class SecretTests
{
    /// <summary>Where a provider can give a secret back.</summary>
    public static TheoryData<FollowingProvider, string, int> Places
    {
        get
        {
            TheoryData<FollowingProvider, string, int> data = [];
            foreach (FollowingProvider provider in Enum.GetValues<FollowingProvider>())
            {
                foreach (int status in new[] { 200, 302, 400, 401, 403, 404, 429, 500, 502, 503 })
                {
                    data.Add(provider, "error text", status);
                }

                foreach (int status in new[] { 200, 403, 404, 500 })
                {
                    data.Add(provider, "error object", status);
                    data.Add(provider, "message", status);
                }

                data.Add(provider, "status text", 200);
                data.Add(provider, "beside rows", 200);
                data.Add(provider, "no JSON", 200);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Secret_EchoedByTheProviderInAnyForm_IsShownNowhere(FollowingProvider provider, string place, int status)
    {
        foreach (string secret in Client.SecretsOf(provider))
        {
            foreach (string text in EchoesOf(secret))
            {
                using Client client = new(provider, retries: 1) { Events = new EventRecorder { WantsTraffic = true } };
                client.Handler.Otherwise = Reply.Json(
                    BodyOf(place, text), status, ("X-Echo", $"Bearer {secret}"), ("Location", "https://example.invalid/?k=" + Uri.EscapeDataString(secret)));

                Reading reading = await client.ReadAsync();

                AssertAbsentEverywhere(client, reading, place);
                Assert.Equal(place == "beside rows", reading.Failure is null);
            }
        }
    }

    [Theory]
    [InlineData(200)]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(429)]
    [InlineData(500)]
    public async Task Secret_EchoedByTheTokenService_IsShownNowhere(int status)
    {
        foreach (string secret in new[] { Client.ClientKey, Client.ClientSecret })
        {
            foreach (string text in EchoesOf(secret))
            {
                string json = JsonSerializer.Serialize(text);
                using Client client = new(FollowingProvider.TikTokResearch, retries: 1) { Events = new EventRecorder { WantsTraffic = true } };
                client.Handler.OtherwiseToken = Reply.Json(
                    $$"""{"error":{{json}},"error_description":{{json}},"log_id":{{json}}}""", status, ("X-Echo", $"Bearer {secret}"));

                Reading reading = await client.ReadAsync();

                AssertAbsentEverywhere(client, reading, "the token service");
                Assert.NotNull(reading.Failure);
                Assert.Empty(client.Handler.Requests);
            }
        }
    }

    [Fact]
    public async Task Token_InTheAnswerThatBringsIt_IsShownNowhere()
    {
        using Client client = new(FollowingProvider.TikTokResearch) { Events = new EventRecorder { WantsTraffic = true } };
        client.Handler.EnqueueToken(Reply.Json(
            $$"""{"access_token":"{{Client.Token}}","expires_in":7200,"token_type":"Bearer"}""", 200, ("Set-Cookie", $"token={Client.Token}")));
        client.Handler.Enqueue(Page.Of(client.Provider, 1, 1));

        AssertAbsentEverywhere(client, await client.ReadAsync(), "the answer with the token");
        Assert.Equal(4, client.Events.Of<TrafficEvent>().Count);
    }

    [Theory]
    [MemberData(nameof(Page.Providers), MemberType = typeof(Page))]
    public async Task Secret_AfterSuccessAndEachKindOfFailure_IsOnlyInItsHeader(FollowingProvider provider)
    {
        using Client client = new(provider, retries: 2) { Events = new EventRecorder { WantsTraffic = true } };
        client.Handler.Enqueue(
            Reply.Refused(), Reply.Hang(client.Time), Page.Of(provider, 1, 2, "300", "true"), Reply.Broken("{"), Reply.Json("", 429), Reply.Json(""));

        Reading reading = await client.ReadAsync();

        (string start, string secret) = provider switch
        {
            FollowingProvider.DumplingAI => ("Authorization: Bearer ", Client.Key),
            FollowingProvider.FullTikTok => ("x-rapidapi-key: ", Client.Key),
            FollowingProvider.TikTokResearch => ("Authorization: Bearer ", Client.Token),
            FollowingProvider.ScrapeCreators => ("x-api-key: ", Client.Key),
            _ => ("X-API-Key: ", Client.Key),
        };
        AssertAbsentEverywhere(client, reading, "a run");
        Assert.Equal(6, client.Handler.Requests.Count);
        Assert.All(client.Handler.Requests, request =>
        {
            Assert.Equal(start + secret, Assert.Single(request.Headers, line => line.Contains(secret, StringComparison.Ordinal)));
            SecretSearch.AssertAbsent(request.Address, "the address");
            SecretSearch.AssertAbsent(request.BodyText, "the body");
            Assert.All(request.Headers.Where(line => !line.StartsWith(start, StringComparison.Ordinal)), line => SecretSearch.AssertAbsent(line, "a header"));
        });
        Assert.All(client.Handler.TokenRequests, request =>
        {
            SecretSearch.AssertAbsent(request.Address, "the address");
            Assert.All(request.Headers, line => SecretSearch.AssertAbsent(line, "a header"));
        });
    }

    [Theory]
    [MemberData(nameof(Page.Providers), MemberType = typeof(Page))]
    public async Task Secret_IsNotInAnyDumpOfTheConnection(FollowingProvider provider)
    {
        using Client client = new(provider);
        client.Handler.Enqueue(Page.Of(client.Provider, 1, 1));
        await client.ReadAsync();

        SecretSearch.AssertAbsent(client.Connection.ToString(), "ToString");
        SecretSearch.AssertAbsent(JsonSerializer.Serialize(client.Connection), "JSON");
        foreach (System.Reflection.PropertyInfo property in typeof(FollowingConnection).GetProperties())
        {
            Assert.NotEqual(typeof(SecureString), property.PropertyType);
            SecretSearch.AssertAbsent(property.GetValue(client.Connection), property.Name);
        }

        Assert.Equal($"{provider} at {client.Connection.BaseUri}", client.Connection.ToString());
    }

    [Fact]
    public async Task Dispose_WipesTheKeyAndEndsTheConnection()
    {
        using Client client = new();
        client.Connection.Dispose();

        Reading reading = await client.ReadAsync();

        Assert.Equal(FollowingErrorKind.NotConnected, reading.Failure!.Kind);
        Assert.True(reading.Failure.EndsTheAsking);
        Assert.Empty(client.Handler.Requests);
        Assert.Equal(0, client.Connection.RequestsSent);
        Assert.Equal(0m, client.Connection.CreditsSpent);
        Assert.Equal(FollowingStatus.Failed, reading.Summary.Status);
        Assert.Equal((0, 0m), (reading.Summary.Requests, reading.Summary.Credits));
        client.Connection.Dispose();
    }

    [Fact]
    public async Task Dispose_BetweenTwoPages_EndsTheListWithNotConnected()
    {
        using Client client = new();
        client.Handler.Enqueue(Page.Of(client.Provider, 1, 2, "300", "true"));
        FollowingList list = client.Connection.GetFollowing("name");
        await using IAsyncEnumerator<FollowedUser> rows = list.GetAsyncEnumerator();
        Assert.True(await rows.MoveNextAsync());

        client.Connection.Dispose();

        Assert.True(await rows.MoveNextAsync());
        FollowingException failure = await Assert.ThrowsAsync<FollowingException>(async () => await rows.MoveNextAsync());
        Assert.Equal(FollowingErrorKind.NotConnected, failure.Kind);
        Assert.Equal("300", failure.Cursor);
        Assert.Equal(FollowingStatus.Failed, list.Summary!.Status);
        Assert.Equal(1m, list.Summary.Credits);
    }

    [Fact]
    public async Task Dispose_WhileARequestHangs_EndsTheListWithNotConnected()
    {
        using Client client = new(skipsWaits: false);
        TaskCompletionSource never = new();
        client.Handler.Enqueue(Reply.Json("{}").After(never.Task));
        Task<Reading> reading = client.ReadAsync();
        Assert.True(SpinWait.SpinUntil(() => client.Handler.Requests.Count == 1, TimeSpan.FromSeconds(10)));

        client.Connection.Dispose();

        Assert.Equal(FollowingErrorKind.NotConnected, (await reading).Failure!.Kind);
        Assert.Equal(FollowingStatus.Failed, (await reading).Summary.Status);
        Assert.Equal(1m, (await reading).Summary.Credits);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("\r\n")]
    [InlineData("one two")]
    [InlineData("key\r\nX-Injected: 1")]
    [InlineData("key\0")]
    [InlineData("k\u001bey")]
    [InlineData("kéy")]
    [InlineData("ключ")]
    public void Key_ThatNoHeaderCarries_IsMissing(string key)
    {
        FollowingException failure = Assert.Throws<FollowingException>(() => new Client(key: key));

        Assert.Equal(FollowingErrorKind.ApiKeyMissing, failure.Kind);
        if (key.Trim().Length > 0)
        {
            Assert.DoesNotContain(key.Trim(), failure.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Key_Null_IsMissing()
    {
        FollowingException failure = Assert.Throws<FollowingException>(() => new FollowingConnection(new FollowingConnectionOptions()));

        Assert.Equal(FollowingErrorKind.ApiKeyMissing, failure.Kind);
    }

    [Theory]
    [InlineData(" sk_abcdef ")]
    [InlineData("sk_abcdef\r\n")]
    [InlineData("\tsk_abcdef")]
    public async Task Key_WithWhiteSpaceAround_IsTrimmed(string key)
    {
        using Client client = new(key: key);
        client.Handler.Enqueue(Page.Of(client.Provider, 1, 1));

        await client.ReadAsync();

        Assert.Equal("Bearer sk_abcdef", client.Handler.Requests[0].Header("Authorization"));
    }

    [Fact]
    public async Task Key_IsCopied_SoTheCallersCanBeDisposed()
    {
        SecureString key = Client.Secure(Client.Key);
        using StubHandler handler = new();
        using FollowingConnection connection = new(new FollowingConnectionOptions { ApiKey = key, Handler = handler });
        key.Dispose();
        handler.Enqueue(Page.Of(connection.Provider, 1, 1));

        await Client.ReadAsync(connection.GetFollowing("name"));

        Assert.Equal($"Bearer {Client.Key}", handler.Requests[0].Header("Authorization"));
    }

    [Fact]
    public void Search_ForASecretThatIsThere_FindsIt()
    {
        foreach (string form in Enum.GetValues<FollowingProvider>().SelectMany(Client.SecretsOf).Distinct().SelectMany(SecretSearch.FormsOf))
        {
            Assert.ThrowsAny<Exception>(() => SecretSearch.AssertAbsent($"x{form}x", "a text"));
            Assert.ThrowsAny<Exception>(() => SecretSearch.AssertAbsent(new { Inner = new[] { form.ToUpperInvariant() } }, "an object"));
        }
    }

    [Fact]
    public void Secret_ToString_ShowsNothing()
    {
        using SecureString secret = Client.Secure(Client.Key);
        using Secret key = new(secret, "API key", "Pass one.");

        SecretSearch.AssertAbsent(key.ToString(), "ToString");
    }

    [Fact]
    public async Task Traffic_ShowsRequestAndAnswerWithoutKeyAndWithoutControlCharacters()
    {
        using Client client = new() { Events = new EventRecorder { WantsTraffic = true } };
        string body = """{"followingList":[{"user":{"id":"1","nickname":"?x"}}],"hasMore":false}""".Replace('?', '\u202e');
        client.Handler.Enqueue(Reply.Json(body, 200, ("X-Test", "yes")));

        await client.ReadAsync();

        IReadOnlyList<TrafficEvent> traffic = client.Events.Of<TrafficEvent>();
        Assert.Equal(2, traffic.Count);
        Assert.Contains("POST https://app.dumplingai.com/api/v1/get-tiktok-user-following", traffic[0].Text, StringComparison.Ordinal);
        Assert.Contains("Authorization: Bearer (redacted)", traffic[0].Text, StringComparison.Ordinal);
        Assert.Contains("""{"handle":"name","count":100,"requestSource":"API"}""", traffic[0].Text, StringComparison.Ordinal);
        Assert.Contains("HTTP 200", traffic[1].Text, StringComparison.Ordinal);
        Assert.Contains("X-Test: yes", traffic[1].Text, StringComparison.Ordinal);
        Assert.Contains("followingList", traffic[1].Text, StringComparison.Ordinal);
        Assert.DoesNotContain("\u202e", traffic[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Traffic_WhenNobodyWantsIt_IsNotMade()
    {
        using Client client = new();
        client.Handler.Enqueue(Page.Of(client.Provider, 1, 1));

        await client.ReadAsync();

        Assert.Empty(client.Events.Of<TrafficEvent>());
    }

    /// <summary>Texts with the secret in the clear and encoded; a long text makes the cut go through it.</summary>
    private static IEnumerable<string> EchoesOf(string secret)
    {
        foreach (string form in SecretSearch.FormsOf(secret).Take(4).Append(Convert.ToBase64String(Encoding.UTF8.GetBytes(secret))))
        {
            yield return $"The key {form} is wrong";
            yield return new string('x', 290) + form;
            yield return new string('x', 1990) + form;
            yield return string.Concat(Enumerable.Repeat(form + "é", 300));
        }
    }

    private static string BodyOf(string place, string text)
    {
        string json = JsonSerializer.Serialize(text);
        return place switch
        {
            "error text" => $$"""{"error":{{json}}}""",
            "error object" => $$$"""{"meta":{"request_id":{{{json}}}},"data":null,"error":{"code":{{{json}}},"message":{{{json}}},"log_id":{{{json}}}}}""",
            "message" => $$"""{"message":{{json}},"code":{{json}}}""",
            "status text" => $$"""{"status_code":{{json}},"status_msg":{{json}},"followingList":[]}""",
            "beside rows" =>
                $$$"""{"meta":{"request_id":{{{json}}}},"data":[{"user_id":"1","uid":"1","username":"a"}],"hasMore":false,"error":{"code":{{{json}}},"message":{{{json}}}}}""",
            _ => $"<html>{text}</html>",
        };
    }

    private static void AssertAbsentEverywhere(Client client, Reading reading, string what)
    {
        SecretSearch.AssertAbsent(reading.Failure?.ToString(), $"the exception of {what}");
        SecretSearch.AssertAbsent(reading.Failure, $"the exception of {what}");
        SecretSearch.AssertAbsent(reading.Summary, $"the summary of {what}");
        SecretSearch.AssertAbsent(JsonSerializer.Serialize(reading.Summary), $"the summary of {what}");
        foreach (FollowingEvent happened in client.Events.All)
        {
            SecretSearch.AssertAbsent(happened.ToString(), $"an event of {what}");
            SecretSearch.AssertAbsent(happened, $"an event of {what}");
        }

        Assert.Contains(client.Events.All, happened => happened is TrafficEvent);
        SecretSearch.AssertAbsent(client.Connection.ToString(), $"the connection of {what}");
        SecretSearch.AssertAbsent(JsonSerializer.Serialize(client.Connection), $"the connection of {what}");
    }
}
