using System.Management.Automation;
using System.Reflection;
using System.Text.RegularExpressions;

namespace TikTokFollowing.Help.Tests;

/// <summary>What the tool refuses: each test spoils the real page of Get-TikTokFollowing.</summary>
public class PageCheckTests
{
    private const string PagePath = "docs/cmdlets/Get-TikTokFollowing.md";

    private static readonly string Good = Repository.Pages[PagePath];

    private static readonly CmdletInfo Cmdlet = CmdletClasses.In(Assembly.LoadFrom(Repository.CmdletAssembly))
        .Single(static cmdlet => cmdlet.Name == "Get-TikTokFollowing");

    [Fact]
    public void Check_ParameterWithoutSection_NamesIt()
    {
        string page = Good.Replace(Section("-MaxPages"), "", StringComparison.Ordinal);

        Assert.Equal([$"{PagePath}(1): error HELP: The parameter -MaxPages has no help."], Faults(page));
    }

    [Fact]
    public void Check_ParameterWithABlockButNoText_NamesIt()
    {
        string section = Section("-MaxPages");
        string page = Good.Replace(section, "### -MaxPages\n\n" + section[section.IndexOf("```", StringComparison.Ordinal)..], StringComparison.Ordinal);

        Assert.Contains("The parameter -MaxPages has no help.", Assert.Single(Faults(page)), StringComparison.Ordinal);
    }

    [Fact]
    public void Check_SectionOfAParameterThatDoesNotExist_NamesItWithItsLine()
    {
        string page = Good.Replace("### CommonParameters\n", "### -Depth\n\nHow deep.\n\n### CommonParameters\n", StringComparison.Ordinal);
        int line = page[..page.IndexOf("### -Depth", StringComparison.Ordinal)].Count(static c => c == '\n') + 1;

        Assert.Equal([$"{PagePath}({line}): error HELP: Get-TikTokFollowing has no parameter -Depth."], Faults(page));
    }

    [Fact]
    public void Check_TwoExamples_SaysThatTheyAreTooFew()
    {
        int third = Good.IndexOf("### Example 3: ", StringComparison.Ordinal);
        string page = Good[..third] + Good[Good.IndexOf("## PARAMETERS", StringComparison.Ordinal)..];

        Assert.Contains("The page has 2 examples; at least 3 are needed", Assert.Single(Faults(page)), StringComparison.Ordinal);
    }

