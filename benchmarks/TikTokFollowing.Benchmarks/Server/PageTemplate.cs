using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace TikTokFollowing.Benchmarks.Server;

/// <summary>A page that is ready but for the ids, which have a fixed width and are written anew, so that no account comes twice.</summary>
internal sealed class PageTemplate
{
    private const int IdDigits = 19;

    private readonly byte[] _rows;
    private readonly List<int> _ids = [];

    /// <summary>Makes a template of rows that the sandbox wrote.</summary>
    public PageTemplate(IEnumerable<string> rows)
    {
        _rows = Encoding.UTF8.GetBytes($"{{\"followingList\":[{string.Join(',', rows)}");
        ReadOnlySpan<byte> name = "\"user\":{\"id\":\""u8;
        for (int from = 0; _rows.AsSpan(from).IndexOf(name) is int found and >= 0; from = _ids[^1])
        {
            _ids.Add(from + found + name.Length);
        }

        if (_ids.Count != PageServer.PageSize)
        {
            throw new InvalidOperationException($"The sandbox sent {_ids.Count} rows instead of {PageServer.PageSize}.");
        }
    }

    /// <summary>Writes an answer, status line to last byte, into a pooled buffer.</summary>
    /// <param name="firstId">The id of the first row; the others follow it.</param>
    /// <param name="cursor">The cursor of the next page.</param>
    /// <param name="hasMore">Whether there is a next page.</param>
    public ArraySegment<byte> Rent(long firstId, long cursor, bool hasMore)
    {
        string end = $"],\"maxCursor\":0,\"minCursor\":{cursor},\"hasMore\":{(hasMore ? "true" : "false")},\"total\":1000000}}";
        string head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nX-RateLimit-Limit: 1000\r\nX-RateLimit-Remaining: 999\r\n"
            + $"Content-Length: {_rows.Length + end.Length}\r\n\r\n";
        int length = head.Length + _rows.Length + end.Length;
        byte[] answer = ArrayPool<byte>.Shared.Rent(length);
        Span<byte> body = answer.AsSpan(Encoding.ASCII.GetBytes(head, answer));
        _rows.CopyTo(body);
        Encoding.ASCII.GetBytes(end, body[_rows.Length..]);
        foreach (int offset in _ids)
        {
            Utf8Formatter.TryFormat(firstId++, body.Slice(offset, IdDigits), out _);
        }

        return new ArraySegment<byte>(answer, 0, length);
    }
}
