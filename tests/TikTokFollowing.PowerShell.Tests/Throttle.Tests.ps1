BeforeAll {
    Import-Module "$PSScriptRoot/TestSupport.psm1"
    $server = Start-Loopback
    $server.Latency = [timespan]::FromMilliseconds(20)
    # Lists of some hundred rows, each with more than one page.
    $handles = 'stoolpresidente', 'charlidamelio', 'sandbox.repeats', 'sandbox.hidden', 'sandbox.empty', 'sandbox.malformed', 'sandbox.notfound', 'sandbox.stuck'
}

AfterAll {
    $server.Dispose()
}

Describe '-ThrottleLimit' {
    BeforeEach {
        $server.Always = $null
        $connection = Connect-Loopback $server @{ PassThru = $true; MaximumRetryCount = 0 }
        $before = $server.RequestCount
    }

    It 'brings the same rows, errors and verdicts as one after the other, each handle in order<Mode>' -ForEach @{ Mode = ''; More = @{} }, @{ Mode = ' (-ReadAhead)'; More = @{ ReadAhead = $true } } {
        $plain = Watch-Command { $handles | Get-TikTokFollowing -PageSize 100 -SummaryVariable plainSummary -ErrorAction Continue }
        $wide = Watch-Command { $handles | Get-TikTokFollowing -PageSize 100 -ThrottleLimit 4 -SummaryVariable wideSummary -ErrorAction Continue @More }
        $wide.Rows.Count | Should -Be $plain.Rows.Count
        foreach ($handle in $handles) {
            @($wide.Rows | Where-Object FollowedBy -EQ $handle).UserId | Should -Be @($plain.Rows | Where-Object FollowedBy -EQ $handle).UserId -Because $handle
        }
        $wide.Errors.FullyQualifiedErrorId | Sort-Object | Should -Be ($plain.Errors.FullyQualifiedErrorId | Sort-Object)
        $wide.Warnings.Count | Should -Be $plain.Warnings.Count
        $wideSummary.Count | Should -Be 8
        foreach ($summary in $plainSummary) {
            $same = $wideSummary | Where-Object Handle -EQ $summary.Handle
            "$same $($same.Requests) $($same.NextCursor)" | Should -Be "$summary $($summary.Requests) $($summary.NextCursor)"
        }
    }

    It 'works on as many handles at once as it says, and no more' {
        $local = Start-Loopback
        try {
            $local.Latency = [timespan]::FromMilliseconds(50)
            Connect-Loopback $local
            1..12 | ForEach-Object { "some.user$_" } | Get-TikTokFollowing -MaxPages 2 -ThrottleLimit 4 | Out-Null
            $local.MostUnderWay | Should -BeGreaterThan 1
            $local.MostUnderWay | Should -BeLessOrEqual 4
            $local.ConnectionCount | Should -BeLessOrEqual 4
        }
        finally {
            $local.Dispose()
        }
    }

    It 'one after the other uses one connection' {
        $local = Start-Loopback
        try {
            Connect-Loopback $local
            'stoolpresidente', 'charlidamelio' | Get-TikTokFollowing -PageSize 100 | Out-Null
            $local.ConnectionCount | Should -Be 1
        }
        finally {
            $local.Dispose()
        }
    }

    It 'sends at most so many more requests when the pipeline stops early: <Take> rows, limit <Limit>' -ForEach @{ Take = 150; Limit = 1 }, @{ Take = 150; Limit = 4 }, @{ Take = 20; Limit = 8 } {
        'sandbox.huge', 'charlidamelio', 'stoolpresidente', 'sandbox.repeats', 'sandbox.stuck', 'sandbox.truncated', 'some.user1', 'some.user2' |
            Get-TikTokFollowing -PageSize 100 -ThrottleLimit $Limit -SummaryVariable summary | Select-Object -First $Take | Should -HaveCount $Take
        $needed = [Math]::Ceiling($Take / 100)
        $server.RequestCount - $before | Should -BeLessOrEqual ($needed + ($Limit -eq 1 ? 0 : $Limit))
        Wait-Until { $server.UnderWay -eq 0 } 2 | Should -BeTrue
        $summary.Status | Where-Object { $_ -notin 'Limited', 'Complete' } | Should -BeNullOrEmpty
    }

    It 'reads its input as it arrives' {
        $log = [Collections.Generic.List[int]]::new()
        1..20 | ForEach-Object { $log.Add($_); "some.user$_" } | Get-TikTokFollowing -MaxPages 1 -PageSize 10 -ThrottleLimit 3 | Select-Object -First 1 | Out-Null
        $log.Count | Should -BeLessOrEqual 4
    }

    It 'asks the same handle once' {
        'stoolpresidente', '@StoolPresidente', 'charlidamelio', 'stoolpresidente' | Get-TikTokFollowing -ThrottleLimit 4 -PageSize 100 | Should -HaveCount 1434
        $server.RequestCount - $before | Should -Be 15
    }

    It 'is stopped as a whole by an error that awaits every handle' {
        $seen = Watch-Command {
            'charlidamelio', 'sandbox.nocredits', 'sandbox.huge', 'sandbox.truncated' | Get-TikTokFollowing -PageSize 100 -ThrottleLimit 4 -SummaryVariable summary -ErrorAction Continue
        }
        $seen.Terminating.FullyQualifiedErrorId | Should -BeLike 'OutOfCredits,*'
        $seen.Terminating.TargetObject | Should -Be sandbox.nocredits
        $summary.Count | Should -Be 4
        ($summary | Where-Object Handle -EQ sandbox.nocredits).Status | Should -Be OutOfCredits
        @($summary | Where-Object Handle -NE sandbox.nocredits).Status | Select-Object -Unique | Should -Be Stopped
        Wait-Until { $server.UnderWay -eq 0 } 2 | Should -BeTrue
        $sent = $server.RequestCount
        [Threading.Thread]::Sleep(100)
        $server.RequestCount | Should -Be $sent
        # Pages of 100, all full: what the others had asked for already was paid for, so it was delivered.
        $seen.Rows.Count | Should -Be (100 * ($sent - $before - 1))
    }

    It 'never passes the credit limit: <Limit> at <Cost> each<Mode>' -ForEach @(
        @{ Limit = 10; Cost = 1; Most = 10; Mode = ''; More = @{} }
        @{ Limit = 10; Cost = 3; Most = 9; Mode = ' (-ReadAhead)'; More = @{ ReadAhead = $true } }
        @{ Limit = 25; Cost = 1; Most = 25; Mode = ' (-ReadAhead)'; More = @{ ReadAhead = $true } }
    ) {
        $limited = Connect-Loopback $server @{ CreditLimit = $Limit; CreditsPerRequest = $Cost; PassThru = $true }
        $seen = Watch-Command { 1..16 | ForEach-Object { "some.user$_" } | Get-TikTokFollowing -PageSize 10 -ThrottleLimit 8 -SummaryVariable summary @More }
        $seen.Terminating.FullyQualifiedErrorId | Should -BeLike 'CreditLimitReached,*'
        $limited.CreditsSpent | Should -BeLessOrEqual $Limit
        ($server.RequestCount - $before) * $Cost | Should -BeLessOrEqual $Limit
        ($summary | Measure-Object Credits -Sum).Sum | Should -Be $limited.CreditsSpent
        if (-not $More.ReadAhead) {
            # Pages of 10, all full: every page that was paid for has been delivered, also by the lists that the limit ended.
            $seen.Rows.Count | Should -Be (10 * $limited.CreditsSpent / $Cost)
        }
    }

    It 'holds every handle back when one is told to wait' {
        $local = Start-Loopback
        try {
            Connect-Loopback $local
            $local.Enqueue((New-Reply @{ Status = 429; Headers = @{ 'Retry-After' = '1' } }))
            $clock = [Diagnostics.Stopwatch]::StartNew()
            'stoolpresidente', 'sandbox.repeats' | Get-TikTokFollowing -PageSize 100 -ThrottleLimit 2 | Should -HaveCount 734
            $clock.Elapsed.TotalSeconds | Should -BeGreaterOrEqual 0.9
            # The refused request, its repetition, and the pages.
            $local.RequestCount | Should -Be 10
        }
        finally {
            $local.Dispose()
        }
    }
}
