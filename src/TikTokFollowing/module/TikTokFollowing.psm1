# The cmdlets and everything they need live in an AssemblyLoadContext of the module's own; the manifest has loaded its loader.
# The core is imported too, so that its types resolve as literals such as [TikTokFollowing.FollowedUser].
$assemblies = [TikTokFollowing.Loader.ModuleLoader]::Core, [TikTokFollowing.Loader.ModuleLoader]::Module
$imported = Import-Module -Assembly $assemblies -PassThru

# On a second import in one process the engine finds the assembly cached and exports nothing from it
# (PowerShell issue 20710), so the cmdlets are handed to this module again.
$addExportedCmdlet = [System.Management.Automation.PSModuleInfo].GetMethod('AddExportedCmdlet', [System.Reflection.BindingFlags]'Instance, NonPublic')
foreach ($cmdlet in $imported.ExportedCmdlets.Values) {
    $null = $addExportedCmdlet.Invoke($ExecutionContext.SessionState.Module, @(, $cmdlet))
}

# IModuleAssemblyCleanup is not called for an assembly that the engine found cached, so the script says it itself. By then the
# engine has forgotten the module's type names, so the type is looked up now.
$moduleRemoval = [TikTokFollowing.Loader.ModuleLoader]::Module.GetType('TikTokFollowing.ModuleRemoval')
$ExecutionContext.SessionState.Module.OnRemove = { $moduleRemoval::Run() }
