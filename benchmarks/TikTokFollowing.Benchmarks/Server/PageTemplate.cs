using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace TikTokFollowing.Benchmarks.Server;

/// <summary>
/// A whole answer, status line to last byte, in which only fixed-width digits change from page to page: the ids, so that no account comes
/// twice, and the cursor. Answering is one copy and a hundred short writes.
/// </summary>
internal sealed class PageTemplate
{
    private const int IdDigits = 19;
    private const long FirstId = 6_000_000_000_000_000_000;

    // Cursors are Unix times, as the vendor's are, so that the module has dates to work out.
    private const long FirstCursor = 1_750_000_000;
    private const string CursorName = "\"minCursor\":";
    private const string HasMoreName = "\"hasMore\":";

    private readonly byte[] _answer;
    private readonly int[] _ids;
    private readonly int _cursor;
    private readonly int _hasMore;

    /// <summary>Makes a template of a page that the sandbox wrote.</summary>
    public PageTemplate(byte[] sandboxPage)
    {
        // Without ids the rest of the page is constant; what follows the rows is written anew.
        string text = Encoding.UTF8.GetString(sandboxPage);
        string rows = text[..text.LastIndexOf("],\"maxCursor\"", StringComparison.Ordinal)];
        string body = $"{rows}],\"maxCursor\":0,{CursorName}{FirstCursor},{HasMoreName}false,\"total\":1000000}}";
        string[] head =
        [
            "HTTP/1.1 200 OK",
            "Content-Type: application/json",
            "X-RateLimit-Limit: 1000",
            "X-RateLimit-Remaining: 999",
            string.Create(CultureInfo.InvariantCulture, $"Content-Length: {Encoding.UTF8.GetByteCount(body)}"),
        ];
        _answer = Encoding.UTF8.GetBytes($"{string.Join("\r\n", head)}\r\n\r\n{body}");
        _ids = [.. FindIds(_answer)];
        _cursor = After(CursorName);
        _hasMore = After(HasMoreName);
        if (_ids.Length != PageServer.PageSize)
        {
            throw new InvalidOperationException($"The sandbox sent {_ids.Length} rows instead of {PageServer.PageSize}.");
        }
    }

    public int Length => _answer.Length;

    /// <summary>The page that a cursor asks for, from 0.</summary>
    public static int PageOf(long? cursor) => (int)(FirstCursor - (cursor ?? FirstCursor));

    /// <summary>The cursor that asks for a page.</summary>
    public static long CursorOf(int page) => FirstCursor - page;

    /// <summary>Writes the answer for one page of a list.</summary>
    public void Write(Span<byte> target, ListName list, int page)
    {
        _answer.CopyTo(target);
        long id = FirstId + (long)page * PageServer.PageSize;
        foreach (int offset in _ids)
        {
            Utf8Formatter.TryFormat(id++, target.Slice(offset, IdDigits), out _);
        }

        Utf8Formatter.TryFormat(CursorOf(page + 1), target[_cursor..], out _);
        if (page + 1 < list.Pages)
        {
            "true "u8.CopyTo(target[_hasMore..]);
        }
    }

    private static IEnumerable<int> FindIds(byte[] answer)
    {
        byte[] name = Encoding.ASCII.GetBytes("\"user\":{\"id\":\"");
        for (int from = 0; answer.AsSpan(from).IndexOf(name) is int found and >= 0; from += found + name.Length)
        {
            yield return from + found + name.Length;
        }
    }

    private int After(string name) => _answer.AsSpan().LastIndexOf(Encoding.ASCII.GetBytes(name)) + name.Length;
}
