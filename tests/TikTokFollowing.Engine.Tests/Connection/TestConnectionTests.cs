using System.Management.Automation;
using TikTokFollowing.Engine.Tests.Support;
using TikTokFollowing.Tests.Support;

namespace TikTokFollowing.Engine.Tests.Connection;

/// <summary>Test-TikTokFollowingConnection: one request, and an error of the provider is a result.</summary>
public sealed class TestConnectionTests : EngineTest
{
    [Fact]
    public void Test_OfAConnectionThatWorks_SendsOneRequestForOnePage()
    {
        FollowingConnection connection = ConnectLoopback();
        PSObject result = Test(string.Empty);
        Assert.Equal(1, Server.RequestCount);
        Assert.Contains("\"handle\":\"tiktok\"", Server.Requests[0], StringComparison.Ordinal);
        Assert.Equal(
            ["Provider", "Succeeded", "ErrorId", "Message", "Requests", "Credits", "Duration", "RateLimit"],
            result.Properties.Select(static property => property.Name));
        Assert.Equal(["DumplingAI", "True", "", "1", "1"], Values(result, "Provider", "Succeeded", "ErrorId", "Requests", "Credits"));
        Assert.Equal($"{connection.RateLimit}", $"{result.Properties["RateLimit"].Value}");
        Assert.InRange((TimeSpan)result.Properties["Duration"].Value, TimeSpan.Zero, TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void Test_Handle_IsTheListThatIsAskedFor()
    {
        ConnectLoopback();
        Test("-Handle '@StoolPresidente'");
        Assert.Contains("\"handle\":\"stoolpresidente\"", Assert.Single(Server.Requests), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401, """{"error":"Invalid API key"}""", "AuthenticationFailed", "0")]
    [InlineData(403, """{"error":"Not enough credits"}""", "OutOfCredits", "0")]
    [InlineData(502, """{"error":"upstream"}""", "UpstreamUnavailable", "0")]
    [InlineData(200, "<html></html>", "InvalidResponse", "1")]
    public void Test_OfAConnectionThatFails_SaysWhyAfterOneRequest(int status, string body, string id, string credits)
    {
        ConnectLoopback();
        Server.Always = new LoopbackReply { Status = status, Body = body };
        PSObject result = Test(string.Empty);
        Assert.Equal(1, Server.RequestCount);
        Assert.Equal(["False", id, "1", credits], Values(result, "Succeeded", "ErrorId", "Requests", "Credits"));
        Assert.NotEqual(string.Empty, $"{result.Properties["Message"].Value}");
    }

    [Fact]
    public void Test_WhereNobodyListens_IsAResultToo()
    {
        ConnectLoopback();
        Server.Dispose();
        Assert.Equal(["False", "NetworkFailure"], Values(Test(string.Empty), "Succeeded", "ErrorId"));
    }

    [Fact]
    public void Test_WithoutAConnection_IsNotConnected() => Run("Test-TikTokFollowingConnection").AssertThrew("NotConnected");

    [Fact]
    public void Test_OfSeveral_SaysSomethingOfEachInTheirOrder()
    {
        ConnectSandbox();
        Run("Connect-TikTokFollowing SociaVault -Sandbox -AsFallback -WarningAction Ignore").AssertSilent();
        Assert.Equal(["DumplingAI True", "SociaVault True"], Run("Test-TikTokFollowingConnection | ForEach-Object { \"$($_.Provider) $($_.Succeeded)\" }").AssertSilent().Text);
        Assert.Equal(["DumplingAI"], Run("(Test-TikTokFollowingConnection -Connection $connection).Provider").AssertSilent().Text);
    }

    private static string[] Values(PSObject result, params string[] names) => [.. names.Select(name => $"{result.Properties[name].Value}")];

    private PSObject Test(string parameters) => Assert.Single(Run($"Test-TikTokFollowingConnection {parameters}").AssertSilent().Output);
}
