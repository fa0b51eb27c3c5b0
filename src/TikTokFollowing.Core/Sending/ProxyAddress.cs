namespace TikTokFollowing.Sending;

/// <summary>What may be given as a proxy.</summary>
internal static class ProxyAddress
{
    /// <returns>Why the address cannot be used, without quoting it; <see langword="null"/> when it can.</returns>
    public static string? Validate(Uri proxy) =>
        !proxy.IsAbsoluteUri || proxy.Scheme is not ("http" or "https" or "socks4" or "socks4a" or "socks5")
            ? "A proxy needs its scheme, as in http://proxy:8080."
            : proxy.UserInfo.Length > 0 ? "The address of a proxy must not hold a user name or password: it is shown in errors. Pass them as the proxy credential."
            : null;
}
