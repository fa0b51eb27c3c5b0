# Runs one Pester file, writes its numbers as JSON, and prints nothing but what failed.
param(
    [Parameter(Mandatory)] [string] $Path,
    [Parameter(Mandatory)] [string] $CountsPath
)

$PSStyle.OutputRendering = 'PlainText'
$ProgressPreference = 'SilentlyContinue'
Import-Module Pester -MinimumVersion 5.5.0

$configuration = New-PesterConfiguration
$configuration.Run.Path = $Path
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'None'
$result = Invoke-Pester -Configuration $configuration

function Write-Failure($Failed, [string] $Name) {
    "[-] $Name"
    foreach ($record in $Failed.ErrorRecord) {
        "    $($record.DisplayErrorMessage ?? $record)"
        "    $($record.DisplayStackTrace ?? $record.ScriptStackTrace)"
    }
}

foreach ($test in $result.Failed) { Write-Failure $test $test.ExpandedPath }
foreach ($block in $result.FailedBlocks) { Write-Failure $block "$($block.ExpandedPath) (BeforeAll or AfterAll)" }
foreach ($container in $result.FailedContainers) { Write-Failure $container "$($container.Item) (the file itself)" }

$result.Skipped | ForEach-Object { "$(Split-Path -Leaf $Path): $($_.ExpandedPath) $($_.ErrorRecord)" } |
    Set-Content -LiteralPath ([IO.Path]::ChangeExtension($CountsPath, '.skipped.txt'))

# A block or a file that fails outside its tests is one more failure; tests that were not run because of it are among the failed.
$outside = $result.FailedBlocksCount + $result.FailedContainersCount
[ordered]@{
    file    = Split-Path -Leaf $Path
    passed  = $result.PassedCount
    failed  = $result.FailedCount + $outside
    skipped = $result.SkippedCount + $result.InconclusiveCount + $result.NotRunCount
    seconds = [Math]::Round($result.Duration.TotalSeconds, 1)
} | ConvertTo-Json -Compress | Set-Content -LiteralPath $CountsPath

if ($result.PassedCount -eq 0) { '[-] No test passed.' }
exit ($result.FailedCount + $outside -gt 0 -or $result.PassedCount -eq 0 ? 1 : 0)
