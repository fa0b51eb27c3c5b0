# Imports a module into a fresh process and prints how long it took and which assemblies it brought.
param([Parameter(Mandatory)] [string] $ModulePath)

$before = [System.AppDomain]::CurrentDomain.GetAssemblies()
$clock = [System.Diagnostics.Stopwatch]::StartNew()
Import-Module $ModulePath
$clock.Stop()
$after = [System.AppDomain]::CurrentDomain.GetAssemblies()

"number seconds $($clock.Elapsed.TotalSeconds.ToString([cultureinfo]::InvariantCulture))"
foreach ($assembly in $after) {
    if ($assembly -notin $before) { "note $($assembly.GetName().Name)" }
}
