using System.Buffers;

namespace TikTokFollowing.Sending;

/// <summary>A body in one pooled buffer.</summary>
internal sealed class ResponseBody : IDisposable
{
    /// <summary>The largest body that is read, in bytes after decompression. A page of 100 accounts has about 150,000.</summary>
    public const int MaximumLength = 16 * 1024 * 1024;

    // Holds a page of 100 at once; its length is not announced when it comes compressed.
    private const int FirstBuffer = 256 * 1024;

    private byte[]? _buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);

    public int Length { get; private set; }

    /// <summary>Whether the body was longer than <see cref="MaximumLength"/>; what was read is then no use.</summary>
    public bool IsTooLong { get; private set; }

    public ReadOnlySpan<byte> Span => _buffer.AsSpan(0, Length);

    /// <summary>Reads to the end, or a byte beyond the limit.</summary>
    public static async Task<ResponseBody> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        ResponseBody body = new();
        try
        {
            // The content disposes its stream.
            Stream stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            while (true)
            {
                int read = await stream.ReadAsync(body._buffer.AsMemory(body.Length), cancellationToken).ConfigureAwait(false);
                body.Length += read;
                if (read == 0)
                {
                    return body;
                }

                if (body.Length > MaximumLength)
                {
                    body.IsTooLong = true;
                    return body;
                }

                if (body.Length == body._buffer!.Length)
                {
                    body.Grow();
                }
            }
        }
        catch (Exception failure)
        {
            body.Dispose();

            // Brotli has an exception of its own for what gzip calls invalid data.
            if (failure is InvalidOperationException and not ObjectDisposedException)
            {
                throw new InvalidDataException(failure.Message, failure);
            }

            throw;
        }
    }

    public void Dispose()
    {
        if (_buffer is not null)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = null;
            Length = 0;
        }
    }

    private void Grow()
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent(_buffer!.Length * 2);
        Span.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
