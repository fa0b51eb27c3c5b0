namespace TikTokFollowing.Sandbox.Endpoints;

/// <summary>The access tokens that were issued and have not expired.</summary>
internal sealed class ResearchTokens(TimeProvider timeProvider)
{
    internal const int LifetimeSeconds = 7200;

    private readonly object _gate = new();
    private readonly Dictionary<string, Token> _tokens = [];

    /// <summary>Makes a token for a client that lasts two hours.</summary>
    internal string Issue(KeyState client)
    {
        DateTimeOffset now = timeProvider.GetUtcNow();
        string token = $"clt.{Guid.NewGuid():N}";
        lock (_gate)
        {
            foreach (string expired in _tokens.Where(issued => issued.Value.ExpiresAt <= now).Select(issued => issued.Key).ToArray())
            {
                _tokens.Remove(expired);
            }

            _tokens.Add(token, new Token(client, now.AddSeconds(LifetimeSeconds)));
        }

        return token;
    }

    /// <summary>What a token is good for; one that has expired is unknown.</summary>
    internal KeyState Check(string token)
    {
        lock (_gate)
        {
            return _tokens.TryGetValue(token, out Token? issued) && issued.ExpiresAt > timeProvider.GetUtcNow() ? issued.Client : KeyState.Unknown;
        }
    }

    private sealed record Token(KeyState Client, DateTimeOffset ExpiresAt);
}
