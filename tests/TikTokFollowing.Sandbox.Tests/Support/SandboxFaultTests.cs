using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using TikTokFollowing.Sandbox.Server;
using TikTokFollowing.Tests.Support;

namespace TikTokFollowing.Sandbox.Tests.Support;

/// <summary>Each fault over a real socket: what other tests rely on when they inject it.</summary>
public sealed class SandboxFaultTests : IAsyncLifetime, IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(10) };
    private readonly SandboxFaults _faults = new();
    private SandboxServer _server = null!;

    public async Task InitializeAsync() => _server = await _faults.StartServerAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task Faults_QueueAndFunction_AreAskedInOrder()
    {
        SandboxFaults faults = new(request => request.BodyText.Contains("maker", StringComparison.Ordinal) ? SandboxFault.Replace(503, "{}") : null);
        await using SandboxServer server = await faults.StartServerAsync();
        faults.Enqueue(SandboxFault.Replace(500, "{}"), null);
        List<int> statuses = [];
        foreach (string handle in new[] { "a", "maker", "a", "maker" })
        {
            using HttpRequestMessage message = Ask.Message(Ask.Request(Contract.DumplingAI, handle), server.Address);
            using HttpResponseMessage response = await _client.SendAsync(message);
            statuses.Add((int)response.StatusCode);
        }

        Assert.Equal([500, 200, 200, 503], statuses);
        Assert.Equal(0, faults.Pending);
    }

    [Fact]
    public async Task ResetBeforeHeaders_Injected_IsAConnectionReset()
    {
        _faults.Enqueue(SandboxFault.ResetBeforeHeaders());
        await AssertResetAsync();
        await AssertHealthyAsync();
    }

    [Fact]
    public async Task ResetInsideHeaders_Injected_FailsTheSend()
    {
        _faults.Enqueue(SandboxFault.ResetInsideHeaders());
        await AssertResetAsync();
        await AssertHealthyAsync();
    }

    [Fact]
    public async Task ResetInsideBody_Injected_FailsAfterTheBytes()
    {
        _faults.Enqueue(SandboxFault.ResetInsideBody(700));
        (byte[] read, Exception? error) = await ReadUntilErrorAsync();
        byte[] expected = new SandboxResponder().Respond(Ask.Request(Contract.DumplingAI, "stoolpresidente")).Body[..700].ToArray();
        Assert.Equal(expected, read);
        Assert.IsType<SocketException>(error?.InnerException);
        await AssertHealthyAsync();
    }

    [Fact]
    public async Task CloseInsideBody_Injected_EndsPrematurely()
    {
        _faults.Enqueue(SandboxFault.CloseInsideBody(700));
        (byte[] read, Exception? error) = await ReadUntilErrorAsync();
        Assert.Equal(700, read.Length);
        Assert.Equal(HttpRequestError.ResponseEnded, Assert.IsType<HttpIOException>(error).HttpRequestError);
        await AssertHealthyAsync();
    }

    [Fact]
    public async Task SlowFirstByte_Injected_DelaysTheHeaders()
    {
        _faults.Enqueue(SandboxFault.SlowFirstByte(TimeSpan.FromMilliseconds(300)));
        Stopwatch watch = Stopwatch.StartNew();
        using HttpRequestMessage message = Ask.Message(Ask.Request(Contract.DumplingAI, "stoolpresidente"), _server.Address);
        using HttpResponseMessage response = await _client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead);
        Assert.InRange(watch.ElapsedMilliseconds, 280, 5000);
        Assert.Equal(100, Ask.Read(Contract.DumplingAI, await response.Content.ReadAsByteArrayAsync()).Handles.Count);
    }

    [Fact]
    public async Task DrippingBody_Injected_SendsHeadersAtOnceAndTheBodySlowly()
    {
        _faults.Enqueue(SandboxFault.DrippingBody(20, TimeSpan.FromMilliseconds(100)));
        Stopwatch watch = Stopwatch.StartNew();
        using HttpRequestMessage message = Ask.Message(Ask.Request(Contract.DumplingAI, "sandbox.empty"), _server.Address);
        using HttpResponseMessage response = await _client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead);
        long headers = watch.ElapsedMilliseconds;
        string body = await response.Content.ReadAsStringAsync();
        Assert.True(watch.ElapsedMilliseconds - headers >= 200, "74 bytes in four drops");
        Assert.Equal("""{"followingList":[],"maxCursor":0,"minCursor":0,"hasMore":false,"total":0}""", body);
    }

    [Fact]
    public async Task EmptyBody_Injected_Is200WithoutABody()
    {
        _faults.Enqueue(SandboxFault.EmptyBody());
        using HttpResponseMessage response = await SendAsync(Ask.Request(Contract.DumplingAI, "stoolpresidente"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
        Assert.Equal(0, _server.CreditsCharged);
    }

    [Fact]
    public async Task Replace_Injected_SendsStatusHeadersAndBytes()
    {
        byte[] body = [0xFF, 0x00, 0x7B];
        _faults.Enqueue(SandboxFault.Replace(429, body, "text/html; charset=utf-16", ("Retry-After", "Fri, 31 Dec 1999 23:59:59 GMT"), ("X-A", "1"), ("X-A", "2")));
        using HttpResponseMessage response = await SendAsync(Ask.Request(Contract.DumplingAI, "stoolpresidente"));
        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        Assert.Equal(body, await response.Content.ReadAsByteArrayAsync());
        Assert.Equal("text/html; charset=utf-16", response.Content.Headers.ContentType?.ToString());
        Assert.Equal("Fri, 31 Dec 1999 23:59:59 GMT", response.Headers.NonValidated["Retry-After"].ToString());
        Assert.Equal(["1", "2"], response.Headers.GetValues("X-A"));
    }

    [Fact]
    public async Task Alter_Injected_ChangesTheTrueBody()
    {
        _faults.Enqueue(SandboxFault.Alter(body => body[..17]));
        using HttpResponseMessage response = await SendAsync(Ask.Request(Contract.DumplingAI, "stoolpresidente"));
        Assert.Equal("""{"followingList":""", await response.Content.ReadAsStringAsync());
        Assert.Equal(1, _server.CreditsCharged);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task HugeBody_Injected_StreamsAValidEmptyPage(bool announceLength)
    {
        const long Size = 20_000_001;
        _faults.Enqueue(SandboxFault.HugeBody(Size, announceLength));
        using HttpRequestMessage message = Ask.Message(Ask.Request(Contract.DumplingAI, "stoolpresidente"), _server.Address);
        using HttpResponseMessage response = await _client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(announceLength ? Size : null, response.Content.Headers.ContentLength);
        byte[] body = await response.Content.ReadAsByteArrayAsync();
        Assert.Equal(Size, body.Length);
        Assert.Empty(JsonDocument.Parse(body).RootElement.GetProperty("followingList").EnumerateArray());
    }

    [Fact]
    public async Task HugeBody_ClientGoesAway_LeavesTheServerHealthy()
    {
        _faults.Enqueue(SandboxFault.HugeBody(10_000_000_000));
        using (HttpRequestMessage message = Ask.Message(Ask.Request(Contract.DumplingAI, "stoolpresidente"), _server.Address))
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
        _faults.Enqueue(SandboxFault.GzipBomb(Size));
        using HttpClient unpacking = new(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.All });
        using HttpRequestMessage message = Ask.Message(Ask.Request(Contract.DumplingAI, "stoolpresidente"), _server.Address);
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
        _faults.Enqueue(SandboxFault.GzipBomb(100_000_000));
        using HttpResponseMessage response = await SendAsync(Ask.Request(Contract.DumplingAI, "stoolpresidente"));
        Assert.Equal(["gzip"], response.Content.Headers.ContentEncoding);
        Assert.InRange((await response.Content.ReadAsByteArrayAsync()).Length, 1, 200_000);
    }

    [Fact]
    public async Task Redirect_Injected_HasTheLocation()
    {
        _faults.Enqueue(SandboxFault.Redirect("https://elsewhere.example.invalid/x", 307));
        using HttpResponseMessage response = await SendAsync(Ask.Request(Contract.DumplingAI, "stoolpresidente"));
        Assert.Equal(HttpStatusCode.TemporaryRedirect, response.StatusCode);
        Assert.Equal("https://elsewhere.example.invalid/x", response.Headers.Location?.ToString());
    }

    [Fact]
    public async Task Hang_Injected_AnswersNothingUntilTheClientGivesUp()
    {
        _faults.Enqueue(SandboxFault.Hang());
        using CancellationTokenSource patience = new();
        using HttpRequestMessage message = Ask.Message(Ask.Request(Contract.DumplingAI, "stoolpresidente"), _server.Address);
        Task<HttpResponseMessage> answer = _client.SendAsync(message, patience.Token);

        // The patience begins when the request has come: the first one of a process can take longer than it.
        while (_server.RequestCount == 0 && !answer.IsCompleted)
        {
            await Task.Delay(10);
        }

        patience.CancelAfter(300);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
        Assert.Equal(1, _server.RequestCount);
        await AssertHealthyAsync();
    }

    [Fact]
    public async Task HangInsideBody_Injected_SendsTheFirstBytesOnly()
    {
        _faults.Enqueue(SandboxFault.HangInsideBody(10));
        using CancellationTokenSource patience = new(1000);
        using HttpRequestMessage message = Ask.Message(Ask.Request(Contract.DumplingAI, "stoolpresidente"), _server.Address);
        using HttpResponseMessage response = await _client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, patience.Token);
        await using Stream body = await response.Content.ReadAsStreamAsync(patience.Token);
        byte[] buffer = new byte[100];
        Assert.Equal(10, await body.ReadAtLeastAsync(buffer.AsMemory(0, 10), 10, cancellationToken: patience.Token));
        Assert.Equal("""{"followin""", Encoding.UTF8.GetString(buffer, 0, 10));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await body.ReadExactlyAsync(buffer, patience.Token));
    }

    private async Task<HttpResponseMessage> SendAsync(SandboxRequest request)
    {
        using HttpRequestMessage message = Ask.Message(request, _server.Address);
        return await _client.SendAsync(message);
    }

    private async Task AssertResetAsync()
    {
        HttpRequestException error = await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync(Ask.Request(Contract.DumplingAI, "stoolpresidente")));
        SocketException socket = Assert.IsType<SocketException>(error.GetBaseException());
        Assert.Equal(SocketError.ConnectionReset, socket.SocketErrorCode);
    }

    private async Task AssertHealthyAsync()
    {
        using HttpResponseMessage response = await SendAsync(Ask.Request(Contract.DumplingAI, "stoolpresidente"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private async Task<(byte[] Read, Exception? Error)> ReadUntilErrorAsync()
    {
        using HttpRequestMessage message = Ask.Message(Ask.Request(Contract.DumplingAI, "stoolpresidente"), _server.Address);
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
