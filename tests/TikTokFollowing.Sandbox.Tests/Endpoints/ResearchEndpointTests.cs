using System.Text.Json;
using TikTokFollowing.Sandbox.Tests.Support;

namespace TikTokFollowing.Sandbox.Tests.Endpoints;

public sealed class ResearchEndpointTests
{
    private readonly SandboxResponder _responder = new();

    [Fact]
    public void FirstRow_HasTheGoldenBytes()
    {
        SandboxResponse response = _responder.Page(Contract.Research, "stoolpresidente", count: 1);
        Assert.Equal(
            """{"data":{"user_following":[{"display_name":"Cyrus","username":"cyrus_restoresf6h5fe8l6"}],"cursor":1759276134,"has_more":true},"error":{"code":"ok","message":"","log_id":"20251001120000C81C07301DC7AEA8"}}""",
            response.BodyText);
        Assert.Equal("application/json", response.ContentType);
        Assert.Empty(response.Headers);
    }

    [Fact]
    public void LastPage_HasTheTimeOfTheLastRowAsCursor()
    {
        Page page = _responder.ReadAll(Contract.Research, "stoolpresidente")[^1];
        Assert.Equal(SandboxPopulation.Following("stoolpresidente").FollowedAt(233), page.Cursor);
    }

    [Theory]
    [InlineData("sandbox.empty", null)]
    [InlineData("stoolpresidente", 1L)]
    public void EmptyPage_HasNoListKeyAndIsOk(string handle, long? cursor)
    {
        string body = _responder.Page(Contract.Research, handle, cursor).BodyText;
        Assert.StartsWith("""{"data":{"cursor":0,"has_more":false},"error":{"code":"ok",""", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("username=x")]
    [InlineData("{}")]
    [InlineData("""{"username":""}""")]
    [InlineData("""{"username":7}""")]
    [InlineData("""{"username":"\ud800"}""")]
    [InlineData("""{"handle":"a"}""")]
    [InlineData("""{"username":"a","max_count":0}""")]
    [InlineData("""{"username":"a","max_count":101}""")]
    [InlineData("""{"username":"a","max_count":"20"}""")]
    [InlineData("""{"username":"a","cursor":"1759000000"}""")]
    [InlineData("""{"username":"a","cursor":1.5}""")]
    [InlineData("""{"username":"a","count":20}""")]
    public void BadBody_IsInvalidParams(string body) => AssertError(Send(body), 400, "invalid_params");

    [Fact]
    public void OtherContentType_IsInvalidParams() => AssertError(Send("""{"username":"a"}""", "text/plain"), 400, "invalid_params");

    [Fact]
    public void AllDocumentedFields_AreAccepted() => Assert.Equal(
        200, Send("""{"username":"stoolpresidente","max_count":10,"cursor":1759000000}""", "application/json; charset=utf-8").Status);

    [Theory]
    [InlineData(null)]
    [InlineData("clt.unknown")]
    [InlineData(SandboxHandler.ApiKey)]
    public void MissingOrUnknownToken_Is401(string? token) =>
        AssertError(_responder.Respond(Ask.Request(Contract.Research, "stoolpresidente", key: token)), 401, "access_token_invalid");

    [Theory]
    [InlineData("sandbox.notfound")]
    [InlineData("@name")]
    public void UnknownUser_IsToldByTheMessage(string handle) => Assert.Equal(
        $"username {handle} is invalid: cannot find the user", AssertError(_responder.Page(Contract.Research, handle), 400, "invalid_params"));

    [Fact]
    public void PrivateUser_IsToldByTheMessage() => Assert.Equal(
        "username sandbox.hidden is invalid: the user is private",
        AssertError(_responder.Page(Contract.Research, "sandbox.hidden"), 400, "invalid_params"));

    [Fact]
    public void RateLimited_IsARateLimitExceeded()
    {
        long second = SandboxPopulation.Following("sandbox.ratelimited").FollowedAt(100);
        AssertError(_responder.Page(Contract.Research, "sandbox.ratelimited", second), 429, "rate_limit_exceeded");
    }

    [Fact]
    public void Flaky_IsThePageOfAWebServer()
    {
        SandboxResponse response = _responder.Page(Contract.Research, "sandbox.flaky");
        Assert.Equal(502, response.Status);
        Assert.StartsWith("text/html", response.ContentType, StringComparison.Ordinal);
    }

    private static string? AssertError(SandboxResponse response, int status, string code)
    {
        JsonElement root = JsonDocument.Parse(response.Body).RootElement;
        JsonElement error = root.GetProperty("error");
        Assert.Equal(status, response.Status);
        Assert.Equal(["data", "error"], root.EnumerateObject().Select(property => property.Name));
        Assert.Equal(["code", "message", "log_id"], error.EnumerateObject().Select(property => property.Name));
        Assert.Equal(code, error.GetProperty("code").GetString());
        return error.GetProperty("message").GetString();
    }

    private SandboxResponse Send(string body, string contentType = "application/json") =>
        _responder.Respond(Ask.Json(Ask.ResearchPath, body, _responder.KeyFor(Contract.Research), contentType));
}
