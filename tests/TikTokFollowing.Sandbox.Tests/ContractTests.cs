using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace TikTokFollowing.Sandbox.Tests;

/// <summary>What each contract documents for itself, byte for byte.</summary>
public sealed class ContractTests
{
    private const string FullTikTokPath = "/api/v1/users/stoolpresidente/following";

    private readonly SandboxResponder _responder = new();

    [Fact]
    public void Dumpling_FirstRow_HasTheGoldenBytes()
    {
        // A change to the population is a change for every user's tests: it must be meant.
        SandboxResponse response = _responder.Respond(Ask.Request(Contract.Dumpling, "stoolpresidente", count: 1));
        Assert.Equal(
            """
            {"followingList":[{"user":{"id":"6218894580351762432","uniqueId":"cyrus_restoresf6h5fe8l6","nickname":"Cyrus","avatarThumb":"https://p16.example.invalid/tos-maliva-avt-0068/a6a4b2fbb4fa859c9054b46a8f12cfd5~tplv-tiktokx-cropcenter:100:100.jpeg?x-expires=1761112800&x-signature=bV8JWIzDOIgiKKSJGzJ_8sYChDB%3D","signature":"long story short: I moved to a boat, kept the dog, lost the job, found the sea, and now I film all of it so that you can skip the boring parts.","verified":false,"secUid":"MS4wLjABAAAAvWIfIZSJqooOQIr4ZClcuEEDBqC1LCMC9v7kf1vzsseODUqAXVaK-_kpBfKv4RFV","privateAccount":true},"stats":{"followerCount":3384,"followingCount":1886,"heartCount":138793,"videoCount":677,"diggCount":30608}}],"maxCursor":0,"minCursor":1759276134,"hasMore":true,"total":238}
            """,
            response.BodyText);
        Assert.Equal("application/json", response.ContentType);
    }

    [Fact]
    public void FullTikTok_FirstRow_HasTheGoldenBytes()
    {
        SandboxResponse response = _responder.Respond(Ask.Request(Contract.FullTikTok, "stoolpresidente", count: 1));
        Assert.Equal(
            """
            {"meta":{"request_id":"923cab85-b760-409a-89a1-4ae86d143724","timestamp":"2025-10-01T12:00:00.000Z","cached":false,"version":"2025-01"},"data":[{"user_id":"6218894580351762432","username":"cyrus_restoresf6h5fe8l6","display_name":"Cyrus","website_url":null,"followers":3384,"following":1886,"total_likes":138793,"total_videos":677,"verified":false,"is_private":true,"bio":"long story short: I moved to a boat, kept the dog, lost the job, found the sea, and now I film all of it so that you can skip the boring parts.","avatar_url":"https://p16.example.invalid/tos-maliva-avt-0068/a6a4b2fbb4fa859c9054b46a8f12cfd5~tplv-tiktokx-cropcenter:720:720.jpeg?x-expires=1761112800&x-signature=bV8JWIzDOIgiKKSJGzJ_8sYChDB%3D","avatar_thumb_url":"https://p16.example.invalid/tos-maliva-avt-0068/a6a4b2fbb4fa859c9054b46a8f12cfd5~tplv-tiktokx-cropcenter:100:100.jpeg?x-expires=1761112800&x-signature=bV8JWIzDOIgiKKSJGzJ_8sYChDB%3D"}],"pagination":{"next_max_time":1759276134,"has_more":true,"total":238},"error":null}
            """,
            response.BodyText);
        Assert.Equal("application/json", response.ContentType);
    }

