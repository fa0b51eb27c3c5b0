BeforeAll {
    Import-Module "$PSScriptRoot/TestSupport.psm1"
    Connect-TikTokFollowing -Sandbox
    $all = Get-TikTokFollowing charlidamelio
}

Describe '-CheckpointPath' {
    BeforeEach {
        $connection = Connect-TikTokFollowing -Sandbox -PassThru
        $path = Join-Path $TestDrive "$([guid]::NewGuid()).jsonl"
    }

    It 'goes on after Select-Object -First: nothing is lost' {
        $first = @(Get-TikTokFollowing charlidamelio -PageSize 100 -CheckpointPath $path | Select-Object -First 250)
        $rest = @(Get-TikTokFollowing charlidamelio -PageSize 100 -CheckpointPath $path -SummaryVariable summary)
        # The row that ended Select-Object may come twice, because the pipeline never said that it was taken.
        $rest.Count | Should -BeIn 950, 951
        @($first.UserId) + @($rest.UserId) | Select-Object -Unique | Should -Be $all.UserId
        $summary.Status | Should -Be Complete
        $connection.RequestsSent | Should -Be 13
    }

    It 'goes on after an error' {
        $first = Get-TikTokFollowing sandbox.malformed -PageSize 100 -CheckpointPath $path -ErrorAction SilentlyContinue
        $rest = Get-TikTokFollowing sandbox.malformed -PageSize 30 -CheckpointPath $path -SummaryVariable summary
        $first.Count | Should -Be 100
        $rest.Count | Should -Be 400
        $rest[0].UserId | Should -Not -BeIn $first.UserId
        $summary.Status | Should -Be Complete
    }

    It 'goes on after an error that ended the batch, and asks only for what is not done' {
        $handles = 'stoolpresidente', 'sandbox.nocredits', 'charlidamelio'
        $seen = Watch-Command { $handles | Get-TikTokFollowing -PageSize 100 -CheckpointPath $path }
        $seen.Terminating.FullyQualifiedErrorId | Should -BeLike 'OutOfCredits,*'
        $again = Watch-Command { $handles | Get-TikTokFollowing -PageSize 30 -CheckpointPath $path -SummaryVariable summary }
        $summary.Requests | Should -Be 0, 10, 40
        ($seen.Rows + $again.Rows | Group-Object FollowedBy | Sort-Object Name | ForEach-Object Count) | Should -Be 1200, 500, 234
        @($seen.Rows + $again.Rows).Count | Should -Be 1934
    }

    It 'goes on after Ctrl+C' {
        $server = Start-Loopback
        try {
            $socket = Connect-Loopback $server @{ PassThru = $true }
            $server.Enqueue($null, $null, (New-Reply @{ Act = 'Hang' }))
            $shell = New-Shell 'param($connection, $path) Get-TikTokFollowing charlidamelio -PageSize 100 -CheckpointPath $path -Connection $connection'
            $output = [Management.Automation.PSDataCollection[psobject]]::new()
            $null = $shell.AddArgument($socket).AddArgument($path).BeginInvoke([Management.Automation.PSDataCollection[psobject]] $null, $output)
            Wait-Until { $server.RequestCount -eq 3 -and $output.Count -eq 200 } | Should -BeTrue
            $shell.Stop()
            $shell.Runspace.Dispose()
            $rest = Get-TikTokFollowing charlidamelio -PageSize 100 -CheckpointPath $path
            @($output.UserId) + @($rest.UserId) | Should -Be $all.UserId
            $server.RequestCount | Should -Be 13
        }
        finally {
            $server.Dispose()
        }
    }

    It 'goes on page by page with -MaxPages until it is done: nothing twice, nothing missing' {
        $collected = do {
            Get-TikTokFollowing charlidamelio -PageSize 90 -MaxPages 4 -CheckpointPath $path -SummaryVariable summary
        } while ($summary.Status -eq 'Limited')
        $collected.UserId | Should -Be $all.UserId
        $connection.RequestsSent | Should -Be 14
    }

    It 'goes on with several handles at once' {
        $handles = 'charlidamelio', 'stoolpresidente', 'sandbox.repeats'
        $first = @($handles | Get-TikTokFollowing -PageSize 50 -ThrottleLimit 3 -CheckpointPath $path | Select-Object -First 333)
        $rest = @($handles | Get-TikTokFollowing -PageSize 50 -ThrottleLimit 3 -CheckpointPath $path)
        $first.Count + $rest.Count | Should -BeIn 1934, 1935
        @($first + $rest | ForEach-Object { "$($_.FollowedBy) $($_.UserId)" } | Select-Object -Unique).Count | Should -Be 1934
    }

    It 'skips what is done without a request, with the old verdict and in silence: <Handle>' -ForEach @(
        @{ Handle = 'stoolpresidente'; Status = 'Complete' }
        @{ Handle = 'sandbox.empty'; Status = 'Complete' }
        @{ Handle = 'sandbox.truncated'; Status = 'Truncated' }
        @{ Handle = 'sandbox.stuck'; Status = 'StuckCursor' }
        @{ Handle = 'sandbox.hidden'; Status = 'Hidden' }
        @{ Handle = 'sandbox.notfound'; Status = 'NotFound' }
    ) {
        $null = Watch-Command { Get-TikTokFollowing $Handle -PageSize 100 -CheckpointPath $path -ErrorAction Continue }
        $sent = $connection.RequestsSent
        $seen = Watch-Command { Get-TikTokFollowing "@$($Handle.ToUpperInvariant())" -PageSize 100 -CheckpointPath $path -SummaryVariable summary -Verbose -ErrorAction Continue }
        $connection.RequestsSent | Should -Be $sent
        $summary.Status | Should -Be $Status
        $summary.Requests | Should -Be 0
        $summary.Users | Should -Be 0
        $seen.Rows.Count + $seen.Errors.Count + $seen.Warnings.Count | Should -Be 0
        "$($seen.Verbose)" | Should -Match 'earlier run'
    }

    It 'is kept apart by provider and address' {
        Get-TikTokFollowing stoolpresidente -CheckpointPath $path | Out-Null
        Connect-TikTokFollowing FullTikTok -Sandbox
        @(Get-TikTokFollowing stoolpresidente -CheckpointPath $path).Count | Should -Be 234
        $server = Start-Loopback
        try {
            Connect-Loopback $server
            @(Get-TikTokFollowing stoolpresidente -CheckpointPath $path).Count | Should -Be 234
        }
        finally {
            $server.Dispose()
        }
    }

    It 'ignores a last line that was cut off' {
        Get-TikTokFollowing charlidamelio -PageSize 100 -MaxPages 5 -CheckpointPath $path | Out-Null
        [IO.File]::AppendAllText($path, '{"key":"DumplingAI sandb')
        $rest = Get-TikTokFollowing charlidamelio -PageSize 100 -CheckpointPath $path
        # As after a kill: the pages of the last 100 rows may come again.
        $rest.Count | Should -BeIn 700, 800
        $rest.UserId | Select-Object -Last 700 | Should -Be $all[500..1199].UserId
    }

    It 'is relative to $PWD, not to the directory of the process: <Name>' -ForEach @(
        @{ Name = 'a plain name'; Relative = 'plain.jsonl'; Expected = 'plain.jsonl' }
        @{ Name = './'; Relative = './dot.jsonl'; Expected = 'dot.jsonl' }
        @{ Name = 'brackets'; Relative = 'list[1].jsonl'; Expected = 'list[1].jsonl' }
        @{ Name = 'a drive'; Relative = 'TestDrive:/drive.jsonl'; Expected = 'drive.jsonl' }
    ) {
        Push-Location -LiteralPath $TestDrive
        try {
            Get-TikTokFollowing sandbox.empty -CheckpointPath $Relative
        }
        finally {
            Pop-Location
        }
        Join-Path $TestDrive $Expected | ForEach-Object { Test-Path -LiteralPath $_ } | Should -BeTrue
    }

    It 'is free for the next command after each of these ends: <Name>' -ForEach @(
        @{ Name = 'done'; Run = { Get-TikTokFollowing stoolpresidente -CheckpointPath $path } }
        @{ Name = 'Select-Object -First'; Run = { Get-TikTokFollowing charlidamelio -CheckpointPath $path | Select-Object -First 1 } }
        @{ Name = 'a downstream throw'; Run = { try { Get-TikTokFollowing charlidamelio -CheckpointPath $path | ForEach-Object { throw 'mine' } } catch { $caught = $_ } } }
        @{ Name = 'a terminating error'; Run = { try { Get-TikTokFollowing sandbox.nocredits -PageSize 100 -CheckpointPath $path } catch { $caught = $_ } } }
        @{ Name = 'no connection'; Run = { Disconnect-TikTokFollowing; try { Get-TikTokFollowing stoolpresidente -CheckpointPath $path } catch { $caught = $_ }; Connect-TikTokFollowing -Sandbox } }
    ) {
        . $Run | Out-Null
        { Get-TikTokFollowing sandbox.empty -CheckpointPath $path } | Should -Not -Throw
    }
}

