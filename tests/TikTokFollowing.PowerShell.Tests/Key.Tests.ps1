BeforeAll {
    Import-Module "$PSScriptRoot/TestSupport.psm1"
    $server = Start-Loopback
    $bytes = [Text.Encoding]::UTF8.GetBytes($TestKey)
    # As it is, and as it looks inside base64 at each of the three possible places, and in hexadecimal, in UTF-8 and UTF-16.
    $forms = & {
        [regex]::Escape($TestKey)
        foreach ($encoding in [Text.Encoding]::UTF8, [Text.Encoding]::Unicode) {
            [Convert]::ToHexString($encoding.GetBytes($TestKey))
            foreach ($shift in 0..2) {
                $text = [Convert]::ToBase64String([byte[]] (@(0) * $shift) + $encoding.GetBytes($TestKey)).TrimEnd('=')
                # The first and the last characters depend on what stands around.
                [regex]::Escape($text.Substring(4, $text.Length - 8))
            }
        }
    }
    $pattern = $forms -join '|'

    # What the script of a user can write about what it holds, each as one long text under its name.
    $look = {
        function Get-Looks([string] $Name, $Value) {
            @{ Name = "$Name, Out-String"; Text = $Value | Out-String -Width 4000 }
            @{ Name = "$Name, Format-List -Force"; Text = $Value | Format-List * -Force | Out-String -Width 4000 }
            @{ Name = "$Name, ToString"; Text = ($Value | ForEach-Object { "$_" }) -join "`n" }
            @{ Name = "$Name, PSSerializer"; Text = [Management.Automation.PSSerializer]::Serialize($Value, 2) }
            @{ Name = "$Name, Export-Clixml"; Text = & { $Value | Export-Clixml "$folder/look.xml"; Get-Content -Raw "$folder/look.xml" } }
            if ($Value) { @{ Name = "$Name, Get-Member -Force"; Text = $Value | Get-Member -Force | Out-String -Width 4000 } }
            @{ Name = "$Name, ConvertTo-Csv"; Text = ($Value | Select-Object * | ConvertTo-Csv) -join "`n" }
        }
    }
    . $look
    $folder = $TestDrive
}

AfterAll {
    $server.Dispose()
}

Describe 'The search itself' {
    It 'finds the key in each form' {
        $TestKey, [Convert]::ToBase64String($bytes), [Convert]::ToHexString($bytes), [Convert]::ToHexString($bytes).ToLowerInvariant(),
        [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes("Bearer $TestKey")),
        [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes("x$TestKey")) | ForEach-Object { "before $_ after" | Should -Match $pattern }
    }

    It 'finds it in every look at an object that holds it' {
        foreach ($each in Get-Looks 'sample' ([pscustomobject] @{ Key = $TestKey })) {
            if ($each.Name -notmatch 'Get-Member') { $each.Text | Should -Match $pattern -Because $each.Name }
        }
        $null = Start-Loopback | ForEach-Object Dispose
        [TikTokFollowing.Tests.Support.ObjectGraph]::Find(@{ a = @{ b = $TestKey } }, $TestKey) | Should -Not -BeNullOrEmpty
    }

    It 'would see an echo: the server sends the key back in three forms' {
        $server.Enqueue((New-Reply @{ Body = '{key}' }))
        $answer = Invoke-RestMethod $server.Address -Headers @{ 'x-rapidapi-key' = $TestKey }
        [regex]::Matches($answer, $pattern, 'IgnoreCase').Count | Should -Be 3
    }
}

