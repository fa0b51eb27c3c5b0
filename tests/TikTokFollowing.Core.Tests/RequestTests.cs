using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using TikTokFollowing.Tests.Support;

namespace TikTokFollowing.Tests;

/// <summary>What goes onto the wire, byte for byte.</summary>
public sealed class RequestTests
{
    private const string Ten = "0123456789";

    public static TheoryData<string> HostileCursors =>
    [
        "../../../admin", "..", "?count=1&x=", "#fragment", "%2f..%2f", "\"},\"handle\":\"other", "a\r\nX-Injected: 1", "\0\u0007\u001b[31m",
        "\u202e", "a&max_time=1", "a b+c", "{}", "null", "1e5", "-5", "١٢٣", "007", "\"", "\\", "12 34", string.Concat(Enumerable.Repeat(Ten, 1000)),
        string.Concat(Enumerable.Repeat("\"\\/é", 2500)),
    ];

    private static string Version { get; } = Regex.Match(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "TikTokFollowing.psd1")), @"(?m)^\s*ModuleVersion\s*=\s*'([0-9.]+)'").Groups[1].Value;

    [Fact]
    public async Task DumplingAI_FirstPage_SendsHandleAndSourceOnly()
    {
        SentRequest request = await SendAsync(FollowingProvider.DumplingAI, new FollowingListOptions());

        Assert.Equal(
            $$"""
            POST https://app.dumplingai.com/api/v1/get-tiktok-user-following
            Authorization: Bearer {{Client.Key}}
            User-Agent: TikTokFollowing/{{Version}}
            Accept: application/json
            Content-Type: application/json

            {"handle":"Some.Name_1","requestSource":"API"}
            """,
            request.ToString());
    }

    [Fact]
    public async Task FullTikTok_FirstPage_SendsBothGatewayHeadersAndLargestPage()
    {
        SentRequest request = await SendAsync(FollowingProvider.FullTikTok, new FollowingListOptions());

        Assert.Equal(
            $"""
            GET https://full-tiktok-api.p.rapidapi.com/api/v1/users/Some.Name_1/following?count=100
            x-rapidapi-key: {Client.Key}
            x-rapidapi-host: full-tiktok-api.p.rapidapi.com
            User-Agent: TikTokFollowing/{Version}
            Accept: application/json


            """,
            request.ToString());
    }

    [Theory]
    [InlineData(null, null, "API", """{"handle":"Some.Name_1","requestSource":"API"}""")]
    [InlineData("1745042188", 30, "API", """{"handle":"Some.Name_1","minTime":1745042188,"count":30,"requestSource":"API"}""")]
    [InlineData(" 1745042188", null, "", """{"handle":"Some.Name_1","minTime":1745042188}""")]
    [InlineData("0", 1, "MAKE_DOT_COM", """{"handle":"Some.Name_1","minTime":0,"count":1,"requestSource":"MAKE_DOT_COM"}""")]
    [InlineData("99999999999999999999999", 100, "", """{"handle":"Some.Name_1","minTime":99999999999999999999999,"count":100}""")]
    [InlineData("MTc0NTA0MjE4OA==", null, "API", """{"handle":"Some.Name_1","minTime":"MTc0NTA0MjE4OA==","requestSource":"API"}""")]
    [InlineData("007", null, "", """{"handle":"Some.Name_1","minTime":"007"}""")]
    [InlineData("-5", null, "", """{"handle":"Some.Name_1","minTime":"-5"}""")]
    [InlineData("  ", null, "", """{"handle":"Some.Name_1"}""")]
    [InlineData(null, null, "A\"B", """{"handle":"Some.Name_1","requestSource":"A\u0022B"}""")]
    public async Task DumplingAI_Options_WriteTheBody(string? cursor, int? pageSize, string source, string body)
    {
        SentRequest request = await SendAsync(
            FollowingProvider.DumplingAI, new FollowingListOptions { Cursor = cursor, PageSize = pageSize }, requestSource: source);

        Assert.Equal(body, request.BodyText);
    }

    [Theory]
    [InlineData(null, 7, "?count=7")]
    [InlineData("1745042188", null, "?count=100&max_time=1745042188")]
    [InlineData(" 1745042188 ", 20, "?count=20&max_time=1745042188")]
    [InlineData("MTc0+/==", 100, "?count=100&max_time=MTc0%2B%2F%3D%3D")]
    public async Task FullTikTok_Options_WriteTheQuery(string? cursor, int? pageSize, string query)
    {
        SentRequest request = await SendAsync(FollowingProvider.FullTikTok, new FollowingListOptions { Cursor = cursor, PageSize = pageSize });

        Assert.Equal("https://full-tiktok-api.p.rapidapi.com/api/v1/users/Some.Name_1/following" + query, request.Address);
        Assert.Empty(request.Body);
    }

    [Theory]
    [InlineData("https://gateway.example.invalid", "https://gateway.example.invalid/api/v1/")]
    [InlineData("https://gateway.example.invalid/", "https://gateway.example.invalid/api/v1/")]
    [InlineData("https://gateway.example.invalid/a/b", "https://gateway.example.invalid/a/b/api/v1/")]
    [InlineData("https://gateway.example.invalid:8443/a/b/", "https://gateway.example.invalid:8443/a/b/api/v1/")]
    [InlineData("http://127.0.0.1:8080/x", "http://127.0.0.1:8080/x/api/v1/")]
    [InlineData("http://localhost/", "http://localhost/api/v1/")]
    [InlineData("http://[::1]:81/", "http://[::1]:81/api/v1/")]
    public async Task BaseUri_WithPrefix_KeepsIt(string baseUri, string start)
    {
        SentRequest dumpling = await SendAsync(FollowingProvider.DumplingAI, new FollowingListOptions(), new Uri(baseUri));
        SentRequest full = await SendAsync(FollowingProvider.FullTikTok, new FollowingListOptions(), new Uri(baseUri));

        Assert.Equal(start + "get-tiktok-user-following", dumpling.Address);
        Assert.Equal(start + "users/Some.Name_1/following?count=100", full.Address);
        Assert.Equal("full-tiktok-api.p.rapidapi.com", full.Header("x-rapidapi-host"));
    }

    [Theory]
    [InlineData("http://example.invalid/")]
    [InlineData("http://127.0.0.1.example.invalid/")]
    [InlineData("http://192.168.0.1/")]
    [InlineData("ftp://localhost/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("relative/path")]
    [InlineData("https://user:hunter2@example.invalid/")]
    [InlineData("http://user:hunter2@example.invalid/")]
    [InlineData("https://example.invalid/?key=hunter2")]
    [InlineData("https://example.invalid/#hunter2")]
    public void BaseUri_Unsafe_IsRefusedWithoutQuotingSecrets(string baseUri)
    {
        FollowingException failure = Assert.Throws<FollowingException>(
            () => new Client(baseUri: new Uri(baseUri, UriKind.RelativeOrAbsolute)));

        Assert.Equal(FollowingErrorKind.InsecureBaseUri, failure.Kind);
        Assert.DoesNotContain("hunter2", failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(-1.0)]
    [InlineData(86_401.0)]
    public void Timeout_OutOfRange_IsRefusedAtOnce(double seconds)
    {
        FollowingConnectionOptions options = new()
        {
            ApiKey = new System.Net.NetworkCredential(string.Empty, "sk_test").SecurePassword,
            Timeout = TimeSpan.FromSeconds(seconds),
        };

        Assert.Throws<ArgumentOutOfRangeException>(() => new FollowingConnection(options));
    }

    [Theory]
    [InlineData("http://127.0.0.1:9/", "http://proxy.example.invalid:3128/", true)]
    [InlineData("http://127.0.0.1:9/", "http://localhost:3128/", false)]
    [InlineData("https://example.invalid/", "http://proxy.example.invalid:3128/", false)]
    public void Proxy_WouldCarryTheKeyInTheClear_IsRefused(string baseUri, string proxy, bool isRefused)
    {
        FollowingConnectionOptions options = new()
        {
            ApiKey = new System.Net.NetworkCredential(string.Empty, "sk_test").SecurePassword,
            BaseUri = new Uri(baseUri),
            Proxy = new Uri(proxy),
        };

        Exception? failure = Record.Exception(() => new FollowingConnection(options).Dispose());

        if (isRefused)
        {
            Assert.Equal(FollowingErrorKind.InsecureBaseUri, Assert.IsType<FollowingException>(failure).Kind);
        }
        else
        {
            Assert.Null(failure);
        }
    }

    [Theory]
    [MemberData(nameof(HostileCursors), DisableDiscoveryEnumeration = true)]
    public async Task DumplingAI_HostileCursor_StaysOneJsonValue(string cursor)
    {
        SentRequest request = await SendAsync(FollowingProvider.DumplingAI, new FollowingListOptions { Cursor = cursor, PageSize = 50 });

        Assert.Equal("https://app.dumplingai.com/api/v1/get-tiktok-user-following", request.Address);
        Assert.Equal(4, request.Headers.Count);
        using JsonDocument body = JsonDocument.Parse(request.Body);
        Assert.Equal(["handle", "minTime", "count", "requestSource"], body.RootElement.EnumerateObject().Select(property => property.Name));
        Assert.Equal("Some.Name_1", body.RootElement.GetProperty("handle").GetString());
        JsonElement sent = body.RootElement.GetProperty("minTime");
        Assert.Equal(cursor.Trim(), sent.ValueKind == JsonValueKind.Number ? sent.GetRawText() : sent.GetString());
    }

    [Theory]
    [MemberData(nameof(HostileCursors), DisableDiscoveryEnumeration = true)]
    public async Task FullTikTok_HostileCursor_StaysOneQueryValue(string cursor)
    {
        SentRequest request = await SendAsync(FollowingProvider.FullTikTok, new FollowingListOptions { Cursor = cursor, PageSize = 50 });

        const string Start = "https://full-tiktok-api.p.rapidapi.com/api/v1/users/Some.Name_1/following?count=50&max_time=";
        Assert.StartsWith(Start, request.Address, StringComparison.Ordinal);
        string value = request.Address[Start.Length..];
        Assert.True(value.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '~' or '%'), value);
        Assert.Equal(cursor.Trim(), Uri.UnescapeDataString(value));
        Assert.Equal(4, request.Headers.Count);
    }

    [Theory]
    [MemberData(nameof(Page.Providers), MemberType = typeof(Page))]
    public async Task Cursor_WithLoneSurrogate_CannotBreakTheRequest(FollowingProvider provider)
    {
        SentRequest request = await SendAsync(provider, new FollowingListOptions { Cursor = "a\ud800b" });

        Assert.True(Uri.IsWellFormedUriString(request.Address, UriKind.Absolute));
        if (provider == FollowingProvider.DumplingAI)
        {
            Assert.Equal("""{"handle":"Some.Name_1","minTime":"a\uFFFDb","requestSource":"API"}""", request.BodyText);
        }
        else
        {
            Assert.EndsWith("max_time=a%EF%BF%BDb", request.Address, StringComparison.Ordinal);
        }
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

    [Fact]
    public async Task DumplingAI_OverASocket_IsPinnedByteForByte()
    {
        string wire = await CaptureAsync(FollowingProvider.DumplingAI, new FollowingListOptions { Cursor = "1745042188", PageSize = 30 });

        Assert.Equal(
            "POST /prefix/api/v1/get-tiktok-user-following HTTP/1.1\r\n"
            + "Host: 127.0.0.1\r\n"
            + $"Authorization: Bearer {Client.Key}\r\n"
            + $"User-Agent: TikTokFollowing/{Version}\r\n"
            + "Accept: application/json\r\n"
            + "Accept-Encoding: gzip, br\r\n"
            + "Content-Type: application/json\r\n"
            + "Content-Length: 78\r\n"
            + "\r\n"
            + """{"handle":"Some.Name_1","minTime":1745042188,"count":30,"requestSource":"API"}""",
            wire);
    }

    [Fact]
    public async Task FullTikTok_OverASocket_IsPinnedByteForByte()
    {
        string wire = await CaptureAsync(FollowingProvider.FullTikTok, new FollowingListOptions { Cursor = "1745042188" });

        Assert.Equal(
            "GET /prefix/api/v1/users/Some.Name_1/following?count=100&max_time=1745042188 HTTP/1.1\r\n"
            + "Host: 127.0.0.1\r\n"
            + $"x-rapidapi-key: {Client.Key}\r\n"
            + "x-rapidapi-host: full-tiktok-api.p.rapidapi.com\r\n"
            + $"User-Agent: TikTokFollowing/{Version}\r\n"
            + "Accept: application/json\r\n"
            + "Accept-Encoding: gzip, br\r\n"
            + "\r\n",
            wire);
    }

    private static async Task<SentRequest> SendAsync(
        FollowingProvider provider, FollowingListOptions options, Uri? baseUri = null, string requestSource = "API")
    {
        using Client client = new(provider, baseUri, requestSource: requestSource);
        client.Handler.Enqueue(Page.Of(provider, 1, 1));

        Reading reading = await client.ReadAsync(options, handle: "@Some.Name_1");

        Assert.Null(reading.Failure);
        return Assert.Single(client.Handler.Requests);
    }

    /// <summary>Takes the raw bytes of one request from a bare socket; only the port of the Host header is removed.</summary>
    private static async Task<string> CaptureAsync(FollowingProvider provider, FollowingListOptions options)
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        using System.Security.SecureString key = Client.Secure(Client.Key);
        using FollowingConnection connection = new(new FollowingConnectionOptions
        {
            Provider = provider,
            ApiKey = key,
            BaseUri = new Uri($"http://127.0.0.1:{port}/prefix/"),
        });
        Task<Reading> reading = Client.ReadAsync(connection.GetFollowing("Some.Name_1", options));
        using TcpClient peer = await listener.AcceptTcpClientAsync();
        NetworkStream stream = peer.GetStream();
        StringBuilder wire = new();
        byte[] buffer = new byte[8192];
        while (!IsWhole(wire.ToString()))
        {
            int read = await stream.ReadAsync(buffer);
            Assert.NotEqual(0, read);
            wire.Append(Encoding.UTF8.GetString(buffer, 0, read));
        }

        string body = Page.Of(provider, 1, 2);
        await stream.WriteAsync(Encoding.UTF8.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\n\r\n{body}"));
        Assert.Equal([1, 2], (await reading).Accounts);
        return wire.ToString().Replace($":{port}\r\n", "\r\n", StringComparison.Ordinal);
    }

    private static bool IsWhole(string wire)
    {
        int end = wire.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        Match length = Regex.Match(wire, @"Content-Length: (\d+)");
        return end >= 0 && wire.Length == end + 4 + (length.Success ? int.Parse(length.Groups[1].Value) : 0);
    }
}
