namespace TikTokFollowing;

/// <summary>What an error of each kind means for the list and for the command. No other class decides this.</summary>
/// <param name="EndsTheAsking">Whether the error would affect every other handle too, so that no further request is sent.</param>
/// <param name="AllowsFallback">Whether another provider may still have the list.</param>
/// <param name="Status">How a list ends with it.</param>
/// <param name="Advice">What to do, unless the provider knows better.</param>
internal sealed record ErrorMeaning(bool EndsTheAsking, bool AllowsFallback, FollowingStatus Status, string Advice)
{
    public static ErrorMeaning Of(FollowingErrorKind kind) => kind switch
    {
        FollowingErrorKind.NotConnected => Account("Run Connect-TikTokFollowing first (with -Sandbox to try without a key). In ForEach-Object -Parallel pass -Connection $using:connection.") with { AllowsFallback = false },
        FollowingErrorKind.ApiKeyMissing => Account("Pass the key with -ApiKey, or set the provider's environment variable.") with { AllowsFallback = false },
        FollowingErrorKind.InsecureBaseUri => Account("Use an https address without user name, query or fragment. http is for this machine only.") with { AllowsFallback = false },
        FollowingErrorKind.AuthenticationFailed => Account("Check the key at the provider and connect again."),
        FollowingErrorKind.NotSubscribed => Account("Give the key's account access to this API at the provider, or check that the key is the right one."),
        FollowingErrorKind.OutOfCredits => Account("Buy credits at the provider, then run the same command again.", FollowingStatus.OutOfCredits),
        FollowingErrorKind.QuotaExceeded => Account("Wait until the quota begins again, or upgrade the plan. Get-TikTokFollowingConnection shows when it begins.", FollowingStatus.OutOfCredits),
        FollowingErrorKind.CreditLimitReached => Account("Connect again with a higher -CreditLimit, then run the same command again.", FollowingStatus.OutOfCredits),
        FollowingErrorKind.InvalidHandle => Handle("Use name, @name or https://www.tiktok.com/@name. Open short links in a browser to see the name."),
        FollowingErrorKind.StoreInUse => Account("Wait until the other Sync-TikTokFollowing has ended, or use another -StorePath.") with { AllowsFallback = false },
        FollowingErrorKind.StoreInvalid => Account("Check the disk and the path. If the file is damaged, restore a copy or use another -StorePath.") with { AllowsFallback = false },
        FollowingErrorKind.BadRequest => Handle("Check the handle. With -Cursor, check that the cursor comes from the same provider."),
        FollowingErrorKind.NotFound => Handle("Check the spelling. The account may be renamed, private or deleted.", FollowingStatus.NotFound),
        FollowingErrorKind.ListHidden => Handle("Nothing to do: the owner does not show the list.", FollowingStatus.Hidden),
        FollowingErrorKind.RateLimited => Service("Run it again later, or allow longer waits with Connect-TikTokFollowing -MaximumRetryIntervalSec."),
        FollowingErrorKind.ServiceFault => Service("The provider failed. Run it again later. If it stays, send the request id to its support."),
        FollowingErrorKind.UpstreamUnavailable => Service("Run it again later."),
        FollowingErrorKind.InvalidResponse => Service("Run it again with -Debug to see the answer. Check -BaseUri if you set one."),
        FollowingErrorKind.NetworkFailure => Service("Check the network, the proxy and -BaseUri."),
        FollowingErrorKind.Timeout => Service("Run it again, or allow more time with Connect-TikTokFollowing -TimeoutSec."),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private static ErrorMeaning Account(string advice, FollowingStatus status = FollowingStatus.Failed) => new(true, true, status, advice);

    private static ErrorMeaning Service(string advice) => new(false, true, FollowingStatus.Failed, advice);

    private static ErrorMeaning Handle(string advice, FollowingStatus status = FollowingStatus.Failed) => new(false, false, status, advice);
}