Describe 'The key is nowhere but in the request header' {
    BeforeDiscovery {
        $cases = foreach ($provider in 'DumplingAI', 'FullTikTok') {
            @{ Provider = $provider; Name = 'success'; Reply = $null }
            @{ Provider = $provider; Name = 'a page with the key in its rows and in an error beside them'
                Reply = @{ Body = '{"data":[{"user_id":"1","username":"a"}],"followingList":[{"user":{"id":"1","uniqueId":"a"}}],"pagination":{"has_more":false},"hasMore":false,"meta":{"request_id":"{key}"},"error":{"code":"{key}","message":"{key}"}}'; Headers = @{ 'X-Echo' = '{key}' } }
            }
            foreach ($status in 400, 401, 403, 404, 418, 429, 500, 502, 503) {
                @{ Provider = $provider; Name = "$status that says the key"
                    Reply = @{ Status = $status; Body = '{"error":{"code":"{key}","message":"bad key {key}"},"message":"bad key {key}","meta":{"request_id":"{key}"}}'; Headers = @{ 'X-Echo' = '{key}' } }
                }
            }
            @{ Provider = $provider; Name = '429 that says the key and asks to wait long'; Reply = @{ Status = 429; Body = '{"error":"{key}","message":"{key}"}'; Headers = @{ 'Retry-After' = '7200' } } }
            @{ Provider = $provider; Name = 'a refusal in a 200'; Reply = @{ Body = '{"status_code":1,"status_msg":"{key}"}' } }
            @{ Provider = $provider; Name = 'a redirect to the key'; Reply = @{ Status = 302; Headers = @{ Location = 'https://example.invalid/{key}' } } }
            @{ Provider = $provider; Name = 'a web page'; Reply = @{ Body = '<html>{key}</html>'; ContentType = 'text/html' } }
            @{ Provider = $provider; Name = 'cut-off JSON'; Reply = @{ Body = '{"followingList":["{key}' } }
            @{ Provider = $provider; Name = 'a broken header'; Reply = @{ Status = 200; Body = '{}'; Headers = @{ 'Content-Encoding' = '{key}'; 'Retry-After' = '{key}'; 'X-RateLimit-Remaining' = '{key}' } } }
            @{ Provider = $provider; Name = 'a reset'; Reply = @{ Act = 'Reset' } }
            @{ Provider = $provider; Name = 'silence'; Reply = @{ Act = 'Hang' }; Connect = @{ TimeoutSec = 1; MaximumRetryCount = 0 } }
        }
        foreach ($case in $cases) { $case.Connect = $case.Connect ?? @{ MaximumRetryCount = 1 } }
    }

    It 'after <Name> (<Provider>)' -ForEach $cases {
        $server.Always = $Reply ? (New-Reply $Reply) : $null
        $checkpoint = Join-Path $TestDrive "$([guid]::NewGuid()).jsonl"
        $Error.Clear()
        $seen = Watch-Command {
            $VerbosePreference = $DebugPreference = $InformationPreference = 'Continue'
            Connect-TikTokFollowing $Provider -ApiKey (ConvertTo-SecureString $TestKey -AsPlainText) -BaseUri $server.Address -MaximumRetryIntervalSec 0 @Connect
            'somebody' | Get-TikTokFollowing -MaxPages 1 -First 2 -SummaryVariable summary -CheckpointPath $checkpoint -ErrorAction Continue
        }
        $server.Always = $null
        $connection = Get-TikTokFollowingConnection
        $server.Requests[-1] | Should -Match $TestKey -Because 'it was sent'

        $records = @($Error) + @($seen.Errors) + @($seen.Terminating) | Where-Object { $_ } | Select-Object -Unique
        $looks = & {
            Get-Looks connection $connection
            Get-Looks summary $summary
            Get-Looks summaries $connection.Summaries
            Get-Looks rows $seen.Rows
            Get-Looks verbose $seen.Verbose
            Get-Looks debug $seen.Debug
            Get-Looks warnings $seen.Warnings
            foreach ($record in $records) {
                Get-Looks error $record
                @{ Name = 'error, Get-Error'; Text = Get-Error -InputObject $record | Out-String -Width 4000 }
                @{ Name = 'exception, ToString'; Text = $record.Exception.ToString() }
                @{ Name = 'exception, Format-List -Force'; Text = $record.Exception | Format-List * -Force | Out-String -Width 4000 }
                @{ Name = 'exception, Data'; Text = $record.Exception.Data | Out-String }
            }
            foreach ($value in $connection, $summary, $seen.Rows) { @{ Name = 'ConvertTo-Json -Depth 10'; Text = $value | ConvertTo-Json -Depth 10 -WarningAction Ignore } }
            @{ Name = 'checkpoint'; Text = Get-Content -Raw $checkpoint }
            @{ Name = 'variables'; Text = Get-Variable -Scope 0 | Where-Object Name -NotIn TestKey, server, forms, pattern, bytes | ForEach-Object { "$($_.Value)" } | Out-String }
        }
        $found = @($looks | Where-Object { $_.Text -match $pattern }).Name
        $found | Should -BeNullOrEmpty

        # The connection's own memory: no string that the garbage collector could keep. Wiped, it holds nothing at all.
        [TikTokFollowing.Tests.Support.ObjectGraph]::Find($connection, $TestKey) | Should -BeNullOrEmpty
        foreach ($record in $records) { [TikTokFollowing.Tests.Support.ObjectGraph]::Find($record.Exception, $TestKey) | Should -BeNullOrEmpty }
    }

    It 'in the transcript and the output of a session with everything switched on (<Provider>)' -ForEach @{ Provider = 'DumplingAI' }, @{ Provider = 'FullTikTok' } {
        $echo = '{"error":{"code":"{key}","message":"{key}"},"message":"{key}"}'
        $server.Enqueue(@($null) + @(200, 302, 400, 401, 403, 404, 429, 500, 502 | ForEach-Object {
                    New-Reply @{ Status = $_; Body = $echo; Headers = @{ 'X-Echo' = '{key}'; Location = 'https://example.invalid/{key}' } }
                }))
        $before = $server.RequestCount
        $transcript = Join-Path $TestDrive "transcript-$Provider.txt"
        $printed = Invoke-Engine @"
            `$VerbosePreference = `$DebugPreference = `$InformationPreference = 'Continue'
            `$null = Start-Transcript '$transcript'
            Import-Module `$ModulePath
            Connect-TikTokFollowing $Provider -BaseUri $($server.Address) -MaximumRetryCount 0
            foreach (`$i in 0..9) {
                try { Get-TikTokFollowing somebody -First 2 -SummaryVariable s } catch { `$_; Get-Error `$_ }
                `$s | Format-List * -Force
            }
            Get-TikTokFollowingConnection | Format-List * -Force
            `$Error | ForEach-Object { Get-Error `$_ }
            `$null = Stop-Transcript
"@ @{ DUMPLINGAI_API_KEY = $TestKey; RAPIDAPI_KEY = $TestKey }
        $server.RequestCount - $before | Should -Be 10
        "$printed" | Should -Match 'AuthenticationFailed'
        $printed -match $pattern | Should -BeNullOrEmpty
        $written = Get-Content -Raw $transcript
        $written | Should -Match 'AuthenticationFailed'
        $written | Should -Match '\(redacted\)'
        $written | Should -Not -Match $pattern
    }
    It 'in the progress of a run that waits' {
        $server.Enqueue((New-Reply @{ Status = 429; Body = '{"error":"{key}"}'; Headers = @{ 'Retry-After' = '2' } }))
        Connect-Loopback $server
        $shell = New-Shell "param(`$connection) Get-TikTokFollowing stoolpresidente -Connection `$connection -PageSize 100"
        $null = $shell.AddArgument((Get-TikTokFollowingConnection)).Invoke()
        $shown = @($shell.Streams.Progress)
        $shown.Count | Should -BeGreaterThan 0
        $shown | Format-List * | Out-String | Should -Not -Match $pattern
        $shell.Runspace.Dispose()
    }

    It 'in what Connect-TikTokFollowing says when it refuses: <Name>' -ForEach @(
        @{ Name = 'ApiKeyMissing'; Run = { Connect-TikTokFollowing -ApiKey "$TestKey with spaces" } }
        @{ Name = 'InsecureBaseUri'; Run = { Connect-TikTokFollowing -ApiKey (ConvertTo-SecureString $TestKey -AsPlainText) -BaseUri http://example.invalid } }
        @{ Name = 'a key in the address'; Run = { Connect-TikTokFollowing -ApiKey (ConvertTo-SecureString x -AsPlainText) -BaseUri "https://user:$TestKey@example.invalid/?key=$TestKey" } }
    ) {
        $seen = Watch-Command { & $Run }
        $seen.Terminating | Should -Not -BeNullOrEmpty
        $seen.Terminating.ToString(), $seen.Terminating.Exception.ToString(), $seen.Terminating.ErrorDetails.RecommendedAction | Should -Not -Match $pattern
    }

    It 'in an address: it is never sent in the request line' {
        foreach ($request in $server.Requests) { $request.Split("`r`n")[0] | Should -Not -Match $pattern }
    }

    It 'after Disconnect-TikTokFollowing, in a connection that is kept' {
        $connection = Connect-Loopback $server @{ PassThru = $true }
        Get-TikTokFollowing sandbox.empty
        Disconnect-TikTokFollowing
        Get-Looks connection $connection | Where-Object { $_.Text -match $pattern } | Should -BeNullOrEmpty
        [TikTokFollowing.Tests.Support.ObjectGraph]::Find($connection, $TestKey) | Should -BeNullOrEmpty
    }
}
