using System.Net;
using System.Runtime.CompilerServices;
using System.Security;

namespace TikTokFollowing;

/// <summary>How to reach a provider and how much it may cost. Each value is checked when it is set.</summary>
public sealed class FollowingConnectionOptions
{
    /// <summary>Which API to ask.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a provider.</exception>
    public FollowingProvider Provider
    {
        get;
        init => field = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(Provider));
    } = FollowingProvider.DumplingAI;

    /// <summary>The API key, for providers that take one. The connection takes a copy, which it wipes when it is disposed.</summary>
    public SecureString? ApiKey { get; init; }

    /// <summary>The client key, for <see cref="FollowingProvider.TikTokResearch"/>. The connection takes a copy, as of the key.</summary>
    public SecureString? ClientKey { get; init; }

    /// <summary>The client secret, for <see cref="FollowingProvider.TikTokResearch"/>. The connection takes a copy, as of the key.</summary>
    public SecureString? ClientSecret { get; init; }

    /// <summary>Another base address than the provider's own; https, or http on the loopback interface alone.</summary>
    public Uri? BaseUri { get; init; }

    /// <summary>Whether <see cref="Handler"/> answers by itself, with made-up accounts and without a provider behind it.</summary>
    public bool IsSandbox { get; init; }

    /// <summary>What one charged request costs, in credits, 0 or more; <see langword="null"/> is the provider's usual price.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 0.</exception>
    public decimal? CreditsPerRequest { get; init => field = NotNegative(value); }

    /// <summary>The most the whole connection may spend, in credits, 0 or more; <see langword="null"/> is no limit.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 0.</exception>
    public decimal? CreditLimit { get; init => field = NotNegative(value); }

    /// <summary>The time for one attempt, from connecting to the last byte of the body: 1 second to 1 day.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Out of range.</exception>
    public TimeSpan Timeout
    {
        get;
        init => field = value >= TimeSpan.FromSeconds(1) && value <= TimeSpan.FromDays(1) ? value : throw new ArgumentOutOfRangeException(nameof(Timeout));
    } = TimeSpan.FromSeconds(30);

    /// <summary>The most retries of one request after a transient failure, 0 or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 0.</exception>
    public int MaximumRetryCount
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(MaximumRetryCount));
    } = 4;

    /// <summary>The longest single wait before a retry, or for a rate window, 0 or more. A longer one is not waited for.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 0.</exception>
    public TimeSpan MaximumRetryInterval
    {
        get;
        init => field = value >= TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(nameof(MaximumRetryInterval));
    } = TimeSpan.FromSeconds(60);

    /// <summary>Dumpling AI's <c>requestSource</c>; empty leaves it out, <see langword="null"/> is the provider's default.</summary>
    public string? RequestSource { get; init; }

    /// <summary>A proxy; <see langword="null"/> is the system's.</summary>
    public Uri? Proxy { get; init; }

    /// <summary>The credential for the proxy; <see langword="null"/> is none.</summary>
    public ICredentials? ProxyCredential { get; init; }

    /// <summary>Sends the messages instead of the network; the connection disposes it. <see langword="null"/> is the network.</summary>
    public HttpMessageHandler? Handler { get; init; }

    /// <summary>The clock of all waits and time stamps.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Numbers from 0 to 1 for the jitter of retries; <see langword="null"/> is random.</summary>
    public Func<double>? Randomizer { get; init; }

    private static decimal? NotNegative(decimal? value, [CallerMemberName] string name = "") =>
        value < 0 ? throw new ArgumentOutOfRangeException(name) : value;
}
