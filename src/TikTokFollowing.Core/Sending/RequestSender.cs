using System.Net;
using System.Net.Http.Headers;
using System.Reflection;
using System.Security.Authentication;
using TikTokFollowing.Providers;
using TikTokFollowing.Providers.Reading;
using TikTokFollowing.Security;

namespace TikTokFollowing.Sending;

/// <summary>The only class that sends: authorization, waits, retries and credits. It turns an answer into a page or an error.</summary>
internal sealed class RequestSender : IDisposable
{
    private const string Disconnected = "The connection was disconnected.";

    private static readonly ProductInfoHeaderValue UserAgent = new(
        "TikTokFollowing",
        typeof(RequestSender).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion);

    private readonly Provider _provider;
    private readonly FollowingConnectionOptions _options;
    private readonly Uri _baseUri;
    private readonly TimeProvider _time;
    private readonly Authorization _authorization;
    private readonly RateGate _rateGate;
    private readonly CreditLedger _ledger;
    private readonly decimal _creditsPerRequest;
    private readonly Lazy<HttpClient> _http;
    private readonly RetryPolicy _retry;
    private readonly TimeSpan _longestWait;
    private long _requestsSent;
    private bool _isDisposed;

    public RequestSender(FollowingConnectionOptions options, Provider provider, Uri baseUri)
    {
        _provider = provider;
        _options = options;
        _baseUri = baseUri;
        _time = options.TimeProvider;
        _authorization = Authorization.Create(provider.Credential, options, _time);
        _rateGate = new RateGate(_time);
        _ledger = new CreditLedger(options.CreditLimit);
        _creditsPerRequest = options.CreditsPerRequest ?? provider.CreditsPerRequest;

        // A timer holds 49 days at most. A longer wait is the error RateLimited, whatever the user allows.
        TimeSpan longestTimer = TimeSpan.FromDays(49);
        _longestWait = options.MaximumRetryInterval < longestTimer ? options.MaximumRetryInterval : longestTimer;

        // A connection that is never used does not load the HTTP stack.
        _http = new Lazy<HttpClient>(() => new HttpClient(options.Handler ?? CreateHandler(options, baseUri)) { Timeout = Timeout.InfiniteTimeSpan });
        _retry = new RetryPolicy(options, _longestWait, _rateGate);
    }

    public RateLimit? RateLimit => _rateGate.Current;

    public long RequestsSent => Interlocked.Read(ref _requestsSent);

    public CreditLedger Ledger => _ledger;

    /// <summary>What one charged request costs, in credits.</summary>
    public decimal CreditsPerRequest => _creditsPerRequest;

    /// <summary>Compiles the reader by reading a page. Sends nothing.</summary>
    public void WarmUp() =>
        PageReader.Read(PageReader.Sample, _provider.Shape, _provider.TimeOf, new RowOrigin(string.Empty, _provider.Id, false, 1, null, default));

    /// <summary>Fetches one page, with retries.</summary>
    /// <exception cref="FollowingException">There is no page to be had.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<PageContent> FetchAsync(PageQuery query, CancellationToken cancellationToken)
    {
        const int MaximumSteps = 3;
        try
        {
            AttemptResult result = await FetchAuthorizedAsync(query, query.Cursor, cancellationToken).ConfigureAwait(false);
            for (int step = 1; result.NextStep is string cursor && step < MaximumSteps; step++)
            {
                // Some APIs want a step before the first page.
                result = await FetchAuthorizedAsync(query, cursor, cancellationToken).ConfigureAwait(false);
            }

            return result.Page ?? throw ToException(result.Error ?? _provider.Unreadable("asks for another step and holds no page"), query);
        }
        catch (ObjectDisposedException) when (Volatile.Read(ref _isDisposed))
        {
            throw ToException(new ProviderError(FollowingErrorKind.NotConnected, Disconnected), query);
        }
    }

    public void Dispose()
    {
        Volatile.Write(ref _isDisposed, true);
        _authorization.Dispose();
        if (_http.IsValueCreated)
        {
            _http.Value.Dispose();
        }
        else
        {
            _options.Handler?.Dispose();
        }
    }

    private static SocketsHttpHandler CreateHandler(FollowingConnectionOptions options, Uri baseUri) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Brotli,
        PooledConnectionLifetime = TimeSpan.FromMinutes(15),
        PooledConnectionIdleTimeout = TimeSpan.FromMinutes(5),
        PlaintextStreamFilter = static (context, _) => ValueTask.FromResult(MeteredStream.Wrap(context)),

