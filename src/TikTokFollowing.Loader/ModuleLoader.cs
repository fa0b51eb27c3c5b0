using System.Reflection;
using System.Runtime.Loader;

namespace TikTokFollowing.Loader;

/// <summary>
/// Loads the module into an AssemblyLoadContext of its own, so that its dependencies meet neither PowerShell's nor another module's.
/// This assembly alone stands in the default context and therefore references nothing.
/// </summary>
public sealed class ModuleLoader : AssemblyLoadContext
{
    private static readonly Lazy<ModuleLoader> Instance = new(() => new ModuleLoader());

    private readonly string _directory = Path.Combine(Path.GetDirectoryName(typeof(ModuleLoader).Assembly.Location)!, "bin");

    private ModuleLoader()
        : base("TikTokFollowing")
    {
    }

    /// <summary>Whether the module was imported before in this process.</summary>
    public static bool IsLoaded => Instance.IsValueCreated;

    /// <summary>The assembly of the cmdlets.</summary>
    public static Assembly Module => Instance.Value.LoadFromAssemblyName(new AssemblyName("TikTokFollowing"));

    /// <inheritdoc/>
    /// <remarks>What is not in the module's own folder is the framework's or PowerShell's and comes from the default context.</remarks>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        string path = Path.Combine(_directory, assemblyName.Name + ".dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }
}
