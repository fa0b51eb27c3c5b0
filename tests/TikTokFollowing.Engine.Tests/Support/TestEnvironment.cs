using System.Reflection;
using System.Runtime.CompilerServices;

namespace TikTokFollowing.Engine.Tests.Support;

/// <summary>The paths that the build knows, and a process in which nothing of this machine reaches the engine.</summary>
internal static class TestEnvironment
{
    public static string RepositoryRoot { get; } = Metadata(nameof(RepositoryRoot));

    /// <summary>The module as it was laid out, with its version as the last part.</summary>
    public static string ModuleFolder { get; } = Path.TrimEndingDirectorySeparator(Metadata(nameof(ModuleFolder)));

    /// <summary>The path that users import.</summary>
    public static string ModulePath { get; } = Path.GetDirectoryName(ModuleFolder)!;

    public static string Manifest { get; } = Path.Combine(ModuleFolder, "TikTokFollowing.psd1");

    /// <summary>The program that serves the sandbox.</summary>
    public static string SandboxServer { get; } = Metadata(nameof(SandboxServer));

    /// <summary>The reference assembly of what every PowerShell from 5.1 on has.</summary>
    public static string PowerShellStandard { get; } = Metadata(nameof(PowerShellStandard));

#pragma warning disable CA2255 // The engine reads these variables when it starts, so they are set before anything else runs.
    [ModuleInitializer]
    internal static void Isolate()
#pragma warning restore CA2255
    {
        string home = Directory.CreateTempSubdirectory("tiktokfollowing-engine-").FullName;
        foreach (string variable in new[] { "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "LOCALAPPDATA" })
        {
            Environment.SetEnvironmentVariable(variable, home);
        }

        foreach (string variable in new[]
        {
            "PSModulePath", "DUMPLINGAI_API_KEY", "RAPIDAPI_KEY", "SCRAPECREATORS_API_KEY", "SOCIAVAULT_API_KEY", "TIKTOK_CLIENT_KEY", "TIKTOK_CLIENT_SECRET",
        })
        {
            Environment.SetEnvironmentVariable(variable, null);
        }

        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(home, recursive: true);
    }

    private static string Metadata(string key) => typeof(TestEnvironment).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == key).Value!;
}
