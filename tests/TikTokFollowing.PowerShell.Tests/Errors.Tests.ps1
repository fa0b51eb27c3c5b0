BeforeDiscovery {
    # Every row of the error table, as a user meets it. Reply is what the server answers; without it the sandbox answers.
    $html = '<html><body>Bad gateway</body></html>'
    $cut = '{"followingList":[{"user":{"id":"1","uniqueId":"a"'
    $rows = @(
        @{ Id = 'AuthenticationFailed'; Why = '401'; Key = 'sk_invalid'; Status = 401; Category = 'AuthenticationError'; Ends = $true }
        @{ Id = 'AuthenticationFailed'; Why = '401 of the gateway'; Provider = 'FullTikTok'; Key = 'sk_invalid'; Status = 401; Category = 'AuthenticationError'; Ends = $true }
        @{ Id = 'NotSubscribed'; Why = '403 of the gateway'; Provider = 'FullTikTok'; Key = 'sk_unsubscribed'; Status = 403; Category = 'PermissionDenied'; Ends = $true }
        @{ Id = 'OutOfCredits'; Why = '403'; Key = 'sk_nocredits'; Status = 403; Category = 'QuotaExceeded'; Ends = $true; Verdict = 'OutOfCredits' }
        @{ Id = 'QuotaExceeded'; Why = '429 MONTHLY'; Provider = 'FullTikTok'; Key = 'sk_quota'; Status = 429; Category = 'QuotaExceeded'; Ends = $true; Verdict = 'OutOfCredits' }
        @{ Id = 'QuotaExceeded'; Why = '429 DAILY'; Provider = 'FullTikTok'; Status = 429; Category = 'QuotaExceeded'; Ends = $true; Verdict = 'OutOfCredits'
            Reply = @{ Status = 429; Body = '{"message":"You have exceeded the DAILY quota for Requests on your current plan, BASIC."}' }
        }
        @{ Id = 'CreditLimitReached'; Why = 'the own limit'; Connect = @{ CreditLimit = 0 }; Status = $null; Category = 'QuotaExceeded'; Ends = $true; Verdict = 'OutOfCredits'; Requests = 0 }
        @{ Id = 'BadRequest'; Why = '400'; Status = 400; Category = 'InvalidOperation'; Reply = @{ Status = 400; Body = '{"error":"The following service could not process the handle."}' } }
        @{ Id = 'NotFound'; Why = '404'; Handle = 'sandbox.notfound'; Status = 404; Category = 'ObjectNotFound'; Verdict = 'NotFound' }
        @{ Id = 'NotFound'; Why = '404 with a code'; Provider = 'FullTikTok'; Handle = 'sandbox.notfound'; Status = 404; Category = 'ObjectNotFound'; Verdict = 'NotFound'; Code = 'NOT_FOUND' }
        @{ Id = 'NotFound'; Why = 'code 2065 in a 200'; Status = 200; Category = 'ObjectNotFound'; Verdict = 'NotFound'; Code = '2065'
            Reply = @{ Body = '{"status_code":2065,"status_msg":"user not exist"}' }
        }
        @{ Id = 'ListHidden'; Why = 'code 3002060 in a 200'; Handle = 'sandbox.hidden'; Status = 200; Category = 'PermissionDenied'; Verdict = 'Hidden'; Code = '3002060' }
        @{ Id = 'ListHidden'; Why = 'the same through the gateway'; Provider = 'FullTikTok'; Handle = 'sandbox.hidden'; Status = 200; Category = 'PermissionDenied'; Verdict = 'Hidden' }
        @{ Id = 'RateLimited'; Why = '429'; Status = 429; Category = 'LimitsExceeded'; Reply = @{ Status = 429; Body = '' } }
        @{ Id = 'RateLimited'; Why = '503'; Status = 503; Category = 'LimitsExceeded'; Reply = @{ Status = 503; Body = '{"error":"Rate limit exceeded"}' } }
        @{ Id = 'RateLimited'; Why = 'a long Retry-After'; Status = 429; Category = 'LimitsExceeded'; Ends = $true; RetryAfter = 7200; Says = '7200 s'
            Reply = @{ Status = 429; Body = '{"error":"slow down"}'; Headers = @{ 'Retry-After' = '7200' } }
        }
        @{ Id = 'ServiceFault'; Why = '500'; Status = 500; Category = 'ResourceUnavailable'; Reply = @{ Status = 500; Body = '{"error":"Service not configured properly."}' } }
        @{ Id = 'ServiceFault'; Why = 'an unknown refusal in a 200'; Status = 200; Category = 'ResourceUnavailable'; Code = '10201'
            Reply = @{ Body = '{"statusCode":10201,"followingList":[],"hasMore":false}' }
        }
        @{ Id = 'UpstreamUnavailable'; Why = '502'; Status = 502; Category = 'ResourceUnavailable'; Reply = @{ Status = 502; Body = '{"error":"upstream"}' } }
        @{ Id = 'UpstreamUnavailable'; Why = '504 as a web page'; Status = 504; Category = 'ResourceUnavailable'; Reply = @{ Status = 504; Body = $html; ContentType = 'text/html' } }
        @{ Id = 'InvalidResponse'; Why = 'an empty body'; Status = 200; Category = 'InvalidData'; Reply = @{ Body = '' } }
        @{ Id = 'InvalidResponse'; Why = 'null'; Status = 200; Category = 'InvalidData'; Reply = @{ Body = 'null' } }
        @{ Id = 'InvalidResponse'; Why = 'an array'; Status = 200; Category = 'InvalidData'; Reply = @{ Body = '[]' } }
        @{ Id = 'InvalidResponse'; Why = 'a web page'; Status = 200; Category = 'InvalidData'; Reply = @{ Body = $html; ContentType = 'text/html' } }
        @{ Id = 'InvalidResponse'; Why = 'cut-off JSON'; Status = 200; Category = 'InvalidData'; Reply = @{ Body = $cut } }
        @{ Id = 'InvalidResponse'; Why = 'no list'; Status = 200; Category = 'InvalidData'; Reply = @{ Body = '{"hasMore":false}' } }
        @{ Id = 'InvalidResponse'; Why = 'a redirect'; Status = 302; Category = 'InvalidData'; Reply = @{ Status = 302; Headers = @{ Location = 'https://example.invalid/' } } }
        @{ Id = 'InvalidResponse'; Why = 'an unlisted status'; Status = 418; Category = 'InvalidData'; Reply = @{ Status = 418; Body = '{}' } }
        @{ Id = 'InvalidResponse'; Why = 'a 404 of a web server'; Status = 404; Category = 'InvalidData'; Reply = @{ Status = 404; Body = $html; ContentType = 'text/html' } }
        @{ Id = 'InvalidResponse'; Why = 'a 403 of a web server'; Status = 403; Category = 'InvalidData'; Reply = @{ Status = 403; Body = $html; ContentType = 'text/html' } }
        @{ Id = 'InvalidResponse'; Why = 'a 404 of the gateway'; Provider = 'FullTikTok'; Status = 404; Category = 'InvalidData'; Reply = @{ Status = 404; Body = '{"message":"Endpoint does not exist"}' } }
        @{ Id = 'NetworkFailure'; Why = 'a reset'; Status = $null; Category = 'ConnectionError'; Reply = @{ Act = 'Reset' } }
        @{ Id = 'Timeout'; Why = 'silence'; Status = $null; Category = 'OperationTimeout'; Reply = @{ Act = 'Hang' }; Connect = @{ TimeoutSec = 1 } }
    )
    foreach ($row in $rows) {
        $row.Provider ??= 'DumplingAI'
        $row.Handle ??= 'somebody'
        $row.Verdict ??= 'Failed'
        $row.Requests ??= 1
        $row.EndsRun = [bool] $row.Ends
        $row.Manner = $row.Ends ? 'ends the pipeline' : 'lets the next handle be asked'
        foreach ($name in 'Key', 'Reply', 'Connect', 'Code', 'RetryAfter', 'Says') { $row[$name] = $row[$name] }
    }
}

