using System.Collections;
using System.Diagnostics;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Reflection;
using TikTokFollowing.Engine.Tests.Support;

namespace TikTokFollowing.Engine.Tests.Module;

/// <summary>The manifest, and the folder that it describes.</summary>
public sealed class ManifestTests : EngineTest
{
    private static readonly Hashtable Data = Read();
    private static readonly string[] Verbs =
    [
        .. new[] { typeof(VerbsCommon), typeof(VerbsCommunications), typeof(VerbsData), typeof(VerbsDiagnostic), typeof(VerbsLifecycle), typeof(VerbsSecurity) }
            .SelectMany(static verbs => verbs.GetFields()).Select(static verb => verb.Name),
    ];

    private static readonly string[] Cmdlets = List("CmdletsToExport");

    [Fact]
    public void Manifest_IsValid() =>
        Assert.Equal([$"{Data["ModuleVersion"]}"], Run($"(Test-ModuleManifest '{TestEnvironment.Manifest}').Version").AssertSilent().Text);

    [Fact]
    public void Manifest_IsTheRepositorysAndTheFolderHasItsVersion()
    {
        Assert.Equal(Data["ModuleVersion"], Path.GetFileName(TestEnvironment.ModuleFolder));
        Assert.Equal(
            File.ReadAllText(Path.Combine(TestEnvironment.RepositoryRoot, "TikTokFollowing.psd1")), File.ReadAllText(TestEnvironment.Manifest));
    }

    [Fact]
    public void Manifest_ExportsWhatItNamesAndNothingElse()
    {
        Run run = Run("$module = Get-Module TikTokFollowing; \"$($module.Version)\"; $module.ExportedCommands.Values | ForEach-Object { \"$($_.CommandType) $($_.Name)\" }");
        Assert.Equal($"{Data["ModuleVersion"]}", run.Text[0]);
        Assert.Equal(Cmdlets.Select(static name => $"Cmdlet {name}").Order(), run.Text.Skip(1).Order());
        Assert.Equal(["0 0 0"], Run("\"$($module.ExportedFunctions.Count) $($module.ExportedAliases.Count) $($module.ExportedVariables.Count)\"").Text);
        Assert.DoesNotContain(Cmdlets, static name => name.Contains('*', StringComparison.Ordinal));
        Assert.All(new[] { "FunctionsToExport", "AliasesToExport", "VariablesToExport" }, static name => Assert.Empty(List(name)));
    }

    [Fact]
    public void Manifest_NamesEveryCmdletOfTheAssembly()
    {
        Run run = Run("""
            (Get-Command Get-TikTokFollowing).ImplementingType.Assembly.GetExportedTypes() |
                ForEach-Object { $_.GetCustomAttributes([System.Management.Automation.CmdletAttribute], $false) } |
                ForEach-Object { "$($_.VerbName)-$($_.NounName)" }
            """);
        Assert.Equal(Cmdlets.Order(), run.AssertSilent().Text.Order());
    }

    [Fact]
    public void Cmdlets_HaveApprovedVerbsAndSayWhatTheyReturn()
    {
        foreach (string name in Cmdlets)
        {
            Assert.Contains(name.Split('-')[0], Verbs);
            Assert.Equal(name.Split('-')[0] is "Disconnect" or "Remove" or "Export", Run($"(Get-Command {name}).OutputType").Output.Count == 0);
        }
    }

    [Fact]
    public void Folder_HoldsWhatIsShippedAndNothingElse()
    {
        string[] expected =
        [
            "LICENSE",
            "THIRD-PARTY-NOTICES.txt",
            "TikTokFollowing.Format.ps1xml",
            "TikTokFollowing.Loader.dll",
            "TikTokFollowing.dll",
            "TikTokFollowing.psd1",
            "bin/Polly.Core.dll",
            "bin/SQLitePCLRaw.batteries_v2.dll",
            "bin/SQLitePCLRaw.core.dll",
            "bin/SQLitePCLRaw.provider.e_sqlite3.dll",
            "bin/TikTokFollowing.Core.dll",
            "bin/TikTokFollowing.Sandbox.dll",
            "bin/TikTokFollowing.Store.dll",
            "bin/linux-arm64/libe_sqlite3.so",
            "bin/linux-musl-arm64/libe_sqlite3.so",
            "bin/linux-musl-x64/libe_sqlite3.so",
            "bin/linux-x64/libe_sqlite3.so",
            "bin/osx-arm64/libe_sqlite3.dylib",
            "bin/osx-x64/libe_sqlite3.dylib",
            "bin/win-arm64/e_sqlite3.dll",
            "bin/win-x64/e_sqlite3.dll",
            "en-US/TikTokFollowing.dll-Help.xml",
            "en-US/about_TikTokFollowing.help.txt",
            "en-US/about_TikTokFollowing_Recipes.help.txt",
        ];
        string[] files =
        [
            .. Directory.EnumerateFiles(TestEnvironment.ModuleFolder, "*", SearchOption.AllDirectories)
                .Select(static path => Path.GetRelativePath(TestEnvironment.ModuleFolder, path).Replace('\\', '/')),
        ];
        Assert.Equal(expected, files.Order(StringComparer.Ordinal));
        Assert.All([(string)Data["RootModule"]!, .. List("RequiredAssemblies"), .. List("FormatsToProcess")], name => Assert.Contains(name, files));
    }

    [Fact]
    public void Assemblies_HaveTheVersionOfTheManifest()
    {
        Version expected = Version.Parse((string)Data["ModuleVersion"]!);
        foreach (string path in Directory.EnumerateFiles(TestEnvironment.ModuleFolder, "TikTokFollowing*.dll", SearchOption.AllDirectories))
        {
            Version found = AssemblyName.GetAssemblyName(path).Version!;
            Assert.Equal(expected, new Version(found.Major, found.Minor, found.Build));
            Assert.Equal($"{expected}", FileVersionInfo.GetVersionInfo(path).ProductVersion);
        }
    }

    [Fact]
    public void Version_IsWhatTheVendorsAreTold()
    {
        ConnectLoopback();
        Run("Get-TikTokFollowing sandbox.empty").AssertSilent();
        Assert.Contains($"User-Agent: TikTokFollowing/{Data["ModuleVersion"]}\r\n", Assert.Single(Server.Requests), StringComparison.Ordinal);
    }

    private static Hashtable Read() => (Hashtable)((HashtableAst)Parser.ParseFile(TestEnvironment.Manifest, out _, out _)
        .Find(static ast => ast is HashtableAst, searchNestedScriptBlocks: false)).SafeGetValue();

    private static string[] List(string name) => Data[name] is object[] values ? [.. values.Cast<string>()] : [];
}
