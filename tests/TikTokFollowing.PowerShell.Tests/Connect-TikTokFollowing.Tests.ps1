BeforeAll {
    Import-Module "$PSScriptRoot/TestSupport.psm1"
    $server = Start-Loopback
}

AfterAll {
    $server.Dispose()
}

Describe 'Connect-TikTokFollowing' {
    BeforeEach {
        Disconnect-TikTokFollowing
        $seen = $server.RequestCount
        # The newest request that arrived since this test began.
        function Get-SentRequest { $server.RequestCount - $seen | Should -BeGreaterThan 0; $server.Requests[-1] }
    }

    Context 'the sandbox' {
        It 'needs no key, writes nothing and sends nothing' {
            Connect-TikTokFollowing -Sandbox | Should -BeNullOrEmpty
            $connection = Get-TikTokFollowingConnection
            $connection.IsSandbox | Should -BeTrue
            $connection.RequestsSent | Should -Be 0
            $connection.CreditsSpent | Should -Be 0
            $connection.RateLimit | Should -BeNullOrEmpty
        }

        It 'speaks the contract of <_>' -ForEach 'DumplingAI', 'FullTikTok' {
            Connect-TikTokFollowing $_ -Sandbox
            (Get-TikTokFollowingConnection).Provider | Should -Be $_
            @(Get-TikTokFollowing stoolpresidente).Count | Should -Be 234
        }

        It 'does not go together with -<Name>' -ForEach @(
            @{ Name = 'ApiKey'; Value = 'sk_x' }
            @{ Name = 'BaseUri'; Value = 'https://example.invalid' }
            @{ Name = 'Proxy'; Value = 'http://example.invalid' }
        ) {
            $more = @{ $Name = $Value }
            { Connect-TikTokFollowing -Sandbox @more } | Should -Throw -ErrorId 'AmbiguousParameterSet,*'
        }
    }

    Context 'the provider' {
        It 'is DumplingAI unless said' {
            Connect-TikTokFollowing -ApiKey $TestKey
            (Get-TikTokFollowingConnection).Provider | Should -Be DumplingAI
            (Get-TikTokFollowingConnection).BaseUri | Should -Be 'https://app.dumplingai.com/'
        }

        It 'stands first' {
            Connect-TikTokFollowing FullTikTok -ApiKey $TestKey
            (Get-TikTokFollowingConnection).BaseUri | Should -Be 'https://full-tiktok-api.p.rapidapi.com/'
        }

        It 'is one of two' {
            { Connect-TikTokFollowing Elsewhere -ApiKey $TestKey } | Should -Throw -ErrorId 'CannotConvertArgumentNoMessage,*'
            $offered = (TabExpansion2 'Connect-TikTokFollowing -Provider ').CompletionMatches.CompletionText
            $offered | Sort-Object | Should -Be 'DumplingAI', 'FullTikTok'
        }
    }

    Context 'the key' {
        It 'comes as <Name>' -ForEach @(
            @{ Name = 'a string'; Connect = { Connect-TikTokFollowing -ApiKey $TestKey -BaseUri $server.Address } }
            @{ Name = 'a SecureString'; Connect = { Connect-TikTokFollowing -ApiKey (ConvertTo-SecureString $TestKey -AsPlainText) -BaseUri $server.Address } }
            @{ Name = 'a string from the pipeline'; Connect = { $TestKey | Connect-TikTokFollowing -BaseUri $server.Address } }
            @{ Name = 'a SecureString from the pipeline'; Connect = { ConvertTo-SecureString $TestKey -AsPlainText | Connect-TikTokFollowing -BaseUri $server.Address } }
            @{ Name = 'text with white space around it'; Connect = { Connect-TikTokFollowing -ApiKey "$TestKey`r`n" -BaseUri $server.Address } }
        ) {
            & $Connect
            Get-TikTokFollowing sandbox.empty
            Get-SentRequest | Should -Match "Authorization: Bearer $TestKey`r"
        }

        It 'goes into the header of the Full TikTok API' {
            Connect-TikTokFollowing FullTikTok -ApiKey $TestKey -BaseUri $server.Address
            Get-TikTokFollowing sandbox.empty
            $sent = Get-SentRequest
            $sent | Should -Match "x-rapidapi-key: $TestKey`r"
            $sent | Should -Match "x-rapidapi-host: full-tiktok-api.p.rapidapi.com`r"
            $sent.Split("`r`n")[0] | Should -Not -Match $TestKey
        }

        It 'of <Provider> comes from <Variable> when it is not given' -ForEach @(
            @{ Provider = 'DumplingAI'; Variable = 'DUMPLINGAI_API_KEY'; Other = 'RAPIDAPI_KEY' }
            @{ Provider = 'FullTikTok'; Variable = 'RAPIDAPI_KEY'; Other = 'DUMPLINGAI_API_KEY' }
        ) {
            Set-Item "env:$Variable" 'sk_from_environment'
            Set-Item "env:$Other" 'sk_of_another'
            try {
                $server.Enqueue((New-Reply @{ Body = '{"followingList":[],"data":[],"hasMore":false,"pagination":{"has_more":false},"error":null}' }))
                Connect-TikTokFollowing $Provider -BaseUri $server.Address
                Get-TikTokFollowing sandbox.empty
                Get-SentRequest | Should -Match 'sk_from_environment'
                Connect-TikTokFollowing $Provider -BaseUri $server.Address -ApiKey $TestKey
                Get-TikTokFollowing sandbox.empty
                $server.Requests[-1] | Should -Match $TestKey
            }
            finally {
                Remove-Item env:DUMPLINGAI_API_KEY, env:RAPIDAPI_KEY
            }
        }

        It 'that is missing is an error: <Name>' -ForEach @(
            @{ Name = 'empty'; Key = '' }
            @{ Name = 'white space'; Key = '   ' }
            @{ Name = 'two words'; Key = 'sk one' }
            @{ Name = 'a line break inside'; Key = "sk_one`r`nX-Injected: 1" }
            @{ Name = 'letters that no header carries'; Key = 'sk_ключ' }
        ) {
            $seenHere = Watch-Command { Connect-TikTokFollowing -ApiKey $Key }
            $seenHere.Terminating.FullyQualifiedErrorId | Should -Be 'ApiKeyMissing,TikTokFollowing.Commands.ConnectTikTokFollowingCommand'
            $seenHere.Terminating.CategoryInfo.Category | Should -Be AuthenticationError
            $seenHere.Terminating.ErrorDetails.RecommendedAction | Should -Match 'DUMPLINGAI_API_KEY'
            Get-TikTokFollowingConnection | Should -BeNullOrEmpty
        }

        It 'is not asked for when nobody can answer: <Name>' -ForEach @(
            @{ Name = 'pwsh -NonInteractive'; Run = { Invoke-Engine "Import-Module `$ModulePath; try { Connect-TikTokFollowing } catch { `$_.FullyQualifiedErrorId }" } }
            @{ Name = 'a host without UI'; Run = {
                    $shell = New-Shell 'try { Connect-TikTokFollowing } catch { $_.FullyQualifiedErrorId }'
                    $shell.Invoke()
                    $shell.Runspace.Dispose()
                }
            }
            @{ Name = 'input from a pipe'; Run = {
                    '' | & (Get-Process -Id $PID).Path -NoProfile -Command "Import-Module '$ModulePath'; try { Connect-TikTokFollowing } catch { `$_.FullyQualifiedErrorId }"
                }
            }
        ) {
            & $Run | Should -Be 'ApiKeyMissing,TikTokFollowing.Commands.ConnectTikTokFollowingCommand'
        }
    }

    Context 'the base address' {
        It 'that would carry the key unprotected is refused: <_>' -ForEach @(
            'http://example.invalid', 'http://10.0.0.1', 'ftp://example.invalid', 'file:///etc/passwd', 'relative/path',
            'https://user:secret@example.invalid', 'https://example.invalid/?key=1', 'https://example.invalid/#here'
        ) {
            $seenHere = Watch-Command { Connect-TikTokFollowing -ApiKey $TestKey -BaseUri $_ }
            $seenHere.Terminating.FullyQualifiedErrorId | Should -Be 'InsecureBaseUri,TikTokFollowing.Commands.ConnectTikTokFollowingCommand'
            $seenHere.Terminating.CategoryInfo.Category | Should -Be SecurityError
            "$($seenHere.Terminating.TargetObject)" | Should -Not -Match 'secret|key='
            $seenHere.Terminating.ErrorDetails.RecommendedAction | Should -Match 'https'
            "$($seenHere.Terminating)" | Should -Not -Match 'secret'
        }

        It 'a proxy is refused: <_>' -ForEach 'proxy.corp', 'proxy.corp:8080', 'http://user:secret@proxy.invalid:8080', 'ftp://proxy.invalid' {
            $seenHere = Watch-Command { Connect-TikTokFollowing -ApiKey $TestKey -Proxy $_ }
            $seenHere.Terminating.FullyQualifiedErrorId | Should -Match '^ParameterArgumentValidationError'
            "$($seenHere.Terminating)" | Should -Not -Match 'secret'
        }

        It 'is taken: <_>' -ForEach 'https://example.invalid', 'https://gateway.example.invalid/tiktok/', 'http://127.0.0.1:1', 'http://localhost:1', 'http://[::1]:1' {
            Connect-TikTokFollowing -ApiKey $TestKey -BaseUri $_
            (Get-TikTokFollowingConnection).BaseUri | Should -Be ([uri] $_)
        }

        It 'keeps the path of a gateway' {
            Connect-TikTokFollowing -ApiKey $TestKey -BaseUri "$($server.Address)gateway/"
            Get-TikTokFollowing sandbox.empty -ErrorAction SilentlyContinue
            Get-SentRequest | Should -Match '^POST /gateway/api/v1/get-tiktok-user-following '
        }
    }

    Context 'the settings' {
        It '-<Name> <Value> is out of range' -ForEach @(
            @{ Name = 'CreditsPerRequest'; Value = -1 }
            @{ Name = 'CreditLimit'; Value = -0.01 }
            @{ Name = 'TimeoutSec'; Value = 0 }
            @{ Name = 'TimeoutSec'; Value = 86401 }
            @{ Name = 'MaximumRetryCount'; Value = -1 }
            @{ Name = 'MaximumRetryIntervalSec'; Value = -1 }
        ) {
            $more = @{ $Name = $Value }
            { Connect-TikTokFollowing -Sandbox @more } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
            Get-TikTokFollowingConnection | Should -BeNullOrEmpty
        }

        It '-<Name> <Value> is in range' -ForEach @(
            @{ Name = 'CreditsPerRequest'; Value = 0 }
            @{ Name = 'CreditLimit'; Value = 0 }
            @{ Name = 'TimeoutSec'; Value = 86400 }
            @{ Name = 'MaximumRetryCount'; Value = [int]::MaxValue }
            @{ Name = 'MaximumRetryIntervalSec'; Value = [int]::MaxValue }
        ) {
            $more = @{ $Name = $Value }
            Connect-TikTokFollowing -Sandbox @more
            Get-TikTokFollowingConnection | Should -Not -BeNullOrEmpty
        }

        It '-CreditsPerRequest is what a successful request costs' {
            Connect-TikTokFollowing -Sandbox -CreditsPerRequest 2.5
            Get-TikTokFollowing stoolpresidente -PageSize 100 -SummaryVariable summary | Out-Null
            (Get-TikTokFollowingConnection).CreditsSpent | Should -Be 7.5
            $summary.Credits | Should -Be 7.5
        }

        It '-CreditLimit stops before the request that would pass it' {
            Connect-TikTokFollowing -Sandbox -CreditsPerRequest 2 -CreditLimit 5
            $seenHere = Watch-Command { Get-TikTokFollowing stoolpresidente -PageSize 50 }
            $seenHere.Rows.Count | Should -Be 100
            $seenHere.Terminating.FullyQualifiedErrorId | Should -BeLike 'CreditLimitReached,*'
            (Get-TikTokFollowingConnection).CreditsSpent | Should -Be 4
            (Get-TikTokFollowingConnection).CreditLimit | Should -Be 5
        }

        It '-CreditLimit 0 lets nothing through; without it there is no limit' {
            Connect-TikTokFollowing -Sandbox -CreditLimit 0
            { Get-TikTokFollowing sandbox.empty } | Should -Throw -ErrorId 'CreditLimitReached,*'
            (Get-TikTokFollowingConnection).RequestsSent | Should -Be 0
            Connect-TikTokFollowing -Sandbox
            (Get-TikTokFollowingConnection).CreditLimit | Should -BeNullOrEmpty
        }

        It '-TimeoutSec and -MaximumRetryCount 0: one attempt, ended in time' {
            Connect-Loopback $server @{ TimeoutSec = 1; MaximumRetryCount = 0 }
            $server.Enqueue((New-Reply @{ Act = 'Hang' }))
            $clock = [Diagnostics.Stopwatch]::StartNew()
            $seenHere = Watch-Command { Get-TikTokFollowing somebody -ErrorAction Continue }
            $clock.Elapsed.TotalSeconds | Should -BeLessThan 3
            $seenHere.Errors.FullyQualifiedErrorId | Should -BeLike 'Timeout,*'
            $server.RequestCount - $seen | Should -Be 1
        }

        It '-MaximumRetryCount is how often one request is repeated' {
            Connect-Loopback $server @{ MaximumRetryCount = 2; MaximumRetryIntervalSec = 0 }
            $server.Enqueue(@(1..3 | ForEach-Object { New-Reply @{ Status = 502; Body = '{"error":"upstream"}' } }))
            $seenHere = Watch-Command { Get-TikTokFollowing somebody -SummaryVariable summary -ErrorAction Continue }
            $seenHere.Errors.FullyQualifiedErrorId | Should -BeLike 'UpstreamUnavailable,*'
            $server.RequestCount - $seen | Should -Be 3
            $summary.Retries | Should -Be 2
        }

        It '-RequestSource <Name>' -ForEach @(
            @{ Name = 'left out is API'; More = @{}; Expected = '"requestSource":"API"' }
            @{ Name = 'is sent'; More = @{ RequestSource = 'my-script' }; Expected = '"requestSource":"my-script"' }
        ) {
            Connect-Loopback $server $More
            Get-TikTokFollowing sandbox.empty
            Get-SentRequest | Should -Match $Expected
        }

        It '-RequestSource that is empty is not sent' {
            Connect-Loopback $server @{ RequestSource = '' }
            Get-TikTokFollowing sandbox.empty
            Get-SentRequest | Should -Not -Match 'requestSource'
        }

        It '-Proxy and -ProxyCredential are used, and the proxy never sees the key' {
            $credential = [pscredential]::new('clerk', (ConvertTo-SecureString 'p4ss' -AsPlainText))
            Connect-TikTokFollowing -ApiKey $TestKey -BaseUri https://vendor.invalid -Proxy $server.Address -ProxyCredential $credential -MaximumRetryCount 0
            $server.Enqueue((New-Reply @{ Status = 407; Headers = @{ 'Proxy-Authenticate' = 'Basic realm="test"' } }), (New-Reply @{ Status = 502 }))
            $seenHere = Watch-Command { Get-TikTokFollowing somebody -ErrorAction Continue }
            $seenHere.Errors.FullyQualifiedErrorId | Should -BeLike 'NetworkFailure,*'
            $sent = $server.Requests | Select-Object -Skip $seen
            $sent[0] | Should -Match '^CONNECT vendor.invalid:443 '
            $sent[-1] | Should -Match ([Convert]::ToBase64String([Text.Encoding]::ASCII.GetBytes('clerk:p4ss')))
            "$sent" | Should -Not -Match $TestKey
        }
    }

    Context 'the connection' {
        It 'is returned with -PassThru, and is the one of the runspace' {
            $connection = Connect-TikTokFollowing -Sandbox -PassThru
            $connection | Should -BeOfType TikTokFollowing.FollowingConnection
            [object]::ReferenceEquals($connection, (Get-TikTokFollowingConnection)) | Should -BeTrue
        }

        It 'replaces the one before' {
            Connect-TikTokFollowing -Sandbox
            Get-TikTokFollowing sandbox.empty
            Connect-TikTokFollowing FullTikTok -Sandbox
            (Get-TikTokFollowingConnection).Provider | Should -Be FullTikTok
            (Get-TikTokFollowingConnection).RequestsSent | Should -Be 0
        }

        It 'that was kept with -PassThru stays usable after another Connect, until it is disconnected' {
            $kept = Connect-TikTokFollowing -Sandbox -PassThru
            Connect-TikTokFollowing FullTikTok -Sandbox
            @(Get-TikTokFollowing stoolpresidente -Connection $kept -First 1).Provider | Should -Be DumplingAI
            Disconnect-TikTokFollowing -Connection $kept
            { Get-TikTokFollowing stoolpresidente -Connection $kept } | Should -Throw -ErrorId 'NotConnected,*'
            @(Get-TikTokFollowing stoolpresidente -First 1).Provider | Should -Be FullTikTok
        }

        It 'of the runspace survives a Connect that fails' {
            Connect-TikTokFollowing -Sandbox
            { Connect-TikTokFollowing -ApiKey $TestKey -BaseUri http://example.invalid } | Should -Throw
            @(Get-TikTokFollowing stoolpresidente -First 1).Count | Should -Be 1
        }

        It 'is named on the verbose stream, without the key' {
            $seenHere = Watch-Command { Connect-TikTokFollowing -ApiKey $TestKey -BaseUri $server.Address -Verbose }
            "$($seenHere.Verbose)" | Should -Match 'DumplingAI at http://127.0.0.1'
            "$($seenHere.Verbose)" | Should -Not -Match $TestKey
        }
    }
}
