using System.Text.RegularExpressions;
using TikTokFollowing.Engine.Tests.Support;
using TikTokFollowing.Tests.Support;

namespace TikTokFollowing.Engine.Tests.Streams;

/// <summary>What the commands say on the verbose, debug and warning streams.</summary>
public sealed class StreamTests : EngineTest
{
    [Theory]
    [InlineData("DumplingAI", @"^DumplingAI stoolpresidente page {0}: HTTP 200, \d+ rows, [\d,]+ bytes, \d+ ms, 1 credit, rate left \d+/1000$")]
    [InlineData("FullTikTok", @"^FullTikTok stoolpresidente page {0}: HTTP 200, \d+ rows, [\d,]+ bytes, \d+ ms, 1 credit, rate left \d+/1000, plan \d+/500000, request [0-9a-f-]{{36}}$")]
    public void Verbose_HasOneLineForEachRequest(string provider, string line)
    {
        ConnectSandbox($"-Provider {provider}");
        Run run = Run("Get-TikTokFollowing stoolpresidente -PageSize 100 -Verbose");
        Assert.Equal(234, run.Rows.Count);
        Assert.Equal(3, run.Verbose.Count);
        for (int page = 1; page <= 3; page++)
        {
            Assert.Matches(new Regex(string.Format(line, page)), run.Verbose[page - 1]);
        }
    }

    [Fact]
    public void Verbose_BeforeARetry_SaysWhyAndHowLong()
    {
        ConnectLoopback("-MaximumRetryIntervalSec 0");
        Server.Enqueue(new LoopbackReply { Status = 502, Body = """{"error":"upstream is away"}""" });
        Run run = Run("Get-TikTokFollowing sandbox.empty -Verbose");
        Assert.Equal(3, run.Verbose.Count);
        Assert.Matches("page 1: HTTP 502, 0 rows, .* 0 credits", run.Verbose[0]);
        Assert.Matches(@"sandbox\.empty page 1: retry 1 in 0\.0 s\..*upstream is away", run.Verbose[1]);
    }

