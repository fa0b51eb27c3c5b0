using Polly;
using Polly.Retry;
using TikTokFollowing.Providers;

namespace TikTokFollowing.Sending;

/// <summary>Decides whether a failed attempt is made again, and when. Nothing else does.</summary>
internal sealed class RetryPolicy
{
    private static readonly ResiliencePropertyKey<ApiCall> CallKey = new(nameof(ApiCall));

    private readonly TimeProvider _time;
    private readonly TimeSpan _longestWait;
    private readonly RateGate _rateGate;
    private readonly ResiliencePipeline<AttemptResult> _pipeline;

    public RetryPolicy(FollowingConnectionOptions options, TimeSpan longestWait, RateGate rateGate)
    {
        _time = options.TimeProvider;
        _longestWait = longestWait;
        _rateGate = rateGate;
        _pipeline = options.MaximumRetryCount == 0 ? ResiliencePipeline<AttemptResult>.Empty : Build(options, longestWait);
    }

    /// <summary>Makes attempts until one brings something that is not to be retried.</summary>
    /// <param name="call">What is asked for.</param>
    /// <param name="attempt">Makes one attempt.</param>
    /// <param name="cancellationToken">Ends a wait or an attempt.</param>
    public async ValueTask<AttemptResult> ExecuteAsync(
        ApiCall call, Func<ApiCall, CancellationToken, ValueTask<AttemptResult>> attempt, CancellationToken cancellationToken)
    {
        ResilienceContext context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: false, cancellationToken);
        context.Properties.Set(CallKey, call);
        try
        {
            return await _pipeline.ExecuteAsync(
                static (context, state) => state.attempt(state.call, context.CancellationToken), context, (attempt, call)).ConfigureAwait(false);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
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

    private ResiliencePipeline<AttemptResult> Build(FollowingConnectionOptions options, TimeSpan longestWait)
    {
        RetryStrategyOptions<AttemptResult> retry = new()
        {
            MaxRetryAttempts = options.MaximumRetryCount,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = TimeSpan.FromMilliseconds(500),
            MaxDelay = longestWait < TimeSpan.FromDays(1) ? longestWait : TimeSpan.FromDays(1),
            ShouldHandle = static args => ValueTask.FromResult(args.Outcome.Result?.Error?.Retry switch
            {
                RetryRule.Transient => true,
                RetryRule.Once => !CallOf(args.Context).HasBeenRetriedOnce,
                _ => false,
            }),
            DelayGenerator = static args => ValueTask.FromResult(args.Outcome.Result!.Error!.RetryAfter),
            OnRetry = OnRetry,
        };
        if (options.Randomizer is Func<double> randomizer)
        {
            retry.Randomizer = randomizer;
        }

        return new ResiliencePipelineBuilder<AttemptResult> { TimeProvider = options.TimeProvider }.AddRetry(retry).Build();
    }

    private static ApiCall CallOf(ResilienceContext context) => context.Properties.GetValue(CallKey, null!);

    private ValueTask OnRetry(OnRetryArguments<AttemptResult> args)
    {
        ApiCall call = CallOf(args.Context);
        ProviderError error = args.Outcome.Result!.Error!;
        call.HasBeenRetriedOnce |= error.Retry == RetryRule.Once;
        if (error is { Kind: FollowingErrorKind.RateLimited, RetryAfter: null })
        {
            // The answer names no wait that would hold the other lists already.
            _rateGate.Hold(args.RetryDelay);
        }

        call.Query.Usage.AddRetry();
        call.Query.Report(new RetryEvent(call.Query.Handle, call.Query.Page, args.AttemptNumber + 1, args.RetryDelay, error.Message, error.MayHaveBeenCharged));
        return ValueTask.CompletedTask;
    }
}
