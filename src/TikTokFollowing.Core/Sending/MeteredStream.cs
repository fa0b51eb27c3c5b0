namespace TikTokFollowing.Sending;

/// <summary>
/// Stands between the HTTP connection and its transport and notices when a request goes onto the wire. The framework silently resends
/// a GET when a kept-alive connection turns out to be closed. Each request costs money, so each one must be counted.
/// </summary>
internal sealed class MeteredStream(Stream transport) : Stream
{
    // After a response's first bytes the next write is a new request.
    private bool _requestUnderWay;

    /// <summary>Wraps a new connection, unless it is the tunnel through a proxy: what runs inside it is metered at its own end.</summary>
    public static Stream Wrap(SocketsHttpPlaintextStreamFilterContext context) =>
        context.InitialRequestMessage.Method == HttpMethod.Connect ? context.PlaintextStream : new MeteredStream(context.PlaintextStream);

    public override bool CanRead => transport.CanRead;

    public override bool CanSeek => false;

    public override bool CanWrite => transport.CanWrite;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int read = transport.Read(buffer);
        OnRead(buffer[..read]);
        return read;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read = await transport.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        OnRead(buffer.Span[..read]);
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        OnWrite();
        transport.Write(buffer);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        OnWrite();
        return transport.WriteAsync(buffer, cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush() => transport.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => transport.FlushAsync(cancellationToken);

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            transport.Dispose();
        }

        base.Dispose(disposing);
    }

    private void OnRead(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty || !_requestUnderWay)
        {
            return;
        }

        _requestUnderWay = false;

        // After a proxy's 407 the framework writes the request again, with the credential. The provider has not seen the first one.
        const int StatusAt = 9;
        ReadOnlySpan<byte> proxyRefusal = "407"u8;
        if (bytes.StartsWith("HTTP/"u8) && bytes.Length >= StatusAt + proxyRefusal.Length && bytes[StatusAt..].StartsWith(proxyRefusal))
        {
            Attempt.Current?.OnRefusedByProxy();
        }
    }

    private void OnWrite()
    {
        if (!_requestUnderWay)
        {
            _requestUnderWay = true;
            Attempt.Current?.OnRequestWritten();
        }
    }
}
