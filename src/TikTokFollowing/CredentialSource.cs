using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;
using TikTokFollowing.Providers;

namespace TikTokFollowing;

/// <summary>The parts of a credential, one or two, as a connection wants them. The caller disposes them.</summary>
internal sealed class Credential(params SecureString[] parts) : IDisposable
{
    /// <summary>The API key or client key.</summary>
    public SecureString Key => parts[0];

    /// <summary>The client secret; <see langword="null"/> for an API key.</summary>
    public SecureString? Secret => parts.Length > 1 ? parts[1] : null;

    public void Dispose() => Array.ForEach(parts, static part => part.Dispose());
}

/// <summary>Where the credential comes from: the parameter, else the environment, else a masked prompt.</summary>
internal sealed class CredentialSource(Provider provider, PSHost host)
{
    /// <summary>Finds the credential.</summary>
    /// <param name="apiKey">The value of <c>-ApiKey</c>.</param>
    /// <param name="isApiKeyGiven">Whether <c>-ApiKey</c> was there at all.</param>
    /// <param name="credential">The value of <c>-Credential</c>.</param>
    /// <param name="isCredentialGiven">Whether <c>-Credential</c> was there at all.</param>
    /// <exception cref="FollowingException"><see cref="FollowingErrorKind.ApiKeyMissing"/> when there is none and nobody to ask.</exception>
    public Credential Find(SecureString? apiKey, bool isApiKeyGiven, PSCredential? credential, bool isCredentialGiven)
    {
        bool wantsCredential = provider.Credential is ClientCredentialScheme;

        // The engine binds nothing, as from a lookup that found nothing, to both parameters.
        bool isNothing = apiKey is null && credential is null && isApiKeyGiven && isCredentialGiven;
        if (!isNothing && (wantsCredential ? isApiKeyGiven : isCredentialGiven))
        {
            throw Missing(
                $"{provider.DisplayName} takes {provider.Credential.ParameterName}{(wantsCredential ? ", with the client key as user name and the client secret as password" : string.Empty)}.");
        }

        // An empty PSCredential has neither.
        if (credential is { UserName: string name, Password: SecureString password })
        {
            return new Credential(SecureText.From(name), password.Copy());
        }

        if (apiKey is not null)
        {
            return new Credential(apiKey.Copy());
        }

        if (isCredentialGiven || isApiKeyGiven)
        {
            // When a lookup in a vault found nothing, the key in the environment must not be used in its place.
            throw Missing($"{provider.Credential.ParameterName} was given, but it is empty.");
        }

        string[] unset = [.. provider.Credential.EnvironmentVariables.Where(static name => string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name)))];
        return FromEnvironment() ?? Ask() ?? throw Missing(
            $"There is no credential for {provider.DisplayName}: {provider.Credential.ParameterName} was not given, {string.Join(" and ", unset)} {(unset.Length > 1 ? "are" : "is")} not set, and nobody can be asked in this session.");
    }

    private FollowingException Missing(string message) => new(FollowingErrorKind.ApiKeyMissing, message)
    {
        Provider = provider.Id,
        Advice = provider.Credential.Advice,
    };

    private Credential? FromEnvironment()
    {
        string?[] values = [.. provider.Credential.EnvironmentVariables.Select(Environment.GetEnvironmentVariable)];
        return values.All(static value => !string.IsNullOrEmpty(value)) ? new Credential([.. values.Select(static value => SecureText.From(value!))]) : null;
    }

    private Credential? Ask()
    {
        if (host.UI is null || Console.IsInputRedirected || IsNonInteractive())
        {
            return null;
        }

        try
        {
            string[] prompts = provider.Credential is ClientCredentialScheme ? ["Client key", "Client secret"] : ["API key"];
            return new Credential([.. prompts.Select(prompt =>
            {
                host.UI.Write($"{prompt} for {provider.DisplayName}: ");
                return host.UI.ReadLineAsSecureString();
            })]);
        }
        catch (Exception noPrompt) when (noPrompt is HostException or PSInvalidOperationException or NotImplementedException)
        {
            return null;
        }
    }

    // The engine accepts any abbreviation down to -noni, and offers no other way to see the switch.
    private static bool IsNonInteractive() => Environment.GetCommandLineArgs().Skip(1).Any(static argument =>
        argument.TrimStart('-', '/') is { Length: >= 4 } name
        && name.Length < argument.Length
        && "NonInteractive".StartsWith(name, StringComparison.OrdinalIgnoreCase));
}
