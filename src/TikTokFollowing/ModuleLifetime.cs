using System.ComponentModel;
using System.Management.Automation;
using TikTokFollowing.Loader;

namespace TikTokFollowing;

/// <summary>What the engine runs when the module comes and goes. Not for users.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ModuleLifetime : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    /// <summary>Registers the loader.</summary>
    /// <remarks>
    /// The engine has already loaded the public classes of this assembly. So none of them has a field of one of the core's value types
    /// or derives from one of its classes. A nested module that loads first would make this rule unnecessary, but costs 4 ms per import.
    /// </remarks>
    public void OnImport() => ModuleLoader.Register();

    /// <summary>Ends every connection of the runspace and wipes its keys.</summary>
    public void OnRemove(PSModuleInfo psModuleInfo) => RunspaceState.Current.DisconnectAll();
}
