using TikTokFollowing.Sandbox.Endpoints;

namespace TikTokFollowing.Sandbox;

/// <summary>
/// Answers the contracts of all providers over one synthetic population. Safe for concurrent use. The rows are a pure function of the
/// request; what an instance remembers is little: the refusals of <see cref="SandboxHandles.Flaky"/> and
/// <see cref="SandboxHandles.RateLimited"/>, the readings of <see cref="SandboxHandles.Restless"/>, the tokens it issued, the rate
/// counters and the credits.
/// </summary>
public sealed class SandboxResponder
{
    private readonly EndpointContext _context;
    private readonly SandboxEndpoint[] _endpoints;

    /// <summary>Makes a responder with fresh counters.</summary>
    /// <param name="credentials">The keys to accept; null = those that <see cref="SandboxHandler"/> names.</param>
    /// <param name="timeProvider">Decides when a token expires and what time a page of the mobile shape shows; null = the system's clock.</param>
    public SandboxResponder(SandboxCredentials? credentials = null, TimeProvider? timeProvider = null)
        : this(credentials, timeProvider, new RestlessReadings())
    {
    }

    internal SandboxResponder(SandboxCredentials? credentials, TimeProvider? timeProvider, RestlessReadings readings)
    {
        _context = new EndpointContext(credentials ?? new SandboxCredentials(), timeProvider ?? TimeProvider.System, readings);
        ResearchTokens tokens = new(_context.TimeProvider);
        _endpoints =
        [
            new DumplingAIEndpoint(_context),
            new FullTikTokEndpoint(_context),
            new ResearchTokenEndpoint(_context, tokens),
            new ResearchEndpoint(_context, tokens),
            new MobileEndpoint(_context, "/v1/tiktok/user/following", "x-api-key"),
            new MobileEndpoint(_context, "/v1/scrape/tiktok/following", "X-API-Key"),
        ];
    }

    /// <summary>One credit for every 200 of a vendor that has credits; refused requests are free.</summary>
    public long CreditsCharged => _context.CreditsCharged;

    /// <summary>Answers one request. The path chooses the contract; a path of none is a web server's 404, not a vendor's.</summary>
    public SandboxResponse Respond(SandboxRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        int mark = request.PathAndQuery.IndexOf('?', StringComparison.Ordinal);
        string path = mark < 0 ? request.PathAndQuery : request.PathAndQuery[..mark];
        foreach (SandboxEndpoint endpoint in _endpoints)
        {
            if (endpoint.Matches(path))
            {
                return request.Method == endpoint.Method
                    ? endpoint.Answer(request, path, mark < 0 ? "" : request.PathAndQuery[(mark + 1)..])
                    : SandboxResponse.FromWebServer(405, "405 Method Not Allowed").With(("Allow", endpoint.Method));
            }
        }

        return SandboxResponse.FromWebServer(404, "404 Not Found");
    }
}
