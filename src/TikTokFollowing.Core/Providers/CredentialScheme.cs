namespace TikTokFollowing.Providers;

/// <summary>What a provider wants to know about its caller, and how a request carries it.</summary>
/// <param name="ParameterName">The parameter of Connect-TikTokFollowing that takes it.</param>
/// <param name="EnvironmentVariables">Where the credential's parts are looked for when none is given.</param>
/// <param name="Apply">Puts the key or token into a request's headers.</param>
internal abstract record CredentialScheme(string ParameterName, string[] EnvironmentVariables, Action<HttpRequestMessage, string> Apply)
{
    /// <summary>Names the environment variables in a sentence.</summary>
    public string VariableNames => string.Join(" and ", EnvironmentVariables);

    /// <summary>What to do when there is none, or one that cannot be right.</summary>
    public string Advice => $"Pass {ParameterName}, or set {VariableNames}.";
}

/// <summary>One key that every request carries.</summary>
internal sealed record ApiKeyScheme(string EnvironmentVariable, Action<HttpRequestMessage, string> Apply)
    : CredentialScheme("-ApiKey", [EnvironmentVariable], Apply);

/// <summary>A client key and secret, for which the provider gives a token that every request carries.</summary>
/// <param name="KeyVariable">The environment variable of the client key.</param>
/// <param name="SecretVariable">The environment variable of the client secret.</param>
/// <param name="Apply">Puts the token into a request's headers.</param>
/// <param name="CreateTokenRequest">Asks for a token: base address, client key, client secret.</param>
/// <param name="ReadToken">Reads the answer.</param>
internal sealed record ClientCredentialScheme(
    string KeyVariable,
    string SecretVariable,
    Action<HttpRequestMessage, string> Apply,
    Func<Uri, string, string, HttpRequestMessage> CreateTokenRequest,
    TokenReader ReadToken)
    : CredentialScheme("-Credential", [KeyVariable, SecretVariable], Apply);

/// <summary>Reads the answer to a request for a token.</summary>
internal delegate AttemptResult TokenReader(in ProviderResponse response);
