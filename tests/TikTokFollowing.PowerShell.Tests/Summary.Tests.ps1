BeforeAll {
    Import-Module "$PSScriptRoot/TestSupport.psm1"
}

Describe 'The verdict' {
    BeforeAll {
        # Answers of the sandbox that ask to be repeated come again at once.
        $quick = @{ MaximumRetryIntervalSec = 1 }
    }

    It 'on <Handle> of <Provider> is <Status> with <Users> rows' -ForEach $(
        foreach ($provider in 'DumplingAI', 'FullTikTok') {
            @{ Provider = $provider; Handle = 'stoolpresidente'; Status = 'Complete'; Users = 234; Requests = 3 }
            @{ Provider = $provider; Handle = 'sandbox.empty'; Status = 'Complete'; Users = 0; Requests = 1 }
            @{ Provider = $provider; Handle = 'sandbox.hidden'; Status = 'Hidden'; Users = 0; Requests = 1 }
            @{ Provider = $provider; Handle = 'sandbox.notfound'; Status = 'NotFound'; Users = 0; Requests = 1; Credits = 0 }
            @{ Provider = $provider; Handle = 'sandbox.truncated'; Status = 'Truncated'; Users = 5000; Requests = 50; Warns = $true }
            @{ Provider = $provider; Handle = 'sandbox.repeats'; Status = 'Complete'; Users = 500; Requests = 6; Duplicates = 100 }
            @{ Provider = $provider; Handle = 'sandbox.stuck'; Status = 'StuckCursor'; Users = 200; Requests = 2; Warns = $true }
            @{ Provider = $provider; Handle = 'sandbox.malformed'; Status = 'Failed'; Users = 100; Requests = 2 }
        }
    ) {
        Connect-TikTokFollowing $Provider -Sandbox
        $seen = Watch-Command { Get-TikTokFollowing $Handle -PageSize 100 -SummaryVariable summary -ErrorAction Continue }
        @($summary).Count | Should -Be 1
        $summary[0] | Should -BeOfType TikTokFollowing.FollowingSummary
        $summary.Handle | Should -Be $Handle
        $summary.Provider | Should -Be $Provider
        $summary.Status | Should -Be $Status
        $summary.Users | Should -Be $Users
        $seen.Rows.Count | Should -Be $Users
        @($seen.Rows.UserId | Select-Object -Unique).Count | Should -Be $Users
        $summary.Requests | Should -Be $Requests
        $summary.Credits | Should -Be ($Credits ?? $Requests)
        $summary.Duplicates | Should -Be ($Duplicates ?? 0)
        $summary.Retries | Should -Be 0
        $summary.Duration | Should -BeGreaterThan ([timespan]::Zero)
        $summary.StartedAt | Should -BeGreaterThan ([DateTimeOffset]::UtcNow.AddMinutes(-1))
        $seen.Warnings.Count | Should -Be ([int] [bool] $Warns)
        $seen.Errors.Count | Should -Be ([int] ($Status -in 'Hidden', 'NotFound', 'Failed'))
        if ($Warns) {
            "$($seen.Warnings)" | Should -Match "'$Handle'.*$Status"
            $summary.Message | Should -Not -BeNullOrEmpty
        }
        if ($Status -eq 'Complete') { $summary.NextCursor | Should -BeNullOrEmpty }
        [object]::ReferenceEquals($summary[0], (Get-TikTokFollowingConnection).Summaries[-1]) | Should -BeTrue
    }

    It 'counts the retries of sandbox.flaky, and nobody pays for a 502' {
        Connect-TikTokFollowing -Sandbox -MaximumRetryIntervalSec 0
        $rows = Get-TikTokFollowing sandbox.flaky -PageSize 100 -SummaryVariable summary
        $rows.Count | Should -Be 250
        $summary.Status | Should -Be Complete
        $summary.Retries | Should -Be 6
        $summary.Requests | Should -Be 9
        $summary.Credits | Should -Be 3
    }

    It 'waits as long as sandbox.ratelimited asks' {
        Connect-TikTokFollowing -Sandbox
        $rows = Get-TikTokFollowing sandbox.ratelimited -PageSize 100 -SummaryVariable summary
        $rows.Count | Should -Be 250
        $summary.Status | Should -Be Complete
        $summary.Retries | Should -Be 1
        $summary.Duration.TotalSeconds | Should -BeGreaterOrEqual 1
    }

    It 'counts an attempt without an answer as paid' {
        $server = Start-Loopback
        try {
            Connect-Loopback $server @{ MaximumRetryIntervalSec = 0 }
            $server.Enqueue((New-Reply @{ Act = 'Reset' }), (New-Reply @{ Status = 200; Body = '' }), (New-Reply @{ Status = 502; Body = '{"error":"x"}' }))
            $seen = Watch-Command { Get-TikTokFollowing stoolpresidente -PageSize 100 -SummaryVariable summary -Verbose }
            $seen.Rows.Count | Should -Be 234
            $summary.Requests | Should -Be 6
            $summary.Retries | Should -Be 3
            $summary.Credits | Should -Be 5 -Because 'three pages, a reset and an empty 200'
            @($seen.Verbose -match 'may have been charged').Count | Should -Be 2
        }
        finally {
            $server.Dispose()
        }
    }
}

