using TikTokFollowing.Engine.Tests.Support;

namespace TikTokFollowing.Engine.Tests.Objects;

/// <summary>The views, through the part of formatting that the engine's package holds.</summary>
public sealed class FormatTests : EngineTest
{
    [Theory]
    [InlineData("Get-TikTokFollowing stoolpresidente -First 3", 80)]
    [InlineData("Get-TikTokFollowing stoolpresidente -First 3", 200)]
    [InlineData("$null = Get-TikTokFollowing stoolpresidente -SummaryVariable summary; $summary", 80)]
    public void View_ShowsOneLineForEachObject(string command, int width)
    {
        ConnectSandbox();
        Session.Host.Width = width;
        Run run = Run($"$shown = & {{ {command} }}; $shown | Out-Host; @($shown).Count").AssertSilent();
        int count = int.Parse(run.Text[^1]);
        string[] lines = Session.Host.Shown.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        int rule = Array.FindIndex(lines, static line => line.StartsWith("---", StringComparison.Ordinal));
        Assert.InRange(rule, 1, 3);
        Assert.Equal(count, lines.Length - rule - 1);
        Assert.All(lines, line => Assert.InRange(line.Length, 0, width));
    }

    [Theory]
    [InlineData("Get-TikTokFollowing stoolpresidente -First 1")]
    [InlineData("$null = Get-TikTokFollowing stoolpresidente -SummaryVariable summary; $summary[0]")]
    public void View_HeadersAreTheNamesOfProperties(string command)
    {
        ConnectSandbox();
        Run run = Run($"$shown = & {{ {command} }}; $shown | Out-Host; $shown.PSObject.Properties.Name").AssertSilent();
        string[] lines = Session.Host.Shown.Split('\n');
        string headers = lines[Array.FindIndex(lines, static line => line.StartsWith("---", StringComparison.Ordinal)) - 1];
        string[] names = headers.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.InRange(names.Length, 4, 20);
        Assert.All(names, name => Assert.Contains(name, run.Text));
    }

    [Fact]
    public void View_OfTextThatMovesATerminal_ShowsNoneOfIt()
    {
        ConnectSandbox();
        Session.Host.Width = 300;
        Run("Get-TikTokFollowing charlidamelio | Out-Host").AssertSilent();
        Assert.DoesNotMatch(@"[\p{Cc}\u202a-\u202e\u2066-\u2069-[\n]]", Session.Host.Shown);
    }

    [Fact]
    public void View_OfAConnection_IsAListOfItsProperties()
    {
        ConnectSandbox("-CreditLimit 9");
        Run("$connection | Out-Host").AssertSilent();
        Assert.Matches("(?m)^.*Provider.* : DumplingAI", Session.Host.Shown);
        Assert.Matches("(?m)^.*CreditLimit.* : 9", Session.Host.Shown);
    }
}
