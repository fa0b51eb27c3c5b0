using System.Net;
using System.Security;

namespace TikTokFollowing;

/// <summary>How to reach a provider and how much it may cost.</summary>
public sealed class FollowingConnectionOptions
{
    /// <summary>Which API to ask.</summary>
    public FollowingProvider Provider { get; init; } = FollowingProvider.DumplingAI;

    /// <summary>The API key. The connection takes a copy, which it wipes when it is disposed.</summary>
    public SecureString? ApiKey { get; init; }

    /// <summary>Another base address than the provider's own; https, or http on the loopback interface alone.</summary>
    public Uri? BaseUri { get; init; }

    /// <summary>Whether <see cref="Handler"/> answers by itself, without a provider behind it.</summary>
    public bool IsSandbox { get; init; }

    /// <summary>What one successful request costs, in credits.</summary>
    public decimal CreditsPerRequest { get; init; } = 1;

    /// <summary>The most the whole connection may spend, in credits; <see langword="null"/> is no limit.</summary>
    public decimal? CreditLimit { get; init; }

    /// <summary>The time for one attempt, from the first byte sent to the last byte of the body: 1 second to 1 day.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often one request is repeated after a transient failure.</summary>
    public int MaximumRetryCount { get; init; } = 4;

    /// <summary>The longest single wait before a retry. A longer Retry-After is not waited for.</summary>
    public TimeSpan MaximumRetryInterval { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Dumpling AI's <c>requestSource</c>; empty leaves it out.</summary>
    public string RequestSource { get; init; } = "API";

    /// <summary>A proxy; <see langword="null"/> is the system's.</summary>
    public Uri? Proxy { get; init; }

    /// <summary>What the proxy is told about the user.</summary>
    public ICredentials? ProxyCredential { get; init; }

    /// <summary>Sends the messages instead of the network; the connection disposes it. <see langword="null"/> is the network.</summary>
    public HttpMessageHandler? Handler { get; init; }

    /// <summary>The clock of all waits and time stamps.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Numbers from 0 to 1 for the jitter of retries; <see langword="null"/> is random.</summary>
    public Func<double>? Randomizer { get; init; }
}
