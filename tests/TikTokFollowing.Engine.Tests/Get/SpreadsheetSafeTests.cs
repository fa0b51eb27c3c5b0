using System.Management.Automation;
using System.Text.RegularExpressions;
using TikTokFollowing.Engine.Tests.Support;

namespace TikTokFollowing.Engine.Tests.Get;

/// <summary>-SpreadsheetSafe.</summary>
public sealed partial class SpreadsheetSafeTests : EngineTest
{
    [Theory]
    [InlineData("DumplingAI")]
    [InlineData("FullTikTok")]
    public void SpreadsheetSafe_TextThatASpreadsheetRuns_GetsAnApostropheAndNothingElseChanges(string provider)
    {
        ConnectSandbox($"-Provider {provider}");
        IReadOnlyList<PSObject> plain = Run("Get-TikTokFollowing charlidamelio").AssertSilent().Output;
        IReadOnlyList<PSObject> safe = Run("Get-TikTokFollowing charlidamelio -SpreadsheetSafe").AssertSilent().Output;
        int changed = 0;
        for (int i = 0; i < plain.Count; i++)
        {
            foreach (PSPropertyInfo property in plain[i].Properties.Where(static property => property.Name != "RetrievedAt"))
            {
                bool runs = property.Value is string text && RunsInASpreadsheet().IsMatch(text);
                changed += runs ? 1 : 0;
                Assert.Equal(runs ? $"'{property.Value}" : property.Value, safe[i].Properties[property.Name].Value);
            }
        }

        Assert.Equal(1200, safe.Count);
        Assert.InRange(changed, 11, int.MaxValue);
    }

    [GeneratedRegex(@"^\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]")]
    private static partial Regex RunsInASpreadsheet();
}
