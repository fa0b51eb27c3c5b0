namespace TikTokFollowing.Sandbox;

/// <summary>The handles with a promised behaviour. Any other handle follows 0 to 5,000 accounts, fixed by its name.</summary>
public static class SandboxHandles
{
    /// <summary>Follows 234 accounts (the example of Dumpling AI's endpoint page).</summary>
    public const string StoolPresidente = "stoolpresidente";

    /// <summary>Follows 1,200 accounts (the example of the Full TikTok API's endpoint page).</summary>
    public const string CharliDAmelio = "charlidamelio";

    /// <summary>Follows nobody: 200 with an empty list.</summary>
    public const string Empty = "sandbox.empty";

    /// <summary>Hides the list: HTTP 200 with <c>status_code</c> 3002060 and no list key; the Research API's refusal is a 400 that says so.</summary>
    public const string Hidden = "sandbox.hidden";

    /// <summary>Does not exist: 404 in the vendor's documented shape; the Research API's refusal is a 400 that says so.</summary>
    public const string NotFound = "sandbox.notfound";

    /// <summary>Follows 250; two 502 come before each page.</summary>
    public const string Flaky = "sandbox.flaky";

    /// <summary>Follows 250; a 429 with <c>Retry-After: 1</c> comes before each second page (2, 4, 6 …).</summary>
    public const string RateLimited = "sandbox.ratelimited";

    /// <summary>Follows 12,000, of which 5,000 are served; then the cursors are -1 while more is announced.</summary>
    public const string Truncated = "sandbox.truncated";

    /// <summary>Follows 500; page 2 comes again in full, with a cursor that advances, and then the list continues to its end.</summary>
    public const string Repeats = "sandbox.repeats";

    /// <summary>Announces 500; from page 2 on each answer returns the cursor it was asked with.</summary>
    public const string Stuck = "sandbox.stuck";

    /// <summary>Follows 500; the body of page 2 (status 200) is cut off in the middle.</summary>
    public const string Malformed = "sandbox.malformed";

    /// <summary>Follows 500; page 3 is refused as the vendor refuses an account without credits: 403, 402, or the Research API's daily quota.</summary>
    public const string NoCredits = "sandbox.nocredits";

    /// <summary>Follows 1,000,000 accounts that are generated page by page.</summary>
    public const string Huge = "sandbox.huge";

    /// <summary>
    /// Follows 250 accounts and changes with each reading, that is with each request for its first page: a follow, an unfollow and a
    /// rename.
    /// </summary>
    public const string Restless = "sandbox.restless";

    /// <summary>All of them, in the order in which a completion should offer them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        StoolPresidente, CharliDAmelio, Empty, Hidden, NotFound, Flaky, RateLimited, Truncated, Repeats, Stuck, Malformed, NoCredits, Huge,
        Restless,
    ];
}
