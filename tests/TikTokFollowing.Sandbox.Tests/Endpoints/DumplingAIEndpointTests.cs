using System.Globalization;
using System.Text.Json;
using TikTokFollowing.Sandbox.Tests.Support;

namespace TikTokFollowing.Sandbox.Tests.Endpoints;

public sealed class DumplingAIEndpointTests
{
    private readonly SandboxResponder _responder = new();

    [Fact]
    public void FirstRow_HasTheGoldenBytes()
    {
        // A change to the population is a change for every user's tests: it must be meant.
        SandboxResponse response = _responder.Page(Contract.DumplingAI, "stoolpresidente", count: 1);
        Assert.Equal(
            """
            {"followingList":[{"user":{"id":"6218894580351762432","uniqueId":"cyrus_restoresf6h5fe8l6","nickname":"Cyrus","avatarThumb":"https://p16.example.invalid/tos-maliva-avt-0068/a6a4b2fbb4fa859c9054b46a8f12cfd5~tplv-tiktokx-cropcenter:100:100.jpeg?x-expires=1761112800&x-signature=bV8JWIzDOIgiKKSJGzJ_8sYChDB%3D","signature":"long story short: I moved to a boat, kept the dog, lost the job, found the sea, and now I film all of it so that you can skip the boring parts.","verified":false,"secUid":"MS4wLjABAAAAvWIfIZSJqooOQIr4ZClcuEEDBqC1LCMC9v7kf1vzsseODUqAXVaK-_kpBfKv4RFV","privateAccount":true},"stats":{"followerCount":3384,"followingCount":1886,"heartCount":138793,"videoCount":677,"diggCount":30608}}],"maxCursor":0,"minCursor":1759276134,"hasMore":true,"total":238}
            """,
            response.BodyText);
        Assert.Equal("application/json", response.ContentType);
    }

    [Fact]
    public void LikesOverflow_ComesWithExactStatsV2()
    {
        SandboxList list = SandboxPopulation.Following("charlidamelio");
        JsonElement[] rows = [.. _responder.ReadAll(Contract.DumplingAI, "charlidamelio").SelectMany(page => page.Rows)];
        int overflows = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            bool exact = rows[i].TryGetProperty("statsV2", out JsonElement statsV2);
            Assert.Equal(list[i].LikesOverflow, exact);
            if (exact)
            {
                overflows++;
                Assert.True(rows[i].GetProperty("stats").GetProperty("heartCount").GetInt64() < 0);
                Assert.Equal(list[i].Likes!.Value.ToString(CultureInfo.InvariantCulture), statsV2.GetProperty("heartCount").GetString());
            }
        }

