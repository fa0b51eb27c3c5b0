namespace TikTokFollowing;

/// <summary>What went wrong. The names are the error ids of the cmdlets.</summary>
public enum FollowingErrorKind
{
    /// <summary>There is no open connection.</summary>
    NotConnected,

    /// <summary>No usable key or client secret was given.</summary>
    ApiKeyMissing,

    /// <summary>The base address would carry the key unprotected.</summary>
    InsecureBaseUri,

    /// <summary>401: the provider does not accept the key.</summary>
    AuthenticationFailed,

    /// <summary>The key is good, but its account has no access to this API: not subscribed at RapidAPI, or a research scope is missing.</summary>
    NotSubscribed,

    /// <summary>The account at the provider has no credits left.</summary>
    OutOfCredits,

    /// <summary>The quota of the plan, or of the day, is used up.</summary>
    QuotaExceeded,

    /// <summary>The next request would pass the connection's own credit limit.</summary>
    CreditLimitReached,

    /// <summary>The text is neither a TikTok name nor the address of a profile.</summary>
    InvalidHandle,

    /// <summary>Another process writes to the store.</summary>
    StoreInUse,

    /// <summary>The file is not a store of this module, is damaged, newer than the module, or cannot be read or written.</summary>
    StoreInvalid,

    /// <summary>400: the provider could not use the request.</summary>
    BadRequest,

    /// <summary>There is no such account or list.</summary>
    NotFound,

    /// <summary>The owner hides the list.</summary>
    ListHidden,

    /// <summary>The provider's rate limit, after the retries or with a wait longer than allowed.</summary>
    RateLimited,

    /// <summary>The provider's own fault.</summary>
    ServiceFault,

    /// <summary>502 or 504 after the retries.</summary>
    UpstreamUnavailable,

    /// <summary>An answer that is not a page of this API.</summary>
    InvalidResponse,

    /// <summary>Name resolution, TLS, a refused or a broken connection.</summary>
    NetworkFailure,

    /// <summary>No complete answer within the time allowed for one attempt.</summary>
    Timeout,
}
