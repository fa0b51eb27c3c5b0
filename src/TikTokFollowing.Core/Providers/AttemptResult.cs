using TikTokFollowing.Providers.Reading;

namespace TikTokFollowing.Providers;

/// <summary>What one answer brought: a page, a step on the way to it, an access token, or an error. Exactly one of them is set.</summary>
internal sealed record AttemptResult
{
    private AttemptResult()
    {
    }

    public PageContent? Page { get; private init; }

    /// <summary>The cursor to ask with now: the answer was not a page yet, as when an API wants an id before it lists.</summary>
    public string? NextStep { get; private init; }

    public AccessToken? Token { get; private init; }

    public ProviderError? Error { get; private init; }

    public static implicit operator AttemptResult(PageContent page) => new() { Page = page };

    public static implicit operator AttemptResult(AccessToken token) => new() { Token = token };

    public static implicit operator AttemptResult(ProviderError error) => new() { Error = error };

    public static AttemptResult ContinueWith(string cursor) => new() { NextStep = cursor };
}

/// <summary>A token that the provider gave for the client's credentials.</summary>
/// <param name="Value">The token, a secret.</param>
/// <param name="Lifetime">For how long it is good.</param>
internal sealed record AccessToken(string Value, TimeSpan Lifetime)
{
    public override string ToString() => "(redacted)";
}
