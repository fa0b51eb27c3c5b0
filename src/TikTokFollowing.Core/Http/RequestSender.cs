using System.Net;
using System.Net.Http.Headers;
using System.Reflection;
using System.Security.Authentication;
using System.Text.Json;
using TikTokFollowing.Providers;
using TikTokFollowing.Providers.Reading;

namespace TikTokFollowing.Http;

/// <summary>The only place that sends: authorization, waits, retries, credits, and bytes or status into a page or a fault.</summary>
internal sealed class RequestSender : IDisposable
{
    private static readonly ProductInfoHeaderValue UserAgent = new(
        "TikTokFollowing",
        typeof(RequestSender).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion);

    private readonly ProviderContract _contract;
    private readonly FollowingConnectionOptions _options;
    private readonly Uri _baseUri;
    private readonly TimeProvider _time;
    private readonly ApiKey _key;
    private readonly RateGate _rateGate;
    private readonly CreditLedger _ledger;
    private readonly Lazy<HttpClient> _http;
    private readonly Lazy<RetryPolicy> _retry;
    private readonly TimeSpan _longestWait;
    private long _requestsSent;
    private bool _isDisposed;

    public RequestSender(FollowingConnectionOptions options, ProviderContract contract, Uri baseUri)
    {
        _contract = contract;
        _options = options;
        _baseUri = baseUri;
        _time = options.TimeProvider;
        _key = new ApiKey(options.ApiKey);
        _rateGate = new RateGate(_time);
        _ledger = new CreditLedger(options.CreditsPerRequest, options.CreditLimit);

        // A timer holds 49 days; whoever allows more is told the time instead of being kept waiting.
        TimeSpan longestTimer = TimeSpan.FromDays(49);
        _longestWait = options.MaximumRetryInterval < longestTimer ? options.MaximumRetryInterval : longestTimer;

        // A connection that is never used does not load the HTTP stack, and one that nothing goes wrong on does not load Polly.
        _http = new Lazy<HttpClient>(() => new HttpClient(options.Handler ?? CreateHandler(options, baseUri)) { Timeout = Timeout.InfiniteTimeSpan });
        _retry = new Lazy<RetryPolicy>(() => new RetryPolicy(options, _longestWait, _rateGate));
        PageReader.WarmUp(contract.Format);
    }

    public RateLimit? RateLimit => _rateGate.Current;

    public long RequestsSent => Interlocked.Read(ref _requestsSent);

    public CreditLedger Ledger => _ledger;

    /// <summary>Fetches one page, with retries.</summary>
    /// <exception cref="FollowingException">There is no page to be had.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<PageContent> SendAsync(PageCall call, CancellationToken cancellationToken)
    {
        Answer answer = await TryOnceAsync(call, cancellationToken).ConfigureAwait(false);
        if (answer.Fault is { Retry: not RetryRule.Never } && _options.MaximumRetryCount > 0)
        {
            answer = await _retry.Value.ContinueAsync(call, answer, TryOnceAsync, cancellationToken).ConfigureAwait(false);
        }

        return answer.Page ?? throw ToException(answer.Fault!, call);
    }

    public void Dispose()
    {
        Volatile.Write(ref _isDisposed, true);
        _key.Dispose();
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

        // The system's proxy may be elsewhere, and http is for this machine.
        UseProxy = options.Proxy is not null || baseUri.Scheme == Uri.UriSchemeHttps,
        Proxy = options.Proxy is null ? null : new WebProxy(options.Proxy) { Credentials = options.ProxyCredential },
        DefaultProxyCredentials = options.ProxyCredential,
    };

