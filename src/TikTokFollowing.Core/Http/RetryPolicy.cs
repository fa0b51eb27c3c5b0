using Polly;
using Polly.Retry;
using TikTokFollowing.Providers;

namespace TikTokFollowing.Http;

/// <summary>
/// Repeats an attempt that failed, for as long as its fault and the options allow. It takes over only then: most pages come at the
/// first attempt, and loading and building a pipeline would be 30 to 40 ms of the first row of every script.
/// </summary>
internal sealed class RetryPolicy
{
    private readonly RateGate _rateGate;
    private readonly ResiliencePipeline<Answer> _pipeline;

    public RetryPolicy(FollowingConnectionOptions options, TimeSpan longestWait, RateGate rateGate)
    {
        _rateGate = rateGate;
        RetryStrategyOptions<Answer> retry = new()
        {
            MaxRetryAttempts = options.MaximumRetryCount,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = TimeSpan.FromMilliseconds(500),
            MaxDelay = longestWait < TimeSpan.FromDays(1) ? longestWait : TimeSpan.FromDays(1),
            ShouldHandle = static args => ValueTask.FromResult(args.Outcome.Result?.Fault?.Retry switch
            {
                RetryRule.Transient => true,
                RetryRule.Once => !CallOf(args.Context).HasRepeatedOnce,
                _ => false,
            }),
            DelayGenerator = static args => ValueTask.FromResult(args.Outcome.Result!.Fault!.RetryAfter),
            OnRetry = OnRetry,
        };
        if (options.Randomizer is Func<double> randomizer)
        {
            retry.Randomizer = randomizer;
        }

        _pipeline = new ResiliencePipelineBuilder<Answer> { TimeProvider = options.TimeProvider }.AddRetry(retry).Build();
    }

    /// <summary>Goes on from a first attempt's answer.</summary>
    /// <param name="call">The page.</param>
    /// <param name="first">What the first attempt brought.</param>
    /// <param name="attempt">Makes one more.</param>
    /// <param name="cancellationToken">Ends a wait or an attempt.</param>
    /// <returns>The first answer that is not to be repeated, or the last one.</returns>
    public async Task<Answer> ContinueAsync(
        PageCall call, Answer first, Func<PageCall, CancellationToken, Task<Answer>> attempt, CancellationToken cancellationToken)
    {
        ResilienceContext context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: false, cancellationToken);
        Repetition repetition = new(call, first, attempt);
        context.Properties.Set(Repetition.Key, repetition);
        try
        {
            return await _pipeline.ExecuteAsync(
                static (context, repetition) => repetition.NextAsync(context.CancellationToken), context, repetition).ConfigureAwait(false);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private static PageCall CallOf(ResilienceContext context) => context.Properties.GetValue(Repetition.Key, null!).Call;

    private ValueTask OnRetry(OnRetryArguments<Answer> args)
    {
        PageCall call = CallOf(args.Context);
        Answer answer = args.Outcome.Result!;
        call.HasRepeatedOnce |= answer.Fault!.Retry == RetryRule.Once;
        if (answer.Fault.Kind == FollowingErrorKind.RateLimited)
        {
            _rateGate.Hold(args.RetryDelay);
        }

        call.Tally.Retries++;
        call.Observer?.OnEvent(new RetryEvent(
            call.Handle, call.Page, args.AttemptNumber + 1, args.RetryDelay, answer.Fault.Message, answer.MayHaveBeenCharged));
        return ValueTask.CompletedTask;
    }

    /// <summary>What the pipeline executes: the answer that is there already, then new attempts.</summary>
    private sealed class Repetition(PageCall call, Answer first, Func<PageCall, CancellationToken, Task<Answer>> attempt)
    {
        // In the outer class it would load Polly with it.
        public static readonly ResiliencePropertyKey<Repetition> Key = new(nameof(Repetition));

        private Answer? _first = first;

        public PageCall Call => call;

        public ValueTask<Answer> NextAsync(CancellationToken cancellationToken)
        {
            Answer? first = _first;
            _first = null;
            return first is null ? new(attempt(call, cancellationToken)) : new(first);
        }
    }
}
