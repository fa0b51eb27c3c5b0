using Polly;
using Polly.Retry;
using TikTokFollowing.Providers;

namespace TikTokFollowing.Sending;

/// <summary>Polly's part of retrying: back-off, jitter and waits. A separate class, so that Polly is loaded only for a retry.</summary>
internal sealed class RetryPipeline
{
    private static readonly ResiliencePropertyKey<ApiCall> CallKey = new(nameof(ApiCall));

    private readonly RateGate _rateGate;
    private readonly ResiliencePipeline<AttemptResult> _pipeline;

    public RetryPipeline(FollowingConnectionOptions options, TimeSpan longestWait, RateGate rateGate)
    {
        _rateGate = rateGate;
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

        _pipeline = new ResiliencePipelineBuilder<AttemptResult> { TimeProvider = options.TimeProvider }.AddRetry(retry).Build();
    }

    /// <summary>Continues from the result of a first attempt.</summary>
    /// <param name="call">What is asked for.</param>
    /// <param name="first">What the first attempt brought.</param>
    /// <param name="attempt">Makes one more.</param>
    /// <param name="cancellationToken">Ends a wait or an attempt.</param>
    /// <returns>The first result that is not to be retried, or the last one.</returns>
    public async ValueTask<AttemptResult> ContinueAsync(
        ApiCall call, AttemptResult first, Func<ApiCall, CancellationToken, ValueTask<AttemptResult>> attempt, CancellationToken cancellationToken)
    {
        // When nothing more is to be asked, the wait ends, but not a request under way.
        using CancellationTokenSource waits = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, call.Query.Usage.Ending);
        ResilienceContext context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: false, waits.Token);
        context.Properties.Set(CallKey, call);
        AttemptResult? known = first;
        try
        {
            return await _pipeline.ExecuteAsync(
                _ =>
                {
                    AttemptResult? result = known;
                    known = null;
                    return result is null ? attempt(call, cancellationToken) : new(result);
                },
                context).ConfigureAwait(false);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private static ApiCall CallOf(ResilienceContext context) => context.Properties.GetValue(CallKey, null!);

    private ValueTask OnRetry(OnRetryArguments<AttemptResult> args)
    {
        ApiCall call = CallOf(args.Context);
        ProviderError error = args.Outcome.Result!.Error!;
        call.HasBeenRetriedOnce |= error.Retry == RetryRule.Once;
        if (error is { Kind: FollowingErrorKind.RateLimited, RetryAfter: null })
        {
            // The answer named no wait, so RetryPolicy.Settle has not held the other lists yet.
            _rateGate.Hold(args.RetryDelay);
        }

        call.IsRetry = true;
        call.Query.Report(new RetryEvent(call.Query.Handle, call.Query.Page, args.AttemptNumber + 1, args.RetryDelay, error.Message, error.MayHaveBeenCharged));
        return ValueTask.CompletedTask;
    }
}
