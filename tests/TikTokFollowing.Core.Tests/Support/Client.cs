using System.Security;

namespace TikTokFollowing.Tests.Support;

/// <summary>What came of reading one list.</summary>
internal sealed record Reading(IReadOnlyList<FollowedUser> Rows, FollowingSummary Summary, FollowingException? Failure)
{
    public IEnumerable<int> Accounts => Rows.Select(Page.AccountOf);
}

/// <summary>A connection with a scripted transport and a clock of its own.</summary>
internal sealed class Client : IDisposable
{
    /// <summary>Has characters that a URL and JSON write differently.</summary>
    public const string Key = "sk_test_4f9A+b/c=Zk7-Q9xW2";

    public Client(
        FollowingProvider provider = FollowingProvider.DumplingAI,
        Uri? baseUri = null,
        decimal cost = 1,
        decimal? creditLimit = null,
        int retries = 4,
        TimeSpan? maximumRetryInterval = null,
        string requestSource = "API",
        string key = Key,
        bool autoAdvance = true,
        Func<double>? randomizer = null)
    {
        Cost = cost;
        Time = new FakeTimeProvider(autoAdvance);
        using SecureString secret = Secure(key);
        Connection = new FollowingConnection(new FollowingConnectionOptions
        {
            Provider = provider,
            ApiKey = secret,
            BaseUri = baseUri,
            CreditsPerRequest = cost,
            CreditLimit = creditLimit,
            Timeout = FakeTimeProvider.AttemptTimeout,
            MaximumRetryCount = retries,
            MaximumRetryInterval = maximumRetryInterval ?? TimeSpan.FromSeconds(60),
            RequestSource = requestSource,
            Handler = Handler,
            TimeProvider = Time,
            Randomizer = randomizer,
        });
    }

    /// <summary>What one request costs, in credits.</summary>
    public decimal Cost { get; }

    public StubHandler Handler { get; } = new();

    public FakeTimeProvider Time { get; }

    public EventRecorder Events { get; init; } = new();

    public FollowingConnection Connection { get; }

    public FollowingProvider Provider => Connection.Provider;

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
