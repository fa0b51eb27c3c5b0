using System.Management.Automation;
using System.Text;
using System.Text.RegularExpressions;
using TikTokFollowing.Engine.Tests.Support;
using TikTokFollowing.Tests.Support;

namespace TikTokFollowing.Engine.Tests.Streams;

/// <summary>No secret stands in anything that a script can see, not even when the server sends it back.</summary>
public sealed class SecretTests : EngineTest
{
    private const string Everything = "-Verbose -Debug -InformationAction Continue -ErrorAction Continue";
    private const string EchoBody = """{"error":{"code":"{key}","message":"{key}"},"message":"{key}","messages":"{key}","status_msg":"{key}"}""";

    private static readonly Regex Pattern = new(string.Join('|', Forms(Key)), RegexOptions.IgnoreCase);

    [Fact]
    public void Search_FindsTheKeyInEachForm()
    {
        foreach (string form in new[]
        {
            Key, Convert.ToBase64String(Encoding.UTF8.GetBytes(Key)), Convert.ToHexString(Encoding.UTF8.GetBytes(Key)),
            Convert.ToBase64String(Encoding.UTF8.GetBytes($"Bearer {Key}")), Convert.ToBase64String(Encoding.Unicode.GetBytes($"x{Key}")),
        })
        {
            Assert.Matches(Pattern, $"before {form} after");
        }

        Assert.NotEmpty(ObjectGraph.Find(new Dictionary<string, object> { ["a"] = new[] { Key } }, Key));
    }

    [Theory]
    [InlineData("DumplingAI", "Get-TikTokFollowing stoolpresidente -First 2")]
    [InlineData("FullTikTok", "Get-TikTokFollowing stoolpresidente -First 2")]
    [InlineData("SociaVault", "Get-TikTokFollowing stoolpresidente -First 2")]
    [InlineData("DumplingAI", "Test-TikTokFollowingConnection")]
    public void Secret_OfARunThatSucceeds_StandsNowhere(string provider, string command)
    {
        FollowingConnection connection = ConnectLoopback($"-Provider {provider} {Everything}");
        Run run = Run($"{command} {Everything}; $connection");
        Assert.NotEmpty(run.Debug);
        AssertNowhere(run);
        AssertNotInside(connection, Key);
    }

    [Theory]
    [InlineData("DumplingAI")]
    [InlineData("FullTikTok")]
    [InlineData("ScrapeCreators")]
    [InlineData("SociaVault")]
    public void Secret_ThatTheServerSendsBack_StandsNowhere(string provider)
    {
        FollowingConnection connection = ConnectLoopback($"-Provider {provider} -MaximumRetryCount 1 -MaximumRetryIntervalSec 0");
        foreach (int status in new[] { 200, 302, 400, 401, 403, 404, 418, 429, 500, 502, 503 })
        {
            Server.Always = new LoopbackReply
            {
                Status = status,
                Body = EchoBody,
                Headers = new Dictionary<string, string> { ["X-Echo"] = "{key}", ["X-Request-Id"] = "{key}", ["Location"] = "https://example.invalid/{key}" },
            };
            Run run = Run($"Get-TikTokFollowing somebody -SummaryVariable summary {Everything}; $summary");
            Assert.NotEmpty(run.Errors);
            AssertNowhere(run);
        }

        AssertNowhere(Run("$connection; Get-TikTokFollowingConnection; $Error"));
        AssertNotInside(connection, Key);

        // In an address least of all.
        Assert.All(Server.Requests, static request => Assert.DoesNotMatch(Pattern, request.Split("\r\n")[0]));
    }

    [Theory]
    [InlineData("""<html>{key}</html>""", LoopbackAct.Answer)]
    [InlineData("""{"followingList":[{"user":{"id":"{key}" """, LoopbackAct.Answer)]
    [InlineData("{key}", LoopbackAct.Close)]
    [InlineData("{key}", LoopbackAct.Reset)]
    public void Secret_InAnAnswerThatIsBroken_StandsNowhere(string body, LoopbackAct act)
    {
        FollowingConnection connection = ConnectLoopback("-MaximumRetryCount 0");
        Server.Always = new LoopbackReply { Body = body, Act = act, BodyBytes = act == LoopbackAct.Answer ? null : 20 };
        Run run = Run($"Get-TikTokFollowing somebody {Everything}");
        Assert.NotEmpty(run.Errors);
        AssertNowhere(run);
        AssertNotInside(connection, Key);
    }

    [Theory]
    [InlineData("Content-Encoding", 200)]
    [InlineData("Retry-After", 429)]
    [InlineData("X-RateLimit-Remaining", 200)]
    [InlineData("Location", 307)]
    public void Secret_InAHeaderThatIsRead_StandsNowhere(string header, int status)
    {
        ConnectLoopback("-MaximumRetryCount 0");
        Server.Always = new LoopbackReply { Status = status, Body = "{}", Headers = new Dictionary<string, string> { [header] = "{key}" } };
        Run run = Run($"Get-TikTokFollowing somebody {Everything}; $connection.RateLimit");
        Assert.NotEmpty(run.Errors);
        AssertNowhere(run);
    }