Describe 'A checkpoint file that is not free' {
    It 'is CheckpointInUse while another process has it, whose run is not disturbed' {
        $path = Join-Path $TestDrive shared.jsonl
        $release = Join-Path $TestDrive release
        $holder = Start-Engine @"
            Import-Module `$ModulePath; Connect-TikTokFollowing -Sandbox
            Get-TikTokFollowing stoolpresidente -PageSize 100 -CheckpointPath '$path' | ForEach-Object {
                if (-not `$seen) { `$seen = `$true; 'ready'; while (-not (Test-Path '$release')) { Start-Sleep -Milliseconds 20 } }
            }
            (Get-TikTokFollowingConnection).Summaries.Status
"@
        try {
            $holder.StandardOutput.ReadLine() | Should -Be 'ready'
            $connection = Connect-TikTokFollowing -Sandbox -PassThru
            $seen = Watch-Command { Get-TikTokFollowing charlidamelio -CheckpointPath $path }
            $seen.Terminating.FullyQualifiedErrorId | Should -Be 'CheckpointInUse,TikTokFollowing.Commands.GetTikTokFollowingCommand'
            $seen.Terminating.CategoryInfo.Category | Should -Be ResourceBusy
            "$($seen.Terminating)" | Should -Match 'shared\.jsonl'
            $connection.RequestsSent | Should -Be 0
            New-Item $release | Out-Null
            $holder.StandardOutput.ReadToEnd().Trim() | Should -Be Complete
            Get-TikTokFollowing stoolpresidente -CheckpointPath $path | Should -BeNullOrEmpty
            $connection.RequestsSent | Should -Be 0
        }
        finally {
            if (-not $holder.HasExited) { $holder.Kill() }
        }
    }

    It 'is CheckpointInUse for a second command of the same process' {
        Connect-TikTokFollowing -Sandbox
        $path = Join-Path $TestDrive nested.jsonl
        { Get-TikTokFollowing stoolpresidente -CheckpointPath $path | Get-TikTokFollowing -CheckpointPath $path -First 1 } | Should -Throw -ErrorId 'CheckpointInUse,*'
    }

    It 'is CheckpointInvalid and keeps its bytes: <Name>' -ForEach @(
        @{ Name = 'a foreign text'; Damage = { [IO.File]::WriteAllText($path, "Handle,Name`na,b`n") } }
        @{ Name = 'a foreign text without a line end'; Damage = { [IO.File]::WriteAllText($path, 'my notes') } }
        @{ Name = 'foreign JSON lines'; Damage = { [IO.File]::WriteAllText($path, "{`"a`":1}`n{`"b`":2}`n") } }
        @{ Name = 'binary'; Damage = { [IO.File]::WriteAllBytes($path, [byte[]] (0..255)) } }
        @{ Name = 'a damaged line'; Damage = {
                Get-TikTokFollowing charlidamelio -PageSize 100 -MaxPages 2 -CheckpointPath $path | Out-Null
                $lines = [IO.File]::ReadAllLines($path)
                $lines[2] = $lines[2].Substring(0, 20)
                [IO.File]::WriteAllText($path, ($lines -join "`n") + "`n")
            }
        }
    ) {
        $path = Join-Path $TestDrive "$([guid]::NewGuid()).jsonl"
        $connection = Connect-TikTokFollowing -Sandbox -PassThru
        . $Damage
        $bytes = [Convert]::ToHexString([IO.File]::ReadAllBytes($path))
        $sent = $connection.RequestsSent
        $seen = Watch-Command { Get-TikTokFollowing charlidamelio -CheckpointPath $path }
        $seen.Terminating.FullyQualifiedErrorId | Should -Be 'CheckpointInvalid,TikTokFollowing.Commands.GetTikTokFollowingCommand'
        $seen.Terminating.CategoryInfo.Category | Should -Be InvalidData
        [Convert]::ToHexString([IO.File]::ReadAllBytes($path)) | Should -Be $bytes
        $connection.RequestsSent | Should -Be $sent
    }

    It 'is CheckpointInvalid where no file can be: <_>' -ForEach 'TestDrive:/', 'TestDrive:/no/such/folder/file.jsonl', 'env:NOT_A_FILE' {
        Connect-TikTokFollowing -Sandbox
        { Get-TikTokFollowing sandbox.empty -CheckpointPath $_ } | Should -Throw -ErrorId 'CheckpointInvalid,*'
    }
}

