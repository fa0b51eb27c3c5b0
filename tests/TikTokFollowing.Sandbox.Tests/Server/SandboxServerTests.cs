using System.Diagnostics;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using TikTokFollowing.Sandbox.Server;
using TikTokFollowing.Sandbox.Tests.Support;
using TikTokFollowing.Tests.Support;

namespace TikTokFollowing.Sandbox.Tests.Server;

public sealed class SandboxServerTests : IAsyncLifetime, IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(10) };
    private readonly SandboxResponder _responder = new(timeProvider: new Clock());
    private SandboxServer _server = null!;

    public static TheoryData<Contract> Contracts => Ask.Contracts;

    public async Task InitializeAsync() => _server = await SandboxServer.StartAsync(0, _responder, recordRequests: true, interceptor: null);

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose() => _client.Dispose();

    [Theory]
    [MemberData(nameof(Contracts))]
    public async Task Answer_EveryReservedHandle_IsTheRespondersInProcess(Contract contract)
    {
        SandboxResponder twin = new(timeProvider: new Clock());
        foreach (string handle in SandboxHandles.All)
        {
            // The first page twice, since it may be refused or change, then the second and the third.
            SandboxList list = SandboxPopulation.Following(handle);
            int size = Ask.PageSizeOf(contract);
            foreach (long? cursor in new long?[] { null, null, list.FollowedAt(size), list.FollowedAt(2 * size) })
            {
                SandboxResponse expected = twin.Page(contract, handle, cursor);
                using HttpResponseMessage response = await SendAsync(Ask.Request(contract, handle, cursor, key: _responder.KeyFor(contract)));

                Assert.Equal(expected.Status, (int)response.StatusCode);
                Assert.Equal(expected.Body.ToArray(), await response.Content.ReadAsByteArrayAsync());
                Assert.Equal(expected.ContentType, response.Content.Headers.ContentType?.ToString());
                Assert.All(expected.Headers, header => Assert.Equal(header.Value, response.Headers.GetValues(header.Key).Single()));
            }
        }

        Assert.Equal(twin.CreditsCharged, _server.CreditsCharged);
    }

    [Theory]
    [MemberData(nameof(Contracts))]
    public async Task Answer_AnyKeyButTheOwnOne_Is401(Contract contract)
    {
        await using SandboxServer server = await SandboxServer.StartAsync(credentials: new SandboxCredentials { ApiKey = "mine" });
        foreach (string key in new[] { SandboxHandler.ApiKey, "sk_test", "sk_invalid" })
        {
            using HttpRequestMessage message = Ask.Message(Ask.Request(contract, "stoolpresidente", key: key), server.Address);
            using HttpResponseMessage response = await _client.SendAsync(message);
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        }
    }

    [Fact]
    public async Task Answer_TokenForm_IsATokenThatTheListAccepts()
    {
        using HttpResponseMessage token = await SendAsync(Ask.TokenForm());
        string key = Ask.TokenFrom(await token.Content.ReadAsByteArrayAsync());
        using HttpResponseMessage page = await SendAsync(Ask.Request(Contract.Research, "stoolpresidente", key: key));
        Assert.Equal(100, Ask.Read(Contract.Research, await page.Content.ReadAsByteArrayAsync()).Handles.Count);
        Assert.Equal("client_key=sandbox_client_key&client_secret=sandbox_client_secret&grant_type=client_credentials", _server.Requests[0].BodyText);

        using HttpResponseMessage refused = await SendAsync(Ask.TokenForm("client_key=sandbox_client_key&client_secret=other&grant_type=client_credentials"));
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    [Theory]
    [InlineData("gzip, deflate", "gzip", DecompressionMethods.GZip)]
    [InlineData("gzip, deflate, br", "br", DecompressionMethods.Brotli)]
    public async Task Answer_ClientAcceptsCompression_IsCompressed(string accept, string expected, DecompressionMethods method)
    {
        SandboxRequest request = Ask.Request(Contract.FullTikTok, "charlidamelio");
        using HttpRequestMessage message = Ask.Message(request, _server.Address);
        message.Headers.TryAddWithoutValidation("Accept-Encoding", accept);
        using HttpResponseMessage packed = await _client.SendAsync(message);
        byte[] body = await packed.Content.ReadAsByteArrayAsync();
        byte[] plain = new SandboxResponder().Respond(request).Body.ToArray();

        Assert.Equal([expected], packed.Content.Headers.ContentEncoding);
        Assert.True(body.Length < plain.Length / 3);

        using HttpClient unpacking = new(new SocketsHttpHandler { AutomaticDecompression = method });
        using HttpRequestMessage again = Ask.Message(request, _server.Address);
        using HttpResponseMessage unpacked = await unpacking.SendAsync(again);
        Assert.Equal(plain, await unpacked.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Answer_SmallBody_IsNotCompressed()
    {
        using HttpRequestMessage message = Ask.Message(Ask.Request(Contract.DumplingAI, "sandbox.empty"), _server.Address);
        message.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip, br");
        using HttpResponseMessage response = await _client.SendAsync(message);
        Assert.Empty(response.Content.Headers.ContentEncoding);
    }

    [Fact]
    public async Task Requests_SeveralPages_AreRecordedRawAndShareOneConnection()
    {
        (await SendAsync(Ask.Json(Ask.DumplingPath, """{"handle":"stoolpresidente","count":2}""", "sk_one"))).Dispose();
        (await SendAsync(Ask.FullTikTokTarget("/api/v1/users/a%2F%20b/following?count=1&max_time=2"))).Dispose();
        (await SendAsync(Ask.Request(Contract.DumplingAI, "sandbox.empty"))).Dispose();

        Assert.Equal(3, _server.RequestCount);
        Assert.Equal(1, _server.ConnectionCount);
        SandboxRequest first = _server.Requests[0];
        Assert.Equal("POST /api/v1/get-tiktok-user-following", first.ToString());
        Assert.Equal("""{"handle":"stoolpresidente","count":2}""", first.BodyText);
        Assert.Equal("Bearer sk_one", first.Header("authorization"));
        Assert.Equal("/api/v1/users/a%2F%20b/following?count=1&max_time=2", _server.Requests[1].PathAndQuery);
        Assert.Equal("full-tiktok-api.p.rapidapi.com", _server.Requests[1].Header("x-rapidapi-host"));
    }

    [Fact]
    public async Task StartAsync_NotRecording_KeepsCountersOnly()
    {
        await using SandboxServer server = await SandboxServer.StartAsync(recordRequests: false);
        using HttpRequestMessage message = Ask.Message(Ask.Request(Contract.DumplingAI, "sandbox.empty"), server.Address);
        (await _client.SendAsync(message)).Dispose();
        Assert.Equal(1, server.RequestCount);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public void Address_Always_IsLoopbackOnly()
    {
        Assert.Equal("127.0.0.1", _server.Address.Host);
        IPEndPoint[] listeners = [.. IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Where(end => end.Port == _server.Address.Port)];
        Assert.Equal([IPAddress.Loopback], listeners.Select(end => end.Address));
    }

    [Fact]
    public async Task StartAsync_PortInUse_Throws() =>
        await Assert.ThrowsAnyAsync<IOException>(() => SandboxServer.StartAsync(_server.Address.Port));

    [Fact]
    public async Task DisposeAsync_LaterConnection_IsRefused()
    {
        SandboxServer server = await SandboxServer.StartAsync();
        await server.DisposeAsync();
        HttpRequestException error = await Assert.ThrowsAsync<HttpRequestException>(() => _client.GetAsync(server.Address));
        Assert.Equal(SocketError.ConnectionRefused, Assert.IsType<SocketException>(error.InnerException).SocketErrorCode);
    }

    [Fact]
    public async Task DisposeAsync_HangingRequest_EndsPromptly()
    {
        SandboxServer server = await SandboxFaults.Always(SandboxFault.Hang()).StartServerAsync();
        using HttpRequestMessage message = Ask.Message(Ask.Request(Contract.DumplingAI, "stoolpresidente"), server.Address);
        Task<HttpResponseMessage> pending = _client.SendAsync(message);
        while (server.RequestCount == 0)
        {
            await Task.Delay(5);
        }

        Stopwatch watch = Stopwatch.StartNew();
        await server.DisposeAsync();
        Assert.InRange(watch.ElapsedMilliseconds, 0, 3000);
        await Assert.ThrowsAsync<HttpRequestException>(() => pending);
    }

    private async Task<HttpResponseMessage> SendAsync(SandboxRequest request)
    {
        using HttpRequestMessage message = Ask.Message(request, _server.Address);
        return await _client.SendAsync(message);
    }
}
