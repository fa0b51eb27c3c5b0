using System.Collections;
using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using TikTokFollowing.Sandbox;

namespace TikTokFollowing.PowerShell.Tests;

/// <summary>What <see cref="LoopbackServer"/> does with a request instead of answering as the sandbox.</summary>
public enum LoopbackAct
{
    /// <summary>Sends the answer.</summary>
    Answer,

    /// <summary>Is silent until the client gives up.</summary>
    Hang,

    /// <summary>Resets the connection.</summary>
    Reset,
}

/// <summary>One scripted answer.</summary>
public sealed class LoopbackReply
{
    public LoopbackAct Act { get; init; }

    public int Status { get; init; } = 200;

    /// <summary>The body. In it and in the headers <c>{key}</c> becomes the key that the request carried, as it is, in base64 and in hex.</summary>
    public string Body { get; init; } = string.Empty;

    public string ContentType { get; init; } = "application/json";

    public IDictionary Headers { get; init; } = new Hashtable();
}

/// <summary>
/// A raw server inside the engine that runs a test, so that the test can script its answers and count what arrived. What is not scripted
/// is answered by the sandbox.
/// </summary>
public sealed class LoopbackServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    // The key of TestSupport.psm1.
    private readonly SandboxResponder _responder = new(new SandboxCredentials { ApiKey = "sk_test_7f3a9c51e2b84d06" });
    private readonly ConcurrentQueue<LoopbackReply?> _script = new();
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly X509Certificate2? _certificate;
    private int _requestCount;
    private int _connectionCount;
    private int _underWay;
    private int _mostUnderWay;

    /// <param name="useTls">Whether to speak https, with a certificate that nobody trusts.</param>
    public LoopbackServer(bool useTls = false)
    {
        _certificate = useTls ? CreateCertificate() : null;
        _listener.Start();
        _ = AcceptAsync();
    }

    public Uri Address => new($"{(_certificate is null ? "http" : "https")}://{_listener.LocalEndpoint}/");

    /// <summary>How long each answer takes.</summary>
    public TimeSpan Latency { get; set; }

    /// <summary>The answer to every request for which none is enqueued; <see langword="null"/> is the sandbox's.</summary>
    public LoopbackReply? Always { get; set; }

    /// <summary>Every request so far: method, target, headers and body as text.</summary>
    public IReadOnlyList<string> Requests => _requests.ToArray();

    public int RequestCount => Volatile.Read(ref _requestCount);

    public int ConnectionCount => Volatile.Read(ref _connectionCount);

    /// <summary>Requests that are being answered now; one whose client went away is not.</summary>
    public int UnderWay => Volatile.Read(ref _underWay);

    public int MostUnderWay => Volatile.Read(ref _mostUnderWay);

    /// <summary>Scripts the next answers; <see langword="null"/> is the sandbox's.</summary>
    public void Enqueue(params LoopbackReply?[] replies)
    {
        foreach (LoopbackReply? reply in replies)
        {
            _script.Enqueue(reply);
        }
    }

    public void Dispose()
    {
        _closing.Cancel();
        _listener.Dispose();
        _certificate?.Dispose();
        _closing.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(_closing.Token);
                Interlocked.Increment(ref _connectionCount);
                _ = ServeAsync(client);
            }
        }
        catch (Exception closed) when (closed is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                client.NoDelay = true;
                await using Stream stream = await OpenAsync(client);
                while (await ReadRequestAsync(stream) is SandboxRequest request)
                {
                    int underWay = Interlocked.Increment(ref _underWay);
                    InterlockedMax(ref _mostUnderWay, underWay);
                    try
                    {
                        if (!await AnswerAsync(client, stream, request))
                        {
                            return;
                        }
                    }
                    finally
                    {
                        Interlocked.Decrement(ref _underWay);
                    }
                }
            }
            catch (Exception gone) when (gone is IOException or AuthenticationException or OperationCanceledException or ObjectDisposedException or SocketException)
            {
                // The client went away, or the test is over.
            }
        }
    }

    /// <returns>Whether the connection is still of use.</returns>
    private async Task<bool> AnswerAsync(TcpClient client, Stream stream, SandboxRequest request)
    {
        if (Latency > TimeSpan.Zero)
        {
            await Task.Delay(Latency, _closing.Token);
        }

        LoopbackReply? reply = _script.TryDequeue(out LoopbackReply? scripted) ? scripted : Always;
        switch (reply?.Act)
        {
            case LoopbackAct.Hang:
                // Returns when the client closes the connection.
                await stream.CopyToAsync(Stream.Null, _closing.Token);
                return false;
            case LoopbackAct.Reset:
                client.LingerState = new LingerOption(enable: true, seconds: 0);
                return false;
            case LoopbackAct.Answer:
                string key = Echo(request.Header("Authorization").Split(' ')[^1] + request.Header("x-rapidapi-key"));
                byte[] body = Encoding.UTF8.GetBytes(reply.Body.Replace("{key}", key, StringComparison.Ordinal));
                IEnumerable<KeyValuePair<string, string>> headers = reply.Headers.Cast<DictionaryEntry>()
                    .Select(header => KeyValuePair.Create((string)header.Key, header.Value!.ToString()!.Replace("{key}", key, StringComparison.Ordinal)));
                await WriteAsync(stream, reply.Status, reply.ContentType, headers, body);
                return true;
            default:
                SandboxResponse answer = _responder.Respond(request);
                await WriteAsync(stream, answer.Status, answer.ContentType, answer.Headers, answer.Body);
                return true;
        }
    }

    private async Task WriteAsync(
        Stream stream, int status, string? contentType, IEnumerable<KeyValuePair<string, string>> headers, ReadOnlyMemory<byte> body)
    {
        StringBuilder head = new();
        head.Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} Answer\r\nContent-Length: {body.Length}\r\n");
        head.Append(contentType is null ? string.Empty : $"Content-Type: {contentType}\r\n");
        foreach ((string name, string value) in headers)
        {
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        byte[] answer = [.. Encoding.ASCII.GetBytes(head.Append("\r\n").ToString()), .. body.Span];
        await stream.WriteAsync(answer, _closing.Token);
    }

    /// <returns><see langword="null"/> when the client closed the connection.</returns>
    private async Task<SandboxRequest?> ReadRequestAsync(Stream stream)
    {
        byte[] buffer = new byte[64 * 1024];
        int length = 0;
        int headLength;
        while ((headLength = buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8)) < 0)
        {
            int read = await stream.ReadAsync(buffer.AsMemory(length), _closing.Token);
            if (read == 0)
            {
                return null;
            }

            length += read;
        }

        string[] lines = Encoding.ASCII.GetString(buffer, 0, headLength).Split("\r\n");
        Dictionary<string, string> headers = lines.Skip(1).Select(static line => line.Split(": ", 2))
            .ToDictionary(static pair => pair[0], static pair => pair[1], StringComparer.OrdinalIgnoreCase);
        int bodyStart = headLength + 4;
        int bodyLength = headers.TryGetValue("Content-Length", out string? announced) ? int.Parse(announced, CultureInfo.InvariantCulture) : 0;
        while (length < bodyStart + bodyLength)
        {
            int read = await stream.ReadAsync(buffer.AsMemory(length), _closing.Token);
            if (read == 0)
            {
                return null;
            }

            length += read;
        }

        Interlocked.Increment(ref _requestCount);
        _requests.Enqueue(Encoding.UTF8.GetString(buffer, 0, length));
        string[] first = lines[0].Split(' ');
        return new SandboxRequest(first[0], first[1], headers, buffer.AsMemory(bodyStart, bodyLength));
    }

    private static string Echo(string key)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(key);
        return $"{key} {Convert.ToBase64String(bytes)} {Convert.ToHexString(bytes)}";
    }

    private async Task<Stream> OpenAsync(TcpClient client)
    {
        if (_certificate is null)
        {
            return client.GetStream();
        }

        SslStream stream = new(client.GetStream());
        await stream.AuthenticateAsServerAsync(_certificate);
        return stream;
    }

    private static X509Certificate2 CreateCertificate()
    {
        using RSA key = RSA.Create(2048);
        CertificateRequest request = new("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));

        // Not every platform serves with a key that was never in a file.
        return new X509Certificate2(certificate.Export(X509ContentType.Pfx));
    }

    private static void InterlockedMax(ref int target, int value)
    {
        int seen = Volatile.Read(ref target);
        while (value > seen && Interlocked.CompareExchange(ref target, value, seen) is int found && found != seen)
        {
            seen = found;
        }
    }
}
