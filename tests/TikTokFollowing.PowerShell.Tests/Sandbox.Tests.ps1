# The server that users start, as a program of its own, asked over a socket.
BeforeAll {
    Import-Module "$PSScriptRoot/TestSupport.psm1"
    $server = Start-SandboxServer
}

AfterAll {
    Stop-SandboxServer $server
}

Describe 'The sandbox over a socket speaks <_>' -ForEach 'DumplingAI', 'FullTikTok' {
    BeforeAll {
        $provider = $_
    }

    BeforeEach {
        $inProcess = Connect-TikTokFollowing $provider -Sandbox -PassThru
        $socket = Connect-TikTokFollowing $provider -ApiKey sk_sandbox -BaseUri $server.Address -PassThru
    }

    It 'and gives the same rows as the one inside the module' {
        $there = Get-TikTokFollowing charlidamelio -PageSize 100 -Connection $socket
        $here = Get-TikTokFollowing charlidamelio -PageSize 100 -Connection $inProcess
        $there.Count | Should -Be 1200
        ($there | Select-Object -ExcludeProperty RetrievedAt | ConvertTo-Json) | Should -BeExactly ($here | Select-Object -ExcludeProperty RetrievedAt | ConvertTo-Json)
        $socket.RequestsSent | Should -Be 12
        $socket.RateLimit.Limit | Should -Be $inProcess.RateLimit.Limit
    }

    It 'and the same verdicts' {
        $handles = 'stoolpresidente', 'sandbox.empty', 'sandbox.hidden', 'sandbox.notfound', 'sandbox.repeats', 'sandbox.stuck', 'sandbox.malformed', 'some.user1'
        $verdicts = foreach ($connection in $socket, $inProcess) {
            $handles | Get-TikTokFollowing -PageSize 100 -Connection $connection -SummaryVariable summary -ErrorAction SilentlyContinue -WarningAction SilentlyContinue | Out-Null
            ($summary | ForEach-Object { "$_, $($_.Requests) requests, next $($_.NextCursor)" }) -join "`n"
        }
        $verdicts[0] | Should -BeExactly $verdicts[1]
    }

    It 'and sends exactly 2 requests for Select-Object -First 150' {
        Get-TikTokFollowing sandbox.huge -PageSize 100 -Connection $socket | Select-Object -First 150 | Should -HaveCount 150
        $socket.RequestsSent | Should -Be 2
    }

    It 'and refuses a wrong key' {
        Connect-TikTokFollowing $provider -ApiKey $TestKey -BaseUri $server.Address
        { Get-TikTokFollowing stoolpresidente } | Should -Throw -ErrorId 'AuthenticationFailed,*'
    }
}

Describe 'The sandbox' {
    It 'is deterministic: another engine sees the same' {
        $here = & { Connect-TikTokFollowing -Sandbox; (Get-TikTokFollowing some.other.user).UserId -join ' ' }
        Invoke-Engine 'Import-Module $ModulePath; Connect-TikTokFollowing -Sandbox; (Get-TikTokFollowing some.other.user).UserId -join " "' | Should -Be $here
    }
}
