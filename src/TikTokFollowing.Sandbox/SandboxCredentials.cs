namespace TikTokFollowing.Sandbox;

/// <summary>
/// The keys that a sandbox accepts; every other one is refused as unknown. A key that contains <c>nocredits</c>, <c>unsubscribed</c> or
/// <c>quota</c> is refused as the vendor refuses such an account, where the vendor has that refusal.
/// </summary>
public sealed class SandboxCredentials
{
    /// <summary>The API key of the four vendors that have one.</summary>
    public string ApiKey { get; init; } = SandboxHandler.ApiKey;

    /// <summary>The client key of the TikTok Research API.</summary>
    public string ClientKey { get; init; } = SandboxHandler.ClientKey;

    /// <summary>The client secret of the TikTok Research API.</summary>
    public string ClientSecret { get; init; } = SandboxHandler.ClientSecret;

    internal KeyState CheckApiKey(string key) => Check(key, ApiKey);

    internal KeyState CheckClient(string key, string secret) =>
        key == ClientKey && secret != ClientSecret ? KeyState.Unknown : Check(key, ClientKey);

    private static KeyState Check(string key, string accepted) =>
        key == accepted ? KeyState.Accepted
        : key.Contains("invalid", StringComparison.OrdinalIgnoreCase) ? KeyState.Unknown
        : key.Contains("nocredits", StringComparison.OrdinalIgnoreCase) ? KeyState.OutOfCredits
        : key.Contains("unsubscribed", StringComparison.OrdinalIgnoreCase) ? KeyState.NotSubscribed
        : key.Contains("quota", StringComparison.OrdinalIgnoreCase) ? KeyState.QuotaUsedUp
        : KeyState.Unknown;
}

/// <summary>What a key is good for.</summary>
internal enum KeyState
{
    Accepted,
    Unknown,
    OutOfCredits,
    NotSubscribed,
    QuotaUsedUp,
}
