BeforeAll {
    Import-Module "$PSScriptRoot/TestSupport.psm1"
    $server = Start-Loopback
}

AfterAll {
    $server.Dispose()
}

Describe 'The verbose stream' {
    It 'has one line for each request of <Provider>' -ForEach @(
        @{ Provider = 'DumplingAI'; Line = '^DumplingAI stoolpresidente page {0}: HTTP 200, \d+ rows, [\d,]+ bytes, \d+ ms, 1 credits, rate left \d+/1000$' }
        @{ Provider = 'FullTikTok'; Line = '^FullTikTok stoolpresidente page {0}: HTTP 200, \d+ rows, [\d,]+ bytes, \d+ ms, 1 credits, rate left \d+/1000, plan \d+/500000, request [0-9a-f-]{{36}}$' }
    ) {
        Connect-TikTokFollowing $Provider -Sandbox
        $seen = Watch-Command { Get-TikTokFollowing stoolpresidente -PageSize 100 -Verbose }
        $seen.Rows.Count | Should -Be 234
        $seen.Verbose.Count | Should -Be 3
        foreach ($page in 1..3) { $seen.Verbose[$page - 1].Message | Should -Match ($Line -f $page) }
    }

    It 'says why and how long before a repetition' {
        Connect-Loopback $server @{ MaximumRetryIntervalSec = 0 }
        $server.Enqueue((New-Reply @{ Status = 502; Body = '{"error":"upstream is away"}' }))
        $seen = Watch-Command { Get-TikTokFollowing sandbox.empty -Verbose }
        $seen.Verbose.Message | Should -HaveCount 3
        $seen.Verbose[0].Message | Should -Match 'page 1: HTTP 502, 0 rows, .* 0 credits'
        $seen.Verbose[1].Message | Should -Match 'sandbox.empty page 1: retry 1 in 0.0 s\..*upstream is away'
    }

    It 'is silent unless asked for, and heeds $VerbosePreference' {
        Connect-TikTokFollowing -Sandbox
        (Watch-Command { Get-TikTokFollowing sandbox.empty }).Verbose.Count | Should -Be 0
        (Watch-Command { $VerbosePreference = 'Continue'; Get-TikTokFollowing sandbox.empty }).Verbose.Count | Should -Be 1
    }
}

Describe 'The debug stream' {
    It 'has request and answer of <_>, the key removed' -ForEach 'DumplingAI', 'FullTikTok' {
        Connect-TikTokFollowing $_ -ApiKey $TestKey -BaseUri $server.Address
        $seen = Watch-Command { Get-TikTokFollowing stoolpresidente -First 2 -Debug }
        $seen.Terminating | Should -BeNullOrEmpty
        $seen.Rows.Count | Should -Be 2
        $seen.Debug.Count | Should -Be 3
        $seen.Debug[0].Message | Should -Match '^(POST|GET) http://127'
        $seen.Debug[0].Message | Should -Match '(?m)^(Authorization: Bearer|x-rapidapi-key:) \(redacted\)'
        $seen.Debug[1].Message | Should -Match '^HTTP 200'
        $seen.Debug[1].Message | Should -Match '"(followingList|data)"'
        $seen.Debug[2].Message | Should -Match ' stoolpresidente page 1: HTTP 200, 2 rows, '
        "$($seen.Debug.Message)" | Should -Not -Match $TestKey
    }

    It 'cuts long bodies' {
        Connect-Loopback $server
        $seen = Watch-Command { Get-TikTokFollowing charlidamelio -PageSize 100 -MaxPages 1 -Debug }
        $seen.Debug[1].Message.Length | Should -BeLessThan 3000
        $seen.Debug[1].Message | Should -Match '…$'
    }

    It 'has the lines under -Debug: at a verbose one the engine would ask, and end the command where nobody can answer' {
        $out = Invoke-Engine "Import-Module `$ModulePath; Connect-TikTokFollowing -Sandbox -Debug; @(Get-TikTokFollowing stoolpresidente -PageSize 100 -Debug 5>`$null).Count"
        $out | Select-Object -Last 1 | Should -Be '234'
        $out -match 'Confirm|Continue with' | Should -BeNullOrEmpty
    }

    It 'leaves the lines in the verbose stream when that is asked for as well' {
        Connect-TikTokFollowing -Sandbox
        $seen = Watch-Command { Get-TikTokFollowing stoolpresidente -PageSize 100 -Debug -Verbose }
        $seen.Terminating | Should -BeNullOrEmpty
        $seen.Verbose.Count, $seen.Debug.Count, $seen.Rows.Count | Should -Be 3, 6, 234
        $seen = Watch-Command { $VerbosePreference = $DebugPreference = 'Continue'; Get-TikTokFollowing sandbox.empty }
        $seen.Verbose.Count, $seen.Debug.Count | Should -Be 1, 2
        $seen = Watch-Command { Get-TikTokFollowing sandbox.empty -Debug -Verbose:$false }
        $seen.Verbose.Count, $seen.Debug.Count | Should -Be 0, 2
    }

    It 'heeds $DebugPreference, and costs nothing when nobody listens' {
        Connect-TikTokFollowing -Sandbox
        (Watch-Command { $DebugPreference = 'Continue'; Get-TikTokFollowing sandbox.empty }).Debug.Count | Should -Be 2
        (Watch-Command { $DebugPreference = 'SilentlyContinue'; Get-TikTokFollowing sandbox.empty }).Debug.Count | Should -Be 0
        (Watch-Command { $DebugPreference = 'Continue'; Get-TikTokFollowing sandbox.empty -Debug:$false }).Debug.Count | Should -Be 0
    }
}

