using System.Globalization;
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
            ErrorDetails = new ErrorDetails(error.Message + CostOf(summary) + ResumeAt(error, summary))
            {
                RecommendedAction = AdviceFor(error.Kind),
            },
        };

    private static string CostOf(FollowingSummary? summary) => summary is null
        ? string.Empty
        : string.Create(
            CultureInfo.InvariantCulture,
            $" {Count(summary.Users, "row")} delivered, {Count(summary.Requests, "request")} sent, {summary.Credits:0.##} credit{(summary.Credits == 1 ? "" : "s")} spent.");

    private static string Count(long number, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{number:N0} {noun}{(number == 1 ? "" : "s")}");

    private static string ResumeAt(FollowingException error, FollowingSummary? summary) =>
        summary?.NextCursor is string cursor && error.Kind is not (FollowingErrorKind.NotFound or FollowingErrorKind.ListHidden)
            ? DisplayText.Neutralize(cursor) == cursor
                ? $" Go on with -Cursor '{CodeGeneration.EscapeSingleQuotedStringContent(cursor)}'."
                : " Go on with -Cursor and the NextCursor of the summary."
            : string.Empty;

    private static ErrorCategory CategoryOf(FollowingErrorKind kind) => kind switch
    {
        FollowingErrorKind.NotConnected or FollowingErrorKind.NetworkFailure => ErrorCategory.ConnectionError,
        FollowingErrorKind.ApiKeyMissing or FollowingErrorKind.AuthenticationFailed => ErrorCategory.AuthenticationError,
        FollowingErrorKind.InsecureBaseUri => ErrorCategory.SecurityError,
        FollowingErrorKind.NotSubscribed or FollowingErrorKind.ListHidden => ErrorCategory.PermissionDenied,
        FollowingErrorKind.OutOfCredits or FollowingErrorKind.QuotaExceeded or FollowingErrorKind.CreditLimitReached => ErrorCategory.QuotaExceeded,
        FollowingErrorKind.InvalidHandle => ErrorCategory.InvalidArgument,
        FollowingErrorKind.CheckpointInUse => ErrorCategory.ResourceBusy,
        FollowingErrorKind.CheckpointInvalid or FollowingErrorKind.InvalidResponse => ErrorCategory.InvalidData,
        FollowingErrorKind.BadRequest => ErrorCategory.InvalidOperation,
        FollowingErrorKind.NotFound => ErrorCategory.ObjectNotFound,
        FollowingErrorKind.RateLimited => ErrorCategory.LimitsExceeded,
        FollowingErrorKind.ServiceFault or FollowingErrorKind.UpstreamUnavailable => ErrorCategory.ResourceUnavailable,
        FollowingErrorKind.Timeout => ErrorCategory.OperationTimeout,
        _ => ErrorCategory.NotSpecified,
    };

    private static string AdviceFor(FollowingErrorKind kind) => kind switch
    {
        FollowingErrorKind.NotConnected => "Run Connect-TikTokFollowing first (with -Sandbox to try without a key). In ForEach-Object -Parallel pass -Connection $using:connection.",
        FollowingErrorKind.ApiKeyMissing => "Pass -ApiKey, or set DUMPLINGAI_API_KEY (Dumpling AI) or RAPIDAPI_KEY (Full TikTok API).",
        FollowingErrorKind.InsecureBaseUri => "Use an https address without user name, query or fragment; http only for this machine.",
        FollowingErrorKind.AuthenticationFailed => "Check the key at the provider and connect again.",
        FollowingErrorKind.NotSubscribed => "Subscribe the key's account to the Full TikTok API at RapidAPI, or check that the key is the right one.",
        FollowingErrorKind.OutOfCredits => "Buy credits at Dumpling AI, then run the same command again.",
        FollowingErrorKind.QuotaExceeded => "Wait for the plan's next period or upgrade it at RapidAPI. Get-TikTokFollowingConnection shows when it begins.",
        FollowingErrorKind.CreditLimitReached => "Connect again with a higher -CreditLimit to go on.",
        FollowingErrorKind.InvalidHandle => "Use name, @name or https://www.tiktok.com/@name. Open short links in a browser to see the name.",
        FollowingErrorKind.CheckpointInUse => "Wait until the other process has ended, or use another -CheckpointPath.",
        FollowingErrorKind.CheckpointInvalid => "Use another -CheckpointPath, or remove the file to begin anew (which pays for every page again).",
        FollowingErrorKind.BadRequest => "Check the handle; with -Cursor, that it comes from the same provider.",
        FollowingErrorKind.NotFound => "Check the spelling; the account may be renamed, private or deleted.",
        FollowingErrorKind.ListHidden => "Nothing to do: the owner does not show whom they follow.",
        FollowingErrorKind.RateLimited => "Run it again later, or allow longer waits with Connect-TikTokFollowing -MaximumRetryIntervalSec.",
        FollowingErrorKind.ServiceFault => "The fault is the provider's, not yours. Run it again later; if it stays, send the request id to its support.",
        FollowingErrorKind.UpstreamUnavailable => "Run it again later.",
        FollowingErrorKind.InvalidResponse => "Run it again with -Debug to see the answer; check -BaseUri if you set one.",
        FollowingErrorKind.NetworkFailure => "Check the network, the proxy and -BaseUri.",
        FollowingErrorKind.Timeout => "Run it again, or allow more time with Connect-TikTokFollowing -TimeoutSec.",
        _ => "Run it again.",
    };
}
