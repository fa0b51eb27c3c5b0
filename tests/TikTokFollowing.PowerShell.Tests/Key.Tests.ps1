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
    }

    It 'would see an echo: the server sends the key back in three forms' {
        $server.Enqueue((New-Reply @{ Body = '{key}' }))
        $answer = Invoke-RestMethod $server.Address -Headers @{ 'x-rapidapi-key' = $TestKey }
        [regex]::Matches($answer, $pattern, 'IgnoreCase').Count | Should -Be 3
    }
}

Describe 'The key is nowhere but in the request header' {
    It 'after <Name>, whatever a script makes of what it holds' -ForEach @(
        @{ Name = 'success'; Reply = $null }
        @{ Name = 'an error that says the key'; Reply = @{ Status = 404; Body = '{"error":{"code":"{key}","message":"bad key {key}"}}'; Headers = @{ 'X-Echo' = '{key}'; 'X-Request-Id' = '{key}' } } }
        @{ Name = 'a page that says it'; Reply = @{ Body = '{"followingList":[{"user":{"id":"1","uniqueId":"a"}}],"hasMore":false,"error":{"code":"{key}","message":"{key}"}}' } }
    ) {
        $server.Always = $Reply ? (New-Reply $Reply) : $null
        $Error.Clear()
        $seen = Watch-Command {
            $VerbosePreference = $DebugPreference = $InformationPreference = 'Continue'
            Connect-TikTokFollowing -ApiKey (ConvertTo-SecureString $TestKey -AsPlainText) -BaseUri $server.Address -MaximumRetryCount 0
            'somebody' | Get-TikTokFollowing -MaxPages 1 -First 2 -SummaryVariable summary -ErrorAction Continue
        }
        $server.Always = $null
        $connection = Get-TikTokFollowingConnection
        $server.Requests[-1] | Should -Match $TestKey -Because 'it was sent'

        $looks = & {
            Get-Looks connection $connection
            Get-Looks summary $summary
            Get-Looks rows $seen.Rows
            Get-Looks debug $seen.Debug
            foreach ($record in @($Error) + @($seen.Errors) | Select-Object -Unique) {
                Get-Looks error $record
                @{ Name = 'error, Get-Error'; Text = Get-Error -InputObject $record | Out-String -Width 4000 }
                @{ Name = 'exception, Format-List -Force'; Text = $record.Exception | Format-List * -Force | Out-String -Width 4000 }
            }
            foreach ($value in $connection, $summary, $seen.Rows) { @{ Name = 'ConvertTo-Json -Depth 10'; Text = $value | ConvertTo-Json -Depth 10 -WarningAction Ignore } }
        }
        @($looks | Where-Object { $_.Text -match $pattern }).Name | Should -BeNullOrEmpty
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
}