        // http is only for this machine, and the system's proxy may be on another one.
        UseProxy = options.Proxy is not null || baseUri.Scheme == Uri.UriSchemeHttps,
        Proxy = options.Proxy is null ? null : new WebProxy(options.Proxy) { Credentials = options.ProxyCredential },
        DefaultProxyCredentials = options.ProxyCredential,
    };

    private async ValueTask<AttemptResult> FetchAuthorizedAsync(PageQuery query, string? cursor, CancellationToken cancellationToken)
    {
        for (bool mayRenew = true; ; mayRenew = false)
        {
            if (await _authorization.PrepareAsync(query, _baseUri, SendAsync, cancellationToken).ConfigureAwait(false) is ProviderError refusal)
            {
                return refusal;
            }

            int version = _authorization.Version;
            PageRequest request = new(_baseUri, query.Handle, cursor, query.Count, _options.RequestSource);
            AttemptResult result = await SendAsync(new PageCall(_provider, request, _authorization, query), cancellationToken).ConfigureAwait(false);
            bool isRefused = result.Error is { Kind: FollowingErrorKind.AuthenticationFailed } && _authorization.TryForget(version);
            if (!isRefused || !mayRenew || !query.AllowsRetries)
            {
                return result;
            }
        }
    }

    private ValueTask<AttemptResult> SendAsync(ApiCall call, CancellationToken cancellationToken) =>
        _retry.ExecuteAsync(call, AttemptAsync, cancellationToken);

    /// <summary>One attempt: waits while the rate limit is known to be reached, reserves the cost, sends, and settles the cost.</summary>
    private async ValueTask<AttemptResult> AttemptAsync(ApiCall call, CancellationToken cancellationToken)
    {
        PageQuery query = call.Query;
        using CancellationTokenSource waits = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, query.Usage.Ending);
        if (_rateGate.Remaining > TimeSpan.Zero && await WaitForRateAsync(query, waits.Token).ConfigureAwait(false) is ProviderError tooLong)
        {
            return tooLong;
        }

        decimal reserved = call.MaximumUnits * _creditsPerRequest;
        if (!await _ledger.TryReserveAsync(reserved, waits.Token).ConfigureAwait(false))
        {
            return new ProviderError(
                FollowingErrorKind.CreditLimitReached,
                $"The next request would pass the credit limit of {Quantity.Number(_ledger.Limit!.Value)}: {Quantity.OfCredits(_ledger.Spent)} spent so far.");
        }

        Attempt attempt = new();
        long started = _time.GetTimestamp();
        using CancellationTokenSource timeout = new(_options.Timeout, _time);
        using CancellationTokenSource limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        AttemptResult? result = null;
        decimal charged;
        try
        {
            result = await SendOnceAsync(call, attempt, limited.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            result = new ProviderError(
                FollowingErrorKind.Timeout,
                FormattableString.Invariant($"No complete answer from {_provider.DisplayName} within {_options.Timeout.TotalSeconds} s."),
                RetryRule.Transient);
        }
        catch (Exception ended) when (ended is ObjectDisposedException || (ended is OperationCanceledException && WasDisconnected(cancellationToken)))
        {
            // Disposing the client cancels its requests, although neither the caller nor the timeout did.
            result = new ProviderError(FollowingErrorKind.NotConnected, Disconnected);
        }
        finally
        {
            int? records = result?.Page is PageContent page ? (page.Users?.Count ?? 0) + page.EntriesWithoutAccount : null;
            charged = call.UnitsOf(new AttemptOutcome(attempt.WasSent, attempt.StatusCode, records, result?.Error?.Kind)) * _creditsPerRequest;
            _ledger.Settle(reserved, charged);
            if (attempt.HasBegun)
            {
                Count(call, attempt, result, charged, started);
            }
        }

        return result.Error is ProviderError error
            ? _retry.Settle(error with { MayHaveBeenCharged = charged > 0 }, attempt.RetryAfter, query)
            : result;
    }

    private bool WasDisconnected(CancellationToken cancellationToken) => !cancellationToken.IsCancellationRequested && Volatile.Read(ref _isDisposed);

    private void Count(ApiCall call, Attempt attempt, AttemptResult? result, decimal charged, long started)
    {
        Interlocked.Increment(ref _requestsSent);
        call.Query.Usage.AddRequest(charged, call.IsRetry);
        call.Query.Report(new RequestEvent(
            call.Query.Handle,
            _provider.Id,
            call.Page,
            attempt.StatusCode,
            result?.Page?.Users?.Count,
            attempt.Bytes,
            _time.GetElapsedTime(started),
            charged,
            _rateGate.Current,
            result?.Page?.RequestId ?? result?.Error?.RequestId,
            result is null ? "cancelled" : result.Error?.Message));
    }

    /// <returns>The error when the wait is too long; <see langword="null"/> when the wait is over.</returns>
    private async ValueTask<ProviderError?> WaitForRateAsync(PageQuery query, CancellationToken cancellationToken)
    {
        while (_rateGate.Remaining is { Ticks: > 0 } delay)
        {
            if (delay > _longestWait)
            {
                return _retry.WaitTooLong($"The rate limit of {_provider.DisplayName} is used up.", delay);
            }

            query.Report(new HoldEvent(query.Handle, delay));

            // Timers drop fractions of a millisecond, and the rest would make this loop spin.
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(delay.TotalMilliseconds)), _time, cancellationToken).ConfigureAwait(false);
        }

        return null;
    }

    private async ValueTask<AttemptResult> SendOnceAsync(ApiCall call, Attempt attempt, CancellationToken cancellationToken)
    {
        PageQuery query = call.Query;
        try
        {
            using HttpRequestMessage request = call.CreateRequest(out Redactor redactor);
            request.Headers.UserAgent.Add(UserAgent);
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
            if (query.WantsTraffic)
            {
                query.Report(await TrafficText.OfRequestAsync(call, request, redactor, cancellationToken).ConfigureAwait(false));
            }

            // A request that is cancelled or disposed before this point was not sent. An injected handler has no connection to watch.
            cancellationToken.ThrowIfCancellationRequested();
            ObjectDisposedException.ThrowIf(Volatile.Read(ref _isDisposed), this);
            query.Usage.Ending.ThrowIfCancellationRequested();
            attempt.Begin(isSent: _options.Handler is not null);
            Attempt.Current = attempt;
            using HttpResponseMessage response =
                await _http.Value.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            attempt.StatusCode = (int)response.StatusCode;
            DateTimeOffset now = _time.GetUtcNow();
            if (_provider.ReadRateLimit(response.Headers, now) is RateLimit limit)
            {
                _rateGate.Observe(limit);
            }

            using ResponseBody body = await ResponseBody.ReadAsync(response.Content, cancellationToken).ConfigureAwait(false);
            attempt.Bytes = body.Length;
            if (query.WantsTraffic)
            {
                query.Report(TrafficText.OfResponse(call, response, body.Span, redactor));
            }

            RowOrigin origin = new(query.Handle, _provider.Id, _options.IsSandbox, query.Page, call.Cursor, _time.GetUtcNow());
            ProviderResponse answer = new(response.StatusCode, body.IsTooLong ? default : body.Span, body.IsTooLong, origin, redactor);
            attempt.RetryAfter = RetryAfter.Read(response.Headers, now);
            return call.Read(answer);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or InvalidDataException)
        {
            return DescribeFailure(failure);
        }
    }

    private ProviderError DescribeFailure(Exception failure)
    {
        switch (failure)
        {
            case InvalidDataException:
                return _provider.Unreadable("is not compressed as it says");
            case HttpRequestException { InnerException: AuthenticationException tls }:
                return new ProviderError(
                    FollowingErrorKind.NetworkFailure, $"The secure connection to {_baseUri.Authority} failed; check the address and its certificate: {DisplayText.Quote(tls.Message).TrimEnd('.')}.");
            case HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError, StatusCode: HttpStatusCode.ProxyAuthenticationRequired }:
                return new ProviderError(FollowingErrorKind.InvalidResponse, $"{ProviderError.ProxyRefusal} (HTTP 407).");
            default:
                string cause = DisplayText.Quote(failure.GetBaseException().Message).TrimEnd('.');
                return new ProviderError(
                    FollowingErrorKind.NetworkFailure, $"The connection to {_baseUri.Authority} failed: {cause}.", RetryRule.Transient);
        }
    }

    private FollowingException ToException(ProviderError error, PageQuery query)
    {
        ErrorMeaning meaning = ErrorMeaning.Of(error.Kind);
        return new FollowingException(error.Kind, $"'{query.Handle}': {error.Message}")
        {
            StatusCode = error.StatusCode,
            Provider = _provider.Id,
            ProviderCode = error.ProviderCode,
            RequestId = error.RequestId,
            Cursor = query.Cursor,
            RetryAfter = error.RetryAfter,
            EndsTheAsking = error.IsWaitTooLong || meaning.EndsTheAsking,
            Advice = _provider.AdviceFor(error.Kind) ?? meaning.Advice,
        };
    }
}
