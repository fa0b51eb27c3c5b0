using System.Management.Automation;
using System.Management.Automation.Language;

namespace TikTokFollowing;

/// <summary>Makes every error record of the module: a stable id, a true category, the handle as target, and what to do next.</summary>
internal static class ErrorRecords
{
    /// <summary>Makes the record of an error.</summary>
    /// <param name="error">What went wrong.</param>
    /// <param name="target">The handle, or what else it happened to.</param>
    /// <param name="summary">What the list had brought and cost by then; <see langword="null"/> when nothing was asked.</param>
    public static ErrorRecord Create(FollowingException error, object? target, FollowingSummary? summary = null) =>
        new(error, error.Kind.ToString(), CategoryOf(error.Kind), target)
        {
            ErrorDetails = new ErrorDetails(error.Message + CostOf(summary) + ResumeAt(error, summary)) { RecommendedAction = error.Advice },
        };

    private static string CostOf(FollowingSummary? summary) => summary is null
        ? string.Empty
        : $" {Quantity.Of(summary.Users, "row")} delivered, {Quantity.Of(summary.Requests, "request")} sent, {Quantity.OfCredits(summary.Credits)} spent.";

    private static string ResumeAt(FollowingException error, FollowingSummary? summary) =>
        summary?.NextCursor is string cursor && error.Kind is not (FollowingErrorKind.NotFound or FollowingErrorKind.ListHidden)
            ? DisplayText.Neutralize(cursor) == cursor
                ? $" Resume with -Cursor '{CodeGeneration.EscapeSingleQuotedStringContent(cursor)}'."
                : " Resume with -Cursor and the NextCursor of the summary."
            : string.Empty;

    private static ErrorCategory CategoryOf(FollowingErrorKind kind) => kind switch
    {
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
