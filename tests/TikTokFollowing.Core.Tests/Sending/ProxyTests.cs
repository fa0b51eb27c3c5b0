using System.Net;
using System.Net.Sockets;
using System.Text;
using TikTokFollowing.Tests.Support;

namespace TikTokFollowing.Tests.Sending;

/// <summary>A proxy on a real socket. What it turns away was never seen by the provider and costs nothing.</summary>
public sealed class ProxyTests
{
    private static readonly Uri Address = new("http://127.0.0.1:9/");

    [Theory]
    [MemberData(nameof(Page.Providers), MemberType = typeof(Page))]
    public async Task Credential_AskedForByTheProxy_IsNotASecondRequest(FollowingProvider provider)
    {
        await using Proxy proxy = new(request => request.Contains("\r\nProxy-Authorization: Basic dTpw\r\n", StringComparison.Ordinal)
            ? (200, request.Contains("/oauth/token/", StringComparison.Ordinal)
                ? $$"""{"access_token":"{{Client.Token}}","expires_in":7200,"token_type":"Bearer"}"""
                : Page.Of(provider, 1, 2))
            : (407, ""));
        EventRecorder events = new();
        using FollowingConnection connection = Connect(provider, proxy, new NetworkCredential("u", "p"));

        Reading reading = await Client.ReadAsync(connection.GetFollowing("name", new FollowingListOptions { Observer = events }));

        Assert.Null(reading.Failure);
        Assert.Equal([1, 2], reading.Accounts);
        int expected = provider == FollowingProvider.TikTokResearch ? 2 : 1;
        Assert.Equal((expected, 0, 1m), (reading.Summary.Requests, reading.Summary.Retries, reading.Summary.Credits));
        Assert.Equal((expected, 1m), (connection.RequestsSent, connection.CreditsSpent));
        Assert.Equal(Enumerable.Repeat<int?>(200, expected), events.Of<RequestEvent>().Select(request => request.StatusCode));
        Assert.Contains(proxy.Requests, request => !request.Contains("Proxy-Authorization", StringComparison.Ordinal));
        Assert.All(proxy.Requests, request => Assert.Contains($" {Address}", request, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Refusal_OfTheProxy_IsNamedAsSuchAndCostsNothing(bool hasCredential)
    {
        await using Proxy proxy = new(_ => (407, ""));
        using FollowingConnection connection = Connect(FollowingProvider.ScrapeCreators, proxy, hasCredential ? new NetworkCredential("u", "p") : null);

        Reading reading = await Client.ReadAsync(connection.GetFollowing("name"));

        Assert.Equal((FollowingErrorKind.InvalidResponse, 407), (reading.Failure!.Kind, reading.Failure.StatusCode));
        Assert.Contains("The proxy asks for a user name and a password", reading.Failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("base address", reading.Failure.Message, StringComparison.Ordinal);
        Assert.Equal((1, 0, 0m), (reading.Summary.Requests, reading.Summary.Retries, reading.Summary.Credits));
    }

    [Fact]
    public async Task Refusal_OfATunnel_IsNamedAsSuchAndCostsNothing()
    {
        await using Proxy proxy = new(_ => (407, ""));
        using FollowingConnection connection = Connect(FollowingProvider.ScrapeCreators, proxy, null, new Uri("https://provider.example.invalid/"));

        Reading reading = await Client.ReadAsync(connection.GetFollowing("name"));

        Assert.Equal(FollowingErrorKind.InvalidResponse, reading.Failure!.Kind);
        Assert.Contains("The proxy asks for a user name and a password", reading.Failure.Message, StringComparison.Ordinal);
        Assert.Equal((1, 0m), (reading.Summary.Requests, reading.Summary.Credits));
        Assert.StartsWith("CONNECT provider.example.invalid:443 ", Assert.Single(proxy.Requests), StringComparison.Ordinal);
    }

    private static FollowingConnection Connect(FollowingProvider provider, Proxy proxy, ICredentials? credential, Uri? baseUri = null)
    {
        using System.Security.SecureString key = Client.Secure(Client.Key);
        return new FollowingConnection(new FollowingConnectionOptions
        {
            Provider = provider,
            ApiKey = key,
            ClientKey = key,
            ClientSecret = key,
            BaseUri = baseUri ?? Address,
            CreditsPerRequest = 1,
            Proxy = proxy.Address,
            ProxyCredential = credential,
        });
    }

    /// <summary>Answers each request by itself, on kept-alive connections.</summary>
    private sealed class Proxy : IAsyncDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly Func<string, (int Status, string Body)> _answer;
        private readonly List<string> _requests = [];
        private readonly Task _serving;

        public Proxy(Func<string, (int Status, string Body)> answer)
        {
            _answer = answer;
            _listener.Start();
            Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
            _serving = ServeAsync();
        }

        public Uri Address { get; }

        public IReadOnlyList<string> Requests
        {
            get
            {
                lock (_requests)
                {
                    return [.. _requests];
                }
            }
        }

        public async ValueTask DisposeAsync()
        {
            _listener.Dispose();
            await _serving;
        }

        private async Task ServeAsync()
        {
            List<Task> connections = [];
            try
            {
                while (true)
                {
                    connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync()));
                }
            }
            catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException)
            {
                await Task.WhenAll(connections);
            }
        }

        private async Task ServeAsync(TcpClient peer)
        {
            using TcpClient client = peer;
            NetworkStream stream = client.GetStream();
            byte[] buffer = new byte[8192];
            StringBuilder received = new();
            int read;
            while ((read = await ReadAsync(stream, buffer)) > 0)
            {
                received.Append(Encoding.UTF8.GetString(buffer, 0, read));
                string request = received.ToString();
                int end = request.IndexOf("\r\n\r\n", StringComparison.Ordinal);
                int length = request.Split("\r\nContent-Length: ") is [_, string rest] ? int.Parse(rest[..rest.IndexOf('\r')]) : 0;
                if (end < 0 || request.Length < end + 4 + length)
                {
                    continue;
                }

                received.Clear();
                lock (_requests)
                {
                    _requests.Add(request);
                }

                (int status, string body) = _answer(request);
                string challenge = status == 407 ? "Proxy-Authenticate: Basic realm=\"p\"\r\n" : "";
                await stream.WriteAsync(Encoding.UTF8.GetBytes($"HTTP/1.1 {status} X\r\n{challenge}Content-Length: {body.Length}\r\n\r\n{body}"));
            }
        }

        private static async Task<int> ReadAsync(NetworkStream stream, byte[] buffer)
        {
            try
            {
                return await stream.ReadAsync(buffer);
            }
            catch (IOException)
            {
                return 0;
            }
        }
    }
}
