using System.Net;
using System.Net.Sockets;
using System.Text;
using TikTokFollowing.Sandbox;
using TikTokFollowing.Sandbox.Server;
using TikTokFollowing.Tests.Support;

namespace TikTokFollowing.Tests.Sending;

/// <summary>
/// The same client over real sockets, with a server that misbehaves. Here alone the clock is real; retries wait some milliseconds, and
/// attempts time out only where that is the subject.
/// </summary>
[Collection(nameof(AloneInTheProcess))]
public sealed class SocketFaultTests
{
    private const int Rows = 234;
    private static readonly EventRecorder Ignored = new();

    public static TheoryData<FollowingProvider, SandboxFault, FollowingErrorKind, bool> Faults
    {
        get
        {
            TheoryData<FollowingProvider, SandboxFault, FollowingErrorKind, bool> data = [];
            foreach (FollowingProvider provider in Enum.GetValues<FollowingProvider>())
            {
                // Inside of an answer with a token, which is short, as well as of a page.
                int inside = provider == FollowingProvider.TikTokResearch ? 40 : 500;
                foreach (SandboxFault fault in new[]
                {
                    SandboxFault.ResetBeforeHeaders(), SandboxFault.ResetInsideHeaders(), SandboxFault.ResetInsideBody(0), SandboxFault.ResetInsideBody(inside),
                    SandboxFault.CloseInsideBody(0), SandboxFault.CloseInsideBody(inside),
                })
                {
                    data.Add(provider, fault, FollowingErrorKind.NetworkFailure, true);
                }

                data.Add(provider, SandboxFault.EmptyBody(), FollowingErrorKind.InvalidResponse, true);
                data.Add(provider, SandboxFault.Alter(body => body[..(body.Length / 2)]), FollowingErrorKind.InvalidResponse, false);
                data.Add(provider, SandboxFault.Replace(200, "<html></html>", "text/html"), FollowingErrorKind.InvalidResponse, false);
                data.Add(provider, SandboxFault.Replace(200, "null"), FollowingErrorKind.InvalidResponse, false);
                data.Add(provider, SandboxFault.Replace(200, "[]"), FollowingErrorKind.InvalidResponse, false);
                data.Add(
                    provider, SandboxFault.Replace(200, "not gzip at all", "application/json", ("Content-Encoding", "gzip")), FollowingErrorKind.InvalidResponse, false);
                data.Add(
                    provider, SandboxFault.Replace(200, "not Brotli at all", "application/json", ("Content-Encoding", "br")), FollowingErrorKind.InvalidResponse, false);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Faults), DisableDiscoveryEnumeration = true)]
    public async Task Fault_OnTheSecondPage_IsSeenCountedAndSurvived(FollowingProvider provider, SandboxFault fault, FollowingErrorKind kind, bool isRetried)
    {
        SandboxFaults faults = new();
        await using SandboxServer server = await faults.StartServerAsync();
        EventRecorder events = new();
        using FollowingConnection connection = Connect(server.Address, provider);
        int tokens = TokensOf(provider);
        int pages = (Rows + FirstPageOf(provider) - 1) / FirstPageOf(provider);
        faults.Enqueue([.. Enumerable.Repeat<SandboxFault?>(null, 1 + tokens), fault]);

        Reading reading = await ReadAsync(connection, events);

        // The connection was kept alive after page 1, so the transport would resend a GET by itself if it were let.
        Assert.Equal(server.RequestCount, connection.RequestsSent);
        Assert.Equal(server.RequestCount, reading.Summary.Requests);
        RequestEvent failed = events.Of<RequestEvent>()[1 + tokens];
        Assert.NotNull(failed.Failure);
        if (isRetried)
        {
            Assert.True(reading.Failure is null, $"{fault}: {reading.Failure}");
            Assert.Equal(Rows, reading.Rows.Count);
            Assert.Equal(FollowingStatus.Complete, reading.Summary.Status);
            Assert.Equal((pages + 1 + tokens, 1, (pages + 1) * CostOf(provider)), (reading.Summary.Requests, reading.Summary.Retries, reading.Summary.Credits));
            Assert.Equal(CostOf(provider) > 0, Assert.Single(events.Of<RetryEvent>()).MayHaveBeenCharged);
        }
        else
        {
            Assert.Equal(kind, reading.Failure!.Kind);
            Assert.Equal(FirstPageOf(provider), reading.Rows.Count);
            Assert.Equal((2 + tokens, 2 * CostOf(provider)), (reading.Summary.Requests, reading.Summary.Credits));
        }
    }

