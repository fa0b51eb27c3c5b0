#!/usr/bin/env pwsh
<#
.SYNOPSIS
    Runs one build task by name: Build, Test, Demo or Pack. MSBuild does the work; only its restore downloads anything.
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Test', 'Demo', 'Pack')] [string] $Task = 'Build',
    [ValidateSet('Release', 'Debug')] [string] $Configuration = 'Release',
    # Uses the module as it was built last.
    [switch] $NoBuild
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$solution = Join-Path $PSScriptRoot Following.sln
$module = Join-Path $PSScriptRoot out TikTokFollowing

function Invoke-DotNet {
    dotnet @args | Out-Host
    if ($LASTEXITCODE -ne 0) { throw "dotnet $($args[0]) ended with $LASTEXITCODE." }
}

function New-Nuspec([Management.Automation.PSModuleInfo] $Manifest) {
    # What a PowerShell repository wants to know, all of it from the module's manifest.
    $cmdlets = @($Manifest.ExportedCmdlets.Keys | Sort-Object)
    $values = [ordered]@{
        id = $Manifest.Name; version = $Manifest.Version; authors = $Manifest.Author; owners = $Manifest.CompanyName
        description = $Manifest.Description; releaseNotes = $Manifest.ReleaseNotes; copyright = $Manifest.Copyright
        tags = @($Manifest.Tags) + 'PSModule' + 'PSIncludes_Cmdlet' + ($cmdlets -replace '^', 'PSCmdlet_') + ($cmdlets -replace '^', 'PSCommand_') -join ' '
        licenseUrl = $Manifest.LicenseUri; projectUrl = $Manifest.ProjectUri
    }
    $metadata = foreach ($name in $values.Keys) { if ($values[$name]) { "<$name>$([Security.SecurityElement]::Escape($values[$name]))</$name>" } }
    "<package><metadata>$metadata</metadata><files><file src=""**"" target="""" /></files></package>"
}

if ($Task -ne 'Test' -and -not $NoBuild) {
    Invoke-DotNet build (Join-Path $PSScriptRoot src TikTokFollowing) -c $Configuration --nologo
}

switch ($Task) {
    'Test' {
        Invoke-DotNet test $solution -c $Configuration --nologo
    }
    'Demo' {
        Import-Module $module -Force
        Connect-TikTokFollowing -Sandbox
        $rows = Get-TikTokFollowing stoolpresidente -SummaryVariable summary
        $rows | Select-Object -First 10 | Out-Host
        $rows | Export-Csv following.csv
        "stoolpresidente follows $($rows.Count) accounts ($($summary.Status), $($summary.Requests) requests). The first 10 are above, all are in $(Convert-Path following.csv)."
    }
    'Pack' {
        $manifest = Get-Module $module -ListAvailable | Sort-Object Version | Select-Object -Last 1
        $nuspec = Join-Path $PSScriptRoot out TikTokFollowing.nuspec
        New-Nuspec $manifest | Set-Content -LiteralPath $nuspec
        # NuGet's advice is about libraries; a module keeps its assemblies elsewhere.
        Invoke-DotNet pack (Join-Path $PSScriptRoot src TikTokFollowing) --no-build -c $Configuration --nologo -o (Split-Path $nuspec) `
            "-p:NuspecFile=$nuspec" "-p:NuspecBasePath=$($manifest.ModuleBase)" '-p:IsPackable=true' '-p:NoPackageAnalysis=true'
        Remove-Item -LiteralPath $nuspec
        Get-Item (Join-Path $PSScriptRoot out "TikTokFollowing.$($manifest.Version).nupkg")
    }
}
