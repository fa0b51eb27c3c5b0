using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace TikTokFollowing;

/// <summary>Where the API key comes from: the parameter, else the environment, else a masked prompt.</summary>
internal static class KeySource
{
    /// <summary>Finds the key. The caller disposes it.</summary>
    /// <param name="provider">The API that the key is for.</param>
    /// <param name="given">The parameter's value.</param>
    /// <param name="isGiven">Whether the parameter was there at all.</param>
    /// <param name="host">Who can ask the user.</param>
    /// <exception cref="FollowingException"><see cref="FollowingErrorKind.ApiKeyMissing"/> when there is none and nobody to ask.</exception>
    public static SecureString Find(FollowingProvider provider, SecureString? given, bool isGiven, PSHost host)
    {
        if (given is not null)
        {
            return given.Copy();
        }

        if (isGiven)
        {
            // A lookup that found nothing must not spend on somebody else's key.
            throw new FollowingException(FollowingErrorKind.ApiKeyMissing, "-ApiKey was given, but it is empty.");
        }

        string variable = provider == FollowingProvider.DumplingAI ? "DUMPLINGAI_API_KEY" : "RAPIDAPI_KEY";
        return Environment.GetEnvironmentVariable(variable) is { Length: > 0 } key
            ? SecureText.From(key)
            : Ask(provider, host) ?? throw new FollowingException(
                FollowingErrorKind.ApiKeyMissing,
                $"There is no API key for {provider}: -ApiKey was not given, {variable} is not set, and nobody can be asked in this session.");
    }

    private static SecureString? Ask(FollowingProvider provider, PSHost host)
    {
        if (host.UI is null || Console.IsInputRedirected || IsNonInteractive())
        {
            return null;
        }

        try
        {
            host.UI.Write($"API key for {provider}: ");
            return host.UI.ReadLineAsSecureString();
        }
        catch (Exception noPrompt) when (noPrompt is HostException or PSInvalidOperationException or NotImplementedException)
        {
            return null;
        }
    }

    // The engine takes any abbreviation down to -noni, and exposes the switch nowhere else.
    private static bool IsNonInteractive() => Environment.GetCommandLineArgs().Skip(1).Any(static argument =>
        argument.TrimStart('-', '/') is { Length: >= 4 } name
        && name.Length < argument.Length
        && "NonInteractive".StartsWith(name, StringComparison.OrdinalIgnoreCase));
}
