using System.Reflection;
using System.Xml.Linq;

namespace TikTokFollowing.Help.Tests;

/// <summary>The help that lies in the module folder.</summary>
public class ShippedHelpTests
{
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";

    private static readonly IReadOnlyList<CmdletSurface> Cmdlets = CmdletSurface.ReadAll(Assembly.LoadFrom(Repository.CmdletAssembly));

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
    public void Update_OfAPageThatIsRight_ChangesNothing(string name)
    {
        string text = Repository.Pages[$"docs/cmdlets/{name}.md"];

        Assert.Equal(text, PageCheck.Update(CmdletPage.Parse(name, text), CmdletOf(name), text));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Maml_OfACmdlet_HasEverythingThatItsPageHas(string name)
    {
        CmdletPage page = PageOf(name);
        CmdletSurface cmdlet = CmdletOf(name);

        XElement command = XDocument.Load(Path.Combine(Repository.ModuleFolder, "en-US", "TikTokFollowing.dll-Help.xml")).Root!
            .Elements(Command + "command").Single(one => one.Element(Command + "details")!.Element(Command + "name")!.Value == name);
        Assert.Equal(page.Examples.Select(static example => example.Code), command.Descendants(Dev + "code").Select(static code => code.Value));
        Assert.Equal(
            page.Parameters.Select(static parameter => parameter.Name).Order(StringComparer.Ordinal),
            command.Element(Command + "parameters")!.Elements().Select(static parameter => parameter.Element(Maml + "name")!.Value));
        Assert.All(command.Element(Command + "parameters")!.Elements(), static parameter => Assert.NotEmpty(parameter.Element(Maml + "description")!.Value));
        Assert.Equal(cmdlet.Sets.Count, command.Element(Command + "syntax")!.Elements().Count());
        Assert.Equal(page.Notes, command.Descendants(Maml + "alert").Elements().Select(static line => line.Value));
    }

    [Fact]
    public void AboutTopic_OnATerminal_FitsEightyColumnsButForCode()
    {
        string[] lines = File.ReadAllLines(Path.Combine(Repository.ModuleFolder, "en-US", "about_TikTokFollowing.help.txt"));

        Assert.Equal(["TOPIC", "    about_TikTokFollowing"], lines[..2]);
        Assert.All(lines, static line => Assert.True(line.Length <= 80 || line.StartsWith("        ", StringComparison.Ordinal), line));
    }

    private static CmdletSurface CmdletOf(string name) => Cmdlets.Single(cmdlet => cmdlet.Name == name);

    private static CmdletPage PageOf(string name) => CmdletPage.Read(Path.Combine(Repository.Docs, "cmdlets", name + ".md"));
}