Describe 'A batch that is killed at random moments and started again' {
    It 'has every row in its file, and pays for little twice' {
        $server = Start-Loopback
        try {
            $server.Latency = [timespan]::FromMilliseconds(8)
            $handles = 'charlidamelio', 'stoolpresidente', 'sandbox.truncated', 'sandbox.empty', 'some.user'
            $csv = Join-Path $TestDrive batch.csv
            $script = @"
                Import-Module `$ModulePath
                Connect-TikTokFollowing -ApiKey '$TestKey' -BaseUri '$($server.Address)'
                '$($handles -join "','")' | Get-TikTokFollowing -PageSize 100 -CheckpointPath '$TestDrive/batch.jsonl' -WarningAction Ignore | Export-Csv '$csv' -Append
                'done'
"@
            $seed = $env:TIKTOKFOLLOWING_TEST_SEED ?? (Get-Random -Maximum 1000000)
            Write-Host "Kill test: seed $seed"
            $random = [Random]::new($seed)
            $kills = 0
            $atBoundary = 0
            do {
                $before = $server.RequestCount
                $engine = Start-Engine $script
                $isDone = $engine.StandardOutput.ReadToEndAsync()
                Wait-Until { $server.RequestCount -gt $before -or $engine.HasExited } 30 | Should -BeTrue
                if ($kills -lt 10 -and -not $engine.WaitForExit($random.Next(10, 260))) {
                    $engine.Kill()
                    $engine.WaitForExit()
                    $kills++
                    # Where a last page is shorter than 100 rows, the last 100 rows reach back one page further.
                    $last = $server.Requests | Select-Object -Last 3 | ForEach-Object { [regex]::Match($_, '"handle":"([^"]+)"').Value } | Select-Object -Unique
                    if (@($last).Count -gt 1) { $atBoundary++ }
                }
                $engine.WaitForExit()
            } until ($isDone.Result -match 'done')

            $because = "seed $seed, $kills kills"
            $kills | Should -BeGreaterThan 3 -Because $because
            $inFile = Import-Csv $csv | ForEach-Object { "$($_.FollowedBy) $($_.UserId)" } | Select-Object -Unique
            $pages = 0
            Connect-TikTokFollowing -Sandbox
            foreach ($handle in $handles) {
                $expected = Get-TikTokFollowing $handle -PageSize 100 -SummaryVariable summary -WarningAction Ignore | ForEach-Object { "$($_.FollowedBy) $($_.UserId)" }
                $pages += $summary.Requests
                $missing = [Linq.Enumerable]::Except([string[]] @($expected), [string[]] $inFile)
                @($missing) | Should -HaveCount 0 -Because "$handle, $because"
            }

            $server.RequestCount | Should -BeLessOrEqual ($pages + $kills * 2 + $atBoundary) -Because $because
            Write-Host "Kill test: $kills kills, $($server.RequestCount) requests for $pages pages, $atBoundary kills between two lists"
        }
        finally {
            $server.Dispose()
        }
    }
}