Describe '-SummaryVariable' {
    BeforeEach {
        Connect-TikTokFollowing -Sandbox
    }

    It 'has one verdict for each handle, in order' {
        'stoolpresidente', 'bad handle', 'sandbox.notfound', 'sandbox.empty' | Get-TikTokFollowing -SummaryVariable verdicts -ErrorAction SilentlyContinue | Out-Null
        $verdicts.Handle | Should -Be 'stoolpresidente', 'bad handle', 'sandbox.notfound', 'sandbox.empty'
        $verdicts.Status | Should -Be Complete, Failed, NotFound, Complete
    }

    It 'is set anew by each command; +name keeps what it holds' {
        Get-TikTokFollowing sandbox.empty -SummaryVariable verdicts
        Get-TikTokFollowing sandbox.empty -SummaryVariable verdicts
        @($verdicts).Count | Should -Be 1
        Get-TikTokFollowing stoolpresidente -SummaryVariable +verdicts | Out-Null
        $verdicts.Handle | Should -Be 'sandbox.empty', 'stoolpresidente'
    }

    It '+name begins with whatever the variable holds: <Name>' -ForEach @(
        @{ Name = 'nothing'; Before = $null; Kept = 0 }
        @{ Name = 'one verdict'; Before = 'a'; Kept = 1 }
        @{ Name = 'an array'; Before = 1, 2; Kept = 2 }
    ) {
        $verdicts = $Before
        Get-TikTokFollowing sandbox.empty -SummaryVariable +verdicts
        $verdicts.Count | Should -Be ($Kept + 1)
    }

    It 'works under Set-StrictMode, also with +name for a variable that is not there' {
        & {
            Set-StrictMode -Version Latest
            Get-TikTokFollowing sandbox.empty -SummaryVariable +neverSetBefore
            $neverSetBefore.Count | Should -Be 1
            Get-TikTokFollowing sandbox.empty -SummaryVariable verdicts
            $verdicts[0].Status | Should -Be Complete
        }
    }

    It 'is the caller''s own: local in a function' {
        function Get-Verdict { Get-TikTokFollowing sandbox.empty -SummaryVariable insideOnly; $insideOnly.Count }
        Get-Verdict | Should -Be 1
        Get-Variable insideOnly -ErrorAction Ignore | Should -BeNullOrEmpty
    }

    It 'is there from the start and grows' {
        $counts = 'sandbox.empty', 'stoolpresidente', 'charlidamelio' | Get-TikTokFollowing -First 1 -SummaryVariable verdicts | ForEach-Object { $verdicts.Count }
        $counts | Should -Be 1, 2
        $verdicts.Count | Should -Be 3
    }

    It 'is right when the pipeline is stopped early' {
        Get-TikTokFollowing sandbox.huge -PageSize 100 -SummaryVariable verdicts | Select-Object -First 150 | Out-Null
        $verdicts.Count | Should -Be 1
        $verdicts[0].Status | Should -Be Limited
        $verdicts[0].Users | Should -Be 150
        $verdicts[0].Requests | Should -Be 2
        $verdicts[0].NextCursor | Should -Match '^\d+$'
    }

    It 'is right after a terminating error' {
        { 'stoolpresidente', 'sandbox.nocredits', 'sandbox.empty' | Get-TikTokFollowing -PageSize 100 -SummaryVariable global:verdictsOfTest } | Should -Throw
        try {
            $global:verdictsOfTest.Status | Should -Be Complete, OutOfCredits
            $global:verdictsOfTest[1].Users | Should -Be 200
        }
        finally {
            Remove-Variable verdictsOfTest -Scope Global
        }
    }

    It 'is right after -ErrorAction Stop' {
        try { 'stoolpresidente', 'sandbox.notfound', 'sandbox.empty' | Get-TikTokFollowing -SummaryVariable verdicts -ErrorAction Stop | Out-Null } catch { $caught = $_ }
        $caught.FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
        $verdicts.Status | Should -Be Complete, NotFound
    }
}
