using System.Management.Automation;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace TikTokFollowing.Help.Tests;

/// <summary>The help that lies in the module folder.</summary>
public class ShippedHelpTests
{
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";

    private static readonly IReadOnlyList<CmdletInfo> Cmdlets = CmdletClasses.In(Assembly.LoadFrom(Repository.CmdletAssembly));

    public static TheoryData<string> Names { get; } = [.. Cmdlets.Select(static cmdlet => cmdlet.Name)];

    [Fact]
    public void ModuleFolder_AfterBuild_HoldsWhatThePagesSay()
    {
        IReadOnlyDictionary<string, byte[]> expected = new HelpBuilder(Repository.CmdletAssembly, Repository.Docs).Build();

        string[] shipped = [.. Directory.EnumerateFiles(Path.Combine(Repository.ModuleFolder, "en-US")).Select(static path => Path.GetFileName(path)!)];
        Assert.Equal(expected.Keys.Order(), shipped.Order());
        foreach ((string name, byte[] content) in expected)
        {
            Assert.Equal(content, File.ReadAllBytes(Path.Combine(Repository.ModuleFolder, "en-US", name)));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Page_HeldAgainstTheClass_HasNoFault(string name) =>
        Assert.Empty(PageCheck.Check(PageOf(name), CmdletOf(name)).Select(static fault => fault.Message));

    [Theory]
    [MemberData(nameof(Names))]
    public void Update_OfAPageThatIsRight_ChangesNothing(string name) =>
        Assert.Equal(Repository.Pages[$"docs/cmdlets/{name}.md"], PageCheck.Update(PageOf(name), CmdletOf(name)));

    [Theory]
    [MemberData(nameof(Names))]
    public void Maml_OfACmdlet_HasEverythingThatItsPageHas(string name)
    {
        CmdletPage page = PageOf(name);

        XElement command = MamlOf(name);
        Assert.Equal(page.Examples.Select(static example => example.Code), command.Descendants(Dev + "code").Select(static code => code.Value));
        Assert.Equal(
            page.Parameters.Select(static parameter => parameter.Name),
            command.Element(Command + "parameters")!.Elements().Select(static parameter => parameter.Element(Maml + "name")!.Value));
        Assert.All(command.Element(Command + "parameters")!.Elements(), static parameter => Assert.NotEmpty(parameter.Element(Maml + "description")!.Value));
        Assert.Equal(CmdletOf(name).ParameterSets.Count, command.Element(Command + "syntax")!.Elements().Count());
        Assert.Equal(page["NOTES"].Lines, command.Descendants(Maml + "alert").Elements().Select(static line => line.Value));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Maml_OfAnExample_ShowsItsOutputWithTheIndentOfItsFirstLine(string name)
    {
        // Get-Help trims each paragraph.
        IEnumerable<string> shown = MamlOf(name).Descendants(Dev + "remarks").Elements().Select(static paragraph => paragraph.Value.Trim());

        Assert.Equal(
            PageOf(name).Examples.Select(static example => example.Output).OfType<string>(),
            shown.Where(static text => text.StartsWith("Output:\n", StringComparison.Ordinal)).Select(static text => text["Output:\n".Length..]));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void HelpUri_OfACmdlet_IsItsPageInTheProject(string name)
    {
        string project = Regex.Match(File.ReadAllText(Path.Combine(Repository.Root, "TikTokFollowing.psd1")), "ProjectUri +=  *'(.+)'").Groups[1].Value;
        string address = $"{project}/blob/main/docs/cmdlets/{name}.md";

        Assert.Equal(address, PageOf(name).Metadata["HelpUri"]);
        Assert.Equal(address, MamlOf(name).Descendants(Maml + "uri").Single(static uri => uri.Value.Length > 0).Value);
    }

    [Theory]
    [InlineData("about_TikTokFollowing", "about_TikTokFollowing.md")]
    [InlineData("about_TikTokFollowing_Recipes", "recipes.md")]
    public void AboutTopic_OnATerminal_FitsEightyColumnsButForCode(string topic, string page)
    {
        string[] lines = File.ReadAllLines(Path.Combine(Repository.ModuleFolder, "en-US", $"{topic}.help.txt"));

        Assert.Equal(["TOPIC", $"    {topic}"], lines[..2]);
        Assert.All(lines, static line => Assert.True(line.Length <= 80 || line.StartsWith("        ", StringComparison.Ordinal), line));
        Assert.Equal(CodeLines(Repository.Pages[$"docs/{page}"]), lines.Where(static line => line.StartsWith("        ", StringComparison.Ordinal)).Select(static line => line[8..]));
    }

    private static CmdletInfo CmdletOf(string name) => Cmdlets.Single(cmdlet => cmdlet.Name == name);

    private static CmdletPage PageOf(string name) => new(MarkdownPage.Read(Path.Combine(Repository.Docs, "cmdlets", name + ".md")));

    private static XElement MamlOf(string name) => XDocument.Load(Path.Combine(Repository.ModuleFolder, "en-US", "TikTokFollowing.dll-Help.xml")).Root!
        .Elements(Command + "command").Single(one => one.Element(Command + "details")!.Element(Command + "name")!.Value == name);

    private static IEnumerable<string> CodeLines(string page) =>
        Regex.Matches(page, "(?sm)^```.*?\n(.*?)\n```").SelectMany(static fence => fence.Groups[1].Value.Split('\n')).Where(static line => line.Length > 0);
}
