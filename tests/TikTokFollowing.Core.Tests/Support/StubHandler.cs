using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;

namespace TikTokFollowing.Tests.Support;

/// <summary>A request exactly as the client made it.</summary>
internal sealed partial record SentRequest(string Method, string Address, IReadOnlyList<string> Headers, byte[] Body)
{
    public string BodyText => Encoding.UTF8.GetString(Body);

    /// <summary>The handle asked for, in any contract.</summary>
    public string Handle => Find(HandlePattern())!;

    public string? Cursor => Find(CursorPattern());

    public int? Count => Find(CountPattern()) is string count ? int.Parse(count) : null;

    public bool IsForToken => Address.EndsWith("/v2/oauth/token/", StringComparison.Ordinal);

    public string? Header(string name) => Headers
        .Where(line => line.StartsWith(name + ": ", StringComparison.OrdinalIgnoreCase))
        .Select(line => line[(name.Length + 2)..])
        .SingleOrDefault();

    /// <summary>Request line, headers in order, an empty line, the body.</summary>
    public override string ToString() => $"{Method} {Address}\n{string.Concat(Headers.Select(line => line + "\n"))}\n{BodyText}";

    private string? Find(Regex pattern) => pattern.Match(Address + BodyText) is { Success: true } match ? match.Groups[1].Value : null;

    [GeneratedRegex("(?:\"(?:handle|username)\":\"|/users/|[?]handle=)([^\"/&]+)")]
    private static partial Regex HandlePattern();

    [GeneratedRegex("(?:\"(?:minTime|cursor)\":\"?|(?:max_time|min_time)=)([^,\"}&]+)")]
    private static partial Regex CursorPattern();

    [GeneratedRegex("(?:\"(?:count|max_count)\":|count=)(\\d+)")]
    private static partial Regex CountPattern();
}

/// <summary>
/// Plays a script of answers, keeps every request, and fails loudly when more is asked than the script holds. Requests for a token are
/// kept apart and answered from a script of their own, so that one test of pages runs over every provider.
/// </summary>
internal sealed class StubHandler : HttpMessageHandler
{
    private readonly object _gate = new();
    private readonly Queue<Reply> _script = new();
    private readonly Queue<Reply> _tokenScript = new();
    private readonly List<SentRequest> _requests = [];
    private readonly List<SentRequest> _tokenRequests = [];

    /// <summary>Answers when the script is at its end; <see langword="null"/> makes any further request an error.</summary>
    public Reply? Otherwise { get; set; }

    /// <summary>Answers requests for a token when their script is at its end.</summary>
    public Reply OtherwiseToken { get; set; } = TokenAnswer(Client.Token);

    public IReadOnlyList<SentRequest> TokenRequests
    {
        get
        {
            lock (_gate)
            {
                return [.. _tokenRequests];
            }
        }
    }

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

    public StubHandler EnqueueToken(params Reply[] replies)
    {
        foreach (Reply reply in replies)
        {
            _tokenScript.Enqueue(reply);
        }

        return this;
    }

    public static Reply TokenAnswer(string token, int lifetime = 7200) =>
        Reply.Json($$"""{"access_token":"{{token}}","expires_in":{{lifetime}},"token_type":"Bearer"}""");

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
            (sent.IsForToken ? _tokenRequests : _requests).Add(sent);
            reply = (sent.IsForToken ? _tokenScript : _script).TryDequeue(out Reply? next) ? next
                : sent.IsForToken ? OtherwiseToken
                : Otherwise;
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
