using TikTokFollowing.Accounts;
using TikTokFollowing.Paging;
using TikTokFollowing.Providers;
using TikTokFollowing.Providers.Reading;
using TikTokFollowing.Security;
using TikTokFollowing.Sending;

namespace TikTokFollowing;

/// <summary>
/// A provider, a key and what both have cost so far. Thread-safe: several lists may be read at once, and they share the rate limit
/// and the credit limit. No property, text or serialisation of it shows the key.
/// </summary>
public sealed class FollowingConnection : IDisposable
{
    private const int MaximumSummaries = 100;

    private readonly Provider _provider;
    private readonly RequestSender _sender;
    private readonly Queue<FollowingSummary> _summaries = new();
    private int _disposed;

    /// <summary>Creates a connection. Sends nothing.</summary>
    /// <param name="options">How to reach the provider.</param>
    /// <exception cref="FollowingException"><see cref="FollowingErrorKind.ApiKeyMissing"/>, <see cref="FollowingErrorKind.InsecureBaseUri"/>.</exception>
    /// <exception cref="ArgumentException">The proxy's address cannot be used, or the provider takes no request source.</exception>
    public FollowingConnection(FollowingConnectionOptions options)
        : this(options, ProviderCatalog.Get((options ?? throw new ArgumentNullException(nameof(options))).Provider))
    {
    }

    internal FollowingConnection(FollowingConnectionOptions options, Provider provider)
    {
        _provider = provider;
        if (options.RequestSource is not null && !provider.HasRequestSource)
        {
            throw new ArgumentException($"{provider.DisplayName} takes no request source.", nameof(options));
        }

        BaseUri = CheckBaseUri(options.BaseUri ?? provider.BaseUri);
        CheckProxy(options.Proxy, BaseUri);
        TimeProvider = options.TimeProvider;
        IsSandbox = options.IsSandbox;
        _sender = new RequestSender(options, provider, BaseUri);
        Source = new PageSource(provider, _sender);
    }

    /// <summary>The API that is asked.</summary>
    public FollowingProvider Provider => _provider.Id;

    /// <summary>Scheme, host and path prefix of the API, with a slash at the end.</summary>
    public Uri BaseUri { get; }

    /// <summary>Whether the built-in sandbox answers, with made-up accounts.</summary>
    public bool IsSandbox { get; }

    /// <summary>What the provider last said about its limits; <see langword="null"/> before the first answer.</summary>
    public RateLimit? RateLimit => _sender.RateLimit;

    /// <summary>Requests sent, retries included.</summary>
    public long RequestsSent => _sender.RequestsSent;

    /// <summary>Credits spent or possibly spent, by the provider's charge rule and the cost per request that the connection was made with.</summary>
    public decimal CreditsSpent => _sender.Ledger.Spent;

    /// <summary>The most this connection may spend; <see langword="null"/> is no limit.</summary>
    public decimal? CreditLimit => _sender.Ledger.Limit;

    /// <summary>The summaries of the last 100 handles, the newest last.</summary>
    public IReadOnlyList<FollowingSummary> Summaries
    {
        get
        {
            lock (_summaries)
            {
                // An array, because PowerShell cannot index the list type that a collection expression creates: [0] would return all of it.
                return _summaries.ToArray();
            }
        }
    }

    internal TimeProvider TimeProvider { get; }

    internal bool IsDisposed => Volatile.Read(ref _disposed) != 0;

    internal PageSource Source { get; }

    /// <summary>Prepares to read the accounts that one account follows. Sends nothing until the result is enumerated.</summary>
    /// <param name="handle">A handle in any form that <see cref="TikTokHandle"/> reads.</param>
    /// <param name="options">What to read; <see langword="null"/> is everything.</param>
    /// <exception cref="FollowingException"><see cref="FollowingErrorKind.InvalidHandle"/>.</exception>
    public FollowingList GetFollowing(string handle, FollowingListOptions? options = null) =>
        new ConnectionRoute([this]).GetFollowing(handle, options ?? new FollowingListOptions());

