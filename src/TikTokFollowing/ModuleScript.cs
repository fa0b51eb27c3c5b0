using System.ComponentModel;
using System.Management.Automation;
using System.Reflection;

namespace TikTokFollowing;

/// <summary>What the module does when it is imported again or removed. Not for users.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ModuleScript : IModuleAssemblyCleanup
{
    // By the time the module is removed the engine has forgotten its type names, but not the loader's.
    private const string Removal =
        $"[TikTokFollowing.Loader.ModuleLoader]::Module.GetType('{nameof(TikTokFollowing)}.{nameof(ModuleScript)}')::{nameof(Remove)}()";

    /// <summary>Does what the engine leaves out when it finds the assembly cached.</summary>
    /// <param name="module">The module.</param>
    /// <param name="assembly">The module that the engine made of the assembly.</param>
    public static void CompleteReload(PSModuleInfo module, PSModuleInfo assembly)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(assembly);
        MethodInfo? addExportedCmdlet = typeof(PSModuleInfo).GetMethod("AddExportedCmdlet", BindingFlags.Instance | BindingFlags.NonPublic);
        foreach (CmdletInfo cmdlet in assembly.ExportedCmdlets.Values.Where(cmdlet => !module.ExportedCmdlets.ContainsKey(cmdlet.Name)))
        {
            addExportedCmdlet?.Invoke(module, [cmdlet]);
        }

        module.OnRemove = ScriptBlock.Create(Removal);
    }

    /// <summary>Ends every connection of the runspace and wipes its keys.</summary>
    public static void Remove() => RunspaceState.Current.DisconnectAll();

    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo) => Remove();
}