    [Fact]
    public void Secret_InRowsAndInAnErrorBesideThem_IsTakenOutOfWhatIsSaid()
    {
        ConnectLoopback("-Provider FullTikTok");
        Server.Enqueue(new LoopbackReply { Body = """{"meta":{"request_id":"{key}"},"data":[{"user_id":"1","username":"a"}],"pagination":{"has_more":false},"error":{"code":"{key}","message":"{key}"}}""" });
        Run run = Run($"Get-TikTokFollowing somebody {Everything} -WarningAction Continue");
        Assert.Single(run.Rows);
        Assert.Single(run.Warnings);
        AssertNowhere(run);
    }

    [Fact]
    public void Secret_OfTheResearchApi_TokenIncluded_StandsNowhere()
    {
        const string Token = "clt.9d3c0b5f7a61e842";
        Regex any = new(string.Join('|', new[] { "client_secret_1", Token }.SelectMany(Forms)), RegexOptions.IgnoreCase);
        Session.With("credential", Secret.Credential()).With("address", Server.Address);
        Server.Enqueue(
            new LoopbackReply { Body = $$"""{"access_token":"{{Token}}","expires_in":7200,"token_type":"Bearer"}""" },
            new LoopbackReply { Status = 400, Body = $$$"""{"data":{},"error":{"code":"invalid_params","message":"{{{Token}}} client_secret_1","log_id":"{{{Token}}}"}}""" });
        Run run = Run($"$connection = Connect-TikTokFollowing TikTokResearch -Credential $credential -BaseUri $address -PassThru {Everything}; Get-TikTokFollowing somebody {Everything}; $connection");
        Assert.NotEmpty(run.Errors);
        Assert.All(run.AllText, text => Assert.DoesNotMatch(any, text));
        FollowingConnection connection = Session.Get<FollowingConnection>("connection")!;
        AssertNotInside(connection, Token);
        AssertNotInside(connection, "client_secret_1");
    }

    [Theory]
    [InlineData("Connect-TikTokFollowing -ApiKey '{0} with spaces'")]
    [InlineData("Connect-TikTokFollowing -ApiKey {0} -BaseUri http://example.invalid")]
    [InlineData("Connect-TikTokFollowing -ApiKey x -BaseUri 'https://user:{0}@example.invalid/?key={0}'")]
    [InlineData("Connect-TikTokFollowing -ApiKey x -Proxy 'http://user:{0}@example.invalid'")]
    [InlineData("Connect-TikTokFollowing {0}")]
    public void Secret_InWhatConnectRefuses_IsNotRepeated(string command)
    {
        Run run = Run(string.Format(command, Key));
        Assert.NotNull(run.Terminating);
        if (command != "Connect-TikTokFollowing {0}")
        {
            Assert.All([.. run.AllText, $"{run.Terminating.TargetObject} {run.Terminating.ErrorDetails?.RecommendedAction}"], static text => Assert.DoesNotMatch(Pattern, text));
        }
    }

    [Fact]
    public void Secret_OfAConnectionThatWasKept_IsGoneAfterDisconnect()
    {
        FollowingConnection connection = ConnectLoopback();
        Run run = Run("Get-TikTokFollowing sandbox.empty; Disconnect-TikTokFollowing; $connection");
        AssertNowhere(run);
        AssertNotInside(connection, Key);
    }

    private static void AssertNotInside(object root, string secret)
    {
        IReadOnlyList<string> places = ObjectGraph.Find(root, secret);
        Assert.True(places.Count == 0, string.Join('\n', places));
    }

    private static void AssertNowhere(Run run)
    {
        Assert.All(run.AllText, static text => Assert.DoesNotMatch(Pattern, text));
        foreach (PSObject item in run.Output)
        {
            Assert.DoesNotMatch(Pattern, PSSerializer.Serialize(item, 3));
        }

        foreach (ErrorRecord error in run.Errors)
        {
            Assert.DoesNotMatch(Pattern, $"{PSSerializer.Serialize(error, 3)} {error.ErrorDetails?.RecommendedAction}");
            AssertNotInside(error.Exception, Key);
        }
    }

    /// <summary>The key as it is, and as it looks in hexadecimal and inside base64 at each of the three possible places, in UTF-8 and UTF-16.</summary>
    private static IEnumerable<string> Forms(string key)
    {
        yield return Regex.Escape(key);
        foreach (Encoding encoding in new[] { Encoding.UTF8, Encoding.Unicode })
        {
            byte[] bytes = encoding.GetBytes(key);
            yield return Convert.ToHexString(bytes);
            for (int shift = 0; shift < 3; shift++)
            {
                // The first and the last characters depend on what stands around.
                string text = Convert.ToBase64String([.. new byte[shift], .. bytes]).TrimEnd('=');
                yield return Regex.Escape(text[4..^4]);
            }
        }
    }
}
