using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;

namespace TikTokFollowing.Tests.Support;

/// <summary>A request exactly as the client made it.</summary>
internal sealed partial record SentRequest(string Method, string Address, IReadOnlyList<string> Headers, byte[] Body)
{
    public string BodyText => Encoding.UTF8.GetString(Body);

    /// <summary>The handle asked for, in either contract.</summary>
    public string Handle => Find(HandlePattern())!;

    public string? Cursor => Find(CursorPattern());

    public int? Count => Find(CountPattern()) is string count ? int.Parse(count) : null;

    public string? Header(string name) => Headers
        .Where(line => line.StartsWith(name + ": ", StringComparison.OrdinalIgnoreCase))
        .Select(line => line[(name.Length + 2)..])
        .SingleOrDefault();

    /// <summary>Request line, headers in order, an empty line, the body.</summary>
    public override string ToString() => $"{Method} {Address}\n{string.Concat(Headers.Select(line => line + "\n"))}\n{BodyText}";

    private string? Find(Regex pattern) => pattern.Match(Address + BodyText) is { Success: true } match ? match.Groups[1].Value : null;

    [GeneratedRegex("(?:\"handle\":\"|/users/)([^\"/]+)")]
    private static partial Regex HandlePattern();

    [GeneratedRegex("(?:\"minTime\":\"?|max_time=)([^,\"}&]+)")]
    private static partial Regex CursorPattern();

    [GeneratedRegex("(?:\"count\":|count=)(\\d+)")]
    private static partial Regex CountPattern();
}

/// <summary>Plays a script of answers, keeps every request, and fails loudly when more is asked than the script holds.</summary>
internal sealed class StubHandler : HttpMessageHandler
{
    private readonly object _gate = new();
    private readonly Queue<Reply> _script = new();
    private readonly List<SentRequest> _requests = [];

    /// <summary>Answers when the script is at its end; <see langword="null"/> makes any further request an error.</summary>
    public Reply? Otherwise { get; set; }

    public IReadOnlyList<SentRequest> Requests
    {
        get
        {
            lock (_gate)
            {
                return [.. _requests];
            }
        }
    }

    public StubHandler Enqueue(params Reply[] replies)
    {
        foreach (Reply reply in replies)
        {
            _script.Enqueue(reply);
        }

        return this;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        byte[] body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(CancellationToken.None);
        SentRequest sent = new(
            request.Method.Method,
            request.RequestUri!.AbsoluteUri,
            [.. Lines(request.Headers), .. request.Content is null ? [] : Lines(request.Content.Headers).Where(IsNotLength)],
            body);
        Reply? reply;
        lock (_gate)
        {
            _requests.Add(sent);
            reply = _script.TryDequeue(out Reply? next) ? next : Otherwise;
        }

        return reply is null
            ? throw new InvalidOperationException($"Unexpected request {Requests.Count}:\n{sent}")
            : await reply.AnswerAsync(sent, cancellationToken);
    }

    // Reading the content above made the length appear; on the wire it belongs to the transport.
    private static bool IsNotLength(string line) => !line.StartsWith("Content-Length:", StringComparison.Ordinal);

    private static IEnumerable<string> Lines(HttpHeaders headers)
    {
        foreach (KeyValuePair<string, HeaderStringValues> header in headers.NonValidated)
        {
            yield return $"{header.Key}: {header.Value}";
        }
    }
}
