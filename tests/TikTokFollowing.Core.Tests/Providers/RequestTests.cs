using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using TikTokFollowing.Tests.Support;

namespace TikTokFollowing.Tests.Providers;

/// <summary>What goes onto the wire, byte for byte.</summary>
public sealed class RequestTests
{
    private const string Ten = "0123456789";

    public static TheoryData<FollowingProvider, string> HostileCursors
    {
        get
        {
            TheoryData<FollowingProvider, string> data = [];
            foreach (FollowingProvider provider in Enum.GetValues<FollowingProvider>())
            {
                foreach (string cursor in new[]
                {
                    "../../../admin", "..", "?count=1&x=", "#fragment", "%2f..%2f", "\"},\"handle\":\"other", "a\r\nX-Injected: 1", "\0\u0007\u001b[31m",
                    "\u202e", "a&max_time=1", "a b+c", "{}", "null", "1e5", "-5", "١٢٣", "007", "\"", "\\", "12 34", string.Concat(Enumerable.Repeat(Ten, 1000)),
                    string.Concat(Enumerable.Repeat("\"\\/é", 2500)),
                })
                {
                    data.Add(provider, cursor);
                }
            }

            return data;
        }
    }

    private static string Version { get; } = Regex.Match(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "TikTokFollowing.psd1")), @"(?m)^\s*ModuleVersion\s*=\s*'([0-9.]+)'").Groups[1].Value;

    [Theory]
    [MemberData(nameof(Page.Providers), MemberType = typeof(Page))]
    public async Task FirstPage_SendsWhatTheContractNamesAndNothingElse(FollowingProvider provider)
    {
        string expected = provider switch
        {
            FollowingProvider.DumplingAI =>
                $$"""
                POST https://app.dumplingai.com/api/v1/get-tiktok-user-following
                Authorization: Bearer {{Client.Key}}
                User-Agent: TikTokFollowing/{{Version}}
                Accept: application/json
                Content-Type: application/json

                {"handle":"some.name_1","count":100,"requestSource":"API"}
                """,
            FollowingProvider.FullTikTok =>
                $"""
                GET https://full-tiktok-api.p.rapidapi.com/api/v1/users/some.name_1/following?count=100
                x-rapidapi-host: full-tiktok-api.p.rapidapi.com
                x-rapidapi-key: {Client.Key}
                User-Agent: TikTokFollowing/{Version}
                Accept: application/json


                """,
            FollowingProvider.TikTokResearch =>
                $$"""
                POST https://open.tiktokapis.com/v2/research/user/following/
                Authorization: Bearer {{Client.Token}}
                User-Agent: TikTokFollowing/{{Version}}
                Accept: application/json
                Content-Type: application/json

                {"username":"some.name_1","max_count":100}
                """,
            FollowingProvider.ScrapeCreators =>
                $"""
                GET https://api.scrapecreators.com/v1/tiktok/user/following?handle=some.name_1
                x-api-key: {Client.Key}
                User-Agent: TikTokFollowing/{Version}
                Accept: application/json


                """,
            _ =>
                $"""
                GET https://api.sociavault.com/v1/scrape/tiktok/following?handle=some.name_1
                X-API-Key: {Client.Key}
                User-Agent: TikTokFollowing/{Version}
                Accept: application/json


                """,
        };

        SentRequest request = await SendAsync(provider, new FollowingListOptions());

        Assert.Equal(expected, request.ToString());
    }

    [Fact]
    public async Task TikTokResearch_BeforeTheFirstPage_AsksForOneToken()
    {
        using Client client = new(FollowingProvider.TikTokResearch);
        client.Handler.Enqueue(Page.Of(client.Provider, 1, 2, "300", "true"), Page.Of(client.Provider, 3, 1));

        Reading reading = await client.ReadAsync();

        Assert.Null(reading.Failure);
        Assert.Equal(2, client.Handler.Requests.Count);
        Assert.Equal(
            $"""
            POST https://open.tiktokapis.com/v2/oauth/token/
            User-Agent: TikTokFollowing/{Version}
            Accept: application/json
            Content-Type: application/x-www-form-urlencoded

            client_key={Uri.EscapeDataString(Client.ClientKey)}&client_secret={Uri.EscapeDataString(Client.ClientSecret)}&grant_type=client_credentials
            """,
            Assert.Single(client.Handler.TokenRequests).ToString());
    }

    [Theory]
    [InlineData(null, null, "API", """{"handle":"some.name_1","count":100,"requestSource":"API"}""")]
    [InlineData("1745042188", 30, "API", """{"handle":"some.name_1","minTime":1745042188,"count":30,"requestSource":"API"}""")]
    [InlineData(" 1745042188", 5, "", """{"handle":"some.name_1","minTime":1745042188,"count":5}""")]
    [InlineData("0", 1, "MAKE_DOT_COM", """{"handle":"some.name_1","minTime":0,"count":1,"requestSource":"MAKE_DOT_COM"}""")]
    [InlineData("99999999999999999999999", 100, "", """{"handle":"some.name_1","minTime":99999999999999999999999,"count":100}""")]
    [InlineData("MTc0NTA0MjE4OA==", 7, null, """{"handle":"some.name_1","minTime":"MTc0NTA0MjE4OA==","count":7,"requestSource":"API"}""")]
    [InlineData("007", 7, "", """{"handle":"some.name_1","minTime":"007","count":7}""")]
    [InlineData("-5", 7, "", """{"handle":"some.name_1","minTime":"-5","count":7}""")]
    [InlineData("  ", 7, "", """{"handle":"some.name_1","count":7}""")]
    [InlineData(null, 7, "A\"B", """{"handle":"some.name_1","count":7,"requestSource":"A\u0022B"}""")]
    public async Task DumplingAI_Options_WriteTheBody(string? cursor, int? pageSize, string? source, string body)
    {
        SentRequest request = await SendAsync(
            FollowingProvider.DumplingAI, new FollowingListOptions { Cursor = cursor, PageSize = pageSize }, requestSource: source);

        Assert.Equal(body, request.BodyText);
    }

    [Theory]
    [InlineData("1745042188", 30, """{"username":"some.name_1","max_count":30,"cursor":1745042188}""")]
    [InlineData(" 1745042188 ", null, """{"username":"some.name_1","max_count":100,"cursor":1745042188}""")]
    [InlineData("MTc0NTA0MjE4OA==", 1, """{"username":"some.name_1","max_count":1,"cursor":"MTc0NTA0MjE4OA=="}""")]
    public async Task TikTokResearch_Options_WriteTheBody(string cursor, int? pageSize, string body)
    {
        SentRequest request = await SendAsync(FollowingProvider.TikTokResearch, new FollowingListOptions { Cursor = cursor, PageSize = pageSize });

        Assert.Equal(body, request.BodyText);
    }

    [Theory]
    [InlineData(FollowingProvider.FullTikTok, null, 7, "some.name_1/following?count=7")]
    [InlineData(FollowingProvider.FullTikTok, "1745042188", null, "some.name_1/following?count=100&max_time=1745042188")]
    [InlineData(FollowingProvider.FullTikTok, " 1745042188 ", 20, "some.name_1/following?count=20&max_time=1745042188")]
    [InlineData(FollowingProvider.FullTikTok, "MTc0+/==", 100, "some.name_1/following?count=100&max_time=MTc0%2B%2F%3D%3D")]
    [InlineData(FollowingProvider.ScrapeCreators, " 1745042188 ", 20, "following?handle=some.name_1&min_time=1745042188")]
    [InlineData(FollowingProvider.ScrapeCreators, "MTc0+/==", null, "following?handle=some.name_1&min_time=MTc0%2B%2F%3D%3D")]
    [InlineData(FollowingProvider.SociaVault, "1745042188", 20, "following?handle=some.name_1&min_time=1745042188")]
    public async Task Options_WriteTheQuery(FollowingProvider provider, string? cursor, int? pageSize, string end)
    {
        SentRequest request = await SendAsync(provider, new FollowingListOptions { Cursor = cursor, PageSize = pageSize });

        Assert.EndsWith("/" + end, request.Address, StringComparison.Ordinal);
        Assert.Empty(request.Body);
    }

    [Theory]
    [InlineData("https://gateway.example.invalid", "https://gateway.example.invalid/")]
    [InlineData("https://gateway.example.invalid/", "https://gateway.example.invalid/")]
    [InlineData("https://gateway.example.invalid/a/b", "https://gateway.example.invalid/a/b/")]
    [InlineData("https://gateway.example.invalid:8443/a/b/", "https://gateway.example.invalid:8443/a/b/")]
    [InlineData("http://127.0.0.1:8080/x", "http://127.0.0.1:8080/x/")]
    [InlineData("http://localhost/", "http://localhost/")]
    [InlineData("http://[::1]:81/", "http://[::1]:81/")]
    public async Task BaseUri_WithPrefix_KeepsIt(string baseUri, string start)
    {
        foreach (FollowingProvider provider in Enum.GetValues<FollowingProvider>())
        {
            string own = (await SendAsync(provider, new FollowingListOptions())).Address;
            SentRequest request = await SendAsync(provider, new FollowingListOptions(), new Uri(baseUri));

            Assert.Equal(start + own[(own.IndexOf('/', "https://".Length) + 1)..], request.Address);
            Assert.Equal(provider == FollowingProvider.FullTikTok ? "full-tiktok-api.p.rapidapi.com" : null, request.Header("x-rapidapi-host"));
        }
    }

    [Fact]
    public async Task BaseUri_WithPrefix_IsKeptForTheTokenToo()
    {
        using Client client = new(FollowingProvider.TikTokResearch, new Uri("https://gateway.example.invalid/a"));
        client.Handler.Enqueue(Page.Of(client.Provider, 1, 1));

        await client.ReadAsync();

        Assert.Equal("https://gateway.example.invalid/a/v2/oauth/token/", Assert.Single(client.Handler.TokenRequests).Address);
    }

    [Theory]
    [MemberData(nameof(HostileCursors), DisableDiscoveryEnumeration = true)]
    public async Task HostileCursor_StaysOneValue(FollowingProvider provider, string cursor)
    {
        SentRequest plain = await SendAsync(provider, new FollowingListOptions { PageSize = 50 });

        SentRequest request = await SendAsync(provider, new FollowingListOptions { Cursor = cursor, PageSize = 50 });

        Assert.Equal(plain.Headers, request.Headers);
        if (request.Method == "POST")
        {
            Assert.Equal(plain.Address, request.Address);
            using JsonDocument plainBody = JsonDocument.Parse(plain.Body);
            using JsonDocument body = JsonDocument.Parse(request.Body);
            string name = provider == FollowingProvider.DumplingAI ? "minTime" : "cursor";
            Assert.Equal(
                plainBody.RootElement.EnumerateObject().Select(property => property.ToString()).Order(),
                body.RootElement.EnumerateObject().Where(property => property.Name != name).Select(property => property.ToString()).Order());
            JsonElement sent = body.RootElement.GetProperty(name);
            Assert.Equal(cursor.Trim(), sent.ValueKind == JsonValueKind.Number ? sent.GetRawText() : sent.GetString());
            return;
        }

        string start = $"{plain.Address}&{(provider == FollowingProvider.FullTikTok ? "max_time" : "min_time")}=";
        Assert.StartsWith(start, request.Address, StringComparison.Ordinal);
        string value = request.Address[start.Length..];
        Assert.True(value.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '~' or '%'), value);
        Assert.Equal(cursor.Trim(), Uri.UnescapeDataString(value));
    }

    [Theory]
    [MemberData(nameof(Page.Providers), MemberType = typeof(Page))]
    public async Task Cursor_WithLoneSurrogate_CannotBreakTheRequest(FollowingProvider provider)
    {
        SentRequest request = await SendAsync(provider, new FollowingListOptions { Cursor = "a\ud800b" });

        Assert.True(Uri.IsWellFormedUriString(request.Address, UriKind.Absolute));
        Assert.Contains(request.Method == "POST" ? "\"a\\uFFFDb\"" : "_time=a%EF%BF%BDb", request.Address + request.BodyText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.")]
    [InlineData(".a")]
    [InlineData("a..b")]
    [InlineData("_")]
    public async Task FullTikTok_HandleWithDots_StaysASegment(string handle)
    {
        using Client client = new(FollowingProvider.FullTikTok);
        client.Handler.Enqueue(Page.Of(client.Provider, 1, 1));

        await client.ReadAsync(handle: handle);

        Assert.Equal($"https://full-tiktok-api.p.rapidapi.com/api/v1/users/{handle}/following?count=100", client.Handler.Requests[0].Address);
    }

    [Theory]
    [MemberData(nameof(Page.Providers), MemberType = typeof(Page))]
    public async Task OverASocket_IsPinnedByteForByte(FollowingProvider provider)
    {
        const string Prefix = "/prefix";
        string common = $"User-Agent: TikTokFollowing/{Version}\r\nAccept: application/json\r\nAccept-Encoding: gzip, br\r\n";
        string expected = provider switch
        {
            FollowingProvider.DumplingAI =>
                $"POST {Prefix}/api/v1/get-tiktok-user-following HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {Client.Key}\r\n{common}"
                + "Content-Type: application/json\r\nContent-Length: 78\r\n\r\n"
                + """{"handle":"some.name_1","minTime":1745042188,"count":30,"requestSource":"API"}""",
            FollowingProvider.FullTikTok =>
                $"GET {Prefix}/api/v1/users/some.name_1/following?count=30&max_time=1745042188 HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                + $"x-rapidapi-host: full-tiktok-api.p.rapidapi.com\r\nx-rapidapi-key: {Client.Key}\r\n{common}\r\n",
            FollowingProvider.TikTokResearch =>
                $"POST {Prefix}/v2/oauth/token/ HTTP/1.1\r\nHost: 127.0.0.1\r\n{common}"
                + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 121\r\n\r\n"
                + $"client_key={Uri.EscapeDataString(Client.ClientKey)}&client_secret={Uri.EscapeDataString(Client.ClientSecret)}&grant_type=client_credentials"
                + $"POST {Prefix}/v2/research/user/following/ HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {Client.Token}\r\n{common}"
                + "Content-Type: application/json\r\nContent-Length: 61\r\n\r\n"
                + """{"username":"some.name_1","max_count":30,"cursor":1745042188}""",
            FollowingProvider.ScrapeCreators =>
                $"GET {Prefix}/v1/tiktok/user/following?handle=some.name_1&min_time=1745042188 HTTP/1.1\r\nHost: 127.0.0.1\r\nx-api-key: {Client.Key}\r\n{common}\r\n",
            _ =>
                $"GET {Prefix}/v1/scrape/tiktok/following?handle=some.name_1&min_time=1745042188 HTTP/1.1\r\nHost: 127.0.0.1\r\nX-API-Key: {Client.Key}\r\n{common}\r\n",
        };

        string wire = await CaptureAsync(provider, new FollowingListOptions { Cursor = "1745042188", PageSize = 30 });

        Assert.Equal(expected, wire);
    }

    private static async Task<SentRequest> SendAsync(
        FollowingProvider provider, FollowingListOptions options, Uri? baseUri = null, string? requestSource = null)
    {
        using Client client = new(provider, baseUri, requestSource: requestSource);
        client.Handler.Enqueue(Page.Of(provider, 1, 1));

        Reading reading = await client.ReadAsync(options, handle: "@Some.Name_1");

        Assert.Null(reading.Failure);
        return Assert.Single(client.Handler.Requests);
    }

    /// <summary>Takes the raw bytes of a list of one page from a bare socket; only the port of the Host header is removed.</summary>
    private static async Task<string> CaptureAsync(FollowingProvider provider, FollowingListOptions options)
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        using System.Security.SecureString key = Client.Secure(Client.Key);
        using System.Security.SecureString clientKey = Client.Secure(Client.ClientKey);
        using System.Security.SecureString clientSecret = Client.Secure(Client.ClientSecret);
        using FollowingConnection connection = new(new FollowingConnectionOptions
        {
            Provider = provider,
            ApiKey = key,
            ClientKey = clientKey,
            ClientSecret = clientSecret,
            BaseUri = new Uri($"http://127.0.0.1:{port}/prefix/"),
        });
        Task<Reading> reading = Client.ReadAsync(connection.GetFollowing("Some.Name_1", options));
        using TcpClient peer = await listener.AcceptTcpClientAsync();
        NetworkStream stream = peer.GetStream();
        StringBuilder wire = new();
        if (provider == FollowingProvider.TikTokResearch)
        {
            wire.Append(await ReceiveAsync(stream));
            await AnswerAsync(stream, $$"""{"access_token":"{{Client.Token}}","expires_in":7200,"token_type":"Bearer"}""");
        }

        wire.Append(await ReceiveAsync(stream));
        await AnswerAsync(stream, Page.Of(provider, 1, 2));
        Assert.Equal([1, 2], (await reading).Accounts);
        Assert.Equal(0, peer.Available);
        return wire.Replace($":{port}\r\n", "\r\n").ToString();
    }

    private static async Task<string> ReceiveAsync(NetworkStream stream)
    {
        StringBuilder wire = new();
        byte[] buffer = new byte[8192];
        while (!IsWhole(wire.ToString()))
        {
            int read = await stream.ReadAsync(buffer);
            Assert.NotEqual(0, read);
            wire.Append(Encoding.UTF8.GetString(buffer, 0, read));
        }

        return wire.ToString();
    }

    private static async Task AnswerAsync(NetworkStream stream, string body) =>
        await stream.WriteAsync(Encoding.UTF8.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\n\r\n{body}"));

    private static bool IsWhole(string wire)
    {
        int end = wire.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        Match length = Regex.Match(wire, @"Content-Length: (\d+)");
        return end >= 0 && wire.Length == end + 4 + (length.Success ? int.Parse(length.Groups[1].Value) : 0);
    }
}
