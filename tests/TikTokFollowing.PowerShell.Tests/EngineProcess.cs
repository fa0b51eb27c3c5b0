using System.Collections;
using System.Diagnostics;
using System.Text;

namespace TikTokFollowing.PowerShell.Tests;

/// <summary>The one place that starts an engine, for the xunit cases and for the Pester files.</summary>
public static class EngineProcess
{
    /// <summary>The program. Inside an engine this name is that engine's own, because it puts itself first on the PATH.</summary>
    public const string Name = "pwsh";

    private const string HomeVariable = "TIKTOKFOLLOWING_TEST_HOME";

    // What the user of this machine keeps for the vendors must not reach the tests.
    private static readonly string[] VendorVariables =
    [
        "DUMPLINGAI_API_KEY", "RAPIDAPI_KEY", "SCRAPECREATORS_API_KEY", "SOCIAVAULT_API_KEY", "TIKTOK_CLIENT_KEY", "TIKTOK_CLIENT_SECRET",
    ];

    private static readonly Lazy<string> Home = new(static () => Environment.GetEnvironmentVariable(HomeVariable) ?? CreateHome());

    /// <summary>Starts an engine with nothing of its own past: no profile, no start-up data of earlier engines, no key.</summary>
    /// <param name="arguments">Its arguments, behind those that every engine gets.</param>
    /// <param name="environment">More variables; null = none.</param>
    /// <param name="isInteractive">Whether the engine believes that somebody can be asked.</param>
    public static Process Start(string[] arguments, IDictionary? environment = null, bool isInteractive = false)
    {
        ProcessStartInfo start = new(Name, ["-NoProfile", .. isInteractive ? Array.Empty<string>() : ["-NonInteractive"], .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            WorkingDirectory = Path.GetTempPath(),
        };

        // The engine compiles and loads in the background what earlier runs used, as its profile in the cache folder says. On Windows that
        // folder follows no variable, so the profile itself is switched off: no machine has so many processors.
        start.Environment["XDG_CACHE_HOME"] = Directory.CreateDirectory(Path.Combine(Home.Value, Guid.NewGuid().ToString("N"))).FullName;
        start.Environment["DOTNET_MultiCoreJitMinNumCpus"] = "FFFF";
        start.Environment[HomeVariable] = Home.Value;
        start.Environment["TIKTOKFOLLOWING_TEST_BIN"] = Path.GetDirectoryName(typeof(EngineProcess).Assembly.Location);
        start.Environment["NO_COLOR"] = "1";
        foreach (string variable in VendorVariables)
        {
            start.Environment.Remove(variable);
        }

        foreach (DictionaryEntry variable in environment ?? new Hashtable())
        {
            start.Environment[(string)variable.Key] = (string?)variable.Value;
        }

        return Process.Start(start)!;
    }

    private static string CreateHome()
    {
        DirectoryInfo home = Directory.CreateTempSubdirectory("tiktokfollowing-pwsh-");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => home.Delete(recursive: true);
        return home.FullName;
    }
}