BeforeAll {
    Import-Module "$PSScriptRoot/TestSupport.psm1"
    $server = Start-Loopback
}

AfterAll {
    $server.Dispose()
}

Describe 'The error table' {
    It '<Id> for <Why> (<Provider>) <Manner>' -ForEach $rows {
        $more = $Connect ?? @{}
        Connect-TikTokFollowing $Provider -ApiKey ($Key ?? $TestKey) -BaseUri $server.Address -MaximumRetryCount 0 @more
        if ($Reply) { $server.Enqueue((New-Reply $Reply)) }
        $before = $server.RequestCount
        $seen = Watch-Command { $Handle, 'sandbox.empty' | Get-TikTokFollowing -SummaryVariable summary -ErrorAction Continue }

        $seen.Rows.Count | Should -Be 0
        if ($EndsRun) {
            $seen.Errors.Count | Should -Be 0
            $record = $seen.Terminating
            @($summary).Count | Should -Be 1
        }
        else {
            "$($seen.Terminating)" | Should -BeNullOrEmpty
            $seen.Errors.Count | Should -Be 1
            $record = $seen.Errors[0]
            @($summary).Count | Should -Be 2
            $summary[1].Status | Should -Be Complete
        }

        $record.FullyQualifiedErrorId | Should -Be "$Id,TikTokFollowing.Commands.GetTikTokFollowingCommand"
        $record.CategoryInfo.Category | Should -Be $Category
        $record.CategoryInfo.Activity | Should -Be 'Get-TikTokFollowing'
        $record.TargetObject | Should -Be $Handle
        $record.Exception.GetType().FullName | Should -Be TikTokFollowing.FollowingException
        $record.Exception.Kind | Should -Be $Id
        $record.Exception.Provider | Should -Be $Provider
        $record.Exception.StatusCode | Should -Be $Status
        $record.Exception.Cursor | Should -BeNullOrEmpty
        if ($Code) { $record.Exception.ProviderCode | Should -Be $Code }
        if ($RetryAfter) { $record.Exception.RetryAfter.TotalSeconds | Should -Be $RetryAfter }
        $record.ErrorDetails.RecommendedAction | Should -Match '^[A-Z].*\.$'
        "$record" | Should -Match "'$Handle'"
        "$record" | Should -Match '\d+ rows? delivered, \d requests? sent, \d+ credits? spent'
        if ($Says) { "$record" | Should -Match $Says }
        @($summary)[0].Status | Should -Be $Verdict
        @($summary)[0].Requests | Should -Be $Requests
        $server.RequestCount - $before | Should -Be ($Requests + [int] -not $EndsRun)
    }

    It 'NetworkFailure for a port where nobody listens' {
        $closed = Start-Loopback
        $address = $closed.Address
        $closed.Dispose()
        Connect-TikTokFollowing -ApiKey $TestKey -BaseUri $address -MaximumRetryCount 0
        $seen = Watch-Command { Get-TikTokFollowing somebody, nobody -SummaryVariable summary -ErrorAction Continue }
        $seen.Errors.FullyQualifiedErrorId | Should -BeLike 'NetworkFailure,*'
        $seen.Errors.Count | Should -Be 2
        $summary.Credits | Should -Be 0, 0 -Because 'nothing was sent'
    }

    It 'NetworkFailure for a certificate that is not trusted, and the key is not sent' {
        $tls = Start-Loopback -Tls
        try {
            Connect-TikTokFollowing -ApiKey $TestKey -BaseUri $tls.Address
            $seen = Watch-Command { Get-TikTokFollowing somebody -ErrorAction Continue }
            $seen.Errors.FullyQualifiedErrorId | Should -BeLike 'NetworkFailure,*'
            "$($seen.Errors)" | Should -Match 'certificate'
            $tls.ConnectionCount | Should -Be 1 -Because 'a certificate does not get better by asking again'
            $tls.RequestCount | Should -Be 0
        }
        finally {
            $tls.Dispose()
        }
    }

    It 'CheckpointInvalid and CheckpointInUse name the file' {
        Connect-TikTokFollowing -Sandbox
        $path = Join-Path $TestDrive foreign.jsonl
        'not mine' | Set-Content $path
        $seen = Watch-Command { Get-TikTokFollowing sandbox.empty -CheckpointPath $path }
        $seen.Terminating.FullyQualifiedErrorId | Should -BeLike 'CheckpointInvalid,*'
        $seen.Terminating.CategoryInfo.Category | Should -Be InvalidData
        $seen.Terminating.TargetObject | Should -Be $path
        $held = [IO.File]::Open($path, 'Open', 'ReadWrite', 'None')
        try {
            $seen = Watch-Command { Get-TikTokFollowing sandbox.empty -CheckpointPath $path }
            $seen.Terminating.FullyQualifiedErrorId | Should -BeLike 'CheckpointInUse,*'
            $seen.Terminating.CategoryInfo.Category | Should -Be ResourceBusy
        }
        finally {
            $held.Dispose()
        }
    }
}

