using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace TikTokFollowing.Sandbox.Server;

/// <summary>
/// The sandbox over a real socket: Kestrel on 127.0.0.1, HTTP/1.1 with keep-alive, br and gzip. It uses no host and reads no
/// configuration, so it starts in milliseconds and logs nothing.
/// </summary>
public sealed class SandboxServer : IAsyncDisposable
{
    private const int SmallestCompressedBody = 1024;

    private readonly KestrelServer _kestrel;
    private readonly SandboxResponder _responder;
    private readonly Interceptor? _interceptor;
    private readonly ConcurrentQueue<SandboxRequest> _requests = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly bool _recordRequests;
    private int _requestCount;
    private int _connectionCount;

    private SandboxServer(int port, SandboxResponder responder, bool recordRequests, Interceptor? interceptor)
    {
        _responder = responder;
        _recordRequests = recordRequests;
        _interceptor = interceptor;
        KestrelServerOptions options = new() { AddServerHeader = false };
        // Tests read slowly and drip on purpose; the default rates would end such a connection.
        options.Limits.MinRequestBodyDataRate = null;
        options.Limits.MinResponseDataRate = null;
        options.Listen(IPAddress.Loopback, port, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            listen.Use(next => connection =>
            {
                Interlocked.Increment(ref _connectionCount);
                return next(connection);
            });
        });
        _kestrel = new KestrelServer(
            Options.Create(options),
            new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance),
            NullLoggerFactory.Instance);
    }

    /// <summary>
    /// Answers a request in the sandbox's place, and may ask for its answer. False leaves the request to the sandbox. Tests inject
    /// failures with it.
    /// </summary>
    internal delegate Task<bool> Interceptor(
        SandboxRequest request, HttpContext context, Func<SandboxResponse> answer, CancellationToken cancellationToken);

    /// <summary>The base address, such as <c>http://127.0.0.1:40123/</c>.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>The requests so far, in the order in which their bodies were complete; empty when they are not recorded.</summary>
    public IReadOnlyList<SandboxRequest> Requests => [.. _requests];

    /// <summary>How many requests arrived.</summary>
    public int RequestCount => Volatile.Read(ref _requestCount);

    /// <summary>How many TCP connections were accepted.</summary>
    public int ConnectionCount => Volatile.Read(ref _connectionCount);

    /// <summary>One credit for every 200 that the sandbox made for a vendor with credits, whether or not it arrived.</summary>
    public long CreditsCharged => _responder.CreditsCharged;

    /// <summary>Starts a server on loopback.</summary>
    /// <param name="port">The port; 0 = any free one.</param>
    /// <param name="credentials">The keys to accept; null = those that <see cref="SandboxHandler"/> names.</param>
    /// <param name="recordRequests">False keeps no request (and so no key) in memory.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    /// <exception cref="IOException">The port is in use.</exception>
    public static Task<SandboxServer> StartAsync(
        int port = 0,
        SandboxCredentials? credentials = null,
        bool recordRequests = true,
        CancellationToken cancellationToken = default) =>
        StartAsync(port, new SandboxResponder(credentials), recordRequests, interceptor: null, cancellationToken);

    internal static async Task<SandboxServer> StartAsync(
        int port, SandboxResponder responder, bool recordRequests, Interceptor? interceptor, CancellationToken cancellationToken = default)
    {
        SandboxServer server = new(port, responder, recordRequests, interceptor);
        try
        {
            await server._kestrel.StartAsync(new Application(server), cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await server.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        server.Address = new Uri(server._kestrel.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single());
        return server;
    }

    /// <summary>Ends hanging answers, closes the connections and frees the port: later connections are refused.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        using (CancellationTokenSource patience = new(TimeSpan.FromSeconds(1)))
        {
            await _kestrel.StopAsync(patience.Token).ConfigureAwait(false);
        }

        _kestrel.Dispose();
        _stopping.Dispose();
    }

    /// <summary>Writes a complete answer, compressed when the client can read that and the body is worth it.</summary>
    internal static async Task WriteAsync(HttpContext context, SandboxResponse answer, bool compress, CancellationToken cancellationToken)
    {
        SetHead(context, answer);
        string accepted = compress && answer.Body.Length > SmallestCompressedBody ? context.Request.Headers.AcceptEncoding.ToString() : "";
        string? encoding = accepted.Contains("br", StringComparison.OrdinalIgnoreCase) ? "br"
            : accepted.Contains("gzip", StringComparison.OrdinalIgnoreCase) ? "gzip"
            : null;
        if (encoding is null)
        {
            context.Response.ContentLength = answer.Body.Length;
            await context.Response.Body.WriteAsync(answer.Body, cancellationToken).ConfigureAwait(false);
            return;
        }

        context.Response.Headers.ContentEncoding = encoding;
        context.Response.Headers.Vary = "Accept-Encoding";
        Stream body = context.Response.Body;
        Stream compressor = encoding == "br"
            ? new BrotliStream(body, CompressionLevel.Fastest, leaveOpen: true)
            : new GZipStream(body, CompressionLevel.Fastest, leaveOpen: true);
        await using (compressor.ConfigureAwait(false))
        {
            await compressor.WriteAsync(answer.Body, cancellationToken).ConfigureAwait(false);
        }
    }

    internal static void SetHead(HttpContext context, SandboxResponse answer)
    {
        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = answer.ContentType;
        foreach ((string name, string value) in answer.Headers)
        {
            context.Response.Headers.Append(name, value);
        }
    }

    private async Task ProcessAsync(HttpContext context)
    {
        using CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _stopping.Token);
        try
        {
            SandboxRequest request = await ReadAsync(context, ended.Token).ConfigureAwait(false);
            Interlocked.Increment(ref _requestCount);
            if (_recordRequests)
            {
                _requests.Enqueue(request);
            }

            if (_interceptor is null || !await _interceptor(request, context, () => _responder.Respond(request), ended.Token).ConfigureAwait(false))
            {
                await WriteAsync(context, _responder.Respond(request), compress: true, ended.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The client went away, or the server stops: nobody waits for an answer, and none must be made up.
            context.Abort();
        }
        catch (IOException)
        {
            context.Abort();
        }
    }

    private static async Task<SandboxRequest> ReadAsync(HttpContext context, CancellationToken cancellationToken)
    {
        using MemoryStream body = new();
        await context.Request.Body.CopyToAsync(body, cancellationToken).ConfigureAwait(false);
        Dictionary<string, string> headers = context.Request.Headers.ToDictionary(
            static header => header.Key,
            static header => header.Value.ToString(),
            StringComparer.OrdinalIgnoreCase);

        // The raw target: Kestrel's own path is already decoded and would hide what the client really sent.
        string target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        return new SandboxRequest(context.Request.Method, target, headers, body.ToArray());
    }

    private sealed class Application(SandboxServer server) : IHttpApplication<HttpContext>
    {
        public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

        public Task ProcessRequestAsync(HttpContext context) => server.ProcessAsync(context);

        public void DisposeContext(HttpContext context, Exception? exception)
        {
        }
    }
}
