using System.Text.Json;
using TikTokFollowing.Sandbox.Tests.Support;

namespace TikTokFollowing.Sandbox.Tests.Endpoints;

public sealed class FullTikTokEndpointTests
{
    private const string Target = "/api/v1/users/stoolpresidente/following";

    private readonly SandboxResponder _responder = new();

    [Fact]
    public void FirstRow_HasTheGoldenBytes()
    {
        SandboxResponse response = _responder.Page(Contract.FullTikTok, "stoolpresidente", count: 1);
        Assert.Equal(
            """
            {"meta":{"request_id":"923cab85-b760-409a-89a1-4ae86d143724","timestamp":"2025-10-01T12:00:00.000Z","cached":false,"version":"2025-01"},"data":[{"user_id":"6218894580351762432","username":"cyrus_restoresf6h5fe8l6","display_name":"Cyrus","website_url":null,"followers":3384,"following":1886,"total_likes":138793,"total_videos":677,"verified":false,"is_private":true,"bio":"long story short: I moved to a boat, kept the dog, lost the job, found the sea, and now I film all of it so that you can skip the boring parts.","avatar_url":"https://p16.example.invalid/tos-maliva-avt-0068/a6a4b2fbb4fa859c9054b46a8f12cfd5~tplv-tiktokx-cropcenter:720:720.jpeg?x-expires=1761112800&x-signature=bV8JWIzDOIgiKKSJGzJ_8sYChDB%3D","avatar_thumb_url":"https://p16.example.invalid/tos-maliva-avt-0068/a6a4b2fbb4fa859c9054b46a8f12cfd5~tplv-tiktokx-cropcenter:100:100.jpeg?x-expires=1761112800&x-signature=bV8JWIzDOIgiKKSJGzJ_8sYChDB%3D"}],"pagination":{"next_max_time":1759276134,"has_more":true,"total":238},"error":null}
            """,
            response.BodyText);
        Assert.Equal("application/json", response.ContentType);
    }

    [Theory]
    [InlineData(null, 401, "Invalid API key. Go to https://docs.rapidapi.com/docs/keys for more info.")]
    [InlineData("invalid", 401, "Invalid API key. Go to https://docs.rapidapi.com/docs/keys for more info.")]
    [InlineData("unsubscribed", 403, "You are not subscribed to this API.")]
    [InlineData("quota", 429, "You have exceeded the MONTHLY quota for Requests on your current plan, BASIC. Upgrade your plan at https://rapidapi.com/example/api/example")]
    public void RefusedKey_IsTheGatewaysAnswer(string? key, int status, string message)
    {
        SandboxResponse response = _responder.Respond(Ask.FullTikTokTarget(Target, key));
        Assert.Equal(status, response.Status);
        Assert.Equal($$"""{"message":"{{message}}"}""", response.BodyText);
        Assert.Equal("true", Ask.HeaderOf(response, "X-RapidAPI-Proxy-Response"));
        Assert.Equal(0, _responder.CreditsCharged);
    }

    [Fact]
    public void QuotaUsedUp_SaysWhenItRenews()
    {
        SandboxResponse response = _responder.Respond(Ask.FullTikTokTarget(Target, "quota"));
        Assert.Equal("0", Ask.HeaderOf(response, "x-ratelimit-requests-remaining"));
        Assert.Equal("1209600", Ask.HeaderOf(response, "x-ratelimit-requests-reset"));
        Assert.Null(Ask.HeaderOf(response, "Retry-After"));
    }