    [Theory]
    [MemberData(nameof(Faults), DisableDiscoveryEnumeration = true)]
    public async Task Fault_EveryTime_EndsWithItsErrorAfterTheRetries(FollowingProvider provider, SandboxFault fault, FollowingErrorKind kind, bool isRetried)
    {
        await using SandboxServer server = await SandboxFaults.Always(fault).StartServerAsync();
        using FollowingConnection connection = Connect(server.Address, provider, retries: 1);


        Reading reading = await ReadAsync(connection, Ignored);

        Assert.Equal(kind, reading.Failure!.Kind);
        Assert.Equal(FollowingStatus.Failed, reading.Summary.Status);
        Assert.Empty(reading.Rows);
        Assert.Equal(isRetried ? 2 : 1, server.RequestCount);
        Assert.Equal(server.RequestCount, connection.RequestsSent);
        Assert.Equal(server.RequestCount * CostOf(provider), reading.Summary.Credits);
    }

    [Fact]
    public async Task Silence_AtAnyPoint_IsATimeoutOfTheWholeAttempt()
    {
        SandboxFault[] faults =
        [
            SandboxFault.Hang(), SandboxFault.HangInsideBody(0), SandboxFault.HangInsideBody(500), SandboxFault.SlowFirstByte(TimeSpan.FromMinutes(1)),
            SandboxFault.DrippingBody(1, TimeSpan.FromMilliseconds(50)),
        ];

        // All at once, because every one takes its second.
        await Task.WhenAll(Enum.GetValues<FollowingProvider>().SelectMany(provider => faults.Select(fault => TimeOutAsync(provider, fault))));

        static async Task TimeOutAsync(FollowingProvider provider, SandboxFault fault)
        {
            SandboxFaults faults = new();
            await using SandboxServer server = await faults.StartServerAsync();
            using FollowingConnection connection = Connect(server.Address, provider, timeout: TimeSpan.FromSeconds(1), retries: 1);
            EventRecorder events = new();
            faults.Enqueue([.. Enumerable.Repeat<SandboxFault?>(null, TokensOf(provider)), fault, fault]);

            Reading reading = await ReadAsync(connection, events);

            Assert.True(reading.Failure?.Kind == FollowingErrorKind.Timeout, $"{fault}: {reading.Failure}");
            Assert.Contains("within 1 s", reading.Failure.Message, StringComparison.Ordinal);
            int requests = 2 + TokensOf(provider);
            Assert.Equal((requests, requests), (server.RequestCount, connection.RequestsSent));
            Assert.Equal((requests, 1, 2 * CostOf(provider)), (reading.Summary.Requests, reading.Summary.Retries, reading.Summary.Credits));
            Assert.All(events.Of<RequestEvent>().Where(request => request.Page is not null), request => Assert.InRange(request.Duration, TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(10)));
        }
    }

    [Theory]
    [MemberData(nameof(Page.Providers), MemberType = typeof(Page))]
    public async Task Refused_IsANetworkFailureThatCostsNothing(FollowingProvider provider)
    {
        Uri address;
        await using (SandboxServer server = await SandboxServer.StartAsync())
        {
            address = server.Address;
        }

        using FollowingConnection connection = Connect(address, provider);

        Reading reading = await ReadAsync(connection, Ignored);

        Assert.Equal(FollowingErrorKind.NetworkFailure, reading.Failure!.Kind);
        Assert.Contains(address.Authority, reading.Failure.Message, StringComparison.Ordinal);
        Assert.Equal((5, 4, 0m), (reading.Summary.Requests, reading.Summary.Retries, reading.Summary.Credits));
        Assert.Equal(0m, connection.CreditsSpent);
    }

    [Fact]
    public async Task UnknownHost_IsANetworkFailure()
    {
        using FollowingConnection connection = Connect(new Uri("https://no-such-host.invalid/"), FollowingProvider.DumplingAI, retries: 0);

        Assert.Equal(FollowingErrorKind.NetworkFailure, (await ReadAsync(connection, Ignored)).Failure!.Kind);
    }

    [Fact]
    public async Task Https_ToAServerWithoutTls_IsANetworkFailure()
    {
        await using SandboxServer server = await SandboxServer.StartAsync();
        using FollowingConnection connection = Connect(new UriBuilder(server.Address) { Scheme = "https" }.Uri, FollowingProvider.DumplingAI, retries: 0);

        Reading reading = await ReadAsync(connection, Ignored);

        Assert.Equal(FollowingErrorKind.NetworkFailure, reading.Failure!.Kind);
        Assert.Equal(0, server.RequestCount);
        Assert.Equal(0m, reading.Summary.Credits);
    }

