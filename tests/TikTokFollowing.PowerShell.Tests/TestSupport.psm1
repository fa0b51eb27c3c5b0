# What the Pester files share: the module under test, fresh engines, servers on loopback, and a look at every stream.

$repositoryRoot = Split-Path (Split-Path $PSScriptRoot)
$ModulePath = Join-Path $repositoryRoot out TikTokFollowing

# dotnet test says where it built; a file that is run by hand takes the newest build.
$testBin = $env:TIKTOKFOLLOWING_TEST_BIN ??
    (Get-ChildItem (Join-Path $PSScriptRoot bin * net8.0 TikTokFollowing.PowerShell.Tests.dll) | Sort-Object LastWriteTime | Select-Object -Last 1).DirectoryName

# The numbers of a vendor's key, recognisable wherever they turn up.
$TestKey = 'sk_test_7f3a9c51e2b84d06'

function Start-Loopback([switch] $Tls) {
    # A scripted server inside this engine. Dispose it after the test.
    [Reflection.Assembly]::LoadFrom((Join-Path $testBin TikTokFollowing.PowerShell.Tests.dll)) | Out-Null
    [TikTokFollowing.Tests.Support.LoopbackServer]::new($Tls)
}

function New-Reply([hashtable] $Reply = @{}) {
    # One scripted answer; see LoopbackServer.cs.
    [TikTokFollowing.Tests.Support.LoopbackReply] $Reply
}

function New-Page([string[]] $Handle, [string] $Next, [long] $Total = 100) {
    # A page as Dumpling AI sends it.
    @{
        followingList = @($Handle | ForEach-Object { @{ user = @{ id = "7$([Math]::Abs($_.GetHashCode()))"; uniqueId = $_; nickname = $_ } } })
        minCursor     = $Next ? [long] $Next : 0
        hasMore       = [bool] $Next
        total         = $Total
    } | ConvertTo-Json -Depth 5 -Compress
}

function Connect-Loopback([Parameter(Mandatory)] $Server, [hashtable] $With = @{}) {
    Connect-TikTokFollowing -ApiKey $TestKey -BaseUri $Server.Address @With
}

function Start-SandboxServer {
    # The program that users start. Stop it with Stop-SandboxServer.
    $start = [Diagnostics.ProcessStartInfo]::new('dotnet', [string[]] @(Join-Path $testBin TikTokFollowing.Sandbox.Server.dll))
    $start.RedirectStandardOutput = $true
    $process = [Diagnostics.Process]::Start($start)
    $first = $process.StandardOutput.ReadLine()
    if ($first -notmatch 'http://\S+') { throw "The sandbox server did not start: $first" }
    [pscustomobject]@{ Process = $process; Address = [uri] $Matches[0] }
}

function Stop-SandboxServer($Server) {
    $Server.Process.Kill()
    $Server.Process.WaitForExit()
    $Server.Process.Dispose()
}

function Start-Engine([string] $Script, [hashtable] $Environment = @{}) {
    # A fresh pwsh that runs a script; returns the process.
    $prologue = "`$PSStyle.OutputRendering = 'PlainText'; `$ProgressPreference = 'SilentlyContinue'; `$ModulePath = '$ModulePath'`n"
    $encoded = [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes($prologue + $Script))
    $engine = (Get-Process -Id $PID).Path
    $start = [Diagnostics.ProcessStartInfo]::new($engine, [string[]] ('-NoProfile', '-NonInteractive', '-OutputFormat', 'Text', '-EncodedCommand', $encoded))
    $start.RedirectStandardInput = $true
    $start.RedirectStandardOutput = $true
    $start.RedirectStandardError = $true
    foreach ($name in $Environment.Keys) { $start.Environment[$name] = $Environment[$name] }
    $process = [Diagnostics.Process]::Start($start)
    $process.StandardInput.Close()
    $process
}

function Invoke-Engine([string] $Script, [hashtable] $Environment = @{}) {
    # Runs a script in a fresh pwsh and returns what it printed, errors included, line by line.
    $process = Start-Engine $Script $Environment
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

function New-Shell([string] $Script) {
    # A PowerShell object with a runspace of its own in this process, the module imported; its Streams hold everything.
    $shell = [powershell]::Create([Management.Automation.Runspaces.RunspaceFactory]::CreateRunspace([initialsessionstate]::CreateDefault2()))
    $shell.Runspace.Open()
    $null = $shell.AddScript("Import-Module '$ModulePath'").Invoke()
    $shell.Commands.Clear()
    $shell.AddScript($Script)
}

function Wait-Until([scriptblock] $Condition, [double] $Seconds = 10) {
    # Waits for what another thread or process does; says whether it came.
    $end = [datetime]::UtcNow.AddSeconds($Seconds)
    while (-not (& $Condition)) {
        if ([datetime]::UtcNow -gt $end) { return $false }
        [Threading.Thread]::Sleep(10)
    }

    $true
}

Import-Module $ModulePath -Global
Export-ModuleMember -Function * -Variable ModulePath, TestKey
