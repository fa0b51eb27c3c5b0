using System.Diagnostics;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using TikTokFollowing.Sandbox.Server;

namespace TikTokFollowing.Sandbox.Tests;

/// <summary>The server over a real socket, without faults and with each of them.</summary>
public sealed class SandboxServerTests : IAsyncLifetime, IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(10) };
    private SandboxServer _server = null!;

    public async Task InitializeAsync() => _server = await SandboxServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose() => _client.Dispose();

    [Theory]
    [InlineData(Contract.Dumpling)]
    [InlineData(Contract.FullTikTok)]
    public async Task Answer_Page_HasTheRespondersBytesAndHeaders(Contract contract)
    {
        SandboxRequest request = Ask.Request(contract, "stoolpresidente");
        using HttpResponseMessage response = await SendAsync(request);

        Assert.Equal(new SandboxResponder().Respond(request).Body.ToArray(), await response.Content.ReadAsByteArrayAsync());
        Assert.Equal("application/json", response.Content.Headers.ContentType?.ToString());
        Assert.Equal("999", response.Headers.GetValues("X-RateLimit-Remaining").Single());
        Assert.Equal(1, _server.CreditsCharged);
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
        using HttpRequestMessage message = Ask.Message(Ask.Request(Contract.Dumpling, "sandbox.empty"), _server.Address);
        message.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip, br");
        using HttpResponseMessage response = await _client.SendAsync(message);
        Assert.Empty(response.Content.Headers.ContentEncoding);
    }

    [Fact]
    public async Task Requests_SeveralPages_AreRecordedRawAndShareOneConnection()
    {
        (await SendAsync(Ask.DumplingBody("""{"handle":"stoolpresidente","count":2}""", "sk_one"))).Dispose();
        (await SendAsync(Ask.FullTikTokTarget("/api/v1/users/a%2F%20b/following?count=1&max_time=2"))).Dispose();
        (await SendAsync(Ask.Request(Contract.Dumpling, "sandbox.empty"))).Dispose();

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
        using HttpRequestMessage message = Ask.Message(Ask.Request(Contract.Dumpling, "sandbox.empty"), server.Address);
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
    public async Task Faults_QueueAndFunction_AreAskedInOrder()
    {
        await using SandboxServer server = await SandboxServer.StartAsync(
            faults: new SandboxFaults(request => request.BodyText.Contains("maker", StringComparison.Ordinal) ? SandboxFault.Replace(503, "{}") : null));
        server.Faults.Enqueue(SandboxFault.Replace(500, "{}"), null);
        List<int> statuses = [];
        foreach (string handle in new[] { "a", "maker", "a", "maker" })
        {
            using HttpRequestMessage message = Ask.Message(Ask.Request(Contract.Dumpling, handle), server.Address);
            using HttpResponseMessage response = await _client.SendAsync(message);
            statuses.Add((int)response.StatusCode);
        }

        Assert.Equal([500, 200, 200, 503], statuses);
        Assert.Equal(0, server.Faults.Pending);
    }

    [Fact]
    public async Task ResetBeforeHeaders_Injected_IsAConnectionReset()
    {
        _server.Faults.Enqueue(SandboxFault.ResetBeforeHeaders());
        await AssertResetAsync();
        await AssertHealthyAsync();
    }

    [Fact]
    public async Task ResetInsideHeaders_Injected_FailsTheSend()
    {
        _server.Faults.Enqueue(SandboxFault.ResetInsideHeaders());
        await AssertResetAsync();
        await AssertHealthyAsync();
    }

    [Fact]
    public async Task ResetInsideBody_Injected_FailsAfterTheBytes()
    {
        _server.Faults.Enqueue(SandboxFault.ResetInsideBody(700));
        (byte[] read, Exception? error) = await ReadUntilErrorAsync();
        byte[] expected = new SandboxResponder().Respond(Ask.Request(Contract.Dumpling, "stoolpresidente")).Body[..700].ToArray();
        Assert.Equal(expected, read);
        Assert.IsType<SocketException>(error?.InnerException);
        await AssertHealthyAsync();
    }

    [Fact]
    public async Task CloseInsideBody_Injected_EndsPrematurely()
    {
        _server.Faults.Enqueue(SandboxFault.CloseInsideBody(700));
        (byte[] read, Exception? error) = await ReadUntilErrorAsync();
        Assert.Equal(700, read.Length);
        Assert.Equal(HttpRequestError.ResponseEnded, Assert.IsType<HttpIOException>(error).HttpRequestError);
        await AssertHealthyAsync();
    }

    [Fact]
    public async Task SlowFirstByte_Injected_DelaysTheHeaders()
    {
        _server.Faults.Enqueue(SandboxFault.SlowFirstByte(TimeSpan.FromMilliseconds(300)));
        Stopwatch watch = Stopwatch.StartNew();
        using HttpRequestMessage message = Ask.Message(Ask.Request(Contract.Dumpling, "stoolpresidente"), _server.Address);
        using HttpResponseMessage response = await _client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead);
        Assert.InRange(watch.ElapsedMilliseconds, 280, 5000);
        Assert.Equal(100, Ask.Read(Contract.Dumpling, await response.Content.ReadAsByteArrayAsync()).Ids.Count);
    }

    [Fact]
    public async Task DrippingBody_Injected_SendsHeadersAtOnceAndTheBodySlowly()
    {
        _server.Faults.Enqueue(SandboxFault.DrippingBody(20, TimeSpan.FromMilliseconds(100)));
        Stopwatch watch = Stopwatch.StartNew();
        using HttpRequestMessage message = Ask.Message(Ask.Request(Contract.Dumpling, "sandbox.empty"), _server.Address);
        using HttpResponseMessage response = await _client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead);
        long headers = watch.ElapsedMilliseconds;
        string body = await response.Content.ReadAsStringAsync();
        Assert.True(watch.ElapsedMilliseconds - headers >= 200, "74 bytes in four drops");
        Assert.Equal("""{"followingList":[],"maxCursor":0,"minCursor":0,"hasMore":false,"total":0}""", body);
    }

    [Fact]
    public async Task EmptyBody_Injected_Is200WithoutABody()
    {
        _server.Faults.Enqueue(SandboxFault.EmptyBody());
        using HttpResponseMessage response = await SendAsync(Ask.Request(Contract.Dumpling, "stoolpresidente"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
        Assert.Equal(0, _server.CreditsCharged);
    }

    [Fact]
    public async Task Replace_Injected_SendsStatusHeadersAndBytes()
    {
        byte[] body = [0xFF, 0x00, 0x7B];
        _server.Faults.Enqueue(SandboxFault.Replace(429, body, "text/html; charset=utf-16", ("Retry-After", "Fri, 31 Dec 1999 23:59:59 GMT"), ("X-A", "1"), ("X-A", "2")));
        using HttpResponseMessage response = await SendAsync(Ask.Request(Contract.Dumpling, "stoolpresidente"));
        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        Assert.Equal(body, await response.Content.ReadAsByteArrayAsync());
        Assert.Equal("text/html; charset=utf-16", response.Content.Headers.ContentType?.ToString());
        Assert.Equal("Fri, 31 Dec 1999 23:59:59 GMT", response.Headers.NonValidated["Retry-After"].ToString());
        Assert.Equal(["1", "2"], response.Headers.GetValues("X-A"));
    }

    [Fact]
    public async Task Alter_Injected_ChangesTheTrueBody()
    {
        _server.Faults.Enqueue(SandboxFault.Alter(body => body[..17]));
        using HttpResponseMessage response = await SendAsync(Ask.Request(Contract.Dumpling, "stoolpresidente"));
        Assert.Equal("""{"followingList":""", await response.Content.ReadAsStringAsync());
        Assert.Equal(1, _server.CreditsCharged);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task HugeBody_Injected_StreamsAValidEmptyPage(bool announceLength)
    {
        const long Size = 20_000_001;
        _server.Faults.Enqueue(SandboxFault.HugeBody(Size, announceLength));
        using HttpRequestMessage message = Ask.Message(Ask.Request(Contract.Dumpling, "stoolpresidente"), _server.Address);
        using HttpResponseMessage response = await _client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(announceLength ? Size : null, response.Content.Headers.ContentLength);
        byte[] body = await response.Content.ReadAsByteArrayAsync();
        Assert.Equal(Size, body.Length);
        Assert.Empty(JsonDocument.Parse(body).RootElement.GetProperty("followingList").EnumerateArray());
    }

    [Fact]
    public async Task HugeBody_ClientGoesAway_LeavesTheServerHealthy()
    {
        _server.Faults.Enqueue(SandboxFault.HugeBody(10_000_000_000));
        using (HttpRequestMessage message = Ask.Message(Ask.Request(Contract.Dumpling, "stoolpresidente"), _server.Address))
        using (HttpResponseMessage response = await _client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead))
        {
            await using Stream body = await response.Content.ReadAsStreamAsync();
            await body.ReadExactlyAsync(new byte[1_000_000]);
        }

        await AssertHealthyAsync();
    }

    [Fact]
    public async Task GzipBomb_Injected_UnpacksToItsSize()
    {
        const long Size = 100_000_000;
        _server.Faults.Enqueue(SandboxFault.GzipBomb(Size));
        using HttpClient unpacking = new(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.All });
        using HttpRequestMessage message = Ask.Message(Ask.Request(Contract.Dumpling, "stoolpresidente"), _server.Address);
        using HttpResponseMessage response = await unpacking.SendAsync(message, HttpCompletionOption.ResponseHeadersRead);
        await using Stream body = await response.Content.ReadAsStreamAsync();
        byte[] buffer = new byte[81920];
        long total = 0;
        for (int read; (read = await body.ReadAsync(buffer)) > 0;)
        {
            total += read;
        }

        Assert.Equal(Size, total);
    }

    [Fact]
    public async Task GzipBomb_Packed_IsAThousandth()
    {
        _server.Faults.Enqueue(SandboxFault.GzipBomb(100_000_000));
        using HttpResponseMessage response = await SendAsync(Ask.Request(Contract.Dumpling, "stoolpresidente"));
        Assert.Equal(["gzip"], response.Content.Headers.ContentEncoding);
        Assert.InRange((await response.Content.ReadAsByteArrayAsync()).Length, 1, 200_000);
    }

    [Fact]
    public async Task Redirect_Injected_HasTheLocation()
    {
        _server.Faults.Enqueue(SandboxFault.Redirect("https://elsewhere.example.invalid/x", 307));
        using HttpResponseMessage response = await SendAsync(Ask.Request(Contract.Dumpling, "stoolpresidente"));
        Assert.Equal(HttpStatusCode.TemporaryRedirect, response.StatusCode);
        Assert.Equal("https://elsewhere.example.invalid/x", response.Headers.Location?.ToString());
    }

    [Fact]
    public async Task Hang_Injected_AnswersNothingUntilTheClientGivesUp()
    {
        _server.Faults.Enqueue(SandboxFault.Hang());
        using CancellationTokenSource patience = new(300);
        using HttpRequestMessage message = Ask.Message(Ask.Request(Contract.Dumpling, "stoolpresidente"), _server.Address);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _client.SendAsync(message, patience.Token));
        Assert.Equal(1, _server.RequestCount);
        await AssertHealthyAsync();
    }

    [Fact]
    public async Task HangInsideBody_Injected_SendsTheFirstBytesOnly()
    {
        _server.Faults.Enqueue(SandboxFault.HangInsideBody(10));
        using CancellationTokenSource patience = new(1000);
        using HttpRequestMessage message = Ask.Message(Ask.Request(Contract.Dumpling, "stoolpresidente"), _server.Address);
        using HttpResponseMessage response = await _client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, patience.Token);
        await using Stream body = await response.Content.ReadAsStreamAsync(patience.Token);
        byte[] buffer = new byte[100];
        Assert.Equal(10, await body.ReadAtLeastAsync(buffer.AsMemory(0, 10), 10, cancellationToken: patience.Token));
        Assert.Equal("""{"followin""", Encoding.UTF8.GetString(buffer, 0, 10));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await body.ReadExactlyAsync(buffer, patience.Token));
    }

    [Fact]
    public async Task DisposeAsync_HangingRequest_EndsPromptly()
    {
        SandboxServer server = await SandboxServer.StartAsync(faults: SandboxFaults.Always(SandboxFault.Hang()));
        using HttpRequestMessage message = Ask.Message(Ask.Request(Contract.Dumpling, "stoolpresidente"), server.Address);
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

    private async Task AssertResetAsync()
    {
        HttpRequestException error = await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync(Ask.Request(Contract.Dumpling, "stoolpresidente")));
        SocketException socket = Assert.IsType<SocketException>(error.GetBaseException());
        Assert.Equal(SocketError.ConnectionReset, socket.SocketErrorCode);
    }

    private async Task AssertHealthyAsync()
    {
        using HttpResponseMessage response = await SendAsync(Ask.Request(Contract.Dumpling, "stoolpresidente"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private async Task<(byte[] Read, Exception? Error)> ReadUntilErrorAsync()
    {
        using HttpRequestMessage message = Ask.Message(Ask.Request(Contract.Dumpling, "stoolpresidente"), _server.Address);
        using HttpResponseMessage response = await _client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await using Stream body = await response.Content.ReadAsStreamAsync();
        using MemoryStream read = new();
        byte[] buffer = new byte[64];
        try
        {
            for (int count; (count = await body.ReadAsync(buffer)) > 0;)
            {
                read.Write(buffer, 0, count);
            }

            return (read.ToArray(), null);
        }
        catch (IOException error)
        {
            return (read.ToArray(), error);
        }
    }
}
