using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace TikTokFollowing.Loader;

/// <summary>
/// Loads the core and its dependencies into the module's own AssemblyLoadContext, so that they cannot conflict with the assemblies of
/// PowerShell or of another module.
/// </summary>
public static class ModuleLoader
{
    static ModuleLoader() => AssemblyLoadContext.Default.Resolving += Resolve;

    /// <summary>Makes the default context find the module's own assemblies.</summary>
    public static void Register()
    {
        // The static constructor does it once. Runspaces that import at the same time wait for it.
    }

    /// <summary>Resolves only the module's own assembly names, so that another module that asks for Polly gets its own.</summary>
    private static Assembly? Resolve(AssemblyLoadContext context, AssemblyName name) =>
        name.Name!.StartsWith("TikTokFollowing.", StringComparison.Ordinal) ? PrivateContext.Instance.LoadOwn(name) : null;

    private sealed class PrivateContext() : AssemblyLoadContext("TikTokFollowing")
    {
        // Created when the first of the module's assemblies is resolved, not at import.
        public static readonly PrivateContext Instance = new();

        private readonly string _directory = Path.Combine(Path.GetDirectoryName(typeof(ModuleLoader).Assembly.Location)!, "bin");

        public Assembly? LoadOwn(AssemblyName name)
        {
            string path = Path.Combine(_directory, name.Name + ".dll");
            return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
        }

        // Not RuntimeInformation.RuntimeIdentifier, which can name a Linux distribution.
        private static string Platform
        {
            get
            {
                string system = OperatingSystem.IsWindows() ? "win"
                    : OperatingSystem.IsMacOS() ? "osx"
                    : RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal) ? "linux-musl"
                    : "linux";
                return $"{system}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";
            }
        }

        /// <summary>SQLite's library for this platform, which comes with the module.</summary>
        protected override IntPtr LoadUnmanagedDll(string unmanagedDllName)
        {
            string folder = Path.Combine(_directory, Platform);
            string? library = Directory.Exists(folder)
                ? Directory.EnumerateFiles(folder).FirstOrDefault(file =>
                    Path.GetFileNameWithoutExtension(file) is string name && (name == unmanagedDllName || name == "lib" + unmanagedDllName))
                : null;
            return library is null ? IntPtr.Zero : LoadUnmanagedDllFromPath(library);
        }

        /// <remarks>What is not in the module's own folder is the framework's or PowerShell's and comes from the default context.</remarks>
        protected override Assembly? Load(AssemblyName assemblyName) => LoadOwn(assemblyName);
    }
}
