using System.Security;
using TikTokFollowing.Providers;

namespace TikTokFollowing.Tests.Support;

/// <summary>What came of reading one list.</summary>
internal sealed record Reading(IReadOnlyList<FollowedUser> Rows, FollowingSummary Summary, FollowingException? Failure)
{
    public IEnumerable<int> Accounts => Rows.Select(Page.AccountOf);
}

/// <summary>A connection with a scripted transport and a clock of its own.</summary>
internal sealed class Client : IDisposable
{
    /// <summary>Has characters that a URL and JSON write differently, as the other secrets have.</summary>
    public const string Key = "sk_test_4f9A+b/c=Zk7-Q9xW2";
    public const string ClientKey = "awx7+Jq/client=Tb3-Mn5VdQ8r";
    public const string ClientSecret = "pL9+Rw/secret=Yc6-Hd2KaE1t";
    public const string Token = "clt.Gs4+Xv/token=8Be-Zu7NiO3p";

    public Client(
        FollowingProvider provider = FollowingProvider.DumplingAI,
        Uri? baseUri = null,
        decimal? cost = 1,
        decimal? creditLimit = null,
        int retries = 4,
        TimeSpan? maximumRetryInterval = null,
        string? requestSource = null,
        string key = Key,
        bool skipsWaits = true,
        Func<double>? randomizer = null,
        TestClock? time = null,
        Provider? implementation = null)
    {
        implementation ??= ProviderCatalog.Get(provider);
        Cost = cost ?? implementation.CreditsPerRequest;
        Time = time ?? new TestClock(skipsWaits);
        using SecureString apiKey = Secure(key);
        using SecureString clientKey = Secure(ClientKey);
        using SecureString clientSecret = Secure(ClientSecret);
        FollowingConnectionOptions options = new()
        {
            Provider = provider,
            ApiKey = apiKey,
            ClientKey = clientKey,
            ClientSecret = clientSecret,
            BaseUri = baseUri,
            CreditsPerRequest = cost,
            CreditLimit = creditLimit,
            Timeout = TestClock.AttemptTimeout,
            MaximumRetryCount = retries,
            MaximumRetryInterval = maximumRetryInterval ?? TimeSpan.FromSeconds(60),
            RequestSource = requestSource,
            Handler = Handler,
            TimeProvider = Time,
            Randomizer = randomizer,
        };
        Connection = new FollowingConnection(options, implementation);
    }

    /// <summary>What one request costs, in credits.</summary>
    public decimal Cost { get; }

    public StubHandler Handler { get; } = new();

    public TestClock Time { get; }

    public EventRecorder Events { get; init; } = new();

    public FollowingConnection Connection { get; }

    public FollowingProvider Provider => Connection.Provider;

    /// <summary>The secrets that a connection to this provider holds or fetches.</summary>
    public static string[] SecretsOf(FollowingProvider provider) =>
        provider == FollowingProvider.TikTokResearch ? [ClientKey, ClientSecret, Token] : [Key];

    public static SecureString Secure(string text)
    {
        SecureString secret = new();
        foreach (char c in text)
        {
            secret.AppendChar(c);
        }

        return secret;
    }

    /// <summary>Reads a list to its end, or until so many rows were taken.</summary>
    public static async Task<Reading> ReadAsync(FollowingList list, int? take = null, CancellationToken cancellationToken = default)
    {
        List<FollowedUser> rows = [];
        FollowingException? failure = null;
        try
        {
            await foreach (FollowedUser user in list.WithCancellation(cancellationToken))
            {
                rows.Add(user);
                if (rows.Count == take)
                {
                    break;
                }
            }
        }
        catch (FollowingException exception)
        {
            failure = exception;
        }

        return new Reading(rows, list.Summary!, failure);
    }

    public Task<Reading> ReadAsync(FollowingListOptions? options = null, int? take = null, string handle = "name") =>
        ReadAsync(Connection.GetFollowing(handle, options ?? new FollowingListOptions { Observer = Events }), take);

    public async Task<FollowingException> FailAsync(FollowingListOptions? options = null)
    {
        Reading reading = await ReadAsync(options);
        Assert.NotNull(reading.Failure);
        return reading.Failure;
    }

    public void Dispose() => Connection.Dispose();
}
