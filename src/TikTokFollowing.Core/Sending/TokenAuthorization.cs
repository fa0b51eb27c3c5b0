using System.Diagnostics.CodeAnalysis;
using System.Security;
using TikTokFollowing.Providers;
using TikTokFollowing.Security;

namespace TikTokFollowing.Sending;

/// <summary>Fetches a token for a client key and secret, keeps it until it expires, and wipes it.</summary>
internal sealed class TokenAuthorization : Authorization
{
    // A token that expires while a request is on its way would get that request refused.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(30);

    private readonly ClientCredentialScheme _scheme;
    private readonly Secret _clientKey;
    private readonly Secret _clientSecret;
    private readonly TimeProvider _time;

    [SuppressMessage("Usage", "CA2213", Justification = "It holds no handle, and lists that wait for it when it is disposed would wait for ever.")]
    private readonly SemaphoreSlim _fetching = new(1, 1);

    private readonly object _gate = new();
    private Secret? _token;
    private DateTimeOffset _expiresAt;
    private int _version;
    private int _fetches;
    private ProviderError? _refusal;

    private TokenAuthorization(ClientCredentialScheme scheme, Secret clientKey, Secret clientSecret, TimeProvider time)
    {
        _scheme = scheme;
        _clientKey = clientKey;
        _clientSecret = clientSecret;
        _time = time;
    }

    public override int Version => Volatile.Read(ref _version);

    private bool HasToken
    {
        get
        {
            lock (_gate)
            {
                return _token is not null && _time.GetUtcNow() < _expiresAt;
            }
        }
    }

    public static TokenAuthorization Create(ClientCredentialScheme scheme, FollowingConnectionOptions options, TimeProvider time)
    {
        Secret key = new(options.ClientKey, "client key", scheme.Advice);
        try
        {
            return new TokenAuthorization(scheme, key, new Secret(options.ClientSecret, "client secret", scheme.Advice), time);
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    public override Redactor Apply(HttpRequestMessage message)
    {
        string token;
        lock (_gate)
        {
            token = _token?.Reveal() ?? throw new ObjectDisposedException(nameof(TokenAuthorization));
        }

        _scheme.Apply(message, token);
        return new Redactor(_clientKey.Reveal(), _clientSecret.Reveal(), token);
    }

    public override async ValueTask<ProviderError?> PrepareAsync(
        PageQuery query, Uri baseUri, Func<ApiCall, CancellationToken, ValueTask<AttemptResult>> send, CancellationToken cancellationToken)
    {
        if (HasToken)
        {
            return null;
        }

        // Several lists that begin at once share one token, or the error in place of it.
        int fetches = Volatile.Read(ref _fetches);
        await _fetching.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (HasToken)
            {
                return null;
            }

            if (fetches != _fetches && _refusal is not null)
            {
                return _refusal;
            }

            TokenCall call = new(
                () => _scheme.CreateTokenRequest(baseUri, _clientKey.Reveal(), _clientSecret.Reveal()),
                _scheme.ReadToken,
                new Redactor(_clientKey.Reveal(), _clientSecret.Reveal()),
                query);
            AttemptResult result = await send(call, cancellationToken).ConfigureAwait(false);
            if (result.Token is AccessToken token)
            {
                Keep(token);
            }

            _refusal = result.Error;
            Volatile.Write(ref _fetches, _fetches + 1);
            return result.Error;
        }
        finally
        {
            _fetching.Release();
        }
    }

    public override bool TryForget(int version)
    {
        lock (_gate)
        {
            if (version == _version)
            {
                // The token stays until there is a new one, because another list may be about to send it.
                _expiresAt = default;
            }
        }

        return true;
    }

    public override void Dispose()
    {
        lock (_gate)
        {
            _token?.Dispose();
            _token = null;
        }

        _clientKey.Dispose();
        _clientSecret.Dispose();
    }

    private void Keep(AccessToken token)
    {
        using SecureString text = new();
        foreach (char c in token.Value)
        {
            text.AppendChar(c);
        }

        lock (_gate)
        {
            _token?.Dispose();
            _token = new Secret(text, "access token", _scheme.Advice);
            _expiresAt = _time.GetUtcNow() + (token.Lifetime > Margin * 2 ? token.Lifetime - Margin : token.Lifetime);
            _version++;
        }
    }
}
