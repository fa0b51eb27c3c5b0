using TikTokFollowing.Providers;

namespace TikTokFollowing.Sending;

/// <summary>Decides whether a failed attempt is made again, and when. Nothing else does.</summary>
internal sealed class RetryPolicy
{
    private readonly TimeProvider _time;
    private readonly TimeSpan _longestWait;
    private readonly RateGate _rateGate;
    private readonly Lazy<RetryPipeline>? _pipeline;

    public RetryPolicy(FollowingConnectionOptions options, TimeSpan longestWait, RateGate rateGate)
    {
        _time = options.TimeProvider;
        _longestWait = longestWait;
        _rateGate = rateGate;
        _pipeline = options.MaximumRetryCount == 0 ? null : new Lazy<RetryPipeline>(() => new RetryPipeline(options, longestWait, rateGate));
    }

    /// <summary>Makes attempts until one brings something that is not to be retried.</summary>
    /// <param name="call">What is asked for.</param>
    /// <param name="attempt">Makes one attempt.</param>
    /// <param name="cancellationToken">Ends a wait or an attempt.</param>
    public async ValueTask<AttemptResult> ExecuteAsync(
        ApiCall call, Func<ApiCall, CancellationToken, ValueTask<AttemptResult>> attempt, CancellationToken cancellationToken)
    {
        // Most pages come at the first attempt. Loading and building the pipeline for it takes longer than anything else of a first row.
        AttemptResult first = await attempt(call, cancellationToken).ConfigureAwait(false);
        return first.Error is { Retry: not RetryRule.Never } && _pipeline is not null
            ? await _pipeline.Value.ContinueAsync(call, first, attempt, cancellationToken).ConfigureAwait(false)
            : first;
    }

    /// <summary>Settles whether an error may be retried, once its answer is known.</summary>
    /// <param name="error">What the provider's answer means.</param>
    /// <param name="wait">The wait that the answer asks for.</param>
    /// <param name="query">The page that was asked for.</param>
    /// <param name="isLast">Whether nothing more is to be asked, so that nobody is to wait for a retry that will not be sent.</param>
    public ProviderError Settle(ProviderError error, TimeSpan? wait, PageQuery query, bool isLast)
    {
        if (error.Kind == FollowingErrorKind.RateLimited && wait is TimeSpan asked)
        {
            // Every list waits, also when this request is not retried.
            _rateGate.Hold(asked);
        }

        if (error.Retry != RetryRule.Never && wait > _longestWait)
        {
            return WaitTooLong(error.Message, wait.Value) with { StatusCode = error.StatusCode, ProviderCode = error.ProviderCode, RequestId = error.RequestId };
        }

        return error with { RetryAfter = wait, Retry = isLast || !query.AllowsRetries ? RetryRule.Never : error.Retry };
    }

    /// <summary>The error for a wait that is longer than the connection allows.</summary>
    /// <param name="reason">Why there is a wait, as a sentence.</param>
    /// <param name="wait">How long it is.</param>
    public ProviderError WaitTooLong(string reason, TimeSpan wait) => new(
        FollowingErrorKind.RateLimited,
        FormattableString.Invariant(
            $"{reason} The wait is {wait.TotalSeconds:0} s, until {_time.GetUtcNow() + wait:u}, longer than the {_longestWait.TotalSeconds} s allowed."))
    {
        RetryAfter = wait,
        IsWaitTooLong = true,
    };
}
