using TikTokFollowing.Http;
using TikTokFollowing.Providers;

namespace TikTokFollowing;

/// <summary>
/// A provider, a key and what both have cost so far. Thread-safe: several lists may be read at once, and they share the rate limit
/// and the credit limit. No property, text or serialisation of it shows the key.
/// </summary>
public sealed class FollowingConnection : IDisposable
{
    private const int MaximumSummaries = 100;

    private readonly RequestSender _sender;
    private readonly ProviderContract _contract;
    private readonly Queue<FollowingSummary> _summaries = new();
    private int _disposed;

    /// <summary>Creates a connection. Sends nothing.</summary>
    /// <param name="options">How to reach the provider.</param>
    /// <exception cref="FollowingException"><see cref="FollowingErrorKind.ApiKeyMissing"/>, <see cref="FollowingErrorKind.InsecureBaseUri"/>.</exception>
    /// <exception cref="ArgumentException">The proxy's address cannot be used, or the time for an attempt is out of range.</exception>
    public FollowingConnection(FollowingConnectionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Timeout, TimeSpan.FromSeconds(1), nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Timeout, TimeSpan.FromDays(1), nameof(options));
        _contract = ProviderContracts.Get(options.Provider);
        BaseUri = CheckBaseUri(options.BaseUri ?? _contract.BaseUri);
        CheckProxy(options.Proxy, BaseUri);
        TimeProvider = options.TimeProvider;
        IsSandbox = options.IsSandbox;
        _sender = new RequestSender(options, _contract, BaseUri);
    }

    /// <summary>The API that is asked.</summary>
    public FollowingProvider Provider => _contract.Provider;

    /// <summary>Scheme, host and path prefix of the API.</summary>
    public Uri BaseUri { get; }

    /// <summary>Whether the built-in sandbox answers.</summary>
    public bool IsSandbox { get; }

    /// <summary>What the provider last said about its limits; <see langword="null"/> before the first answer.</summary>
    public RateLimit? RateLimit => _sender.RateLimit;

    /// <summary>Requests sent, retries included.</summary>
    public long RequestsSent => _sender.RequestsSent;

    /// <summary>Credits spent or possibly spent, by the cost per request that the connection was made with.</summary>
    public decimal CreditsSpent => _sender.Ledger.Spent;

    /// <summary>The most this connection may spend; <see langword="null"/> is no limit.</summary>
    public decimal? CreditLimit => _sender.Ledger.Limit;

    /// <summary>The verdicts on the last 100 handles, the newest last.</summary>
    public IReadOnlyList<FollowingSummary> Summaries
    {
        get
        {
            lock (_summaries)
            {
                // An array: PowerShell cannot index the list that a collection expression makes, and would return all of it for [0].
                return _summaries.ToArray();
            }
        }
    }

    internal TimeProvider TimeProvider { get; }

    internal bool IsDisposed => Volatile.Read(ref _disposed) != 0;

    /// <summary>The largest page that the provider documents; <see langword="null"/> when it documents none.</summary>
    internal int? DefaultPageSize => _contract.DefaultPageSize;

    internal RequestSender Sender => _sender;

    /// <summary>Prepares to read whom an account follows. Sends nothing until the result is enumerated.</summary>
    /// <param name="handle">A handle in any form that <see cref="TikTokHandle"/> reads.</param>
    /// <param name="options">What to read; <see langword="null"/> is everything.</param>
    /// <exception cref="FollowingException"><see cref="FollowingErrorKind.InvalidHandle"/>.</exception>
    public FollowingList GetFollowing(string handle, FollowingListOptions? options = null) =>
        TikTokHandle.TryParse(handle, out string? name)
            ? new FollowingList(this, name, options ?? new FollowingListOptions())
            : throw TikTokHandle.Refuse(handle);

    /// <summary>Wipes the key. Lists that are still being read end with <see cref="FollowingErrorKind.NotConnected"/>.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            _sender.Dispose();
        }
    }

    /// <summary>Returns provider and address.</summary>
    public override string ToString() => $"{Provider} at {BaseUri}";

    internal void AddSummary(FollowingSummary summary)
    {
        lock (_summaries)
        {
            if (_summaries.Count == MaximumSummaries)
            {
                _summaries.Dequeue();
            }

            _summaries.Enqueue(summary);
        }
    }

    private static Uri CheckBaseUri(Uri uri)
    {
        bool isSafe = uri.IsAbsoluteUri && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));
        if (!isSafe)
        {
            throw new FollowingException(
                FollowingErrorKind.InsecureBaseUri,
                $"The base address {DisplayText.Quote(uri.IsAbsoluteUri ? $"{uri.Scheme}://{uri.Host}" : uri.OriginalString, 100)} would carry the API key unprotected: only https is allowed, and http on this machine.");
        }

        if (uri.UserInfo.Length > 0 || uri.Query.Length > 0 || uri.Fragment.Length > 0)
        {
            throw new FollowingException(
                FollowingErrorKind.InsecureBaseUri,
                $"The base address of {uri.Host} must not hold a user name, a query or a fragment: addresses are shown and logged.");
        }

        return uri;
    }

    // What goes to this machine needs no encryption; through a proxy elsewhere it would leave the machine in the clear.
    private static void CheckProxy(Uri? proxy, Uri baseUri)
    {
        if (proxy is not null && ProxyAddress.Objection(proxy) is string objection)
        {
            throw new ArgumentException(objection, nameof(proxy));
        }

        if (proxy is not null && baseUri.Scheme == Uri.UriSchemeHttp && !proxy.IsLoopback)
        {
            throw new FollowingException(
                FollowingErrorKind.InsecureBaseUri,
                $"The proxy would carry the API key for {baseUri.Authority} unprotected: with an http address only a proxy on this machine is allowed.");
        }
    }
}