    /// <summary>One attempt: waits while the rate limit is known to be reached, reserves the cost, sends, and settles the cost.</summary>
    private async Task<Answer> TryOnceAsync(PageCall call, CancellationToken cancellationToken)
    {
        // The usual case takes no asynchronous method, here and in the ledger: each one is compiled before the first row.
        if (_rateGate.Remaining > TimeSpan.Zero)
        {
            await HoldBackAsync(call, cancellationToken).ConfigureAwait(false);
        }

        if (!await _ledger.TryReserveAsync(cancellationToken).ConfigureAwait(false))
        {
            return new Answer(new Fault(
                FollowingErrorKind.CreditLimitReached,
                FormattableString.Invariant($"The next request would pass the credit limit of {_ledger.Limit}: {_ledger.Spent} are spent.")));
        }

        Attempt attempt = new(call);
        long started = _time.GetTimestamp();
        using CancellationTokenSource timeout = new(_options.Timeout, _time);
        using CancellationTokenSource limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        Answer? answer = null;
        bool isLast;
        try
        {
            answer = await SendOnceAsync(attempt, limited.Token).ConfigureAwait(false);
            if (answer.Fault is { Kind: FollowingErrorKind.RateLimited, Retry: not RetryRule.Never, RetryAfter: TimeSpan wait })
            {
                // Before anything else, so that no other list runs into the same refusal.
                _rateGate.Hold(wait);
            }
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            answer = new Answer(new Fault(
                FollowingErrorKind.Timeout,
                FormattableString.Invariant($"No complete answer from {_contract.DisplayName} within {_options.Timeout.TotalSeconds} s."),
                RetryRule.Transient));
        }
        catch (Exception ended) when (ended is ObjectDisposedException || (ended is OperationCanceledException && WasDisconnected(cancellationToken)))
        {
            // A cancellation that nobody asked for: disposing the client ends what is under way.
            answer = new Answer(new Fault(FollowingErrorKind.NotConnected, "The connection was disconnected."));
        }
        finally
        {
            decimal charged = _ledger.Settle(attempt.MayBeCharged);
            isLast = call.Tally.End();
            if (attempt.HasBegun)
            {
                Count(attempt, answer, charged, started);
            }
        }

        if (isLast && answer.Fault is not null)
        {
            // Nobody is to wait for a repetition that will not be sent.
            answer = new Answer(answer.Fault with { Retry = RetryRule.Never });
        }

        return answer with { MayHaveBeenCharged = attempt.MayBeCharged };
    }

    private bool WasDisconnected(CancellationToken cancellationToken) => !cancellationToken.IsCancellationRequested && Volatile.Read(ref _isDisposed);

    private void Count(Attempt attempt, Answer? answer, decimal charged, long started)
    {
        PageCall call = attempt.Call;
        Interlocked.Increment(ref _requestsSent);
        call.Tally.Requests++;
        call.Tally.Credits += charged;
        call.Observer?.OnEvent(new RequestEvent(
            call.Handle,
            _contract.Provider,
            call.Page,
            attempt.StatusCode,
            answer?.Page?.Users?.Count,
            attempt.Bytes,
            _time.GetElapsedTime(started),
            charged,
            _rateGate.Current,
            answer?.Page?.RequestId ?? answer?.Fault?.RequestId,
            answer is null ? "cancelled" : answer.Fault?.Message));
    }

