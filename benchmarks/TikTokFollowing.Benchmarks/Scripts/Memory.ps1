# Counts a long list and prints what is alive on the managed heap, and how much memory the process has ever used, on the way.
param(
    [Parameter(Mandatory)] [uri] $Address,
    [Parameter(Mandatory)] [string] $ModulePath,
    [Parameter(Mandatory)] [string] $Handle,
    [Parameter(Mandatory)] [int] $SampleEvery,
    [switch] $CollectGarbage
)

$ErrorActionPreference = 'Stop'
. "$PSScriptRoot/Module.ps1" -Address $Address -ModulePath $ModulePath
$process = [System.Diagnostics.Process]::GetCurrentProcess()

# A forced collection shows what is really kept, but also keeps the process smaller than it would be: never both in one run.
function Write-Sample([int] $rows) {
    if ($CollectGarbage) { $samples.Add("number heap.$rows $([System.GC]::GetTotalMemory($true))") }
    else {
        $process.Refresh()
        $samples.Add("number peak.$rows $($process.PeakWorkingSet64)")
    }
}

function Watch-Row {
    begin { $rows = 0 }
    process {
        if (++$rows % $SampleEvery -eq 0 -or $rows -eq 10000) { Write-Sample $rows }
        $_
    }
}

$samples = [System.Collections.Generic.List[string]]::new()
$counted = Get-TikTokFollowing $Handle | Watch-Row | Measure-Object
$samples
"number rows $($counted.Count)"
