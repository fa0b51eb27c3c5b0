namespace TikTokFollowing.Sandbox;

/// <summary>
/// Answers both documented contracts over the synthetic population. Safe for concurrent use. The rows are a pure function of the
/// request; what an instance remembers is little: the refusals of <see cref="SandboxHandles.Flaky"/> and
/// <see cref="SandboxHandles.RateLimited"/>, the rate counters and the credits.
/// </summary>
public sealed class SandboxResponder
{
    internal const int HiddenCode = 3002060;
    internal const string HiddenMessage = "Profile user is hiding following list";
    internal const string HiddenBody =
        """{"log_pb":{"impr_id":"20251001120000"},"status_code":3002060,"status_msg":"Profile user is hiding following list","max_time":0,"min_time":0}""";

    private readonly DumplingContract _dumpling;
    private readonly FullTikTokContract _fullTikTok;
    private long _creditsCharged;

    /// <summary>Makes a responder with fresh counters.</summary>
    public SandboxResponder()
    {
        SandboxPaging paging = new();
        _dumpling = new DumplingContract(paging, Charge);
        _fullTikTok = new FullTikTokContract(paging, Charge);
    }

    /// <summary>One credit for every 200 so far; refused requests are free.</summary>
    public long CreditsCharged => Interlocked.Read(ref _creditsCharged);

    /// <summary>Answers one request. The path chooses the contract; a path of neither is a web server's 404, not a vendor's.</summary>
    public SandboxResponse Respond(SandboxRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        int mark = request.PathAndQuery.IndexOf('?', StringComparison.Ordinal);
        string path = mark < 0 ? request.PathAndQuery : request.PathAndQuery[..mark];
        if (path == DumplingContract.Path)
        {
            return request.Method == "POST" ? _dumpling.Answer(request) : MethodNotAllowed("POST");
        }

        if (FullTikTokContract.TryMatch(path, out string userName))
        {
            string query = mark < 0 ? "" : request.PathAndQuery[(mark + 1)..];
            return request.Method == "GET" ? _fullTikTok.Answer(request, userName, query) : MethodNotAllowed("GET");
        }

        return WebServerPage(404, "404 Not Found");
    }

    internal static bool IsHandle(string text) =>
        text.Length is >= 1 and <= 64 && text.All(static c => char.IsLetterOrDigit(c) || c is '_' or '.');

    private static SandboxResponse MethodNotAllowed(string allowed) => WebServerPage(405, "405 Method Not Allowed").With(("Allow", allowed));

    private static SandboxResponse WebServerPage(int status, string title) => SandboxResponse.FromText(
        status,
        $"<!DOCTYPE html>\n<html><head><title>{title}</title></head><body><h1>{title}</h1></body></html>\n",
        "text/html; charset=utf-8");

    private void Charge() => Interlocked.Increment(ref _creditsCharged);
}
