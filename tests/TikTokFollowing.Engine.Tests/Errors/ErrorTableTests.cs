using System.Management.Automation;
using TikTokFollowing.Engine.Tests.Support;
using TikTokFollowing.Tests.Support;

namespace TikTokFollowing.Engine.Tests.Errors;

/// <summary>Every row of the error table, as a user meets it.</summary>
public sealed class ErrorTableTests : EngineTest
{
    private const string Html = "<html><body>Bad gateway</body></html>";

    /// <summary>What happens, by the name of the case.</summary>
    private static readonly Dictionary<string, Case> Cases = new()
    {
        ["401"] = new("AuthenticationFailed", ErrorCategory.AuthenticationError, 401, """{"error":"Invalid API key"}""", Ends: true),
        ["401 of the gateway"] = new("AuthenticationFailed", ErrorCategory.AuthenticationError, 401, """{"message":"Invalid API key. Go to the docs."}""", "FullTikTok", Ends: true),
        ["401 of the mobile shape"] = new("AuthenticationFailed", ErrorCategory.AuthenticationError, 401, """{"success":false,"message":"Invalid API key"}""", "ScrapeCreators", Ends: true),
        ["403 of the gateway"] = new("NotSubscribed", ErrorCategory.PermissionDenied, 403, """{"message":"You are not subscribed to this API."}""", "FullTikTok", Ends: true),
        ["scope of the research API"] = new("NotSubscribed", ErrorCategory.PermissionDenied, 401, Research("scope_not_authorized"), "TikTokResearch", Ends: true),
        ["403"] = new("OutOfCredits", ErrorCategory.QuotaExceeded, 403, """{"error":"API key does not have enough credits"}""", Ends: true, Status: "OutOfCredits"),
        ["402"] = new("OutOfCredits", ErrorCategory.QuotaExceeded, 402, """{"success":false,"message":"You have no credits left"}""", "SociaVault", Ends: true, Status: "OutOfCredits"),
        ["429 MONTHLY"] = new("QuotaExceeded", ErrorCategory.QuotaExceeded, 429, """{"message":"You have exceeded the MONTHLY quota for Requests on your current plan, BASIC."}""", "FullTikTok", Ends: true, Status: "OutOfCredits"),
        ["429 DAILY"] = new("QuotaExceeded", ErrorCategory.QuotaExceeded, 429, """{"message":"You have exceeded the DAILY quota for Requests on your current plan, BASIC."}""", "FullTikTok", Ends: true, Status: "OutOfCredits"),
        ["the daily quota of the research API"] = new("QuotaExceeded", ErrorCategory.QuotaExceeded, 429, Research("daily_quota_limit_exceeded"), "TikTokResearch", Ends: true, Status: "OutOfCredits"),
        ["an announced wait that is too long"] = new("RateLimited", ErrorCategory.LimitsExceeded, 429, """{"error":"slow down"}""", Ends: true) { Headers = new() { ["Retry-After"] = "7200" } },
        // Dumpling AI may mean the size, so that it is asked once more without one.
        ["400"] = new("BadRequest", ErrorCategory.InvalidOperation, 400, """{"error":"The following service could not process the handle."}""") { Requests = 2 },
        ["400 of the full API"] = new("BadRequest", ErrorCategory.InvalidOperation, 400, """{"meta":{},"data":null,"error":{"code":"BAD_REQUEST","message":"No."}}""", "FullTikTok"),
        ["400 of the research API"] = new("BadRequest", ErrorCategory.InvalidOperation, 400, Research("invalid_params"), "TikTokResearch"),
        ["404"] = new("NotFound", ErrorCategory.ObjectNotFound, 404, """{"error":"The following list could not be found."}""", Status: "NotFound"),
        ["404 with a code"] = new("NotFound", ErrorCategory.ObjectNotFound, 404, """{"meta":{"request_id":"r1"},"data":null,"error":{"code":"NOT_FOUND","message":"User not found"}}""", "FullTikTok", Status: "NotFound") { Code = "NOT_FOUND" },
        ["404 of the mobile shape"] = new("NotFound", ErrorCategory.ObjectNotFound, 404, """{"success":false,"message":"User not found"}""", "ScrapeCreators", Status: "NotFound"),
        ["code 2065 in a 200"] = new("NotFound", ErrorCategory.ObjectNotFound, 200, """{"status_code":2065,"status_msg":"user not exist"}""", Status: "NotFound") { Code = "2065" },
        ["code 3002060 in a 200"] = new("ListHidden", ErrorCategory.PermissionDenied, 200, """{"status_code":3002060,"status_msg":"Profile user is hiding following list"}""", Status: "Hidden") { Code = "3002060" },
        ["code 2096 in a 200"] = new("ListHidden", ErrorCategory.PermissionDenied, 200, """{"status_code":2096,"status_msg":"hidden"}""", "SociaVault", Status: "Hidden") { Code = "2096" },
        ["429"] = new("RateLimited", ErrorCategory.LimitsExceeded, 429, string.Empty),
        ["503"] = new("RateLimited", ErrorCategory.LimitsExceeded, 503, """{"error":"Rate limit exceeded"}"""),
        ["429 of the research API"] = new("RateLimited", ErrorCategory.LimitsExceeded, 429, Research("rate_limit_exceeded"), "TikTokResearch"),
        ["500"] = new("ServiceFault", ErrorCategory.ResourceUnavailable, 500, """{"error":"Service not configured properly."}"""),
        ["an unknown refusal in a 200"] = new("ServiceFault", ErrorCategory.ResourceUnavailable, 200, """{"statusCode":10201,"followingList":[],"hasMore":false}""") { Code = "10201" },
        ["502"] = new("UpstreamUnavailable", ErrorCategory.ResourceUnavailable, 502, """{"error":"upstream"}"""),
        ["504 as a web page"] = new("UpstreamUnavailable", ErrorCategory.ResourceUnavailable, 504, Html),
        ["an empty body"] = new("InvalidResponse", ErrorCategory.InvalidData, 200, string.Empty),
        ["null"] = new("InvalidResponse", ErrorCategory.InvalidData, 200, "null"),
        ["an array"] = new("InvalidResponse", ErrorCategory.InvalidData, 200, "[]"),
        ["a web page"] = new("InvalidResponse", ErrorCategory.InvalidData, 200, Html),
        ["cut-off JSON"] = new("InvalidResponse", ErrorCategory.InvalidData, 200, """{"followingList":[{"user":{"id":"1","uniqueId":"a" """),
        ["no list"] = new("InvalidResponse", ErrorCategory.InvalidData, 200, """{"hasMore":false}"""),
        ["entries that name no account"] = new("InvalidResponse", ErrorCategory.InvalidData, 200, """{"followingList":[{"account":{"name":"a"}}],"hasMore":false}"""),
        ["a redirect"] = new("InvalidResponse", ErrorCategory.InvalidData, 302, string.Empty) { Headers = new() { ["Location"] = "https://example.invalid/" } },
        ["an unlisted status"] = new("InvalidResponse", ErrorCategory.InvalidData, 418, "{}"),
        ["a 404 of a web server"] = new("InvalidResponse", ErrorCategory.InvalidData, 404, Html),
        ["a 403 of a web server"] = new("InvalidResponse", ErrorCategory.InvalidData, 403, Html),
        ["a 404 of the gateway"] = new("InvalidResponse", ErrorCategory.InvalidData, 404, """{"message":"Endpoint does not exist"}""", "FullTikTok"),
        ["a reset"] = new("NetworkFailure", ErrorCategory.ConnectionError, null, string.Empty) { Act = LoopbackAct.Reset },
        ["a body that is cut off"] = new("NetworkFailure", ErrorCategory.ConnectionError, null, """{"followingList":[],"hasMore":false}""") { Act = LoopbackAct.Close },
        ["silence"] = new("Timeout", ErrorCategory.OperationTimeout, null, string.Empty) { Act = LoopbackAct.Hang, Connect = "-TimeoutSec 1" },
    };

