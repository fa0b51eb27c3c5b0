BeforeAll {
    Import-Module "$PSScriptRoot/TestSupport.psm1"
}

Describe 'Get-TikTokFollowingConnection' {
    It 'returns nothing, and no error, when there is none' {
        Disconnect-TikTokFollowing
        $seen = Watch-Command { Get-TikTokFollowingConnection }
        $seen.Terminating | Should -BeNullOrEmpty
        $seen.Errors.Count + $seen.Rows.Count | Should -Be 0
    }

    It 'has the properties that it promises, and no key' {
        Connect-TikTokFollowing -Sandbox -CreditLimit 9
        $names = (Get-TikTokFollowingConnection | Get-Member -MemberType Properties).Name
        foreach ($name in 'Provider', 'BaseUri', 'IsSandbox', 'RateLimit', 'RequestsSent', 'CreditsSpent', 'CreditLimit', 'Summaries') {
            $names | Should -Contain $name
        }
        $names -match 'key|token|secret|credential' | Should -BeNullOrEmpty
    }

    It 'counts what was spent' {
        Connect-TikTokFollowing -Sandbox
        Get-TikTokFollowing stoolpresidente -PageSize 100 | Out-Null
        Get-TikTokFollowing sandbox.notfound -ErrorAction SilentlyContinue
        $connection = Get-TikTokFollowingConnection
        $connection.RequestsSent | Should -Be 4
        $connection.CreditsSpent | Should -Be 3
    }

    It 'knows the rate limit of Dumpling AI' {
        Connect-TikTokFollowing -Sandbox
        Get-TikTokFollowing sandbox.empty
        $limit = (Get-TikTokFollowingConnection).RateLimit
        $limit.Limit | Should -Be 1000
        $limit.Remaining | Should -Be 999
        $limit.QuotaLimit | Should -BeNullOrEmpty
    }

    It 'knows the rate limit and the plan of the Full TikTok API' {
        Connect-TikTokFollowing FullTikTok -Sandbox
        Get-TikTokFollowing sandbox.empty
        $limit = (Get-TikTokFollowingConnection).RateLimit
        $limit.Remaining | Should -Be 999
        $limit.ResetAt | Should -BeOfType DateTimeOffset
        $limit.QuotaRemaining | Should -Be 499999
        $limit.QuotaResetAt | Should -BeGreaterThan ([DateTimeOffset]::UtcNow.AddDays(13))
    }

    It 'keeps the last 100 verdicts, the newest last' {
        Connect-TikTokFollowing -Sandbox
        1..105 | ForEach-Object { "no handle $_" } | Get-TikTokFollowing -ErrorAction SilentlyContinue
        $summaries = (Get-TikTokFollowingConnection).Summaries
        $summaries.Count | Should -Be 100
        $summaries[0].Handle | Should -Be 'no handle 6'
        $summaries[-1].Handle | Should -Be 'no handle 105'
    }

    It 'shows nothing of an unused connection that is not there yet' {
        Connect-TikTokFollowing -Sandbox
        $connection = Get-TikTokFollowingConnection
        $connection.Summaries.Count | Should -Be 0
        $connection.CreditLimit | Should -BeNullOrEmpty
        "$connection" | Should -Be 'DumplingAI at https://sandbox.invalid/'
    }
}