    [Theory]
    [InlineData(Contract.Dumpling, "AD778DEAC2CCB69F38E97407C7F46062")]
    [InlineData(Contract.FullTikTok, "06F77EA5ADF30A1B5EFE86EBC226568D")]
    public void Rows_WholeList_HaveTheGoldenHash(Contract contract, string expected)
    {
        string rows = string.Join('\n', Ask.ReadAll(_responder, contract, "charlidamelio").SelectMany(page => page.Rows).Select(row => row.GetRawText()));
        Assert.Equal(expected, Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(rows)))[..32]);
    }

    [Theory]
    [InlineData(Contract.Dumpling)]
    [InlineData(Contract.FullTikTok)]
    public void Body_Text_IsRawUtf8AndReadsBackAsWritten(Contract contract)
    {
        string body = string.Concat(Enumerable.Range(0, 12).Select(i =>
            _responder.Respond(Ask.Request(contract, "charlidamelio", SandboxPopulation.Following("charlidamelio").FollowedAt(i * 100))).BodyText));
        Assert.DoesNotContain("\\ud8", body, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("\\u0026", body, StringComparison.Ordinal);
        Assert.Contains("👨‍👩‍👧‍👦", body, StringComparison.Ordinal);

        SandboxList list = SandboxPopulation.Following("charlidamelio");
        int index = 0;
        foreach (JsonElement row in Ask.ReadAll(_responder, contract, "charlidamelio").SelectMany(page => page.Rows))
        {
            SandboxAccount account = list[index++];
            JsonElement user = contract == Contract.Dumpling ? row.GetProperty("user") : row;
            Assert.Equal(account.DisplayName, user.GetProperty(contract == Contract.Dumpling ? "nickname" : "display_name").GetString());
            bool present = user.TryGetProperty(contract == Contract.Dumpling ? "signature" : "bio", out JsonElement bio);
            Assert.Equal(account.Bio, present ? bio.GetString() : null);
            Assert.Equal(account.Bio is not null || !account.OmitsMissing, present);
        }
    }

    [Fact]
    public void Dumpling_LikesOverflow_ComesWithExactStatsV2()
    {
        SandboxList list = SandboxPopulation.Following("charlidamelio");
        JsonElement[] rows = [.. Ask.ReadAll(_responder, Contract.Dumpling, "charlidamelio").SelectMany(page => page.Rows)];
        int overflows = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            bool exact = rows[i].TryGetProperty("statsV2", out JsonElement statsV2);
            Assert.Equal(list[i].LikesOverflow, exact);
            if (exact)
            {
                overflows++;
                Assert.True(rows[i].GetProperty("stats").GetProperty("heartCount").GetInt64() < 0);
                Assert.Equal(Ask.Invariant(list[i].Likes!.Value), statsV2.GetProperty("heartCount").GetString());
            }
        }

        Assert.True(overflows > 0);
    }

    [Theory]
    [InlineData(Contract.Dumpling, 30)]
    [InlineData(Contract.FullTikTok, 20)]
    public void Count_Absent_IsTheDefault(Contract contract, int expected) =>
        Assert.Equal(expected, Ask.Read(contract, _responder.Respond(Ask.Request(contract, "stoolpresidente", count: null))).Ids.Count);

    [Fact]
    public void Dumpling_CountAboveHundred_IsClamped() =>
        Assert.Equal(100, Ask.Read(Contract.Dumpling, _responder.Respond(Ask.Request(Contract.Dumpling, "stoolpresidente", count: 5000))).Ids.Count);

    [Fact]
    public void Dumpling_AllDocumentedFields_AreAccepted() =>
        Assert.Equal(200, _responder.Respond(Ask.DumplingBody("""{"handle":"stoolpresidente","minTime":1759000000,"count":10,"requestSource":"API"}""")).Status);

    [Fact]
    public void Dumpling_LastPage_HasMinCursorOfTheLastRow()
    {
        long last = SandboxPopulation.Following("stoolpresidente").FollowedAt(233);
        string body = _responder.Respond(Ask.Request(Contract.Dumpling, "stoolpresidente", last)).BodyText;
        Assert.EndsWith($"\"maxCursor\":0,\"minCursor\":{last},\"hasMore\":false,\"total\":238}}", body, StringComparison.Ordinal);
    }

    [Fact]
    public void Dumpling_EmptyList_IsTheDocumentedPage() =>
        Assert.Equal(
            """{"followingList":[],"maxCursor":0,"minCursor":0,"hasMore":false,"total":0}""",
            _responder.Respond(Ask.Request(Contract.Dumpling, "sandbox.empty")).BodyText);

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
    public void Dumpling_BadBody_IsTheDocumented400(string body, string expected)
    {
        SandboxResponse response = _responder.Respond(Ask.DumplingBody(body));
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
    public void Dumpling_UnknownFieldOrType_IsRefused(string body)
    {
        SandboxResponse response = _responder.Respond(Ask.DumplingBody(body));
        Assert.Equal(400, response.Status);
        Assert.Equal("""{"error":{"code":"invalid_request","message":"The request was invalid. Please check your parameters."},"status":"error"}""", response.BodyText);
    }

    [Fact]
    public void Dumpling_OtherContentType_Is400() =>
        Assert.Equal(400, _responder.Respond(Ask.DumplingBody("""{"handle":"a"}""", contentType: "text/plain")).Status);

    [Fact]
    public void Dumpling_ContentTypeWithCharset_IsAccepted() =>
        Assert.Equal(200, _responder.Respond(Ask.DumplingBody("""{"handle":"a"}""", contentType: "application/json; charset=utf-8")).Status);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("sk_invalid")]
    public void Dumpling_MissingOrInvalidKey_Is401(string? key)
    {
        SandboxResponse response = _responder.Respond(Ask.DumplingBody("""{"handle":"stoolpresidente"}""", key));
        Assert.Equal(401, response.Status);
        Assert.Equal("""{"error":"API key is missing, invalid, or inactive."}""", response.BodyText);
    }

    [Fact]
    public void Dumpling_KeyWithoutBearer_Is401()
    {
        SandboxRequest request = Ask.DumplingBody("""{"handle":"stoolpresidente"}""", key: null);
        Dictionary<string, string> headers = new(request.Headers, StringComparer.OrdinalIgnoreCase) { ["Authorization"] = "sk_test" };
        Assert.Equal(401, _responder.Respond(request with { Headers = headers }).Status);
    }

    [Fact]
    public void Dumpling_KeyWithoutCredits_Is403()
    {
        SandboxResponse response = _responder.Respond(Ask.Request(Contract.Dumpling, "stoolpresidente", key: "sk_nocredits"));
        Assert.Equal(403, response.Status);
        Assert.Equal("""{"error":"API key does not have enough credits."}""", response.BodyText);
    }

    [Fact]
    public void Dumpling_ReservedRefusals_HaveTheDocumentedBodies()
    {
        SandboxResponse NotFound() => _responder.Respond(Ask.Request(Contract.Dumpling, "sandbox.notfound"));
        Assert.Equal(404, NotFound().Status);
        Assert.Equal("""{"error":"The following list could not be found."}""", NotFound().BodyText);

        SandboxResponse hidden = _responder.Respond(Ask.Request(Contract.Dumpling, "sandbox.hidden"));
        Assert.Equal(200, hidden.Status);
        Assert.Equal(
            """{"log_pb":{"impr_id":"20251001120000"},"status_code":3002060,"status_msg":"Profile user is hiding following list","max_time":0,"min_time":0}""",
            hidden.BodyText);

        Assert.Equal("""{"error":"The following service is currently unavailable."}""", _responder.Respond(Ask.Request(Contract.Dumpling, "sandbox.flaky")).BodyText);
        Assert.Equal("""{"error":"Error fetching following data from the upstream service."}""", _responder.Respond(Ask.Request(Contract.Dumpling, "sandbox.flaky")).BodyText);
        long second = SandboxPopulation.Following("sandbox.ratelimited").FollowedAt(100);
        Assert.Equal(
            """{"error":{"code":"rate_limited","message":"Too many requests. Please try again later."},"status":"error"}""",
            _responder.Respond(Ask.Request(Contract.Dumpling, "sandbox.ratelimited", second)).BodyText);
    }

    [Theory]
    [InlineData(Contract.Dumpling, "X-RateLimit-Limit", "X-RateLimit-Remaining", 1000)]
    [InlineData(Contract.FullTikTok, "x-ratelimit-limit", "x-ratelimit-remaining", 1000)]
    [InlineData(Contract.FullTikTok, "x-ratelimit-requests-limit", "x-ratelimit-requests-remaining", 500_000)]
    public void RateHeaders_ManyRequests_DecreaseAndNeverReachZero(Contract contract, string limit, string remaining, int expected)
    {
        int[] left = new int[2100];
        for (int i = 0; i < left.Length; i++)
        {
            SandboxResponse response = _responder.Respond(Ask.Request(contract, "sandbox.empty"));
            Assert.Equal(200, response.Status);
            Assert.Equal(Ask.Invariant(expected), Ask.HeaderOf(response, limit));
            left[i] = int.Parse(Ask.HeaderOf(response, remaining)!);
        }

        Assert.Equal([expected - 1, expected - 2, expected - 3], left[..3]);
        Assert.Equal(Math.Max(1, expected - left.Length), left.Min());
    }

    [Theory]
    [InlineData(null, 401, "Invalid API key. Go to https://docs.rapidapi.com/docs/keys for more info.")]
    [InlineData("invalid", 401, "Invalid API key. Go to https://docs.rapidapi.com/docs/keys for more info.")]
    [InlineData("unsubscribed", 403, "You are not subscribed to this API.")]
    [InlineData("quota", 429, "You have exceeded the MONTHLY quota for Requests on your current plan, BASIC. Upgrade your plan at https://rapidapi.com/example/api/example")]
    public void FullTikTok_RefusedKey_IsTheGatewaysAnswer(string? key, int status, string message)
    {
        SandboxResponse response = _responder.Respond(Ask.FullTikTokTarget(FullTikTokPath, key));
        Assert.Equal(status, response.Status);
        Assert.Equal($$"""{"message":"{{message}}"}""", response.BodyText);
        Assert.Equal("true", Ask.HeaderOf(response, "X-RapidAPI-Proxy-Response"));
        Assert.Equal(0, _responder.CreditsCharged);
    }

    [Fact]
    public void FullTikTok_QuotaUsedUp_SaysWhenItRenews()
    {
        SandboxResponse response = _responder.Respond(Ask.FullTikTokTarget(FullTikTokPath, "quota"));
        Assert.Equal("0", Ask.HeaderOf(response, "x-ratelimit-requests-remaining"));
        Assert.Equal("1209600", Ask.HeaderOf(response, "x-ratelimit-requests-reset"));
        Assert.Null(Ask.HeaderOf(response, "Retry-After"));
    }

    [Fact]
    public void FullTikTok_MissingHost_Is400FromTheGateway()
    {
        SandboxResponse response = _responder.Respond(Ask.FullTikTokTarget(FullTikTokPath, host: null));
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
    public void FullTikTok_BadQuery_Is400InTheProvidersShape(string query, string field, string message)
    {
        SandboxResponse response = _responder.Respond(Ask.FullTikTokTarget(FullTikTokPath + query));
        Assert.Equal(400, response.Status);
        string error = $$$"""{"code":"VALIDATION_ERROR","message":"{{{message}}}","details":{"field":"{{{field}}}"}}""";
        Assert.EndsWith($"}},\"data\":null,\"pagination\":null,\"error\":{error}}}", response.BodyText, StringComparison.Ordinal);
        Assert.Null(Ask.HeaderOf(response, "X-RapidAPI-Proxy-Response"));
    }

    [Theory]
    [InlineData("/api/v1/users/%40name/following")]
    [InlineData("/api/v1/users/a%2Fb/following")]
    [InlineData("/api/v1/users/a%20b/following")]
    public void FullTikTok_BadUserName_Is400(string target) =>
        Assert.Equal(400, _responder.Respond(Ask.FullTikTokTarget(target)).Status);

    [Fact]
    public void FullTikTok_NotFound_IsTheDocumentedError()
    {
        SandboxResponse response = _responder.Respond(Ask.Request(Contract.FullTikTok, "sandbox.notfound"));
        JsonElement root = JsonDocument.Parse(response.Body).RootElement;
        Assert.Equal(404, response.Status);
        Assert.Equal("""{"code":"NOT_FOUND","message":"The requested resource was not found.","details":null}""", root.GetProperty("error").GetRawText());
        Assert.Equal(JsonValueKind.Null, root.GetProperty("data").ValueKind);
        Assert.True(root.GetProperty("meta").GetProperty("request_id").TryGetGuid(out Guid id) && id != Guid.Empty);
    }

    [Fact]
    public void FullTikTok_Hidden_IsA200WithTikToksCodeAndNoList()
    {
        SandboxResponse response = _responder.Respond(Ask.Request(Contract.FullTikTok, "sandbox.hidden"));
        JsonElement root = JsonDocument.Parse(response.Body).RootElement;
        Assert.Equal(200, response.Status);
        Assert.Equal(3002060, root.GetProperty("status_code").GetInt32());
        Assert.Equal("Profile user is hiding following list", root.GetProperty("status_msg").GetString());
        Assert.False(root.TryGetProperty("data", out _));
    }

    [Fact]
    public void FullTikTok_ReservedRefusals_AreTheGateways()
    {
        SandboxResponse flaky = _responder.Respond(Ask.Request(Contract.FullTikTok, "sandbox.flaky"));
        Assert.Equal(
            """{"messages":"The API is unreachable, please contact the API provider","info":"Your Client (working) ---> Gateway (working) ---> API (not working)"}""",
            flaky.BodyText);
        Assert.Equal("true", Ask.HeaderOf(flaky, "X-RapidAPI-Proxy-Response"));

        long second = SandboxPopulation.Following("sandbox.ratelimited").FollowedAt(100);
        SandboxResponse limited = _responder.Respond(Ask.Request(Contract.FullTikTok, "sandbox.ratelimited", second));
        Assert.Equal("""{"message":"You have exceeded the rate limit per second for your plan, BASIC, by the API provider"}""", limited.BodyText);
        Assert.NotEqual("0", Ask.HeaderOf(limited, "x-ratelimit-requests-remaining"));
    }

    [Fact]
    public void FullTikTok_RequestId_DiffersByHandleAndCursor()
    {
        string Id(string handle, long? cursor) => JsonDocument.Parse(_responder.Respond(Ask.Request(Contract.FullTikTok, handle, cursor, 1)).Body)
            .RootElement.GetProperty("meta").GetProperty("request_id").GetString()!;

        string[] ids = [Id("a", null), Id("b", null), Id("a", 1_759_000_000), Id("a", 1_759_000_001)];
        Assert.Equal(4, ids.Distinct().Count());
        Assert.All(ids, id => Assert.Equal('4', id[14]));
    }

    [Theory]
    [InlineData("GET", "/")]
    [InlineData("GET", "/api/v1/users//following")]
    [InlineData("GET", "/api/v1/users/a/b/following")]
    [InlineData("GET", "/api/v1/users/a/followers")]
    [InlineData("POST", "/v1/get-tiktok-user-following")]
    [InlineData("POST", "/api/v1/get-tiktok-user-following/")]
    public void Respond_UnknownPath_Is404ThatIsNotTheVendors(string method, string target)
    {
        SandboxRequest request = Ask.FullTikTokTarget(target) with { Method = method };
        SandboxResponse response = _responder.Respond(request);
        Assert.Equal(404, response.Status);
        Assert.StartsWith("text/html", response.ContentType, StringComparison.Ordinal);
        Assert.StartsWith("<!DOCTYPE html>", response.BodyText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", Ask.DumplingPath, "POST")]
    [InlineData("POST", FullTikTokPath, "GET")]
    public void Respond_WrongMethod_Is405(string method, string target, string allowed)
    {
        SandboxResponse response = _responder.Respond(Ask.FullTikTokTarget(target) with { Method = method });
        Assert.Equal(405, response.Status);
        Assert.Equal(allowed, Ask.HeaderOf(response, "Allow"));
    }

    [Fact]
    public void Request_ToString_ShowsNoKey() =>
        Assert.Equal("GET /x", Ask.FullTikTokTarget("/x", "sk_secret").ToString());
}
