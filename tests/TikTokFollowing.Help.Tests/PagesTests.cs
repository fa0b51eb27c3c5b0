using System.Management.Automation.Language;
using System.Text.RegularExpressions;
using TikTokFollowing.Sandbox;

namespace TikTokFollowing.Help.Tests;

/// <summary>What the pages promise beyond the help of the cmdlets: errors, commands, links, names.</summary>
public partial class PagesTests
{
    public static TheoryData<string> ErrorIds { get; } = [.. Enum.GetNames<FollowingErrorKind>()];

    public static TheoryData<string> Statuses { get; } = [.. Enum.GetNames<FollowingStatus>()];

    public static TheoryData<string> ReservedHandles { get; } = [.. SandboxHandles.All];

    public static TheoryData<string> PageNames { get; } = [.. Repository.Pages.Keys];

    private static string About => Repository.Pages["docs/about_TikTokFollowing.md"];

    private static string Readme => Repository.Pages["README.md"];

    [Theory]
    [MemberData(nameof(ErrorIds))]
    public void ErrorId_OfTheModule_IsDescribed(string id)
    {
        Match section = Regex.Match(About, $@"(?m)^### {id}\n\n(?<text>.+)$");

        Assert.True(section.Success, $"about_TikTokFollowing has no section ### {id}.");
        Assert.True(section.Groups["text"].Length > 40, section.Value);
        Assert.Contains($"`{id}`", Readme, StringComparison.Ordinal);
        Assert.Contains(id, string.Concat(Repository.Pages.Where(static page => page.Key.StartsWith("docs/cmdlets/", StringComparison.Ordinal)).Select(static page => page.Value)), StringComparison.Ordinal);
    }

    [Fact]
    public void ErrorSections_OfTheAboutTopic_AreIdsThatExist() => Assert.Empty(
        Regex.Matches(About, @"(?m)^### (\w+)$").Select(static match => match.Groups[1].Value).Except(Enum.GetNames<FollowingErrorKind>()));

    [Theory]
    [MemberData(nameof(Statuses))]
    public void Status_OfASummary_IsDescribed(string status) => Assert.Matches($@"(?m)^- {status}: .{{20,}}", About);

    [Theory]
    [MemberData(nameof(ReservedHandles))]
    public void ReservedHandle_OfTheSandbox_IsDescribed(string handle)
    {
        Assert.Contains(handle, About, StringComparison.Ordinal);
        Assert.Contains($"`{handle}`", Readme, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(PageNames))]
    public void Commands_OfAPage_Exist(string page)
    {
        string text = Repository.Pages[page];
        foreach (Match command in DotNetCommand().Matches(text))
        {
            string path = Path.Combine(Repository.Root, command.Groups["path"].Value);
            Assert.True(File.Exists(path) || Directory.EnumerateFiles(path, "*.csproj").Any(), command.Value);
        }

        foreach (Match command in BuildTask().Matches(text))
        {
            string script = File.ReadAllText(Path.Combine(Repository.Root, "build.ps1"));
            Assert.Matches($@"'{command.Groups["task"].Value}'", script);
        }

        string manifest = File.ReadAllText(Path.Combine(Repository.Root, "TikTokFollowing.psd1"));
        foreach (Match cmdlet in OwnCmdlet().Matches(text))
        {
            Assert.Contains($"'{cmdlet.Value}'", manifest, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(PageNames))]
    public void Links_OfAPage_Exist(string page)
    {
        foreach (Match link in RelativeLink().Matches(Repository.Pages[page]))
        {
            string path = link.Groups["path"].Value;
            string target = path.Length == 0
                ? page
                : Path.GetRelativePath(Repository.Root, Path.GetFullPath(path, Path.GetDirectoryName(Path.Combine(Repository.Root, page))!)).Replace('\\', '/');
            Assert.True(File.Exists(Path.Combine(Repository.Root, target)), $"{page} points at {target}.");
            if (link.Groups["anchor"].Value is { Length: > 0 } anchor)
            {
                Assert.Contains(anchor, Regex.Matches(Repository.Pages[target], "(?m)^#+ (.+)$").Select(static heading => AnchorOf(heading.Groups[1].Value)));
            }
        }
    }

    [Theory]
    [MemberData(nameof(PageNames))]
    public void ExampleThatIsNotRun_HasTheReasonRightAboveItsFence(string page) => Assert.Equal(
        Regex.Count(Repository.Pages[page], "not run:"),
        Regex.Count(Repository.Pages[page], @"(?m)^<!-- not run: .{10,} -->\n```powershell$"));

    [Theory]
    [MemberData(nameof(PageNames))]
    public void PowerShellFence_OfAPage_Parses(string page)
    {
        foreach (Match fence in PowerShellFence().Matches(Repository.Pages[page]))
        {
            Parser.ParseInput(fence.Groups["code"].Value, out _, out ParseError[] errors);
            Assert.True(errors.Length == 0, $"{string.Join<ParseError>('\n', errors)}\n{fence.Value}");
        }
    }

    private static string AnchorOf(string heading) =>
        Regex.Replace(heading.ToLowerInvariant().Replace(' ', '-'), "[^a-z0-9_-]", string.Empty);

    [GeneratedRegex(@"dotnet (run (-c Release )?--project|build|test) (?<path>[\w./]+)")]
    private static partial Regex DotNetCommand();

    [GeneratedRegex(@"(?sm)^```powershell\n(?<code>.*?)^```$")]
    private static partial Regex PowerShellFence();

    [GeneratedRegex(@"build\.ps1 -Task (?<task>\w+)")]
    private static partial Regex BuildTask();

    [GeneratedRegex(@"\b[A-Z][a-z]+-TikTokFollowing\w*\b")]
    private static partial Regex OwnCmdlet();

    [GeneratedRegex(@"\]\((?!https?:)(?<path>[^)#]*)(#(?<anchor>[^)]+))?\)")]
    private static partial Regex RelativeLink();
}