        Assert.True(overflows > 0);
    }

    [Fact]
    public void CountAboveHundred_IsClamped() =>
        Assert.Equal(100, _responder.Read(Contract.DumplingAI, "stoolpresidente", count: 5000).Handles.Count);

    [Fact]
    public void AllDocumentedFields_AreAccepted() =>
        Assert.Equal(200, _responder.Respond(Ask.Json(Ask.DumplingPath, """{"handle":"stoolpresidente","minTime":1759000000,"count":10,"requestSource":"API"}""")).Status);

    [Fact]
    public void LastPage_HasMinCursorOfTheLastRow()
    {
        long last = SandboxPopulation.Following("stoolpresidente").FollowedAt(233);
        string body = _responder.Page(Contract.DumplingAI, "stoolpresidente", last).BodyText;
        Assert.EndsWith($"\"maxCursor\":0,\"minCursor\":{last},\"hasMore\":false,\"total\":238}}", body, StringComparison.Ordinal);
    }

    [Fact]
    public void EmptyList_IsTheDocumentedPage() =>
        Assert.Equal(
            """{"followingList":[],"maxCursor":0,"minCursor":0,"hasMore":false,"total":0}""",
            _responder.Page(Contract.DumplingAI, "sandbox.empty").BodyText);

    [Theory]
    [InlineData("", "Invalid JSON in request body")]
    [InlineData("{", "Invalid JSON in request body")]
    [InlineData("[]", "Invalid JSON in request body")]
    [InlineData("null", "Invalid JSON in request body")]
    [InlineData("handle=x", "Invalid JSON in request body")]
    [InlineData("""{"handle":"\ud800"}""", "Invalid JSON in request body")]
    [InlineData("{}", "'handle' parameter is required and must be a non-empty string.")]
    [InlineData("""{"handle":""}""", "'handle' parameter is required and must be a non-empty string.")]
    [InlineData("""{"handle":" "}""", "'handle' parameter is required and must be a non-empty string.")]
    [InlineData("""{"handle":7}""", "'handle' parameter is required and must be a non-empty string.")]
    [InlineData("""{"username":"x"}""", "'handle' parameter is required and must be a non-empty string.")]
    [InlineData("""{"handle":"@name"}""", "The following service could not process the handle.")]
    [InlineData("""{"handle":"https://www.tiktok.com/@name"}""", "The following service could not process the handle.")]
    public void BadBody_IsTheDocumented400(string body, string expected)
    {
        SandboxResponse response = _responder.Respond(Ask.Json(Ask.DumplingPath, body));
        Assert.Equal(400, response.Status);
        Assert.Equal($$"""{"error":"{{expected}}"}""", response.BodyText);
        Assert.Null(Ask.HeaderOf(response, "X-RateLimit-Limit"));
    }

    [Theory]
    [InlineData("""{"handle":"a","cursor":1}""")]
    [InlineData("""{"handle":"a","limit":1}""")]
    [InlineData("""{"handle":"a","minTime":"1759000000"}""")]
    [InlineData("""{"handle":"a","minTime":null}""")]
    [InlineData("""{"handle":"a","minTime":1.5}""")]
    [InlineData("""{"handle":"a","count":0}""")]
    [InlineData("""{"handle":"a","count":"30"}""")]
    [InlineData("""{"handle":"a","requestSource":null}""")]
    [InlineData("""{"handle":"a","Count":30}""")]
    public void UnknownFieldOrType_IsRefused(string body)
    {
        SandboxResponse response = _responder.Respond(Ask.Json(Ask.DumplingPath, body));
        Assert.Equal(400, response.Status);
        Assert.Equal("""{"error":{"code":"invalid_request","message":"The request was invalid. Please check your parameters."},"status":"error"}""", response.BodyText);
    }

    [Fact]
    public void OtherContentType_Is400() =>
        Assert.Equal(400, _responder.Respond(Ask.Json(Ask.DumplingPath, """{"handle":"a"}""", contentType: "text/plain")).Status);

    [Fact]
    public void ContentTypeWithCharset_IsAccepted() =>
        Assert.Equal(200, _responder.Respond(Ask.Json(Ask.DumplingPath, """{"handle":"a"}""", contentType: "application/json; charset=utf-8")).Status);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("sk_invalid")]
    public void MissingOrInvalidKey_Is401(string? key)
    {
        SandboxResponse response = _responder.Respond(Ask.Json(Ask.DumplingPath, """{"handle":"stoolpresidente"}""", key));
        Assert.Equal(401, response.Status);
        Assert.Equal("""{"error":"API key is missing, invalid, or inactive."}""", response.BodyText);
    }

    [Fact]
    public void KeyWithoutBearer_Is401()
    {
        SandboxRequest request = Ask.Json(Ask.DumplingPath, """{"handle":"stoolpresidente"}""", key: null);
        Dictionary<string, string> headers = new(request.Headers, StringComparer.OrdinalIgnoreCase) { ["Authorization"] = "sk_test" };
        Assert.Equal(401, _responder.Respond(request with { Headers = headers }).Status);
    }

    [Fact]
    public void KeyWithoutCredits_Is403()
    {
        SandboxResponse response = _responder.Respond(Ask.Request(Contract.DumplingAI, "stoolpresidente", key: "sk_nocredits"));
        Assert.Equal(403, response.Status);
        Assert.Equal("""{"error":"API key does not have enough credits."}""", response.BodyText);
    }

    [Fact]
    public void ReservedRefusals_HaveTheDocumentedBodies()
    {
        SandboxResponse NotFound() => _responder.Page(Contract.DumplingAI, "sandbox.notfound");
        Assert.Equal(404, NotFound().Status);
        Assert.Equal("""{"error":"The following list could not be found."}""", NotFound().BodyText);

        SandboxResponse hidden = _responder.Page(Contract.DumplingAI, "sandbox.hidden");
        Assert.Equal(200, hidden.Status);
        Assert.Equal(
            """{"log_pb":{"impr_id":"20251001120000"},"status_code":3002060,"status_msg":"Profile user is hiding following list","max_time":0,"min_time":0}""",
            hidden.BodyText);

        Assert.Equal("""{"error":"The following service is currently unavailable."}""", _responder.Page(Contract.DumplingAI, "sandbox.flaky").BodyText);
        Assert.Equal("""{"error":"Error fetching following data from the upstream service."}""", _responder.Page(Contract.DumplingAI, "sandbox.flaky").BodyText);
        long second = SandboxPopulation.Following("sandbox.ratelimited").FollowedAt(100);
        Assert.Equal(
            """{"error":{"code":"rate_limited","message":"Too many requests. Please try again later."},"status":"error"}""",
            _responder.Page(Contract.DumplingAI, "sandbox.ratelimited", second).BodyText);
    }
}