    public static TheoryData<string> Names { get; } = [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Error_OfTheTable_IsWrittenWithEverythingThatItPromises(string name)
    {
        Case expected = Cases[name];
        bool isResearch = expected.Provider == "TikTokResearch";
        Session.With("credential", Secret.Credential());
        string secret = isResearch ? "-Credential $credential" : $"-ApiKey {Key}";
        Run($"Connect-TikTokFollowing {expected.Provider} {secret} -BaseUri {Server.Address} -MaximumRetryCount 0 {expected.Connect}").AssertSilent();
        if (isResearch)
        {
            Server.Enqueue(new LoopbackReply { Body = """{"access_token":"clt.abc","expires_in":7200,"token_type":"Bearer"}""" });
        }

        LoopbackReply reply = new()
        {
            Act = expected.Act,
            BodyBytes = expected.Act == LoopbackAct.Close ? 10 : null,
            Status = expected.StatusCode ?? 200,
            Body = expected.Body,
            ContentType = expected.Body == Html ? "text/html" : "application/json",
            Headers = expected.Headers,
        };
        Server.Enqueue([.. Enumerable.Repeat(reply, expected.Requests)]);
        Server.Always = new LoopbackReply { Body = EmptyPage(expected.Provider) };

        Run run = Run("$rows = 'somebody', 'nobody' | Get-TikTokFollowing -SummaryVariable summary; $rows");

        ErrorRecord error = run.AssertError(expected.Id);
        Assert.Empty(run.Output);
        Assert.Equal($"{expected.Id},TikTokFollowing.Commands.GetTikTokFollowingCommand", error.FullyQualifiedErrorId);
        Assert.Equal((expected.Category, "Get-TikTokFollowing"), (error.CategoryInfo.Category, error.CategoryInfo.Activity));
        Assert.Equal("somebody", error.TargetObject);
        FollowingException exception = Assert.IsType<FollowingException>(error.Exception);
        Assert.Equal((expected.Id, expected.Provider, expected.StatusCode), ($"{exception.Kind}", $"{exception.Provider}", exception.StatusCode));
        Assert.Null(exception.Cursor);
        Assert.True(expected.Code is null || exception.ProviderCode == expected.Code, exception.ProviderCode);
        Assert.Equal(expected.Headers.ContainsKey("Retry-After") ? TimeSpan.FromHours(2) : null, exception.RetryAfter);
        Assert.Matches(@"^[A-Z].*\.$", error.ErrorDetails.RecommendedAction);
        Assert.Contains("somebody", $"{error}", StringComparison.Ordinal);
        Assert.Equal(
            [("somebody", expected.Status), ("nobody", expected.Ends ? "NotStarted" : "Complete")],
            run.Summaries.Select(static summary => (summary.Handle, $"{summary.Status}")));
        Assert.Equal(expected.Requests + (expected.Ends ? 0 : 1), Server.RequestCount - (isResearch ? 1 : 0));
    }

    [Fact]
    public void Error_CreditLimitReached_EndsTheAskingWithoutARequest()
    {
        FollowingConnection connection = ConnectSandbox("-CreditLimit 0");
        Run run = Run("Get-TikTokFollowing somebody, nobody -SummaryVariable summary");
        ErrorRecord error = run.AssertError("CreditLimitReached");
        Assert.Equal(ErrorCategory.QuotaExceeded, error.CategoryInfo.Category);
        Assert.Equal("somebody OutOfCredits, nobody NotStarted", run.Statuses);
        Assert.Equal(0, connection.RequestsSent);
    }

    [Fact]
    public void Error_WhereNobodyListens_IsANetworkFailureThatCostsNothing()
    {
        ConnectLoopback("-MaximumRetryCount 0");
        Server.Dispose();
        Run run = Run("Get-TikTokFollowing somebody, nobody -SummaryVariable summary");
        Assert.Equal(["NetworkFailure", "NetworkFailure"], run.ErrorIds);
        Assert.All(run.Summaries, static summary => Assert.Equal(0, summary.Credits));
    }

    [Fact]
    public void Error_OfACertificateThatIsNotTrusted_IsANetworkFailureAndTheKeyIsNotSent()
    {
        using LoopbackServer tls = new(useTls: true);
        Run($"Connect-TikTokFollowing -ApiKey {Key} -BaseUri {tls.Address}").AssertSilent();
        Assert.Contains("certificate", $"{Run("Get-TikTokFollowing somebody").AssertError("NetworkFailure")}", StringComparison.Ordinal);

        // A certificate does not get better by asking again.
        Assert.Equal((1, 0), (tls.ConnectionCount, tls.RequestCount));
    }

    [Theory]
    [InlineData("Connect-TikTokFollowing -ApiKey ''", "ApiKeyMissing", ErrorCategory.AuthenticationError)]
    [InlineData("Connect-TikTokFollowing -ApiKey x -BaseUri http://example.invalid", "InsecureBaseUri", ErrorCategory.SecurityError)]
    [InlineData("Get-TikTokFollowing somebody", "NotConnected", ErrorCategory.ConnectionError)]
    [InlineData("Test-TikTokFollowingConnection", "NotConnected", ErrorCategory.ConnectionError)]
    public void Error_BeforeAnythingWasAsked_IsThrown(string command, string id, ErrorCategory category)
    {
        ErrorRecord error = Run(command).AssertThrew(id);
        Assert.Equal(category, error.CategoryInfo.Category);
        Assert.Matches(@"^TikTokFollowing\.Commands\.\w+Command$", error.FullyQualifiedErrorId.Split(',')[1]);
        Assert.Equal(id, $"{Assert.IsType<FollowingException>(error.Exception).Kind}");
        Assert.Matches(@"^[A-Z].*\.$", error.ErrorDetails.RecommendedAction);
    }

    private static string Research(string code) => $$$"""{"data":{},"error":{"code":"{{{code}}}","message":"No.","log_id":"1"}}""";

    private static string EmptyPage(string provider) => provider switch
    {
        "DumplingAI" => """{"followingList":[],"hasMore":false,"total":0}""",
        "FullTikTok" => """{"data":[],"pagination":{"has_more":false},"error":null}""",
        "TikTokResearch" => """{"data":{"user_following":[],"has_more":false},"error":{"code":"ok","message":"","log_id":"1"}}""",
        _ => """{"followings":[],"has_more":false,"total":0,"status_code":0}""",
    };

    /// <param name="Ends">Whether every other handle would meet the error too.</param>
    private sealed record Case(
        string Id, ErrorCategory Category, int? StatusCode, string Body, string Provider = "DumplingAI", bool Ends = false, string Status = "Failed")
    {
        public string? Code { get; init; }

        /// <summary>Requests for the handle.</summary>
        public int Requests { get; init; } = 1;

        public string Connect { get; init; } = string.Empty;

        public LoopbackAct Act { get; init; }

        public Dictionary<string, string> Headers { get; init; } = [];
    }
}
