# Does one piece of work once, after the same work on a small list, and prints how long it took.
param(
    [Parameter(Mandatory)] [uri] $Address,
    [Parameter(Mandatory)] [string] $Setup,
    [Parameter(Mandatory)] [AllowEmptyString()] [string] $ModulePath,
    [Parameter(Mandatory)] [string] $Work,
    [Parameter(Mandatory)] [string] $Handles,
    [Parameter(Mandatory)] [string] $WarmUpHandles
)

$ErrorActionPreference = 'Stop'
. $Setup -Address $Address -ModulePath $ModulePath

# A consumer that needs 20 ms for every 100 rows.
function Measure-Slowly {
    begin { $rows = 0 }
    process { if (++$rows % 100 -eq 0) { [System.Threading.Thread]::Sleep(20) } }
    end { [pscustomobject]@{ Count = $rows } }
}

$csv = [System.IO.Path]::GetTempFileName()
$block = [scriptblock]::Create("param([string[]] `$handles) $Work")
try {
    $null = & $block $WarmUpHandles.Split(',')
    [System.GC]::Collect()

    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    $result = & $block $Handles.Split(',')
    $clock.Stop()
}
finally {
    Remove-Item $csv
}

$process = [System.Diagnostics.Process]::GetCurrentProcess()
"number seconds $($clock.Elapsed.TotalSeconds.ToString([cultureinfo]::InvariantCulture))"
"number peak $($process.PeakWorkingSet64)"
if ($result.Count) { "number rows $($result.Count)" }
