# What the Pester files share: the module under test, fresh engines, and a server on loopback.

$ModulePath = Join-Path (Split-Path (Split-Path $PSScriptRoot)) out TikTokFollowing

# The module comes first: its loader gives the test's own assembly the sandbox.
Import-Module $ModulePath -Global

# dotnet test says where it built; a file that is run by hand takes the newest build.
$testBin = $env:TIKTOKFOLLOWING_TEST_BIN ??
    (Get-ChildItem (Join-Path $PSScriptRoot bin * net8.0 TikTokFollowing.PowerShell.Tests.dll) | Sort-Object LastWriteTime | Select-Object -Last 1).DirectoryName
$null = [Reflection.Assembly]::LoadFrom((Join-Path $testBin TikTokFollowing.PowerShell.Tests.dll))

# The numbers of a vendor's key, recognisable wherever they turn up.
$TestKey = [TikTokFollowing.Tests.Support.LoopbackServer]::Key

function Start-Loopback {
    # A scripted server inside this engine. Dispose it after the test.
    [TikTokFollowing.Tests.Support.LoopbackServer]::new()
}

function New-Reply([hashtable] $Reply = @{}) {
    # One scripted reply; see LoopbackReply.cs.
    [TikTokFollowing.Tests.Support.LoopbackReply] $Reply
}

function Start-Engine([string] $Script, [hashtable] $Environment = @{}, [switch] $Interactive) {
    # A fresh pwsh that runs a script; returns the process. Nothing stands in its input.
    $prologue = "`$PSStyle.OutputRendering = 'PlainText'; `$ProgressPreference = 'SilentlyContinue'; `$ModulePath = '$ModulePath'`n"
    $encoded = [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes($prologue + $Script))
    $process = [TikTokFollowing.PowerShell.Tests.EngineProcess]::Start(('-OutputFormat', 'Text', '-EncodedCommand', $encoded), $Environment, $Interactive)
    $process.StandardInput.Close()
    $process
}

function Invoke-Engine([string] $Script, [hashtable] $Environment = @{}, [switch] $Interactive) {
    # Runs a script in a fresh pwsh and returns what it printed, errors included, line by line.
    $process = Start-Engine $Script $Environment -Interactive:$Interactive
    $errors = $process.StandardError.ReadToEndAsync()
    $text = $process.StandardOutput.ReadToEnd()
    $process.WaitForExit()
    ($text + $errors.Result).Split("`n").TrimEnd() -ne ''
}

function Watch-Command([scriptblock] $Script) {
    # Runs a script block of the test and sorts what it wrote by stream; a terminating error is caught.
    $seen = [pscustomobject]@{
        Rows = [Collections.Generic.List[object]]::new(); Errors = [Collections.Generic.List[object]]::new()
        Warnings = [Collections.Generic.List[object]]::new(); Verbose = [Collections.Generic.List[object]]::new()
        Debug = [Collections.Generic.List[object]]::new(); Terminating = $null
    }
    try {
        # Dot-sourced, so that what it sets is the test's own.
        . $Script *>&1 | ForEach-Object {
            if ($_ -is [Management.Automation.ErrorRecord]) { $seen.Errors.Add($_) }
            elseif ($_ -is [Management.Automation.WarningRecord]) { $seen.Warnings.Add($_) }
            elseif ($_ -is [Management.Automation.VerboseRecord]) { $seen.Verbose.Add($_) }
            elseif ($_ -is [Management.Automation.DebugRecord]) { $seen.Debug.Add($_) }
            else { $seen.Rows.Add($_) }
        }
    }
    catch {
        $seen.Terminating = $_
    }

    $seen
}

# What a released engine has and one that was built from its sources may lack.
$parts = @{
    AddType       = @{ Reason = 'the engine has no reference assemblies for Add-Type'; Test = { Test-Path (Join-Path $PSHOME ref) } }
    ThreadJob     = @{ Reason = 'the engine has no ThreadJob'; Test = { Get-Command Start-ThreadJob -ErrorAction Ignore } }
    PSResourceGet = @{ Reason = 'the engine has no Microsoft.PowerShell.PSResourceGet'; Test = { Get-Command Install-PSResource -ErrorAction Ignore } }
}

function Skip-Without([string] $Part) {
    # Skips the test with its reason when the engine lacks a part.
    if (-not (& $parts[$Part].Test)) { Set-ItResult -Skipped -Because $parts[$Part].Reason }
}

Export-ModuleMember -Function * -Variable ModulePath, TestKey
