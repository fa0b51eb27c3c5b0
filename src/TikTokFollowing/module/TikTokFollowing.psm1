# The cmdlets and everything they need live in an AssemblyLoadContext of the module's own; the manifest has loaded its loader.
if ([TikTokFollowing.Loader.ModuleLoader]::IsLoaded) {
    # On a second import in one process the engine finds the assembly cached: it exports nothing from it (PowerShell issue 20710)
    # and will not tell it of its removal. A script block of its own, because compiling it would cost each first import.
    & {
        $imported = Import-Module -Assembly ([TikTokFollowing.Loader.ModuleLoader]::Module) -PassThru
        [TikTokFollowing.ModuleScript]::CompleteReload($ExecutionContext.SessionState.Module, $imported)
    }
} else {
    Import-Module -Assembly ([TikTokFollowing.Loader.ModuleLoader]::Module)
}
