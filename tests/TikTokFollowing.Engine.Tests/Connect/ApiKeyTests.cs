using System.Management.Automation;
using TikTokFollowing.Engine.Tests.Support;

namespace TikTokFollowing.Engine.Tests.Connect;

/// <summary>Where the key comes from. The environment is the process's, so that the cases of this class run one after the other.</summary>
public sealed class ApiKeyTests : EngineTest
{
    [Theory]
    [InlineData("Connect-TikTokFollowing -ApiKey $key -BaseUri $address")]
    [InlineData("Connect-TikTokFollowing DumplingAI -ApiKey $secure -BaseUri $address")]
    [InlineData("$key | Connect-TikTokFollowing -BaseUri $address")]
    [InlineData("$secure | Connect-TikTokFollowing -BaseUri $address")]
    [InlineData("Connect-TikTokFollowing -ApiKey \"$key`r`n\" -BaseUri $address")]
    public void ApiKey_InAnyForm_IsSent(string command)
    {
        Session.With("key", Key).With("secure", Secret.Secure(Key)).With("address", Server.Address);
        Run($"{command}; Get-TikTokFollowing sandbox.empty").AssertSilent();
        Assert.Contains($"Authorization: Bearer {Key}\r\n", Assert.Single(Server.Requests), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("FullTikTok", "x-rapidapi-key")]
    [InlineData("ScrapeCreators", "x-api-key")]
    [InlineData("SociaVault", "X-API-Key")]
    public void ApiKey_OfAProvider_StandsInItsHeaderAlone(string provider, string header)
    {
        ConnectLoopback($"-Provider {provider}");
        Run("Get-TikTokFollowing sandbox.empty").AssertSilent();
        string request = Assert.Single(Server.Requests);
        Assert.Contains($"\r\n{header}: {Key}\r\n", request, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Key, request.Split("\r\n")[0], StringComparison.Ordinal);
        Assert.Equal(provider == "FullTikTok", request.Contains("x-rapidapi-host: full-tiktok-api.p.rapidapi.com\r\n", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("DumplingAI", "DUMPLINGAI_API_KEY")]
    [InlineData("FullTikTok", "RAPIDAPI_KEY")]
    [InlineData("ScrapeCreators", "SCRAPECREATORS_API_KEY")]
    [InlineData("SociaVault", "SOCIAVAULT_API_KEY")]
    public void ApiKey_LeftOut_ComesFromTheProvidersVariable(string provider, string variable)
    {
        string[] variables = ["DUMPLINGAI_API_KEY", "RAPIDAPI_KEY", "SCRAPECREATORS_API_KEY", "SOCIAVAULT_API_KEY"];
        try
        {
            foreach (string other in variables)
            {
                Environment.SetEnvironmentVariable(other, other == variable ? Key : "sk_of_another");
            }

            Run($"Connect-TikTokFollowing {provider} -BaseUri {Server.Address}; Get-TikTokFollowing sandbox.empty").AssertSilent();
            Assert.Contains($": {(provider == "DumplingAI" ? "Bearer " : string.Empty)}{Key}\r\n", Server.Requests[^1], StringComparison.Ordinal);
            Run($"Connect-TikTokFollowing {provider} -BaseUri {Server.Address} -ApiKey sk_given; Get-TikTokFollowing sandbox.empty -ErrorAction Ignore");
            Assert.Contains("sk_given\r\n", Server.Requests[^1], StringComparison.Ordinal);
        }
        finally
        {
            foreach (string other in variables)
            {
                Environment.SetEnvironmentVariable(other, null);
            }
        }
    }

    [Theory]
    [InlineData("-ApiKey ''")]
    [InlineData("-ApiKey '   '")]
    [InlineData("-ApiKey 'sk one'")]
    [InlineData("-ApiKey \"sk_one`r`nX-Injected: 1\"")]
    [InlineData("-ApiKey 'sk_ключ'")]
    [InlineData("-ApiKey $null")]
    [InlineData("")]
    [InlineData("FullTikTok")]
    [InlineData("TikTokResearch")]
    public void ApiKey_ThatIsNone_IsItsOwnError(string parameters)
    {
        // No host answers a prompt here.
        Run run = Run($"Connect-TikTokFollowing {parameters}");
        Assert.NotNull(run.Terminating);
        if (!run.Terminating.FullyQualifiedErrorId.StartsWith("ParameterArgumentValidationError", StringComparison.Ordinal))
        {
            Assert.Equal("ApiKeyMissing,TikTokFollowing.Commands.ConnectTikTokFollowingCommand", run.Terminating.FullyQualifiedErrorId);
            Assert.Equal(ErrorCategory.AuthenticationError, run.Terminating.CategoryInfo.Category);
            Assert.Matches("DUMPLINGAI_API_KEY|RAPIDAPI_KEY|TIKTOK_CLIENT_KEY|environment variable", $"{run.Terminating} {run.Terminating.ErrorDetails.RecommendedAction}");
        }

        Assert.Empty(Run("Get-TikTokFollowingConnection").Output);
    }

    [Fact]
    public void Credential_OfTheResearchApi_ComesFromTheParameterThePipelineOrTheEnvironment()
    {
        Session.With("credential", Secret.Credential()).With("address", Server.Address);
        try
        {
            foreach (string command in new[]
            {
                "Connect-TikTokFollowing TikTokResearch -Credential $credential -BaseUri $address",
                "$credential | Connect-TikTokFollowing TikTokResearch -BaseUri $address",
                "Connect-TikTokFollowing TikTokResearch -BaseUri $address",
            })
            {
                Environment.SetEnvironmentVariable("TIKTOK_CLIENT_KEY", "client_key_1");
                Environment.SetEnvironmentVariable("TIKTOK_CLIENT_SECRET", "client_secret_1");
                Server.Enqueue(
                    new() { Body = """{"access_token":"clt.abc","expires_in":7200,"token_type":"Bearer"}""" },
                    new() { Body = """{"data":{"user_following":[],"has_more":false},"error":{"code":"ok","message":"","log_id":"1"}}""" });
                Run($"{command}; Get-TikTokFollowing somebody").AssertSilent();
                string[] requests = [.. Server.Requests.TakeLast(2)];
                Assert.StartsWith("POST /v2/oauth/token/ ", requests[0], StringComparison.Ordinal);
                Assert.Contains("client_key=client_key_1", requests[0], StringComparison.Ordinal);
                Assert.Contains("client_secret=client_secret_1", requests[0], StringComparison.Ordinal);
                Assert.StartsWith("POST /v2/research/user/following/", requests[1], StringComparison.Ordinal);
                Assert.Contains("Authorization: Bearer clt.abc\r\n", requests[1], StringComparison.Ordinal);
            }
        }
        finally
        {
            Environment.SetEnvironmentVariable("TIKTOK_CLIENT_KEY", null);
            Environment.SetEnvironmentVariable("TIKTOK_CLIENT_SECRET", null);
        }
    }
}
