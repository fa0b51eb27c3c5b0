using System.Buffers.Text;
using System.Text;

namespace TikTokFollowing.Benchmarks.Server;

/// <summary>
/// The rows of a page, ready to be sent but for the ids: they have a fixed width and are written anew, so that no account comes twice.
/// </summary>
internal sealed class PageTemplate
{
    private const int IdDigits = 19;

    private readonly byte[] _rows;
    private readonly int[] _ids;

    /// <summary>Makes a template of a body that the sandbox wrote.</summary>
    public PageTemplate(byte[] body)
    {
        _rows = body[..body.AsSpan().LastIndexOf("],\"maxCursor\""u8)];
        _ids = [.. FindIds(_rows)];
        if (_ids.Length != PageServer.PageSize)
        {
            throw new InvalidOperationException($"The sandbox sent {_ids.Length} rows instead of {PageServer.PageSize}.");
        }
    }

    /// <summary>Writes a body.</summary>
    /// <param name="firstId">The id of the first row; the others follow it.</param>
    /// <param name="cursor">The cursor of the next page.</param>
    /// <param name="hasMore">Whether there is a next page.</param>
    public byte[] Write(long firstId, long cursor, bool hasMore)
    {
        string end = FormattableString.Invariant(
            $"],\"maxCursor\":0,\"minCursor\":{cursor},\"hasMore\":{(hasMore ? "true" : "false")},\"total\":1000000}}");
        byte[] body = new byte[_rows.Length + end.Length];
        _rows.CopyTo(body, 0);
        Encoding.ASCII.GetBytes(end, body.AsSpan(_rows.Length));
        foreach (int offset in _ids)
        {
            Utf8Formatter.TryFormat(firstId++, body.AsSpan(offset, IdDigits), out _);
        }

        return body;
    }

    private static IEnumerable<int> FindIds(byte[] rows)
    {
        byte[] name = "\"user\":{\"id\":\""u8.ToArray();
        for (int from = 0; rows.AsSpan(from).IndexOf(name) is int found and >= 0; from += found + name.Length)
        {
            yield return from + found + name.Length;
        }
    }
}
