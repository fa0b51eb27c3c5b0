using System.ComponentModel;

namespace TikTokFollowing;

/// <summary>What the module does when it is removed. Called by the module's own script.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ModuleRemoval
{
    /// <summary>Ends every connection of the runspace and wipes its keys.</summary>
    public static void Run() => RunspaceState.Current.DisconnectAll();
}
