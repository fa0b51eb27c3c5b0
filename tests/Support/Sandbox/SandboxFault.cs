using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Compression;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using TikTokFollowing.Sandbox;
using TikTokFollowing.Sandbox.Server;

namespace TikTokFollowing.Tests.Support;

/// <summary>One way to go wrong on a real socket. A fault holds no state of its own: one instance may serve many requests.</summary>
public sealed class SandboxFault
{
    private const string Json = "application/json";
    private const int ChunkSize = 64 * 1024;

    // A giant body is a valid, empty page with white space in the middle: a client without a limit would read it as a success.
    private static readonly byte[] GiantStart = """{"followingList":[],"data":[],"""u8.ToArray();
    private static readonly byte[] GiantEnd = """ "hasMore":false,"pagination":{"has_more":false},"error":null}"""u8.ToArray();
    private static readonly byte[] Spaces = CreateSpaces();
    private static readonly ConcurrentDictionary<long, Lazy<byte[]>> Bombs = new();

    private readonly string _name;
    private readonly Func<HttpContext, Func<SandboxResponse>, CancellationToken, Task> _inject;

    private SandboxFault(string name, Func<HttpContext, Func<SandboxResponse>, CancellationToken, Task> inject)
    {
        _name = name;
        _inject = inject;
    }

    /// <summary>A TCP reset instead of an answer.</summary>
    public static SandboxFault ResetBeforeHeaders() =>
        new(nameof(ResetBeforeHeaders), static (context, _, token) => EndAsync(context, [], reset: true, token));

    /// <summary>A TCP reset in the middle of a header line.</summary>
    public static SandboxFault ResetInsideHeaders() => new(nameof(ResetInsideHeaders), static (context, _, token) =>
        EndAsync(context, "HTTP/1.1 200 OK\r\nContent-Type: applica"u8.ToArray(), reset: true, token));

    /// <summary>The true answer's headers and the first bytes of its body, then a TCP reset.</summary>
    public static SandboxFault ResetInsideBody(int bytes) =>
        new($"{nameof(ResetInsideBody)}({bytes})", (context, answer, token) => EndAsync(context, Raw(answer(), bytes), reset: true, token));

    /// <summary>The same with an orderly close: the body is shorter than its Content-Length.</summary>
    public static SandboxFault CloseInsideBody(int bytes) =>
        new($"{nameof(CloseInsideBody)}({bytes})", (context, answer, token) => EndAsync(context, Raw(answer(), bytes), reset: false, token));

    /// <summary>Silence for a while, then the true answer.</summary>
    public static SandboxFault SlowFirstByte(TimeSpan delay) => new($"{nameof(SlowFirstByte)}({delay})", async (context, answer, token) =>
    {
        await Task.Delay(delay, token);
        await SandboxServer.WriteAsync(context, answer(), compress: false, token);
    });

