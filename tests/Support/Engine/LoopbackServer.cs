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

namespace TikTokFollowing.Tests.Support;

/// <summary>
/// A raw server inside the process that runs a test, so that the test can script its replies and count what arrived. What is not scripted
/// is answered by the sandbox. It needs the base framework alone, because a pwsh has no other.
/// </summary>
public sealed class LoopbackServer : IDisposable
{
    /// <summary>A key that is recognisable wherever it turns up.</summary>
    public const string Key = "sk_test_7f3a9c51e2b84d06";

    private static readonly LoopbackReply TheSandboxs = new() { Alter = static response => response };

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    // The key of TestSupport.psm1.
    private readonly SandboxResponder _responder = new(new SandboxCredentials { ApiKey = Key });
    private readonly ConcurrentQueue<LoopbackReply?> _script = new();
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly X509Certificate2? _certificate;
    private int _requestCount;
    private int _connectionCount;
    private int _underWay;
    private int _mostUnderWay;
    private bool _isClosed;

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

    /// <summary>The reply to every request for which none is enqueued; <see langword="null"/> is the sandbox's.</summary>
    public LoopbackReply? Always { get; set; }

    /// <summary>Chooses the reply by the text of the request when none is enqueued; <see langword="null"/> leaves it to <see cref="Always"/>.</summary>
    public Func<string, LoopbackReply?>? Choose { get; set; }

    /// <summary>Every request so far: method, target, headers and body as text.</summary>
    public IReadOnlyList<string> Requests => _requests.ToArray();

    public int RequestCount => Volatile.Read(ref _requestCount);

    public int ConnectionCount => Volatile.Read(ref _connectionCount);

    /// <summary>Requests that are being answered now; one whose client went away is not.</summary>
    public int UnderWay => Volatile.Read(ref _underWay);

    public int MostUnderWay => Volatile.Read(ref _mostUnderWay);

    /// <summary>Scripts the next replies; <see langword="null"/> is the sandbox's.</summary>
    public void Enqueue(params LoopbackReply?[] replies)
    {
        foreach (LoopbackReply? reply in replies)
        {
            _script.Enqueue(reply);
        }
    }

    /// <summary>Ends every connection and frees the port: later connections are refused.</summary>
    public void Dispose()
    {
        if (_isClosed)
        {
            return;
        }

        _isClosed = true;
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
                while (await ReadRequestAsync(stream) is (SandboxRequest request, string text))
                {
                    int underWay = Interlocked.Increment(ref _underWay);
                    InterlockedMax(ref _mostUnderWay, underWay);
                    try
                    {
                        if (!await AnswerAsync(client, stream, request, text))
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
    private async Task<bool> AnswerAsync(TcpClient client, Stream stream, SandboxRequest request, string text)
    {
        LoopbackReply? reply = _script.TryDequeue(out LoopbackReply? scripted) ? scripted : Choose?.Invoke(text) ?? Always;
        reply ??= TheSandboxs;
        await Task.Delay(Latency + reply.Delay, _closing.Token);
        if (reply.Act == LoopbackAct.Answer || reply.BodyBytes is not null)
        {
            SandboxResponse response = reply.Alter is null ? Compose(reply, request) : reply.Alter(_responder.Respond(request));
            int length = reply.Act == LoopbackAct.Answer ? response.Body.Length : Math.Min(reply.BodyBytes!.Value, response.Body.Length);
            await WriteAsync(stream, response, length, reply);
        }

        switch (reply.Act)
        {
            case LoopbackAct.Answer:
                return true;
            case LoopbackAct.Hang:
                // Returns when the client closes the connection.
                await stream.CopyToAsync(Stream.Null, _closing.Token);
                return false;
            case LoopbackAct.Reset:
                if (reply.BodyBytes is not null)
                {
                    // A reset may overtake what the client has not read yet.
                    await Task.Delay(20, _closing.Token);
                }

                client.LingerState = new LingerOption(enable: true, seconds: 0);
                return false;
            default:
                return false;
        }
    }

    private static SandboxResponse Compose(LoopbackReply reply, SandboxRequest request)
    {
        string key = Echo(request.Header("Authorization").Split(' ')[^1] + request.Header("x-rapidapi-key") + request.Header("x-api-key"));
        string WithKey(string text) => text.Replace("{key}", key, StringComparison.Ordinal);
        List<KeyValuePair<string, string>> headers = [];
        foreach (DictionaryEntry header in reply.Headers)
        {
            headers.Add(KeyValuePair.Create((string)header.Key, WithKey(header.Value!.ToString()!)));
        }

        return new SandboxResponse(reply.Status, reply.ContentType, reply.Content ?? Encoding.UTF8.GetBytes(WithKey(reply.Body))) { Headers = headers };
    }

    private async Task WriteAsync(Stream stream, SandboxResponse response, int length, LoopbackReply reply)
    {
        StringBuilder head = new();
        head.Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {response.Status} Answer\r\nContent-Length: {response.Body.Length}\r\n");
        head.Append(response.ContentType is null ? string.Empty : $"Content-Type: {response.ContentType}\r\n");
        foreach ((string name, string value) in response.Headers)
        {
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        head.Append("\r\n");
        ReadOnlyMemory<byte> body = response.Body[..length];
        if (reply.DripInterval == TimeSpan.Zero)
        {
            // In one piece: two would wait for each other's acknowledgement.
            await stream.WriteAsync((byte[])[.. Encoding.ASCII.GetBytes(head.ToString()), .. body.Span], _closing.Token);
            return;
        }

        await stream.WriteAsync(Encoding.ASCII.GetBytes(head.ToString()), _closing.Token);
        for (; body.Length > 0; body = body[Math.Min(reply.DripBytes, body.Length)..])
        {
            await stream.WriteAsync(body[..Math.Min(reply.DripBytes, body.Length)], _closing.Token);
            await Task.Delay(reply.DripInterval, _closing.Token);
        }
    }

    /// <returns><see langword="null"/> when the client closed the connection.</returns>
    private async Task<(SandboxRequest Request, string Text)?> ReadRequestAsync(Stream stream)
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
        string text = Encoding.UTF8.GetString(buffer, 0, length);
        _requests.Enqueue(text);
        string[] first = lines[0].Split(' ');
        return (new SandboxRequest(first[0], first[1], headers, buffer.AsMemory(bodyStart, bodyLength)), text);
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
        byte[] file = certificate.Export(X509ContentType.Pfx);
#if NET9_0_OR_GREATER
        return X509CertificateLoader.LoadPkcs12(file, null);
#else
        return new X509Certificate2(file);
#endif
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