    private async Task HoldBackAsync(PageCall call, CancellationToken cancellationToken)
    {
        // A wait beyond the limit is not waited for; the provider's own answer then says so.
        while (_rateGate.Remaining is { Ticks: > 0 } delay && delay <= _longestWait)
        {
            call.Observer?.OnEvent(new HoldEvent(call.Handle, delay));

            // Timers cut fractions of a millisecond off, and a rest of one would spin here.
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(delay.TotalMilliseconds)), _time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<Answer> SendOnceAsync(Attempt attempt, CancellationToken cancellationToken)
    {
        string key = _key.Reveal();
        PageCall call = attempt.Call;
        try
        {
            using HttpRequestMessage request = _contract.CreateRequest(
                new PageRequest(_baseUri, call.Handle, call.Cursor, call.Count, _options.RequestSource), key);
            request.Headers.UserAgent.Add(UserAgent);
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
            if (call.Observer is { WantsTraffic: true })
            {
                call.Observer.OnEvent(await TrafficText.OfRequestAsync(call.Handle, request, key, cancellationToken).ConfigureAwait(false));
            }

            // Whatever was cancelled or disposed before this point was never asked. An injected handler has no wire to watch.
            cancellationToken.ThrowIfCancellationRequested();
            ObjectDisposedException.ThrowIf(Volatile.Read(ref _isDisposed), this);
            if (!call.Tally.TryBegin())
            {
                throw new OperationCanceledException("Nothing more is to be asked.");
            }

            attempt.Begin(isSent: _options.Handler is not null);
            MeteredStream.Current = attempt;
            using HttpResponseMessage response =
                await _http.Value.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            attempt.StatusCode = (int)response.StatusCode;
            if (_contract.ReadRateLimit(response.Headers, _time.GetUtcNow()) is RateLimit limit)
            {
                _rateGate.Observe(limit);
            }

            using ResponseBody body = await ResponseBody.ReadAsync(response.Content, cancellationToken).ConfigureAwait(false);
            attempt.Bytes = body.Length;
            if (call.Observer is { WantsTraffic: true })
            {
                call.Observer.OnEvent(TrafficText.OfResponse(call.Handle, response, body.Span, key));
            }

            Answer answer = Read(response, body, call, key);
            return answer.Fault is null ? answer : new Answer(WithWait(answer.Fault, response));
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or InvalidDataException)
        {
            return new Answer(DescribeFailure(failure));
        }
    }

    private Answer Read(HttpResponseMessage response, ResponseBody body, PageCall call, string key)
    {
        if (response.StatusCode == HttpStatusCode.OK)
        {
            if (body.IsTooLong)
            {
                return new Answer(Unreadable($"is larger than {ResponseBody.MaximumLength / (1024 * 1024)} MiB"));
            }

            if (body.Span.Trim(" \t\r\n"u8).IsEmpty)
            {
                // TikTok's soft block: it goes away when asked again.
                return new Answer(Unreadable("is empty") with { Retry = RetryRule.Transient });
            }
        }

        PageContent? content = null;
        string? unreadable = null;
        try
        {
            RowOrigin origin = new(call.Handle, _contract.Provider, call.Page, call.Cursor, _time.GetUtcNow());
            content = PageReader.Read(body.IsTooLong ? default : body.Span, _contract.Format, origin);
            content.Redact(key);
        }
        catch (JsonException)
        {
            unreadable = body.Span.TrimStart(" \t\r\n"u8).StartsWith("<"u8)
                ? "is a web page instead of JSON"
                : "is not the JSON of a list, or was cut off";
        }

        if (response.StatusCode != HttpStatusCode.OK)
        {
            return new Answer(_contract.JudgeStatus(response.StatusCode, content));
        }

        if (content is null)
        {
            return new Answer(Unreadable(unreadable!));
        }

        return _contract.JudgePage(content) is Fault fault ? new Answer(fault) : new Answer(content);
    }

    private Fault Unreadable(string what) => new(
        FollowingErrorKind.InvalidResponse,
        $"The answer {what} ({_contract.DisplayName}, HTTP 200).")
    { StatusCode = (int)HttpStatusCode.OK };

    /// <summary>Adds the wait that the answer asks for; one longer than allowed is not waited for.</summary>
    private Fault WithWait(Fault fault, HttpResponseMessage response)
    {
        DateTimeOffset now = _time.GetUtcNow();
        TimeSpan? wait = RetryAfter.Read(response.Headers, now);
        if (fault.Retry == RetryRule.Never || wait is null || wait <= _longestWait)
        {
            return fault with { RetryAfter = wait };
        }

        string asked = FormattableString.Invariant(
            $"It asks to wait {wait.Value.TotalSeconds:0} s, until {now + wait.Value:u}, longer than the {_longestWait.TotalSeconds} s allowed.");
        return fault with
        {
            Kind = FollowingErrorKind.RateLimited,
            Retry = RetryRule.Never,
            Message = $"{fault.Message} {asked}",
            WaitIsTooLong = true,
            RetryAfter = wait,
        };
    }

    private Fault DescribeFailure(Exception failure)
    {
        if (failure is InvalidDataException)
        {
            return Unreadable("is not compressed as it says");
        }

        if (failure is HttpRequestException { InnerException: AuthenticationException tls })
        {
            return new Fault(FollowingErrorKind.NetworkFailure, $"The server's certificate is not trusted: {DisplayText.Quote(tls.Message).TrimEnd('.')}.");
        }

        string cause = DisplayText.Quote(failure.GetBaseException().Message).TrimEnd('.');
        return new Fault(FollowingErrorKind.NetworkFailure, $"The connection to {_baseUri.Authority} failed: {cause}.", RetryRule.Transient);
    }

    private FollowingException ToException(Fault fault, PageCall call) => new(fault.Kind, $"'{call.Handle}': {fault.Message}")
    {
        StatusCode = fault.StatusCode,
        Provider = _contract.Provider,
        ProviderCode = fault.ProviderCode,
        RequestId = fault.RequestId,
        Cursor = call.Cursor,
        RetryAfter = fault.RetryAfter,
        EndsTheRun = fault.WaitIsTooLong || fault.Kind is FollowingErrorKind.AuthenticationFailed or FollowingErrorKind.NotSubscribed
            or FollowingErrorKind.OutOfCredits or FollowingErrorKind.QuotaExceeded or FollowingErrorKind.CreditLimitReached
            or FollowingErrorKind.NotConnected,
    };
}