Describe 'An error in the middle of a list' {
    It 'keeps the rows before it, says what they cost and where to go on: <Handle> of <Provider>' -ForEach @(
        @{ Provider = 'DumplingAI'; Handle = 'sandbox.malformed'; Id = 'InvalidResponse'; Before = 100; Credits = 2; EndsRun = $false }
        @{ Provider = 'FullTikTok'; Handle = 'sandbox.malformed'; Id = 'InvalidResponse'; Before = 100; Credits = 2; EndsRun = $false }
        @{ Provider = 'DumplingAI'; Handle = 'sandbox.nocredits'; Id = 'OutOfCredits'; Before = 200; Credits = 2; EndsRun = $true }
        @{ Provider = 'FullTikTok'; Handle = 'sandbox.nocredits'; Id = 'NotSubscribed'; Before = 200; Credits = 2; EndsRun = $true }
    ) {
        Connect-TikTokFollowing $Provider -Sandbox
        $seen = Watch-Command { Get-TikTokFollowing $Handle -PageSize 100 -SummaryVariable summary -ErrorAction Continue }
        $seen.Rows.Count | Should -Be $Before
        $record = $EndsRun ? $seen.Terminating : $seen.Errors[0]
        $record.FullyQualifiedErrorId | Should -BeLike "$Id,*"
        $record.Exception.Cursor | Should -Match '^\d+$'
        $record.Exception.Cursor | Should -Be $summary.NextCursor
        "$record" | Should -Match "$Before rows delivered"
        "$record" | Should -Match "-Cursor '$($summary.NextCursor)'"
        $summary.Users | Should -Be $Before
        $summary.Credits | Should -Be $Credits

        # At another page size the sandbox does not cut here.
        $rest = Get-TikTokFollowing $Handle -PageSize 30 -Cursor $summary.NextCursor
        @($seen.Rows.UserId) + @($rest.UserId) | Select-Object -Unique | Should -HaveCount 500
    }

    It 'stops a batch when it awaits every other handle too, and only then' {
        Connect-TikTokFollowing -Sandbox
        $seen = Watch-Command { 'sandbox.notfound', 'sandbox.hidden', 'sandbox.malformed', 'sandbox.nocredits', 'stoolpresidente' | Get-TikTokFollowing -PageSize 100 -SummaryVariable summary -ErrorAction Continue }
        $summary.Status | Should -Be NotFound, Hidden, Failed, OutOfCredits
        $seen.Errors.Count | Should -Be 3
        $seen.Terminating.FullyQualifiedErrorId | Should -BeLike 'OutOfCredits,*'
        $seen.Rows.Count | Should -Be 300
    }
}