    /// <summary>Sends one request for one page and says what it showed. An error of the provider is a result here.</summary>
    /// <param name="handle">Whose list is asked for, in any form that <see cref="TikTokHandle"/> reads.</param>
    /// <param name="observer">Is told what happens.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <exception cref="FollowingException"><see cref="FollowingErrorKind.InvalidHandle"/>.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<ConnectionTestResult> TestAsync(
        string handle, IFollowingObserver? observer = null, CancellationToken cancellationToken = default)
    {
        if (!TikTokHandle.TryParse(handle, out string? name))
        {
            throw TikTokHandle.CreateError(handle);
        }

        ListUsage usage = new();
        long started = TimeProvider.GetTimestamp();
        FollowingException? failure = null;
        string message;
        try
        {
            PageQuery query = new(name, null, null, 1, usage, observer) { AllowsRetries = false };
            int rows = (await _sender.FetchAsync(query, cancellationToken).ConfigureAwait(false)).Users!.Count;
            message = $"Received a page of {Quantity.Of(rows, "account")}.";
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The caller expects its own token.
            cancellationToken.ThrowIfCancellationRequested();
            throw;
        }
        catch (FollowingException error)
        {
            failure = error;
            message = $"{error.Message} {error.Advice}";
        }

        return new ConnectionTestResult
        {
            Provider = Provider,
            Succeeded = failure is null or { Kind: FollowingErrorKind.ListHidden or FollowingErrorKind.NotFound },
            ErrorId = failure?.Kind,
            Message = message,
            Requests = usage.Requests,
            Credits = usage.Credits,
            Duration = TimeProvider.GetElapsedTime(started),
            RateLimit = RateLimit,
        };
    }

    /// <summary>Compiles what the first request needs. Sends nothing.</summary>
    internal void WarmUp()
    {
        StartUp.Compile(
        [
            typeof(ConnectionRoute), typeof(FollowingList), typeof(ListReader), typeof(PageSource), typeof(RequestSender), typeof(PageRequest),
            _provider.GetType(), typeof(CreditLedger), typeof(RateGate), typeof(ListUsage), typeof(PageQuery), typeof(PageCall),
            typeof(ApiCall), typeof(Attempt), typeof(Redactor), typeof(MeteredStream), typeof(ResponseBody), typeof(RetryAfter),
            typeof(ProviderResponse), typeof(Provider), typeof(PageContent), typeof(AttemptResult), typeof(PageFilter), typeof(ListEnd),
            typeof(PageFacts), typeof(FollowingPage), typeof(FollowingSummary), typeof(AccountKey), typeof(AccountSet),
        ]);
        _sender.WarmUp();
    }

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
        if (!uri.IsAbsoluteUri || (uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp))
        {
            // Not quoted: what it holds may be a secret.
            throw new FollowingException(FollowingErrorKind.InsecureBaseUri, "The base address is no web address such as https://host/path/.");
        }

        if (uri.Scheme == Uri.UriSchemeHttp && !uri.IsLoopback)
        {
            throw new FollowingException(
                FollowingErrorKind.InsecureBaseUri,
                $"The base address {DisplayText.Quote($"{uri.Scheme}://{uri.Host}", 100)} would carry the API key unprotected: only https is allowed, and http on this machine.");
        }

        if (uri.UserInfo.Length > 0 || uri.Query.Length > 0 || uri.Fragment.Length > 0)
        {
            throw new FollowingException(
                FollowingErrorKind.InsecureBaseUri,
                $"The base address of {uri.Host} must not hold a user name, a query or a fragment: addresses are shown and logged.");
        }

        return uri.AbsolutePath.EndsWith('/') ? uri : new Uri(uri.GetLeftPart(UriPartial.Path) + "/");
    }

    // Requests to this machine need no encryption, but a proxy on another machine would receive them unencrypted.
    private static void CheckProxy(Uri? proxy, Uri baseUri)
    {
        if (proxy is not null && ProxyAddress.Validate(proxy) is string error)
        {
            throw new ArgumentException(error, nameof(proxy));
        }

        if (proxy is not null && baseUri.Scheme == Uri.UriSchemeHttp && !proxy.IsLoopback)
        {
            throw new FollowingException(
                FollowingErrorKind.InsecureBaseUri,
                $"The proxy would carry the API key for {baseUri.Authority} unprotected: with an http address only a proxy on this machine is allowed.");
        }
    }
}
