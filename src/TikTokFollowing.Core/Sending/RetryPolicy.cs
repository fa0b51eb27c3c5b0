using System.Runtime.CompilerServices;
using TikTokFollowing.Providers;

namespace TikTokFollowing.Sending;

/// <summary>Decides whether a failed attempt is made again, and when. Nothing else does.</summary>
internal sealed class RetryPolicy(FollowingConnectionOptions options, TimeSpan longestWait, RateGate rateGate)
{
    // Not a Lazy<RetryPipeline>: creating one would load Polly.
    private RetryPipeline? _pipeline;

    /// <summary>Makes attempts until one brings something that is not to be retried.</summary>
    /// <param name="call">What is asked for.</param>
    /// <param name="attempt">Makes one attempt.</param>
    /// <param name="cancellationToken">Ends a wait or an attempt.</param>
    public async ValueTask<AttemptResult> ExecuteAsync(
        ApiCall call, Func<ApiCall, CancellationToken, ValueTask<AttemptResult>> attempt, CancellationToken cancellationToken)
    {
        // Most pages arrive at the first attempt, and loading Polly takes longer than any other part of the first row.
        AttemptResult first = await attempt(call, cancellationToken).ConfigureAwait(false);
        return first.Error is { Retry: not RetryRule.Never } && options.MaximumRetryCount > 0
            ? await RetryAsync(call, first, attempt, cancellationToken).ConfigureAwait(false)
            : first;
    }

    /// <summary>Settles whether an error may be retried, once its answer is known.</summary>
    /// <param name="error">What the provider's answer means.</param>
    /// <param name="wait">The wait that the answer asks for.</param>
    /// <param name="query">The page that was asked for.</param>
    public ProviderError Settle(ProviderError error, TimeSpan? wait, PageQuery query)
    {
        if (error.Kind == FollowingErrorKind.RateLimited && wait is TimeSpan asked)
        {
            // Every list waits, also when this request is not retried.
            rateGate.Hold(asked);
        }

        if (error.Retry != RetryRule.Never && wait > longestWait)
        {
            return WaitTooLong(error.Message, wait.Value) with { StatusCode = error.StatusCode, ProviderCode = error.ProviderCode, RequestId = error.RequestId };
        }

        return error with { RetryAfter = wait, Retry = query.Usage.Ending.IsCancellationRequested || !query.AllowsRetries ? RetryRule.Never : error.Retry };
    }

    /// <summary>The error for a wait that is longer than the connection allows.</summary>
    /// <param name="reason">Why there is a wait, as a sentence.</param>
    /// <param name="wait">How long it is.</param>
    public ProviderError WaitTooLong(string reason, TimeSpan wait) => new(
        FollowingErrorKind.RateLimited,
        FormattableString.Invariant(
            $"{reason} The wait is {wait.TotalSeconds:0} s, until {options.TimeProvider.GetUtcNow() + wait:u}, longer than the {longestWait.TotalSeconds} s allowed."))
    {
        RetryAfter = wait,
        IsWaitTooLong = true,
    };

    // A separate method, so that Polly is loaded when it is called and not when its caller is compiled.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private ValueTask<AttemptResult> RetryAsync(
        ApiCall call, AttemptResult first, Func<ApiCall, CancellationToken, ValueTask<AttemptResult>> attempt, CancellationToken cancellationToken) =>
        LazyInitializer.EnsureInitialized(ref _pipeline, () => new RetryPipeline(options, longestWait, rateGate))
            .ContinueAsync(call, first, attempt, cancellationToken);
}