    [Fact]
    public void MissingHost_Is400FromTheGateway()
    {
        SandboxResponse response = _responder.Respond(Ask.FullTikTokTarget(Target, host: null));
        Assert.Equal(400, response.Status);
        Assert.Equal("true", Ask.HeaderOf(response, "X-RapidAPI-Proxy-Response"));
        Assert.StartsWith("""{"messages":"The host you've provided is invalid.""", response.BodyText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?count=0", "count", "count must be between 1 and 100.")]
    [InlineData("?count=101", "count", "count must be between 1 and 100.")]
    [InlineData("?count=", "count", "count must be between 1 and 100.")]
    [InlineData("?count=-1", "count", "count must be between 1 and 100.")]
    [InlineData("?max_time=soon", "max_time", "max_time must be an integer.")]
    [InlineData("?max_time=9223372036854775808", "max_time", "max_time must be an integer.")]
    [InlineData("?cursor=1", "cursor", "Unknown query parameter.")]
    [InlineData("?minTime=1", "minTime", "Unknown query parameter.")]
    public void BadQuery_Is400InTheProvidersShape(string query, string field, string message)
    {
        SandboxResponse response = _responder.Respond(Ask.FullTikTokTarget(Target + query));
        Assert.Equal(400, response.Status);
        string error = $$$"""{"code":"VALIDATION_ERROR","message":"{{{message}}}","details":{"field":"{{{field}}}"}}""";
        Assert.EndsWith($"}},\"data\":null,\"pagination\":null,\"error\":{error}}}", response.BodyText, StringComparison.Ordinal);
        Assert.Null(Ask.HeaderOf(response, "X-RapidAPI-Proxy-Response"));
    }

    [Theory]
    [InlineData("/api/v1/users/%40name/following")]
    [InlineData("/api/v1/users/a%2Fb/following")]
    [InlineData("/api/v1/users/a%20b/following")]
    public void BadUserName_Is400(string target) =>
        Assert.Equal(400, _responder.Respond(Ask.FullTikTokTarget(target)).Status);

    [Fact]
    public void NotFound_IsTheDocumentedError()
    {
        SandboxResponse response = _responder.Page(Contract.FullTikTok, "sandbox.notfound");
        JsonElement root = JsonDocument.Parse(response.Body).RootElement;
        Assert.Equal(404, response.Status);
        Assert.Equal("""{"code":"NOT_FOUND","message":"The requested resource was not found.","details":null}""", root.GetProperty("error").GetRawText());
        Assert.Equal(JsonValueKind.Null, root.GetProperty("data").ValueKind);
        Assert.True(root.GetProperty("meta").GetProperty("request_id").TryGetGuid(out Guid id) && id != Guid.Empty);
    }

    [Fact]
    public void Hidden_IsA200WithTikToksCodeAndNoList()
    {
        SandboxResponse response = _responder.Page(Contract.FullTikTok, "sandbox.hidden");
        JsonElement root = JsonDocument.Parse(response.Body).RootElement;
        Assert.Equal(200, response.Status);
        Assert.Equal(3002060, root.GetProperty("status_code").GetInt32());
        Assert.Equal("Profile user is hiding following list", root.GetProperty("status_msg").GetString());
        Assert.False(root.TryGetProperty("data", out _));
    }

    [Fact]
    public void ReservedRefusals_AreTheGateways()
    {
        SandboxResponse flaky = _responder.Page(Contract.FullTikTok, "sandbox.flaky");
        Assert.Equal(
            """{"messages":"The API is unreachable, please contact the API provider","info":"Your Client (working) ---> Gateway (working) ---> API (not working)"}""",
            flaky.BodyText);
        Assert.Equal("true", Ask.HeaderOf(flaky, "X-RapidAPI-Proxy-Response"));

        long second = SandboxPopulation.Following("sandbox.ratelimited").FollowedAt(100);
        SandboxResponse limited = _responder.Page(Contract.FullTikTok, "sandbox.ratelimited", second);
        Assert.Equal("""{"message":"You have exceeded the rate limit per second for your plan, BASIC, by the API provider"}""", limited.BodyText);
        Assert.NotEqual("0", Ask.HeaderOf(limited, "x-ratelimit-requests-remaining"));
    }

    [Fact]
    public void RequestId_DiffersByHandleAndCursor()
    {
        string Id(string handle, long? cursor) => JsonDocument.Parse(_responder.Page(Contract.FullTikTok, handle, cursor, 1).Body)
            .RootElement.GetProperty("meta").GetProperty("request_id").GetString()!;

        string[] ids = [Id("a", null), Id("b", null), Id("a", 1_759_000_000), Id("a", 1_759_000_001)];
        Assert.Equal(4, ids.Distinct().Count());
        Assert.All(ids, id => Assert.Equal('4', id[14]));
    }
}