    [Fact]
    public async Task KeptAliveConnection_ClosedByTheServerWhenTheRequestArrives_IsNotResentUnseen()
    {
        // A bare socket: answers the first request of a connection, and closes it when the second one has been read.
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        int received = 0;
        Task serving = Task.Run(async () =>
        {
            while (true)
            {
                using TcpClient peer = await listener.AcceptTcpClientAsync();
                NetworkStream stream = peer.GetStream();
                for (int i = 0; i < 2 && await ReadRequestAsync(stream); i++)
                {
                    int request = Interlocked.Increment(ref received);
                    if (i == 0)
                    {
                        string body = Page.Of(FollowingProvider.FullTikTok, request * 10, 5, $"{1_700_000_000 - request}", request < 7 ? "true" : "false");
                        await stream.WriteAsync(Encoding.UTF8.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\n\r\n{body}"));
                    }
                }
            }
        });
        using FollowingConnection connection = Connect(new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/"), FollowingProvider.FullTikTok);

        Reading reading = await ReadAsync(connection, Ignored);

        Assert.Null(reading.Failure);
        Assert.Equal(FollowingStatus.Complete, reading.Summary.Status);
        Assert.Equal(received, connection.RequestsSent);
        Assert.Equal(received, reading.Summary.Requests);
        Assert.Equal(received, reading.Summary.Credits);
        Assert.Equal(3, reading.Summary.Retries);
        connection.Dispose();
        listener.Stop();
        await Assert.ThrowsAnyAsync<Exception>(() => serving);
    }

    [Theory]
    [MemberData(nameof(Page.Providers), MemberType = typeof(Page))]
    public async Task Redirect_IsNeverFollowedWithTheKey(FollowingProvider provider)
    {
        await using SandboxServer target = await SandboxServer.StartAsync();
        foreach (int status in new[] { 301, 302, 303, 307, 308 })
        {
            await using SandboxServer server = await SandboxFaults.Always(SandboxFault.Redirect(target.Address + "api/v1/x", status)).StartServerAsync();
            using FollowingConnection connection = Connect(server.Address, provider);

            Reading reading = await ReadAsync(connection, Ignored);

            Assert.Equal(FollowingErrorKind.InvalidResponse, reading.Failure!.Kind);
            Assert.Equal(status, reading.Failure.StatusCode);
            Assert.Equal(1, server.RequestCount);
            Assert.Equal(0m, reading.Summary.Credits);
        }

        Assert.Equal(0, target.ConnectionCount);
    }

    [Theory]
    [InlineData(FollowingProvider.DumplingAI)]
    [InlineData(FollowingProvider.FullTikTok)]
    public async Task Answers_CompressedWithBrotliOrGzip_AreRead(FollowingProvider provider)
    {
        SandboxFaults faults = new();
        await using SandboxServer server = await faults.StartServerAsync();
        EventRecorder events = new();
        using FollowingConnection connection = Connect(server.Address, provider);

        Reading brotli = await ReadAsync(connection, events);

        Assert.Equal(Rows, brotli.Rows.Count);
        Assert.Equal(FollowingStatus.Complete, brotli.Summary.Status);
        Assert.All(server.Requests, request => Assert.Equal("gzip, br", request.Header("Accept-Encoding")));
        Assert.Equal(1, server.ConnectionCount);

        // The same bytes unpacked: the size in the event is the size of the JSON.
        SandboxResponse plain = new SandboxResponder().Respond(server.Requests[0]);
        Assert.Equal(plain.Body.Length, events.Of<RequestEvent>()[0].Bytes);

        using MemoryStream packed = new();
        await using (System.IO.Compression.GZipStream gzip = new(packed, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
        {
            await gzip.WriteAsync(plain.Body);
        }

        faults.Enqueue(SandboxFault.Replace(200, packed.ToArray(), "application/json", ("Content-Encoding", "gzip")));
        Reading unpacked = await Client.ReadAsync(connection.GetFollowing(SandboxHandles.StoolPresidente, new FollowingListOptions { PageSize = 100, MaxPages = 1 }));
        Assert.Equal(brotli.Rows.Take(100).Select(row => row.UserId), unpacked.Rows.Select(row => row.UserId));
    }

    [Theory]
    [InlineData("huge")]
    [InlineData("announced")]
    [InlineData("bomb")]
    [InlineData("error")]
    public async Task GiantBody_IsRefusedWithFlatMemory(string shape)
    {
        const long Giant = 400L * 1024 * 1024;
        const long Flat = 160L * 1024 * 1024;
        SandboxFault fault = shape switch
        {
            "huge" => SandboxFault.HugeBody(Giant),
            "announced" => SandboxFault.HugeBody(Giant, announceLength: true),
            "bomb" => SandboxFault.GzipBomb(Giant),
            _ => SandboxFault.Replace(401, new byte[20 * 1024 * 1024]),
        };
        await using SandboxServer server = await SandboxFaults.Always(fault).StartServerAsync();
        using FollowingConnection connection = Connect(server.Address, FollowingProvider.DumplingAI);
        for (int i = 0; i < 3; i++)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);

            Reading reading = await ReadAsync(connection, Ignored);

            long allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
            Assert.Equal(shape == "error" ? FollowingErrorKind.AuthenticationFailed : FollowingErrorKind.InvalidResponse, reading.Failure!.Kind);
            Assert.Equal(1, reading.Summary.Requests);

            // The first round packs the bomb.
            Assert.True(i == 0 || allocated < Flat, $"{allocated / 1024 / 1024} MiB were allocated for a body of {Giant / 1024 / 1024} MiB.");
        }

        Assert.Equal(3, server.RequestCount);
    }

    [Fact]
    public async Task Cancel_WhileTheServerHangs_ReturnsWithinASecond()
    {
        await using SandboxServer server = await SandboxFaults.Always(SandboxFault.Hang()).StartServerAsync();
        using FollowingConnection connection = Connect(server.Address, FollowingProvider.DumplingAI, timeout: TimeSpan.FromMinutes(5));
        using CancellationTokenSource cancel = new();
        FollowingList list = connection.GetFollowing(SandboxHandles.StoolPresidente);
        Task<Reading> reading = Client.ReadAsync(list, cancellationToken: cancel.Token);
        Assert.True(SpinWait.SpinUntil(() => server.RequestCount == 1, TimeSpan.FromSeconds(10)));
        long started = TimeProvider.System.GetTimestamp();

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(1));
        Assert.Equal(FollowingStatus.Stopped, list.Summary!.Status);
        Assert.Equal(1m, list.Summary.Credits);
    }

    [Fact]
    public async Task Dispose_WhileTheServerHangs_EndsTheListWithNotConnected()
    {
        await using SandboxServer server = await SandboxFaults.Always(SandboxFault.Hang()).StartServerAsync();
        using FollowingConnection connection = Connect(server.Address, FollowingProvider.FullTikTok, timeout: TimeSpan.FromMinutes(5));
        Task<Reading> reading = ReadAsync(connection, Ignored);
        Assert.True(SpinWait.SpinUntil(() => server.RequestCount == 1, TimeSpan.FromSeconds(10)));

        connection.Dispose();

        Assert.Equal(FollowingErrorKind.NotConnected, (await reading).Failure!.Kind);
        Assert.Equal(1m, (await reading).Summary.Credits);
    }

    [Fact]
    public async Task Dispose_UnusedConnection_DisposesItsHandler()
    {
        using SandboxHandler handler = new();
        using System.Security.SecureString key = Client.Secure(Client.Key);
        FollowingConnection connection = new(new FollowingConnectionOptions { ApiKey = key, Handler = handler, IsSandbox = true });
        connection.Dispose();

        Reading reading = await Client.ReadAsync(connection.GetFollowing("name"));

        Assert.Equal(FollowingErrorKind.NotConnected, reading.Failure!.Kind);
        Assert.Equal(0, handler.Responder.CreditsCharged);
    }

    [Theory]
    [InlineData(FollowingProvider.DumplingAI, SandboxHandles.Flaky, FollowingStatus.Complete, 250)]
    [InlineData(FollowingProvider.FullTikTok, SandboxHandles.Repeats, FollowingStatus.Complete, 500)]
    [InlineData(FollowingProvider.DumplingAI, SandboxHandles.Truncated, FollowingStatus.Truncated, 5000)]
    [InlineData(FollowingProvider.FullTikTok, SandboxHandles.Stuck, FollowingStatus.StuckCursor, 200)]
    [InlineData(FollowingProvider.DumplingAI, SandboxHandles.Hidden, FollowingStatus.Hidden, 0)]
    [InlineData(FollowingProvider.FullTikTok, SandboxHandles.NotFound, FollowingStatus.NotFound, 0)]
    [InlineData(FollowingProvider.DumplingAI, SandboxHandles.Empty, FollowingStatus.Complete, 0)]
    [InlineData(FollowingProvider.FullTikTok, SandboxHandles.Malformed, FollowingStatus.Failed, 100)]
    [InlineData(FollowingProvider.DumplingAI, SandboxHandles.NoCredits, FollowingStatus.OutOfCredits, 200)]
    [InlineData(FollowingProvider.TikTokResearch, SandboxHandles.Flaky, FollowingStatus.Complete, 250)]
    [InlineData(FollowingProvider.TikTokResearch, SandboxHandles.Hidden, FollowingStatus.Hidden, 0)]
    [InlineData(FollowingProvider.TikTokResearch, SandboxHandles.NotFound, FollowingStatus.NotFound, 0)]
    [InlineData(FollowingProvider.TikTokResearch, SandboxHandles.Empty, FollowingStatus.Complete, 0)]
    [InlineData(FollowingProvider.TikTokResearch, SandboxHandles.NoCredits, FollowingStatus.OutOfCredits, 200)]
    [InlineData(FollowingProvider.ScrapeCreators, SandboxHandles.Truncated, FollowingStatus.Truncated, 5000)]
    [InlineData(FollowingProvider.ScrapeCreators, SandboxHandles.NotFound, FollowingStatus.NotFound, 0)]
    [InlineData(FollowingProvider.SociaVault, SandboxHandles.Hidden, FollowingStatus.Hidden, 0)]
    [InlineData(FollowingProvider.SociaVault, SandboxHandles.NoCredits, FollowingStatus.OutOfCredits, 40)]
    public async Task ReservedHandles_OverASocket_EndAsPromisedAndCostWhatWasCharged(FollowingProvider provider, string handle, FollowingStatus status, int rows)
    {
        await using SandboxServer server = await SandboxServer.StartAsync();
        using FollowingConnection connection = Connect(server.Address, provider);

        Reading reading = await Client.ReadAsync(connection.GetFollowing(handle, new FollowingListOptions { PageSize = 100 }));

        Assert.Equal(status, reading.Summary.Status);
        Assert.Equal(rows, reading.Rows.Count);
        Assert.Equal(server.CreditsCharged, reading.Summary.Credits);
        Assert.Equal(server.RequestCount, reading.Summary.Requests);

        // A compressed answer can be read before its last chunk has come; the next request then opens another connection.
        Assert.InRange(server.ConnectionCount, 1, Math.Max(1, server.RequestCount / 4));
    }

    private static int TokensOf(FollowingProvider provider) => provider == FollowingProvider.TikTokResearch ? 1 : 0;

    private static decimal CostOf(FollowingProvider provider) => provider == FollowingProvider.TikTokResearch ? 0 : 1;

    private static int FirstPageOf(FollowingProvider provider) => Page.HasSize(provider) ? 100 : 20;

    private static FollowingConnection Connect(Uri address, FollowingProvider provider, int retries = 4, TimeSpan? timeout = null)
    {
        using System.Security.SecureString key = Client.Secure(SandboxHandler.ApiKey);
        using System.Security.SecureString clientKey = Client.Secure(SandboxHandler.ClientKey);
        using System.Security.SecureString clientSecret = Client.Secure(SandboxHandler.ClientSecret);
        return new FollowingConnection(new FollowingConnectionOptions
        {
            Provider = provider,
            ApiKey = key,
            ClientKey = clientKey,
            ClientSecret = clientSecret,
            BaseUri = address,
            Timeout = timeout ?? TimeSpan.FromSeconds(30),
            MaximumRetryCount = retries,
            MaximumRetryInterval = TimeSpan.FromMilliseconds(20),
        });
    }

    private static Task<Reading> ReadAsync(FollowingConnection connection, EventRecorder events) => Client.ReadAsync(
        connection.GetFollowing(SandboxHandles.StoolPresidente, new FollowingListOptions { PageSize = 100, Observer = events }));

    private static async Task<bool> ReadRequestAsync(NetworkStream stream)
    {
        StringBuilder request = new();
        byte[] buffer = new byte[4096];
        while (!request.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            int read = await stream.ReadAsync(buffer);
            if (read == 0)
            {
                return false;
            }

            request.Append(Encoding.ASCII.GetString(buffer, 0, read));
        }

        return true;
    }
}