Describe 'The warning stream' {
    It 'is empty for a list that is whole' {
        Connect-TikTokFollowing -Sandbox
        (Watch-Command { 'stoolpresidente', 'sandbox.repeats', 'sandbox.empty' | Get-TikTokFollowing -PageSize 100 }).Warnings.Count | Should -Be 0
    }

    It 'says once what is missing and why: <Handle>' -ForEach @(
        @{ Handle = 'sandbox.truncated'; Says = 'incomplete \(Truncated\).*5,000.*5000 of about 12240 rows' }
        @{ Handle = 'sandbox.stuck'; Says = 'incomplete \(StuckCursor\).*200 of about 510 rows' }
    ) {
        Connect-TikTokFollowing -Sandbox
        $seen = Watch-Command { Get-TikTokFollowing $Handle -PageSize 100 -ErrorAction Continue }
        $seen.Warnings.Count | Should -Be 1
        $seen.Warnings[0].Message | Should -Match $Says
        $seen.Errors.Count | Should -Be 0
    }

    It 'names an error that came beside rows' {
        Connect-TikTokFollowing FullTikTok -ApiKey $TestKey -BaseUri $server.Address
        $server.Enqueue((New-Reply @{ Body = '{"data":[{"user_id":"1","username":"a"}],"pagination":{"has_more":false},"error":{"code":"PARTIAL","message":"some are missing"}}' }))
        $seen = Watch-Command { Get-TikTokFollowing somebody }
        $seen.Rows.Count | Should -Be 1
        $seen.Warnings[0].Message | Should -Match "'somebody'.*PARTIAL.*some are missing"
    }
}

Describe 'Progress' {
    It 'is shown for a run of more than a second, seldom, and is taken away' {
        Connect-TikTokFollowing -Sandbox
        $shell = New-Shell "param(`$connection) 'stoolpresidente', 'charlidamelio' | Get-TikTokFollowing -Connection `$connection -PageSize 100 | ForEach-Object { [Threading.Thread]::Sleep(2) }"
        $null = $shell.AddArgument((Get-TikTokFollowingConnection))
        $clock = [Diagnostics.Stopwatch]::StartNew()
        $null = $shell.Invoke()
        $records = @($shell.Streams.Progress | Where-Object Activity -Match 'TikTok')
        $shell.Runspace.Dispose()
        $records.Count | Should -BeGreaterThan 2
        $records.Count | Should -BeLessOrEqual ($clock.Elapsed.TotalSeconds * 4 + 1)
        ($records.PercentComplete | Measure-Object -Maximum).Maximum | Should -BeLessOrEqual 100
        $records[-1].RecordType | Should -Be Completed
        $records[-2].StatusDescription | Should -Match '^charlidamelio, handle 2, [\d,]+ of about 1,224 rows, \d+ requests, \d+ credits$'
    }

    It 'says handle i of n when the handles are known, and how long it waits' {
        $server.Enqueue($null, (New-Reply @{ Status = 429; Headers = @{ 'Retry-After' = '2' } }))
        Connect-Loopback $server
        $shell = New-Shell "param(`$connection) Get-TikTokFollowing sandbox.empty, stoolpresidente, sandbox.hidden -Connection `$connection -PageSize 100 -ErrorAction Ignore"
        $null = $shell.AddArgument((Get-TikTokFollowingConnection)).Invoke()
        $texts = @($shell.Streams.Progress).StatusDescription
        $shell.Runspace.Dispose()
        $texts -match 'handle 2 of 3, ' | Should -Not -BeNullOrEmpty
        $texts -match '(retrying|rate limit), waiting 1 s$' | Should -Not -BeNullOrEmpty
    }

    It 'never passes 100 per cent, whatever total was announced' {
        $pages = 1..4 | ForEach-Object { New-Reply @{ Body = New-Page (1..5 | ForEach-Object { "user$([guid]::NewGuid().ToString('N'))" }) -Next (1700000000 - $_) -Total 3 } }
        $server.Enqueue($pages)
        $server.Latency = [timespan]::FromMilliseconds(400)
        try {
            Connect-Loopback $server
            $shell = New-Shell "param(`$connection) Get-TikTokFollowing somebody -MaxPages 4 -Connection `$connection"
            $rows = $shell.AddArgument((Get-TikTokFollowingConnection)).Invoke()
            $rows.Count | Should -Be 20
            $records = @($shell.Streams.Progress)
            $shell.Runspace.Dispose()
            $records.Count | Should -BeGreaterThan 1
            foreach ($record in $records) { $record.PercentComplete | Should -BeLessOrEqual 100 }
        }
        finally {
            $server.Latency = [timespan]::Zero
        }
    }

    It 'is not shown for a short run' {
        Connect-TikTokFollowing -Sandbox
        $shell = New-Shell "param(`$connection) Get-TikTokFollowing stoolpresidente -Connection `$connection"
        $null = $shell.AddArgument((Get-TikTokFollowingConnection)).Invoke()
        @($shell.Streams.Progress | Where-Object Activity -Match 'TikTok').Count | Should -Be 0
        $shell.Runspace.Dispose()
    }
}
