# Ctrl+C: what the engine does is PowerShell.Stop.
BeforeAll {
    Import-Module "$PSScriptRoot/TestSupport.psm1"
    $server = Start-Loopback
}

AfterAll {
    $server.Dispose()
}

Describe 'Ctrl+C' {
    AfterEach {
        $server.Always = $null
        $server.Latency = [timespan]::Zero
    }

    It 'ends <Name> within a second, without an error, as Stopped' -ForEach @(
        @{ Name = 'a request without an answer'; Script = 'Get-TikTokFollowing somebody'; Always = @{ Act = 'Hang' } }
        @{ Name = 'the second page'; Script = 'Get-TikTokFollowing charlidamelio -PageSize 100'; Before = 1; Always = @{ Act = 'Hang' } }
        @{ Name = 'a page fetched ahead'; Script = 'Get-TikTokFollowing charlidamelio -PageSize 100 -ReadAhead'; Before = 1; Always = @{ Act = 'Hang' } }
        @{ Name = 'eight handles at once'; Script = '1..20 | % { "user$_" } | Get-TikTokFollowing -ThrottleLimit 8'; UnderWay = 8; Always = @{ Act = 'Hang' }; Verdicts = 8 }
        @{ Name = 'a wait before a repetition'; Script = 'Get-TikTokFollowing somebody'; Always = @{ Status = 429; Headers = @{ 'Retry-After' = '30' } }; UnderWay = 0 }
        @{ Name = 'a wait for the rate limit'; Script = '"first", "second" | Get-TikTokFollowing -ThrottleLimit 2'; Always = @{ Status = 429; Headers = @{ 'Retry-After' = '30' } }; UnderWay = 0; Verdicts = 2 }
        @{ Name = 'the pipeline behind it'; Script = 'Get-TikTokFollowing charlidamelio -PageSize 100 | % { [Threading.Thread]::Sleep(10); $_ }'; Before = 1; Always = @{ Act = 'Hang' }; UnderWay = 0 }
        @{ Name = 'a run with a checkpoint'; Script = 'Get-TikTokFollowing charlidamelio -PageSize 100 -CheckpointPath $path'; Before = 1; Always = @{ Act = 'Hang' } }
    ) {
        $path = Join-Path $TestDrive "$([guid]::NewGuid()).jsonl"
        $connection = Connect-Loopback $server @{ PassThru = $true }
        $requestsBefore = $server.RequestCount
        if ($Before) { $server.Enqueue(@($null) * $Before) }
        $server.Always = New-Reply $Always
        $UnderWay ??= 1
        $shell = New-Shell "param(`$connection, `$path) `$PSDefaultParameterValues['Get-TikTokFollowing:Connection'] = `$connection; $Script"
        $run = $shell.AddArgument($connection).AddArgument($path).BeginInvoke()
        Wait-Until { $server.UnderWay -eq $UnderWay -and $server.RequestCount - $requestsBefore -gt [int] $Before - [int] ($UnderWay -eq 0) } | Should -BeTrue
        [Threading.Thread]::Sleep(100)

        $clock = [Diagnostics.Stopwatch]::StartNew()
        $shell.Stop()
        $clock.Elapsed.TotalSeconds | Should -BeLessThan 1
        $shell.InvocationStateInfo.State | Should -Be Stopped
        $run.IsCompleted | Should -BeTrue
        $shell.Streams.Error.Count | Should -Be 0
        $connection.Summaries.Count | Should -Be ($Verdicts ?? 1)
        $connection.Summaries.Status | Select-Object -Unique | Should -Be Stopped
        Wait-Until { $server.UnderWay -eq 0 } 1 | Should -BeTrue
        $sent = $server.RequestCount
        $shell.Runspace.Dispose()
        [Threading.Thread]::Sleep(50)
        $server.RequestCount | Should -Be $sent

        # Whatever it held is free again. A new connection, because the old one still waits as long as it was told.
        $server.Always = $null
        Connect-Loopback $server
        @(Get-TikTokFollowing charlidamelio -PageSize 100 -First 1 -CheckpointPath $path).Count | Should -Be 1
    }

    It 'leaves the summary variable right' {
        $server.Enqueue(@($null))
        $server.Always = New-Reply @{ Act = 'Hang' }
        $connection = Connect-Loopback $server @{ PassThru = $true }
        $shell = New-Shell 'param($connection) Get-TikTokFollowing charlidamelio -PageSize 100 -Connection $connection -SummaryVariable global:verdicts'
        $null = $shell.AddArgument($connection).BeginInvoke()
        Wait-Until { $server.UnderWay -eq 1 -and $server.RequestCount -gt 1 } | Should -BeTrue
        [Threading.Thread]::Sleep(200)
        $shell.Stop()
        $shell.Commands.Clear()
        $verdict = $shell.AddScript('$global:verdicts').Invoke()
        $shell.Runspace.Dispose()
        $verdict.Count | Should -Be 1
        $verdict[0].Status | Should -Be Stopped
        $verdict[0].Users | Should -Be 100
        $verdict[0].Message | Should -Not -BeNullOrEmpty
    }
}
