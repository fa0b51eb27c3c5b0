using TikTokFollowing.Providers;
using TikTokFollowing.Security;

namespace TikTokFollowing.Sending;

/// <summary>How a connection shows the provider who it is.</summary>
internal abstract class Authorization : IDisposable
{
    /// <summary>Changes with each token; see <see cref="TryForget"/>.</summary>
    public virtual int Version => 0;

    /// <summary>Puts the key or token into a request.</summary>
    /// <returns>Removes every secret of this connection from text.</returns>
    public abstract Redactor Apply(HttpRequestMessage message);

    /// <summary>Gets what <see cref="Apply"/> needs.</summary>
    /// <param name="query">The page that it is needed for, which pays for what is sent.</param>
    /// <param name="baseUri">The address of the API.</param>
    /// <param name="send">Sends a call with its retries.</param>
    /// <param name="cancellationToken">Ends a request or a wait.</param>
    /// <returns><see langword="null"/> when it is there, else why it cannot be had.</returns>
    public virtual ValueTask<ProviderError?> PrepareAsync(
        PageQuery query, Uri baseUri, Func<ApiCall, CancellationToken, ValueTask<AttemptResult>> send, CancellationToken cancellationToken) => default;

    /// <summary>Forgets a token that the provider did not accept.</summary>
    /// <param name="version">The token that was used.</param>
    /// <returns>Whether another can be had.</returns>
    public virtual bool TryForget(int version) => false;

    public abstract void Dispose();

    public override string ToString() => "(redacted)";

    /// <exception cref="FollowingException"><see cref="FollowingErrorKind.ApiKeyMissing"/>.</exception>
    public static Authorization Create(CredentialScheme scheme, FollowingConnectionOptions options, TimeProvider time) => scheme switch
    {
        ApiKeyScheme key => new KeyAuthorization(key, new Secret(options.ApiKey, "API key", scheme.Advice)),
        ClientCredentialScheme client => TokenAuthorization.Create(client, options, time),
        _ => throw new ArgumentOutOfRangeException(nameof(scheme)),
    };

    private sealed class KeyAuthorization(ApiKeyScheme scheme, Secret key) : Authorization
    {
        public override Redactor Apply(HttpRequestMessage message)
        {
            string text = key.Reveal();
            scheme.Apply(message, text);
            return new Redactor(text);
        }

        public override void Dispose() => key.Dispose();
    }
}
