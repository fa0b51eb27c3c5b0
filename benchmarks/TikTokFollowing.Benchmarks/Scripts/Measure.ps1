# Does a piece of work in this fresh process, once for each pass, and prints what it took as one line of JSON.
param([scriptblock] $Setup, [scriptblock] $Work)

$ErrorActionPreference = 'Stop'
$numbers = [ordered]@{}
$names = $handles

# A consumer that needs 20 ms for every 100 rows.
function Measure-Slowly {
    begin { $rows = 0 }
    process { if (++$rows % 100 -eq 0) { [System.Threading.Thread]::Sleep(20) } }
    end { [pscustomobject]@{ Count = $rows } }
}

# Lets rows through, and notes how much more than after the first 10,000 is alive, for each row since then.
function Watch-Heap([int] $Every) {
    begin { $rows = 0 }
    process {
        $_
        if (++$rows -eq 10000) { $first = [System.GC]::GetTotalMemory($true) }
        elseif ($rows % $Every -eq 0) {
            $kept = ([System.GC]::GetTotalMemory($true) - $first) / ($rows - 10000)
            $numbers["$pass.heap"] = [Math]::Max($kept, $numbers["$pass.heap"] ?? 0)
        }
    }
}

foreach ($pass in $passes.Split(',')) {
    $handles = $names.Replace('PASS', $pass).Split(',')
    $start = [System.Environment]::WorkingSet
    $allocated = [System.GC]::GetTotalAllocatedBytes()
    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    if ($pass -eq 'cold') { . $Setup }
    $result = & $Work
    $numbers["$pass.seconds"] = $clock.Elapsed.TotalSeconds
    if ($result) {
        $numbers["$pass.rows"] = $result.Count
        $numbers["$pass.allocated"] = ([System.GC]::GetTotalAllocatedBytes() - $allocated) / $result.Count
    }

    if ($pass -eq 'cold') {
        $peak = [System.Diagnostics.Process]::GetCurrentProcess().PeakWorkingSet64
        $numbers["$pass.peak"] = $peak
        $numbers["$pass.above"] = $peak - $start
    }

    [System.GC]::Collect()
}

ConvertTo-Json $numbers -Compress
