using System.Globalization;
using TikTokFollowing.Engine.Tests.Support;

namespace TikTokFollowing.Engine.Tests.Module;

/// <summary>
/// A culture with a decimal comma, other signs and other dates. It is made here, because not every machine has the data of real ones.
/// </summary>
public sealed class CultureTests : EngineTest
{
    public CultureTests()
    {
        CultureInfo foreign = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        foreign.NumberFormat.NumberDecimalSeparator = foreign.NumberFormat.PercentDecimalSeparator = ",";
        foreign.NumberFormat.NumberGroupSeparator = ".";
        foreign.NumberFormat.NegativeSign = "\u2212";
        foreign.DateTimeFormat.DateSeparator = ".";
        foreign.DateTimeFormat.TimeSeparator = "h";
        foreign.DateTimeFormat.ShortDatePattern = "dd/MM/yyyy";
        Session.With("foreign", foreign);
        Assert.Equal(["1.234,5"], RunForeign("'{0:N1}' -f 1234.5").Text);
    }

    [Fact]
    public void Culture_ChangesNoTextThatAScriptReads()
    {
        ConnectSandbox("-CreditsPerRequest 0.5 -CreditLimit 0.5");
        Run run = RunForeign("Get-TikTokFollowing charlidamelio -PageSize 100 -Verbose");
        Assert.Matches(@" 0\.5 credits", run.Verbose[0]);
        Assert.Matches(@" \d+,\d{3} bytes", run.Verbose[0]);
        Assert.Contains("0.5", $"{run.AssertError("CreditLimitReached")}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DumplingAI", "\"minTime\":\\d{10}[,}]")]
    [InlineData("FullTikTok", @"^GET /api/v1/users/stoolpresidente/following\?count=100&max_time=\d{10} ")]
    [InlineData("SociaVault", @"^GET /v1/scrape/tiktok/following\?handle=stoolpresidente&min_time=\d{10} ")]
    public void Culture_ChangesNoRequest(string provider, string expected)
    {
        ConnectLoopback($"-Provider {provider}");
        Assert.Equal(234, RunForeign("Get-TikTokFollowing stoolpresidente -PageSize 100").AssertSilent().Rows.Count);
        Assert.Matches(expected, Server.Requests[1]);
    }

    [Fact]
    public void Culture_ChangesNoRow()
    {
        ConnectSandbox();
        IReadOnlyList<FollowedUser> here = RunForeign("Get-TikTokFollowing charlidamelio").AssertSilent().Rows;
        using Session other = new();
        IReadOnlyList<FollowedUser> there = other.Run("Connect-TikTokFollowing -Sandbox -WarningAction Ignore; Get-TikTokFollowing charlidamelio").AssertSilent().Rows;
        Assert.Equal(there.Select(static row => row with { RetrievedAt = default }), here.Select(static row => row with { RetrievedAt = default }));
    }

    private Run RunForeign(string script) => Run($"[System.Threading.Thread]::CurrentThread.CurrentCulture = $foreign; {script}");
}