Describe 'An error as the engine treats it' {
    BeforeEach {
        Connect-TikTokFollowing -Sandbox
    }

    It 'can be silenced, collected and turned into a stop' {
        Get-TikTokFollowing sandbox.notfound -ErrorAction SilentlyContinue -ErrorVariable mine
        $mine.FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
        { Get-TikTokFollowing sandbox.notfound, stoolpresidente -ErrorAction Stop } | Should -Throw -ErrorId 'NotFound,*'
        (Get-TikTokFollowingConnection).RequestsSent | Should -Be 2
    }

    It 'stands in $Error once' {
        $Error.Clear()
        Get-TikTokFollowing sandbox.notfound -ErrorAction SilentlyContinue
        $Error.Count | Should -Be 1
    }

    It 'shows text of strangers without what moves a terminal' {
        $server.Enqueue((New-Reply @{ Status = 400; Body = '{"error":"\u001b[2J\u202Egone\r\nVERBOSE: fake"}' }))
        Connect-Loopback $server
        $seen = Watch-Command { Get-TikTokFollowing somebody -Verbose -Debug -ErrorAction Continue }
        "$($seen.Errors[0])" | Should -Match 'gone'
        $shown = @($seen.Errors[0].ToString(), $seen.Errors[0].Exception.Message) + $seen.Verbose.Message
        $shown -match '[\u001b\u202E\r\n]' | Should -BeNullOrEmpty
        $seen.Debug.Message -match '[\u001b\u202E]' | Should -BeNullOrEmpty
    }
}
