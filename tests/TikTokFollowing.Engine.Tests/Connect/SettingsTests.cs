using System.Diagnostics;
using System.Management.Automation;
using TikTokFollowing.Engine.Tests.Support;
using TikTokFollowing.Tests.Support;

namespace TikTokFollowing.Engine.Tests.Connect;

/// <summary>The address, the proxy, the credits and the retries of a connection.</summary>
public sealed class SettingsTests : EngineTest
{
    [Theory]
    [InlineData("http://example.invalid")]
    [InlineData("http://10.0.0.1")]
    [InlineData("ftp://example.invalid")]
    [InlineData("file:///etc/passwd")]
    [InlineData("relative/path")]
    [InlineData("https://user:secret@example.invalid")]
    [InlineData("https://example.invalid/?key=1")]
    [InlineData("https://example.invalid/#here")]
    public void BaseUri_ThatWouldCarryTheKeyUnprotected_IsRefused(string address)
    {
        ErrorRecord error = Run($"Connect-TikTokFollowing -ApiKey {Key} -BaseUri '{address}'").AssertThrew("InsecureBaseUri");
        Assert.Equal("InsecureBaseUri,TikTokFollowing.Commands.ConnectTikTokFollowingCommand", error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.SecurityError, error.CategoryInfo.Category);
        Assert.Contains("https", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.DoesNotMatch("secret|key=", $"{error} {error.TargetObject}");
    }

    [Theory]
    [InlineData("https://example.invalid")]
    [InlineData("https://gateway.example.invalid/tiktok/")]
    [InlineData("http://127.0.0.1:1")]
    [InlineData("http://localhost:1")]
    [InlineData("http://[::1]:1")]
    public void BaseUri_ThatIsProtectedOrLoopback_IsTaken(string address)
    {
        Run($"Connect-TikTokFollowing -ApiKey {Key} -BaseUri {address}").AssertSilent();
        Assert.Equal([$"{new Uri(address)}"], Run("(Get-TikTokFollowingConnection).BaseUri").Text);
    }

    [Theory]
    [InlineData("gateway")]
    [InlineData("gateway/")]
    public void BaseUri_WithAPath_KeepsIt(string path)
    {
        Run($"Connect-TikTokFollowing -ApiKey {Key} -BaseUri {Server.Address}{path}; Get-TikTokFollowing sandbox.empty -ErrorAction Ignore");
        Assert.StartsWith("POST /gateway/api/v1/get-tiktok-user-following ", Assert.Single(Server.Requests), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("proxy.corp")]
    [InlineData("proxy.corp:8080")]
    [InlineData("http://user:secret@proxy.invalid:8080")]
    [InlineData("ftp://proxy.invalid")]
    public void Proxy_ThatIsNone_IsABindingError(string proxy)
    {
        ErrorRecord? error = Run($"Connect-TikTokFollowing -ApiKey {Key} -Proxy '{proxy}'").Terminating;
        Assert.StartsWith("ParameterArgumentValidationError", error?.FullyQualifiedErrorId);
        Assert.DoesNotContain("secret", $"{error}", StringComparison.Ordinal);
    }

    [Fact]
    public void Proxy_WithACredential_IsUsedAndNeverSeesTheKey()
    {
        Session.With("credential", Secret.Credential("clerk", "p4ss"));
        Run($"Connect-TikTokFollowing -ApiKey {Key} -BaseUri https://vendor.invalid -Proxy {Server.Address} -ProxyCredential $credential -MaximumRetryCount 0").AssertSilent();
        Server.Enqueue(
            new LoopbackReply { Status = 407, Headers = new Dictionary<string, string> { ["Proxy-Authenticate"] = "Basic realm=\"test\"" } },
            new LoopbackReply { Status = 502 });
        Run("Get-TikTokFollowing somebody").AssertError("NetworkFailure");
        Assert.StartsWith("CONNECT vendor.invalid:443 ", Server.Requests[0], StringComparison.Ordinal);
        Assert.Contains(Convert.ToBase64String("clerk:p4ss"u8), Server.Requests[^1], StringComparison.Ordinal);
        Assert.DoesNotContain(Server.Requests, static request => request.Contains(Key, StringComparison.Ordinal));
    }

    [Fact]
    public void Proxy_ThatWantsACredential_IsNamedAsSuch()
    {
        ConnectLoopback("-MaximumRetryCount 0");
        Server.Enqueue(new LoopbackReply { Status = 407, Headers = new Dictionary<string, string> { ["Proxy-Authenticate"] = "Basic realm=\"test\"" } });
        ErrorRecord error = Assert.Single(Run("Get-TikTokFollowing somebody").Errors);
        Assert.Contains("proxy", $"{error}", StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("-CreditsPerRequest -1")]
    [InlineData("-CreditLimit -0.01")]
    [InlineData("-TimeoutSec 0")]
    [InlineData("-TimeoutSec 86401")]
    [InlineData("-MaximumRetryCount -1")]
    [InlineData("-MaximumRetryIntervalSec -1")]
    public void Setting_OutOfRange_IsABindingErrorAndLeavesNoConnection(string setting)
    {
        Assert.StartsWith("ParameterArgumentValidationError", Run($"Connect-TikTokFollowing -Sandbox {setting}").Terminating?.FullyQualifiedErrorId);
        Assert.Empty(Run("Get-TikTokFollowingConnection").Output);
    }

    [Theory]
    [InlineData("-CreditsPerRequest 0")]
    [InlineData("-CreditLimit 0")]
    [InlineData("-TimeoutSec 86400")]
    [InlineData("-MaximumRetryCount 2147483647")]
    [InlineData("-MaximumRetryIntervalSec 2147483647")]
    public void Setting_InRange_IsTaken(string setting) => Assert.NotNull(ConnectSandbox(setting));

    [Fact]
    public void CreditsPerRequest_IsWhatAChargedRequestCosts()
    {
        FollowingConnection connection = ConnectSandbox("-CreditsPerRequest 2.5");
        Run run = Run("Get-TikTokFollowing stoolpresidente -PageSize 100 -SummaryVariable summary").AssertSilent();
        Assert.Equal((7.5m, 7.5m), (connection.CreditsSpent, run.Summary.Credits));
    }

    [Theory]
    [InlineData("TikTokResearch", 0)]
    [InlineData("SociaVault", 1)]
    public void CreditsPerRequest_LeftOut_IsTheProviders(string provider, int credits)
    {
        FollowingConnection connection = ConnectSandbox($"-Provider {provider}");
        Run("Get-TikTokFollowing sandbox.empty").AssertSilent();
        Assert.Equal(credits, connection.CreditsSpent);
    }

    [Fact]
    public void CreditLimit_StopsBeforeTheRequestThatWouldPassIt()
    {
        FollowingConnection connection = ConnectSandbox("-CreditsPerRequest 2 -CreditLimit 5");
        Run run = Run("Get-TikTokFollowing stoolpresidente -PageSize 50");
        run.AssertError("CreditLimitReached");
        Assert.Equal(100, run.Rows.Count);
        Assert.Equal((4m, 5m), (connection.CreditsSpent, connection.CreditLimit));
    }

    [Fact]
    public void CreditLimit_OfZero_LetsNothingThrough()
    {
        FollowingConnection connection = ConnectSandbox("-CreditLimit 0");
        Assert.Contains("CreditLimitReached", Run("Get-TikTokFollowing sandbox.empty").AssertError("CreditLimitReached").FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(0, connection.RequestsSent);
        Assert.Null(ConnectSandbox().CreditLimit);
    }

    [Fact]
    public void TimeoutSec_EndsASilentAttemptInTime()
    {
        ConnectLoopback("-TimeoutSec 1 -MaximumRetryCount 0");
        Server.Enqueue(new LoopbackReply { Act = LoopbackAct.Hang });
        Stopwatch clock = Stopwatch.StartNew();
        Run("Get-TikTokFollowing somebody").AssertError("Timeout");
        Assert.InRange(clock.Elapsed.TotalSeconds, 0.5, 10);
        Assert.Equal(1, Server.RequestCount);
    }

    [Fact]
    public void TimeoutSec_CountsTheWholeBody()
    {
        ConnectLoopback("-TimeoutSec 1 -MaximumRetryCount 0");
        Server.Enqueue(new LoopbackReply { Act = LoopbackAct.Hang, BodyBytes = 10, Body = """{"followingList":[],"hasMore":false}""" });
        Run("Get-TikTokFollowing somebody").AssertError("Timeout");
    }

    [Fact]
    public void MaximumRetryCount_IsHowOftenOneRequestIsRepeated()
    {
        ConnectLoopback("-MaximumRetryCount 2 -MaximumRetryIntervalSec 0");
        Server.Always = new LoopbackReply { Status = 502, Body = """{"error":"upstream"}""" };
        Run run = Run("Get-TikTokFollowing somebody -SummaryVariable summary");
        run.AssertError("UpstreamUnavailable");
        Assert.Equal((3, 2), (Server.RequestCount, run.Summary.Retries));
    }

    [Theory]
    [InlineData("", "\"requestSource\":\"API\"", true)]
    [InlineData("-RequestSource my-script", "\"requestSource\":\"my-script\"", true)]
    [InlineData("-RequestSource ''", "requestSource", false)]
    public void RequestSource_IsSentToDumplingAI(string parameter, string text, bool isSent)
    {
        ConnectLoopback(parameter);
        Run("Get-TikTokFollowing sandbox.empty").AssertSilent();
        Assert.Equal(isSent, Assert.Single(Server.Requests).Contains(text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("FullTikTok")]
    [InlineData("SociaVault")]
    public void RequestSource_WithAnotherProvider_IsAnError(string provider)
    {
        Assert.NotNull(Run($"Connect-TikTokFollowing {provider} -ApiKey {Key} -RequestSource my-script").Terminating);
        Assert.Empty(Run("Get-TikTokFollowingConnection").Output);
    }
}