    /// <summary>The true answer, some bytes at a time; the headers come at once.</summary>
    public static SandboxFault DrippingBody(int bytesPerInterval, TimeSpan interval)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bytesPerInterval);
        return new($"{nameof(DrippingBody)}({bytesPerInterval}, {interval})", async (context, answer, token) =>
        {
            SandboxResponse response = answer();
            SandboxServer.SetHead(context, response);
            context.Response.ContentLength = response.Body.Length;
            for (int i = 0; i < response.Body.Length; i += bytesPerInterval)
            {
                int count = Math.Min(bytesPerInterval, response.Body.Length - i);
                await context.Response.Body.WriteAsync(response.Body.Slice(i, count), token);
                await context.Response.Body.FlushAsync(token);
                await Task.Delay(interval, token);
            }
        });
    }

    /// <summary>200 without a body: a soft block.</summary>
    public static SandboxFault EmptyBody() => Replace(200, []);

    /// <summary>Any complete answer.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="body">The body's bytes.</param>
    /// <param name="contentType">The media type; null = no header.</param>
    /// <param name="headers">More headers; a name may come more than once.</param>
    public static SandboxFault Replace(int status, byte[] body, string? contentType = Json, params (string Name, string Value)[] headers)
    {
        SandboxResponse response = new(status, contentType, body)
        {
            Headers = [.. headers.Select(header => KeyValuePair.Create(header.Name, header.Value))],
        };
        return new($"{nameof(Replace)}({status})", (context, _, token) =>
            SandboxServer.WriteAsync(context, response, compress: false, token));
    }

    /// <summary>Any complete answer, its body as text.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="body">The body, sent as UTF-8.</param>
    /// <param name="contentType">The media type; null = no header.</param>
    /// <param name="headers">More headers; a name may come more than once.</param>
    public static SandboxFault Replace(int status, string body, string? contentType = Json, params (string Name, string Value)[] headers) =>
        Replace(status, Encoding.UTF8.GetBytes(body), contentType, headers);

    /// <summary>The true answer, its body changed: cut it, flip a byte, put something before it.</summary>
    public static SandboxFault Alter(Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> change) =>
        new(nameof(Alter), (context, answer, token) =>
        {
            SandboxResponse response = answer();
            return SandboxServer.WriteAsync(context, response with { Body = change(response.Body) }, compress: false, token);
        });

    /// <summary>200 with a valid, empty page that is blown up with white space to a size; streamed, uncompressed.</summary>
    /// <param name="totalBytes">The size of the body.</param>
    /// <param name="announceLength">Whether a Content-Length tells the size beforehand.</param>
    public static SandboxFault HugeBody(long totalBytes, bool announceLength = false) =>
        new($"{nameof(HugeBody)}({totalBytes})", async (context, _, token) =>
        {
            context.Response.ContentType = Json;
            context.Response.ContentLength = announceLength ? totalBytes : null;
            await WriteGiantAsync(context.Response.Body, totalBytes, token);
        });

    /// <summary>The same, gzip-compressed to about a thousandth; sent whether or not the client accepts gzip.</summary>
    /// <param name="unpackedBytes">The size after unpacking. Packed once per process and size.</param>
    public static SandboxFault GzipBomb(long unpackedBytes) => new($"{nameof(GzipBomb)}({unpackedBytes})", async (context, _, token) =>
    {
        byte[] packed = Bombs.GetOrAdd(unpackedBytes, static size => new Lazy<byte[]>(() => Pack(size))).Value;
        context.Response.ContentType = Json;
        context.Response.Headers.ContentEncoding = "gzip";
        context.Response.ContentLength = packed.Length;
        await context.Response.Body.WriteAsync(packed, token);
    });

    /// <summary>A redirect.</summary>
    public static SandboxFault Redirect(string location, int status = 302) => Replace(status, [], null, ("Location", location));

    /// <summary>No answer at all, until the client or the server gives up.</summary>
    public static SandboxFault Hang() => new(nameof(Hang), static (_, _, token) => Task.Delay(Timeout.Infinite, token));

    /// <summary>The true answer's headers and the first bytes of its body, and then nothing more, until the client or the server gives up.</summary>
    public static SandboxFault HangInsideBody(int bytes) => new($"{nameof(HangInsideBody)}({bytes})", async (context, answer, token) =>
    {
        SandboxResponse response = answer();
        SandboxServer.SetHead(context, response);
        context.Response.ContentLength = response.Body.Length;
        await context.Response.Body.WriteAsync(response.Body[..Math.Clamp(bytes, 0, response.Body.Length)], token);
        await context.Response.Body.FlushAsync(token);
        await Task.Delay(Timeout.Infinite, token);
    });

    /// <summary>The name and the measure, for a test's message.</summary>
    public override string ToString() => _name;

    internal Task InjectAsync(HttpContext context, Func<SandboxResponse> answer, CancellationToken cancellationToken) =>
        _inject(context, answer, cancellationToken);

    /// <summary>Writes raw bytes past Kestrel, which has not begun its answer yet, and ends the connection.</summary>
    private static async Task EndAsync(HttpContext context, byte[] bytes, bool reset, CancellationToken cancellationToken)
    {
        Socket socket = context.Features.GetRequiredFeature<IConnectionSocketFeature>().Socket;
        ReadOnlyMemory<byte> rest = bytes;
        while (rest.Length > 0)
        {
            rest = rest[await socket.SendAsync(rest, SocketFlags.None, cancellationToken)..];
        }

        if (reset)
        {
            if (bytes.Length > 0)
            {
                // A reset may overtake what the client has not read yet.
                await Task.Delay(20, cancellationToken);
            }

            socket.LingerState = new LingerOption(enable: true, seconds: 0);
            socket.Close();
        }
        else
        {
            socket.Shutdown(SocketShutdown.Send);
        }

        context.Abort();
    }

    private static byte[] Raw(SandboxResponse response, int bodyBytes)
    {
        StringBuilder head = new();
        head.Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {response.Status} Fault\r\n");
        head.Append(CultureInfo.InvariantCulture, $"Content-Length: {response.Body.Length}\r\nContent-Type: {response.ContentType}\r\n");
        foreach ((string name, string value) in response.Headers)
        {
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        head.Append("\r\n");
        return [.. Encoding.ASCII.GetBytes(head.ToString()), .. response.Body[..Math.Clamp(bodyBytes, 0, response.Body.Length)].Span];
    }

    private static async Task WriteGiantAsync(Stream body, long totalBytes, CancellationToken cancellationToken)
    {
        await body.WriteAsync(GiantStart, cancellationToken);
        for (long left = totalBytes - GiantStart.Length - GiantEnd.Length; left > 0; left -= ChunkSize)
        {
            await body.WriteAsync(Spaces.AsMemory(0, (int)Math.Min(left, ChunkSize)), cancellationToken);
        }

        await body.WriteAsync(GiantEnd, cancellationToken);
    }

    private static byte[] Pack(long unpackedBytes)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(GiantStart);
            for (long left = unpackedBytes - GiantStart.Length - GiantEnd.Length; left > 0; left -= ChunkSize)
            {
                gzip.Write(Spaces, 0, (int)Math.Min(left, ChunkSize));
            }

            gzip.Write(GiantEnd);
        }

        return packed.ToArray();
    }

    private static byte[] CreateSpaces()
    {
        byte[] spaces = new byte[ChunkSize];
        spaces.AsSpan().Fill((byte)' ');
        return spaces;
    }
}