    [Fact]
    public void Verbose_OfAnAttemptWithoutAnAnswer_SaysThatItMayHaveBeenCharged()
    {
        ConnectLoopback("-MaximumRetryIntervalSec 0");
        Server.Enqueue(new LoopbackReply { Act = LoopbackAct.Reset }, new LoopbackReply { Body = string.Empty });
        Assert.Equal(2, Run("Get-TikTokFollowing sandbox.empty -Verbose").Verbose.Count(static line => line.Contains("may have been charged", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("Get-TikTokFollowing sandbox.empty", 0, 0)]
    [InlineData("Get-TikTokFollowing sandbox.empty -Verbose", 1, 0)]
    [InlineData("Get-TikTokFollowing sandbox.empty -Debug", 0, 3)]
    [InlineData("Get-TikTokFollowing sandbox.empty -Verbose -Debug", 1, 2)]
    [InlineData("Get-TikTokFollowing sandbox.empty -Verbose:$false -Debug", 0, 2)]
    [InlineData("$VerbosePreference = 'Continue'; Get-TikTokFollowing sandbox.empty", 1, 0)]
    [InlineData("$VerbosePreference = 'Continue'; Get-TikTokFollowing sandbox.empty -Verbose:$false", 0, 0)]
    [InlineData("$DebugPreference = 'Continue'; Get-TikTokFollowing sandbox.empty", 0, 2)]
    [InlineData("$DebugPreference = 'Continue'; Get-TikTokFollowing sandbox.empty -Debug:$false", 0, 0)]
    [InlineData("$VerbosePreference = $DebugPreference = 'Continue'; Get-TikTokFollowing sandbox.empty", 1, 2)]
    public void VerboseAndDebug_HeedTheSwitchesAndThePreferences(string command, int verbose, int debug)
    {
        // Under -Debug alone the lines are debug ones: at a verbose line the engine would ask, and end the command where nobody can answer.
        ConnectSandbox();
        Run run = Run($"& {{ {command} }}");
        Assert.Null(run.Terminating);
        Assert.Equal((verbose, debug), (run.Verbose.Count, run.Debug.Count));
    }

    [Theory]
    [InlineData("DumplingAI", "(?m)^Authorization: Bearer \\(redacted\\)")]
    [InlineData("FullTikTok", "(?m)^x-rapidapi-key: \\(redacted\\)")]
    [InlineData("SociaVault", "(?mi)^x-api-key: \\(redacted\\)")]
    public void Debug_HasRequestAndAnswerWithoutTheKey(string provider, string header)
    {
        ConnectLoopback($"-Provider {provider}");
        Run run = Run("Get-TikTokFollowing stoolpresidente -First 2 -Debug");
        Assert.Equal(2, run.Rows.Count);
        Assert.Equal(3, run.Debug.Count);
        Assert.Matches("^(POST|GET) http://127", run.Debug[0]);
        Assert.Matches(header, run.Debug[0]);
        Assert.StartsWith("HTTP 200", run.Debug[1], StringComparison.Ordinal);
        Assert.Matches("\"(followingList|data|followings)\"", run.Debug[1]);
        Assert.Contains(" stoolpresidente page 1: HTTP 200, ", run.Debug[2], StringComparison.Ordinal);
        Assert.All(run.Debug, static text => Assert.DoesNotContain(Key, text, StringComparison.Ordinal));
    }

    [Fact]
    public void Debug_CutsALongBody()
    {
        ConnectLoopback();
        string answer = Run("Get-TikTokFollowing charlidamelio -PageSize 100 -MaxPages 1 -Debug").Debug[1];
        Assert.InRange(answer.Length, 100, 3000);
        Assert.EndsWith("…", answer, StringComparison.Ordinal);
    }

    [Fact]
    public void Warning_OfAListThatIsWhole_IsNone()
    {
        ConnectSandbox();
        Run("'stoolpresidente', 'sandbox.repeats', 'sandbox.empty' | Get-TikTokFollowing -PageSize 100").AssertSilent();
    }

    [Theory]
    [InlineData("sandbox.truncated", "Truncated", "5[,]?000.*12[,]?240")]
    [InlineData("sandbox.stuck", "StuckCursor", "200.*510")]
    public void Warning_OfAListThatIsNot_SaysOnceWhatIsMissing(string handle, string status, string numbers)
    {
        ConnectSandbox();
        string warning = Assert.Single(Run($"$rows = Get-TikTokFollowing {handle} -PageSize 100").Warnings);
        Assert.Contains($"'{handle}'", warning, StringComparison.Ordinal);
        Assert.Contains(status, warning, StringComparison.Ordinal);
        Assert.Matches(numbers, warning);
    }

    [Theory]
    [InlineData("Get-TikTokFollowing sandbox.stuck -PageSize 100 -Debug", 200)]
    [InlineData("Get-TikTokFollowing sandbox.stuck -PageSize 100 -Debug -Verbose", 200)]
    [InlineData("Connect-TikTokFollowing -Sandbox -Debug", 0)]
    public void Warning_UnderDebug_AsksNothingAndEndsNothing(string command, int rows)
    {
        // The engine asks at a warning under -Debug, as it does at a verbose line, and ends the command where nobody can answer. So the
        // warning is a debug line then.
        ConnectSandbox();
        Run run = Run(command);
        Assert.Null(run.Terminating);
        Assert.Single(run.Debug, static line => line.StartsWith("WARNING: ", StringComparison.Ordinal));
        Assert.Equal(rows, run.Rows.Count);
    }

    [Fact]
    public void Warning_NamesAnErrorThatCameBesideRows()
    {
        ConnectLoopback("-Provider FullTikTok");
        Server.Enqueue(new LoopbackReply { Body = """{"data":[{"user_id":"1","username":"a"}],"pagination":{"has_more":false},"error":{"code":"PARTIAL","message":"some are missing"}}""" });
        Run run = Run("Get-TikTokFollowing somebody");
        Assert.Single(run.Rows);
        Assert.Matches("somebody.*PARTIAL.*some are missing", Assert.Single(run.Warnings));
    }

    [Fact]
    public void Information_OfGet_IsEmpty()
    {
        ConnectSandbox();
        Assert.Empty(Run("Get-TikTokFollowing stoolpresidente, sandbox.notfound -InformationAction Continue").Information);
    }
}