    [Fact]
    public void Check_DefaultThatTheClassDoesNotSet_SaysBoth()
    {
        string page = Good.Replace("DefaultValue: 1 handle", "DefaultValue: 10 handles", StringComparison.Ordinal);

        Assert.Contains("The default of -ThrottleLimit is 1 in the class, and '10 handles", Assert.Single(Faults(page)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("  Position: 0\n  IsRequired: true\n", "  Position: 0\n  IsRequired: false\n", "The block of -Handle")]
    [InlineData("[-SpreadsheetSafe]", "[-SpreadsheetSave]", "The syntax")]
    [InlineData("### __AllParameterSets\n", "### All\n", "The syntax")]
    [InlineData("title: Get-TikTokFollowing\n", "title: Get-Following\n", "The metadata or the title")]
    [InlineData("\n# Get-TikTokFollowing\n", "\n# Get-Following\n", "The metadata or the title")]
    [InlineData("-ProgressAction, ", "", "The text about common parameters")]
    public void Check_WhatIsTakenFromTheClass_MustBeTheClasss(string right, string wrong, string fault)
    {
        string page = Good.Replace(right, wrong, StringComparison.Ordinal);

        string message = Assert.Single(Faults(page));
        Assert.Contains($"{fault} is not what the class says. Run: dotnet build", message, StringComparison.Ordinal);
        Assert.Equal(Good, PageCheck.Update(Read(page), Cmdlet));
    }

    [Fact]
    public void Update_WithoutAnythingFromTheClass_AddsIt()
    {
        string section = Section("-ReadAhead");
        string syntax = Good[Good.IndexOf("### __All", StringComparison.Ordinal)..Good.IndexOf("## ALIASES", StringComparison.Ordinal)];
        string page = Good.Replace(syntax, "", StringComparison.Ordinal)
            .Replace(section, section[..section.IndexOf("```", StringComparison.Ordinal)], StringComparison.Ordinal);

        Assert.Equal(2, Faults(page).Count(static fault => fault.Contains("is not what the class says", StringComparison.Ordinal)));
        Assert.Equal(Good, PageCheck.Update(Read(page), Cmdlet));
    }

    [Fact]
    public void Check_HelpUriOfTheClass_MustBeThePages()
    {
        CmdletPage page = Read(Repository.Pages["docs/cmdlets/Get-TikTokFollowingConnection.md"]);
        CmdletInfo cmdlet = new("Get-TikTokFollowingConnection", typeof(ElsewhereCommand));

        Assert.Contains("The metadata or the title is not", Assert.Single(PageCheck.Check(page, cmdlet)).Message, StringComparison.Ordinal);
        Assert.Contains("\nHelpUri: https://example.invalid/help\n", PageCheck.Update(page, cmdlet), StringComparison.Ordinal);
    }

    [Fact]
    public void Check_DateThatTheClassCannotGive_IsDemanded()
    {
        string page = Regex.Replace(Good, @"(?m)^ms\.date: .+\n", "");

        Assert.Contains("The metadata has no ms.date.", Assert.Throws<HelpException>(() => Faults(page)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_RangeThatTheTextDoesNotName_SaysIt()
    {
        string page = Good.Replace("Accepts 1 to 64.", "Accepts 1 to 32.", StringComparison.Ordinal);

        Assert.Contains("The text of -ThrottleLimit does not say that it accepts 1 to 64.", Assert.Single(Faults(page)), StringComparison.Ordinal);
    }

    [Fact]
    public void Check_ExampleWithAWrongNumber_SaysTheRightOne()
    {
        string page = Good.Replace("### Example 2: ", "### Example 3: ", StringComparison.Ordinal);

        Assert.Contains("does not begin with 'Example 2: '", Assert.Single(Faults(page)), StringComparison.Ordinal);
    }

    [Fact]
    public void Check_LongLineOfCode_NamesTheExample()
    {
        string page = Good.Replace("$summary.Requests", "# " + new string('x', 80), StringComparison.Ordinal);

        Assert.Contains("is longer than 76", Assert.Single(Faults(page)), StringComparison.Ordinal);
    }

    [Fact]
    public void Check_SeveralFaults_ReportsAll()
    {
        string page = Good.Replace(Section("-MaxPages"), "", StringComparison.Ordinal).Replace(Section("-Cursor"), "", StringComparison.Ordinal);

        Assert.Equal(2, Faults(page).Length);
    }

    [Theory]
    [InlineData("## NOTES\n", "## REMARKS\n", "OUTPUTS, REMARKS, RELATED LINKS; they must be SYNOPSIS, SYNTAX,")]
    [InlineData("## DESCRIPTION\n", "## DESCRIPTION\n\n| a | b |\n|---|---|\n| 1 | 2 |\n", "Get-Help can show neither tables nor nested lists")]
    [InlineData("## DESCRIPTION\n", "## DESCRIPTION\n\n- a\n  - b\n", "Get-Help can show neither tables nor nested lists")]
    [InlineData("- [about_TikTokFollowing](../about_TikTokFollowing.md)\n", "```text\n", "The fence is never closed.")]
    [InlineData("### Example 1: Save a list as CSV\n", "### Example 1: Save a list as CSV\n\nFirst this.\n", "begins with a fence 'powershell'")]
    [InlineData("## EXAMPLES\n", "## EXAMPLES\n\nThese show it.\n", "A heading of level 3 is expected here.")]
    [InlineData("### CommonParameters\n", "### Common\n", "The last of the parameters is '### CommonParameters'.")]
    [InlineData("DefaultValue: 1 handle", "DefaultValue: 1: handle", "This is not YAML")]
    [InlineData("---\ndocument", "document", "A page begins with its metadata")]
    public void Page_OfAnotherForm_SaysWhereAndWhat(string part, string instead, string fault)
    {
        string page = Good.Replace(part, instead, StringComparison.Ordinal);

        HelpException refused = Assert.Throws<HelpException>(() => Read(page));
        Assert.Contains(fault, refused.Message, StringComparison.Ordinal);
        Assert.StartsWith(PagePath + "(", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("`-Known` and **all** 2 * 3 &lt; 7, <b>", "-Known and all 2 * 3 < 7, <b>")]
    [InlineData("one\ntwo", "one two")]
    [InlineData("[recipes](../recipes.md)", "recipes")]
    [InlineData("[the site](https://example.invalid/)", "the site (https://example.invalid/)")]
    [InlineData("<https://example.invalid/>", "https://example.invalid/")]
    [InlineData("1. first\n2. second", "1. first|2. second")]
    [InlineData("- first\n  and more\n- second", "- first and more|- second")]
    public void Lines_OfText_HaveNoMarks(string text, string expected)
    {
        MarkdownPage page = new("page", $"# Page\n\n{text}\n");

        Assert.Equal(expected.Split('|'), page.Parts(page.Blocks, 1).Single().Lines);
    }

    private static CmdletPage Read(string page) => new(new MarkdownPage(PagePath, page));

    private static string[] Faults(string page) => [.. PageCheck.Check(Read(page), Cmdlet).Select(static fault => fault.Message)];

    private static string Section(string parameter)
    {
        int start = Good.IndexOf($"### {parameter}\n", StringComparison.Ordinal);
        int end = Good.IndexOf("\n#", start, StringComparison.Ordinal) + 1;
        return Good[start..end];
    }

    /// <summary>A cmdlet whose help is not where the page says.</summary>
    [Cmdlet(VerbsCommon.Get, "Elsewhere", HelpUri = "https://example.invalid/help")]
    public sealed class ElsewhereCommand : PSCmdlet;
}
