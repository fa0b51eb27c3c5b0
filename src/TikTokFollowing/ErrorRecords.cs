using System.Management.Automation;

namespace TikTokFollowing;

/// <summary>Makes every error record of the module: a stable id, a true category, the handle as target, and what to do next.</summary>
internal static class ErrorRecords
{
    /// <summary>Makes the record of an error that came before anything was asked.</summary>
    /// <param name="error">What went wrong.</param>
    /// <param name="target">The handle, or what else it happened to.</param>
    public static ErrorRecord Create(FollowingException error, object? target) => Create(error, CategoryOf(error), target, string.Empty);

    /// <summary>Makes the record of an error that ended a list.</summary>
    /// <param name="error">What went wrong.</param>
    /// <param name="summary">What the list had brought and cost by then.</param>
    /// <param name="howToResume">What to tell the user about the cursor where the list broke off.</param>
    public static ErrorRecord Create(FollowingException error, FollowingSummary summary, Func<string, string> howToResume)
    {
        string cost =
            $" {Quantity.Of(summary.Users, "row")} delivered, {Quantity.Of(summary.Requests, "request")} sent, {Quantity.OfCredits(summary.Credits)} spent.";
        bool canResume = summary.NextCursor is not null && error.Kind is not (FollowingErrorKind.NotFound or FollowingErrorKind.ListHidden);
        return Create(error, CategoryOf(error), summary.Handle, canResume ? $"{cost} {howToResume(summary.NextCursor!)}" : cost);
    }

    /// <summary>Makes the record of an error that is not about an account or a provider, as of an argument or a file.</summary>
    /// <param name="error">What went wrong.</param>
    /// <param name="id">The error's id.</param>
    /// <param name="category">Its category.</param>
    /// <param name="target">The argument or the file.</param>
    /// <param name="advice">What to do.</param>
    public static ErrorRecord Create(Exception error, string id, ErrorCategory category, object? target, string advice)
    {
        // Without the name of a .NET parameter, which the user did not type.
        string message = error is ArgumentException { ParamName: not null } ? error.Message[..error.Message.LastIndexOf(" (", StringComparison.Ordinal)] : error.Message;
        return Create(error, id, category, target, message, advice);
    }

    private static ErrorRecord Create(FollowingException error, ErrorCategory category, object? target, string details) =>
        Create(error, error.Kind.ToString(), category, target, error.Message + details, error.Advice);

    private static ErrorRecord Create(Exception error, string id, ErrorCategory category, object? target, string message, string advice) =>
        new(error, id, category, target) { ErrorDetails = new ErrorDetails(message) { RecommendedAction = advice } };

    private static ErrorCategory CategoryOf(FollowingException error) => error.Kind switch
    {
        FollowingErrorKind.StoreInvalid when error.IsOfWriting => ErrorCategory.WriteError,
        FollowingErrorKind.NotConnected or FollowingErrorKind.NetworkFailure => ErrorCategory.ConnectionError,
        FollowingErrorKind.ApiKeyMissing or FollowingErrorKind.AuthenticationFailed => ErrorCategory.AuthenticationError,
        FollowingErrorKind.InsecureBaseUri => ErrorCategory.SecurityError,
        FollowingErrorKind.NotSubscribed or FollowingErrorKind.ListHidden => ErrorCategory.PermissionDenied,
        FollowingErrorKind.OutOfCredits or FollowingErrorKind.QuotaExceeded or FollowingErrorKind.CreditLimitReached => ErrorCategory.QuotaExceeded,
        FollowingErrorKind.InvalidHandle => ErrorCategory.InvalidArgument,
        FollowingErrorKind.StoreInUse => ErrorCategory.ResourceBusy,
        FollowingErrorKind.StoreInvalid or FollowingErrorKind.InvalidResponse => ErrorCategory.InvalidData,
        FollowingErrorKind.BadRequest => ErrorCategory.InvalidOperation,
        FollowingErrorKind.NotFound => ErrorCategory.ObjectNotFound,
        FollowingErrorKind.RateLimited => ErrorCategory.LimitsExceeded,
        FollowingErrorKind.ServiceFault or FollowingErrorKind.UpstreamUnavailable => ErrorCategory.ResourceUnavailable,
        FollowingErrorKind.Timeout => ErrorCategory.OperationTimeout,
        _ => ErrorCategory.NotSpecified,
    };
}
