using System.Reflection;

namespace TikTokFollowing.Help.Tests;

/// <summary>What the tool refuses: each test spoils the real page of Get-TikTokFollowing.</summary>
public class PageCheckTests
{
    private const string PagePath = "docs/cmdlets/Get-TikTokFollowing.md";

    private static readonly string Good = Repository.Pages[PagePath];

    private static readonly CmdletSurface Cmdlet = CmdletSurface.ReadAll(Assembly.LoadFrom(Repository.CmdletAssembly))
        .Single(static cmdlet => cmdlet.Name == "Get-TikTokFollowing");

    [Fact]
    public void Check_ParameterWithoutSection_NamesIt()
    {
        string page = Good.Replace(Section("-MaxPages"), "", StringComparison.Ordinal);

        Assert.Equal([$"{PagePath}(1): error HELP: The parameter -MaxPages has no help."], Faults(page));
    }

    [Fact]
    public void Check_ParameterWithFactsButNoText_NamesIt()
    {
        string[] section = Section("-MaxPages").Split('\n');
        string page = Good.Replace(Section("-MaxPages"), string.Join('\n', section[..4]) + "\n\n", StringComparison.Ordinal);

        Assert.Contains("The parameter -MaxPages has no help.", Assert.Single(Faults(page)), StringComparison.Ordinal);
    }

    [Fact]
    public void Check_SectionOfAParameterThatDoesNotExist_NamesItWithItsLine()
    {
        string page = Good.Replace("## Inputs\n", "### -Depth\n\nHow deep.\n\n## Inputs\n", StringComparison.Ordinal);
        int line = page[..page.IndexOf("### -Depth", StringComparison.Ordinal)].Count(static c => c == '\n') + 1;

        Assert.Equal([$"{PagePath}({line}): error HELP: Get-TikTokFollowing has no parameter -Depth."], Faults(page));
    }

    [Fact]
    public void Check_TwoExamples_SaysThatTheyAreTooFew()
    {
        int third = Nth(Good, "\n### ", 3);
        string page = Good[..third] + Good[Good.IndexOf("\n## Parameters", StringComparison.Ordinal)..];

        Assert.Contains("has 2 examples; 3 are the least", Assert.Single(Faults(page)), StringComparison.Ordinal);
    }

    [Fact]
    public void Check_DefaultThatTheClassDoesNotSet_SaysBoth()
    {
        string page = Good.Replace("**Default**: 20 known", "**Default**: 30 known", StringComparison.Ordinal);

        Assert.Contains("The default of -KnownStreak is 20 in the class, and '30 known", Assert.Single(Faults(page)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1 to 100; optional", "1 to 200; optional", "What stands under -PageSize is not what the class says")]
    [InlineData("[-SpreadsheetSafe]", "[-SpreadsheetSave]", "The syntax is not the one of the class")]
    public void Check_WhatIsTakenFromTheClass_MustBeTheClasss(string right, string wrong, string fault)
    {
        string page = Good.Replace(right, wrong, StringComparison.Ordinal);

        string message = Assert.Single(Faults(page));
        Assert.Contains(fault, message, StringComparison.Ordinal);
        Assert.Contains("-p:UpdateDocs=true", message, StringComparison.Ordinal);
        Assert.Equal(Good, PageCheck.Update(CmdletPage.Parse(PagePath, page), Cmdlet, page));
    }

    [Fact]
    public void Check_LongLineOfCode_NamesTheExample()
    {
        string page = Good.Replace("(Import-Csv following.csv).Count", "# " + new string('x', 80), StringComparison.Ordinal);

        Assert.Contains("'Save a list as CSV' is longer than 76", Assert.Single(Faults(page)), StringComparison.Ordinal);
    }

    [Fact]
    public void Check_SeveralFaults_ReportsAll()
    {
        string page = Good.Replace(Section("-MaxPages"), "", StringComparison.Ordinal).Replace(Section("-Cursor"), "", StringComparison.Ordinal);

        Assert.Equal(2, Faults(page).Length);
    }

    [Theory]
    [InlineData("## Notes\n", "", "The section 'Related links' stands where 'Notes' is expected.")]
    [InlineData("## Description\n", "## Description\n\n| a | b |\n", "Get-Help can show neither tables nor nested lists")]
    [InlineData("- [about_TikTokFollowing](../about_TikTokFollowing.md)\n", "```text\n", "The fence is never closed.")]
    [InlineData("### Save a list as CSV\n", "### Save a list as CSV\n\nFirst this.\n", "'Save a list as CSV' begins with a fence 'powershell'")]
    [InlineData("## Syntax\n", "Another paragraph.\n\n## Syntax\n", "The synopsis is one paragraph")]
    public void Parse_PageOfAnotherForm_SaysWhereAndWhat(string part, string instead, string fault)
    {
        string page = Good.Replace(part, instead, StringComparison.Ordinal);

        HelpException refused = Assert.Throws<HelpException>(() => CmdletPage.Parse(PagePath, page));
        Assert.Contains(fault, refused.Message, StringComparison.Ordinal);
        Assert.StartsWith(PagePath + "(", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("`-Known` and **all**", "-Known and all")]
    [InlineData("[recipes](../recipes.md)", "recipes")]
    [InlineData("[the site](https://example.invalid/)", "the site (https://example.invalid/)")]
    public void Plain_Marks_AreTakenOut(string text, string expected) => Assert.Equal(expected, MarkdownReader.Plain(text));

    private static string[] Faults(string page) =>
        [.. PageCheck.Check(CmdletPage.Parse(PagePath, page), Cmdlet).Select(static fault => fault.Message)];

    private static string Section(string parameter)
    {
        int start = Good.IndexOf($"### {parameter}\n", StringComparison.Ordinal);
        int end = Good.IndexOf("\n#", start, StringComparison.Ordinal) + 1;
        return Good[start..end];
    }

    private static int Nth(string text, string part, int count)
    {
        int index = -1;
        for (int i = 0; i < count; i++)
        {
            index = text.IndexOf(part, index + 1, StringComparison.Ordinal);
        }

        return index + 1;
    }
}
