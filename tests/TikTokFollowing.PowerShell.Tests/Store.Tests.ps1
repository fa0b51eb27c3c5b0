# What the store promises of whole processes: kills, a second Sync, a full disk, and the user's nightly job.

BeforeAll {
    Import-Module "$PSScriptRoot/TestSupport.psm1"
    Import-Module $ModulePath

    function Get-SyncScript([string] $Server, [string] $Path, [string] $Command) {
        "Import-Module `$ModulePath; Connect-TikTokFollowing -ApiKey $TestKey -BaseUri $Server; $Command -StorePath '$Path'"
    }
}

AfterAll {
    Remove-Module TikTokFollowing, TestSupport
}

Describe 'A Sync that is killed' {
    BeforeAll {
        # mia.paints follows 3,283 accounts, which are 33 pages; charlidamelio 1,200 in 12.
        $server = Start-Loopback
        $server.Latency = [timespan]::FromMilliseconds(20)
        $path = Join-Path $TestDrive killed.db
        $script = Get-SyncScript $server.Address $path "'mia.paints', 'charlidamelio' | Sync-TikTokFollowing -ThrottleLimit 2"
        $random = [Random]::new(7)
    }

    AfterAll {
        $server.Dispose()
    }

    It 'loses no row, asks again at most for the pages under way, and counts them as paid' {
        $kills = 0
        $committed = 0
        while ($kills -lt 20) {
            $target = $server.RequestCount + $random.Next(1, 4)
            $process = Start-Engine $script
            while (-not $process.HasExited -and $server.RequestCount -lt $target) { [Threading.Thread]::Sleep(1) }
            $ended = $process.HasExited
            $process.Kill()
            $process.WaitForExit()
            $process.Dispose()
            if ($ended) { break }

            $kills++
            if (Test-Path $path) {
                $rows = @(Get-TikTokFollowingHistory $path)
                $rows.Count | Should -BeGreaterOrEqual $committed
                @($rows | Group-Object FollowedBy, UserId | Where-Object Count -GT 1) | Should -BeNullOrEmpty
                $committed = $rows.Count
            }
        }

        $kills | Should -BeGreaterThan 15
        Invoke-Engine $script | Should -Not -Match 'Error'
        $rows = @(Get-TikTokFollowingHistory $path)
        $rows.Count | Should -Be (3283 + 1200)
        @($rows | Sort-Object FollowedBy, UserId -Unique).Count | Should -Be $rows.Count

        # Two lists are under way at once. A newest part may follow a list that was finished before a kill.
        $server.RequestCount | Should -BeLessOrEqual (33 + 12 + 2 * $kills + 2)
        $counted = (Get-TikTokFollowingSummary $path | Measure-Object Requests -Sum).Sum
        $counted | Should -BeGreaterOrEqual $server.RequestCount
        $counted | Should -BeLessOrEqual ($server.RequestCount + 2 * $kills)
        Get-TikTokFollowingChange $path | Should -BeNullOrEmpty
    }
}

Describe 'A second Sync' {
    It 'is refused while one runs in another process, and let in when that is killed' {
        $server = Start-Loopback
        $server.Always = New-Reply @{ Act = 'Hang' }
        $path = Join-Path $TestDrive shared.db
        $process = Start-Engine (Get-SyncScript $server.Address $path 'Sync-TikTokFollowing charlidamelio')
        while ($server.RequestCount -eq 0 -and -not $process.HasExited) { [Threading.Thread]::Sleep(5) }

        Connect-TikTokFollowing -ApiKey $TestKey -BaseUri $server.Address
        { Sync-TikTokFollowing stoolpresidente -StorePath $path } | Should -Throw -ErrorId 'StoreInUse*'
        $server.RequestCount | Should -Be 1

        $process.Kill()
        $process.WaitForExit()
        $process.Dispose()
        $server.Always = $null
        Sync-TikTokFollowing stoolpresidente -StorePath $path 6> $null
        @(Get-TikTokFollowingHistory $path).Count | Should -Be 234
        $server.Dispose()
    }
}

Describe 'A disk' {
    It 'that is full ends the asking and keeps every page that was stored before' {
        if (-not $IsLinux -or (id -u) -ne 0) {
            Set-ItResult -Skipped -Because 'a small disk can be mounted by root on Linux alone'
            return
        }

        $disk = New-Item -ItemType Directory (Join-Path $TestDrive disk)
        mount -t tmpfs -o size=400k tmpfs $disk
        if ($LASTEXITCODE -ne 0) {
            Set-ItResult -Skipped -Because 'nothing can be mounted here'
            return
        }

        try {
            $path = Join-Path $disk full.db
            Connect-TikTokFollowing -Sandbox -WarningAction Ignore
            $null = 'mia.paints', 'charlidamelio' |
                Sync-TikTokFollowing -StorePath $path -ThrottleLimit 1 -SummaryVariable summary -ErrorVariable failed -ErrorAction SilentlyContinue 6> $null
            $failed[0].FullyQualifiedErrorId | Should -BeLike 'StoreInvalid,*'
            $failed[0].CategoryInfo.Category | Should -Be WriteError
            "$($failed[0])" | Should -Match 'full'
            $summary.Status | Should -Be Failed, NotStarted
            $kept = @(Get-TikTokFollowingHistory $path).Count
            $kept | Should -BeGreaterThan 0

            mount -o 'remount,size=20m' $disk
            $null = Sync-TikTokFollowing mia.paints -StorePath $path 6> $null
            @(Get-TikTokFollowingHistory $path).Count | Should -Be 3283
        }
        finally {
            umount $disk
        }
    }
}

Describe 'The lines of the README' {
    It 'keep, repeat and export lists' {
        Connect-TikTokFollowing -Sandbox -WarningAction Ignore
        $path = Join-Path $TestDrive readme.db
        'stoolpresidente', '', '# a comment', 'sandbox.empty' | Sync-TikTokFollowing -StorePath $path 6> $null | Should -BeNullOrEmpty
        $sent = (Get-TikTokFollowingConnection).RequestsSent
        Sync-TikTokFollowing -StorePath $path -OlderThan 12:00:00 6> $null | Should -BeNullOrEmpty
        (Get-TikTokFollowingConnection).RequestsSent | Should -Be $sent
        Get-TikTokFollowingHistory $path | Export-Csv (Join-Path $TestDrive following.csv)
        @(Import-Csv (Join-Path $TestDrive following.csv)).Count | Should -Be 234
        @(Get-TikTokFollowingHistory $path | Group-Object UserId | Where-Object Count -GE 2) | Should -BeNullOrEmpty
    }
}
