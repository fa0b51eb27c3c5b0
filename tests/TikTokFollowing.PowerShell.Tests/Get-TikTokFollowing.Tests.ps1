BeforeAll {
    Import-Module "$PSScriptRoot/TestSupport.psm1"
}

Describe 'Get-TikTokFollowing' {
    BeforeEach {
        $connection = Connect-TikTokFollowing -Sandbox -PassThru
    }

    Context 'the rows' {
        It 'are all there, once each, for <Provider>' -ForEach @{ Provider = 'DumplingAI' }, @{ Provider = 'FullTikTok' } {
            Connect-TikTokFollowing $Provider -Sandbox
            foreach ($handle in @{ stoolpresidente = 234; charlidamelio = 1200; 'sandbox.empty' = 0 }.GetEnumerator()) {
                $rows = @(Get-TikTokFollowing $handle.Key)
                $rows.Count | Should -Be $handle.Value
                @($rows.UserId | Select-Object -Unique).Count | Should -Be $handle.Value
            }
        }

        It 'are the same accounts from both providers, in the same order' {
            $dumpling = Get-TikTokFollowing charlidamelio
            Connect-TikTokFollowing FullTikTok -Sandbox
            $full = Get-TikTokFollowing charlidamelio
            $full.UserId | Should -Be $dumpling.UserId
            for ($i = 0; $i -lt 1200; $i += 100) {
                $full[$i].Handle, $full[$i].DisplayName, $full[$i].Followers, $full[$i].Likes | Should -BeExactly `
                    $dumpling[$i].Handle, $dumpling[$i].DisplayName, $dumpling[$i].Followers, $dumpling[$i].Likes
            }
        }

        It 'are typed, with nothing made up for what is unknown' {
            $rows = Get-TikTokFollowing charlidamelio
            $rows[0] | Should -BeOfType TikTokFollowing.FollowedUser
            $rows[0].FollowedBy | Should -Be charlidamelio
            $rows[0].UserId | Should -BeOfType string
            $rows[0].RetrievedAt | Should -BeOfType DateTimeOffset
            $rows[0].ProfileUrl | Should -Be "https://www.tiktok.com/@$($rows[0].Handle)"
            $rows.WebsiteUrl | Where-Object { $null -ne $_ } | Should -BeNullOrEmpty -Because 'Dumpling AI sends none'
            ($rows | Where-Object { $null -eq $_.Bio }).Count | Should -BeGreaterThan 0
            ($rows | Where-Object { $_.Bio -eq '' }).Count | Should -BeGreaterThan 0
            ($rows | Measure-Object Likes -Maximum).Maximum | Should -BeGreaterThan ([int]::MaxValue)
            @($rows.Likes | Where-Object { $null -ne $_ -and $_ -lt 0 }).Count | Should -Be 0
        }

        It 'say between which times the account was followed' {
            $rows = Get-TikTokFollowing charlidamelio -PageSize 100 -First 300
            $rows[0].FollowedNotAfter | Should -BeNullOrEmpty
            $rows[150].FollowedNotAfter | Should -Be $rows[50].FollowedNotBefore
            $rows[150].FollowedNotBefore | Should -BeLessThan $rows[150].FollowedNotAfter
        }

        It 'go into a CSV file and come back as they were' {
            $path = Join-Path $TestDrive following.csv
            $rows = Get-TikTokFollowing charlidamelio
            $rows | Export-Csv $path
            $back = Import-Csv $path
            $back.Count | Should -Be 1200
            $back.UserId | Should -Be $rows.UserId
            $back[700].Bio | Should -BeExactly "$($rows[700].Bio)"
        }
    }

    Context '-Handle' {
        It 'takes <_>' -ForEach @(
            'stoolpresidente', '@stoolpresidente', ' @stoolpresidente ', 'https://www.tiktok.com/@stoolpresidente',
            'http://www.tiktok.com/@stoolpresidente', 'https://tiktok.com/@stoolpresidente', 'www.tiktok.com/@stoolpresidente',
            'm.tiktok.com/@stoolpresidente', 'tiktok.com/@stoolpresidente', 'https://www.tiktok.com/@stoolpresidente/',
            'https://www.tiktok.com/@stoolpresidente?lang=en', 'https://www.tiktok.com/@stoolpresidente/video/7300000000000000001?is_copy_url=1',
            'https://www.tiktok.com/@stoolpresidente#top', 'https://www.tiktok.com/%40stoolpresidente'
        ) {
            $rows = @(Get-TikTokFollowing $_ -First 2)
            $rows.FollowedBy | Should -BeExactly 'stoolpresidente', 'stoolpresidente'
        }

        It 'keeps the case, and the list is the same' {
            $rows = Get-TikTokFollowing HTTPS://WWW.TIKTOK.COM/@StoolPresidente
            $rows[0].FollowedBy | Should -BeExactly StoolPresidente
            $rows.Count | Should -Be 234
        }

        It 'refuses <Name> with an error of its own, without a request, and goes on' -ForEach @(
            @{ Name = 'nothing'; Text = '' }
            @{ Name = '$null'; Text = $null }
            @{ Name = 'white space'; Text = "  `t" }
            @{ Name = '@ alone'; Text = '@' }
            @{ Name = 'two @'; Text = '@@name' }
            @{ Name = 'two words'; Text = 'two words' }
            @{ Name = 'a path'; Text = '../admin' }
            @{ Name = 'a slash'; Text = 'name/followers' }
            @{ Name = 'dots'; Text = '..' }
            @{ Name = 'a query'; Text = 'name?count=100' }
            @{ Name = 'a fragment'; Text = 'name#x' }
            @{ Name = 'an escaped slash'; Text = 'name%2f..' }
            @{ Name = 'a quote'; Text = 'name","count":"1' }
            @{ Name = 'a header'; Text = "name`r`nX-Injected: 1" }
            @{ Name = 'a null character'; Text = "name`0" }
            @{ Name = 'an escape sequence'; Text = "`e[2Jname" }
            @{ Name = 'a bidi override'; Text = "name$([char] 0x202E)" }
            @{ Name = 'a lone surrogate'; Text = "name$([char] 0xD83D)" }
            @{ Name = 'other letters'; Text = "n$([char] 0xE4)me" }
            @{ Name = '65 letters'; Text = 'a' * 65 }
            @{ Name = '10,000 letters'; Text = 'a' * 10000 }
            @{ Name = 'a short link'; Text = 'https://vm.tiktok.com/ZMabc123/' }
            @{ Name = 'the other short link'; Text = 'https://www.tiktok.com/t/ZTabc123/' }
            @{ Name = 'another site'; Text = 'https://example.invalid/@name' }
            @{ Name = 'a site that looks alike'; Text = 'https://www.tiktok.com.example.invalid/@name' }
            @{ Name = 'a user name in the address'; Text = 'https://www.tiktok.com@example.invalid/@name' }
            @{ Name = 'an address without a name'; Text = 'https://www.tiktok.com/video/1' }
            @{ Name = 'a path as name'; Text = 'https://www.tiktok.com/@../admin' }
        ) {
            $seen = Watch-Command { Get-TikTokFollowing $Text, sandbox.empty -SummaryVariable summary -ErrorAction Continue }
            $seen.Terminating | Should -BeNullOrEmpty
            $seen.Errors.Count | Should -Be 1
            $seen.Errors[0].FullyQualifiedErrorId | Should -Be 'InvalidHandle,TikTokFollowing.Commands.GetTikTokFollowingCommand'
            $seen.Errors[0].CategoryInfo.Category | Should -Be InvalidArgument
            $seen.Errors[0].TargetObject | Should -BeExactly "$Text"
            $seen.Errors[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
            "$($seen.Errors[0])" | Should -Not -Match '[\p{Cc}\u202E]'
            "$($seen.Errors[0])".Length | Should -BeLessThan 250
            $summary.Status | Should -Be 'Failed', 'Complete'
            $connection.RequestsSent | Should -Be 1
        }

        It 'refuses the same through the pipeline' {
            $seen = Watch-Command { $null, '', 'two words', [pscustomobject] @{ Something = 1 }, 'sandbox.empty' | Get-TikTokFollowing -ErrorAction Continue }
            $seen.Terminating | Should -BeNullOrEmpty
            $seen.Errors.FullyQualifiedErrorId | Select-Object -Unique | Should -BeLike 'InvalidHandle,*'
            $seen.Errors.Count | Should -Be 4
            $connection.RequestsSent | Should -Be 1
        }

        It 'that is an empty array asks for nothing' {
            $seen = Watch-Command { Get-TikTokFollowing -Handle @() }
            $seen.Terminating | Should -BeNullOrEmpty
            $seen.Errors.Count + $seen.Rows.Count | Should -Be 0
        }

        It 'is mandatory' {
            (Get-Command Get-TikTokFollowing).Parameters.Handle.Attributes.Mandatory | Should -Contain $true
        }

        It 'comes from the pipeline: <Name>' -ForEach @(
            @{ Name = 'text'; Rows = 'stoolpresidente', '@charlidamelio' }
            @{ Name = 'rows with Handle'; Rows = [pscustomobject] @{ Handle = 'stoolpresidente'; Note = 1 }, [pscustomobject] @{ Handle = '@charlidamelio'; Note = 2 } }
            @{ Name = 'rows with UserName'; Rows = [pscustomobject] @{ UserName = 'stoolpresidente' }, [pscustomobject] @{ UserName = 'charlidamelio' } }
            @{ Name = 'rows with UniqueId'; Rows = [pscustomobject] @{ UniqueId = 'stoolpresidente' }, [pscustomobject] @{ UniqueId = 'charlidamelio' } }
            @{ Name = 'rows with Url'; Rows = "Url`nhttps://www.tiktok.com/@stoolpresidente`nm.tiktok.com/@charlidamelio?x=1" | ConvertFrom-Csv }
            @{ Name = 'rows with several handles each'; Rows = , [pscustomobject] @{ Handle = 'stoolpresidente', 'charlidamelio' } }
            @{ Name = 'JSON'; Rows = '[{"handle":"stoolpresidente"},{"handle":"charlidamelio"}]' | ConvertFrom-Json }
        ) {
            ($Rows | Get-TikTokFollowing -First 1).FollowedBy | Should -Be 'stoolpresidente', 'charlidamelio'
        }

        It 'comes from CSV files' {
            $path = Join-Path $TestDrive handles.csv
            'Handle,Note', 'stoolpresidente,first', '@charlidamelio,second' | Set-Content $path
            (Import-Csv $path | Get-TikTokFollowing -First 1).FollowedBy | Should -Be 'stoolpresidente', 'charlidamelio'
        }

        It 'walks one step further with the rows of another call' {
            $first = Get-TikTokFollowing stoolpresidente -First 3
            $second = Get-TikTokFollowing stoolpresidente -First 3 | Get-TikTokFollowing -First 1 -SummaryVariable summary
            $summary.Handle | Should -Be $first.Handle
            @($second).Count | Should -BeLessOrEqual 3
        }

        It 'is read as it arrives, not collected first' {
            $log = [Collections.Generic.List[string]]::new()
            'stoolpresidente', 'charlidamelio' | ForEach-Object { $log.Add("in $_"); $_ } | Get-TikTokFollowing -First 1 | ForEach-Object { $log.Add("out $($_.FollowedBy)") }
            $log | Should -Be 'in stoolpresidente', 'out stoolpresidente', 'in charlidamelio', 'out charlidamelio'
        }

        It 'that comes twice in one command is asked once, whatever its form' {
            $seen = Watch-Command { 'stoolpresidente', '@StoolPresidente', 'https://www.tiktok.com/@stoolpresidente' | Get-TikTokFollowing -SummaryVariable summary -Verbose }
            $seen.Rows.Count | Should -Be 234
            @($summary).Count | Should -Be 1
            @($seen.Verbose -match 'asked for already').Count | Should -Be 2
        }

        It 'is asked again by the next command' {
            $before = (Get-TikTokFollowing stoolpresidente).Count
            (Get-TikTokFollowing stoolpresidente).Count | Should -Be $before
        }

        It 'is completed with the reserved handles in the sandbox, and with those asked for in this session' {
            (TabExpansion2 'Get-TikTokFollowing sandbox.h').CompletionMatches.CompletionText | Sort-Object | Should -Be 'sandbox.hidden', 'sandbox.huge'
            Get-TikTokFollowing my.own.handle -First 0
            (TabExpansion2 'Get-TikTokFollowing my.o').CompletionMatches.CompletionText | Should -Be 'my.own.handle'
            Connect-TikTokFollowing -ApiKey $TestKey
            (TabExpansion2 'Get-TikTokFollowing sandbox.tr').CompletionMatches.CompletionText | Should -Not -Contain 'sandbox.truncated'
        }
    }

    Context '-SpreadsheetSafe' {
        BeforeAll {
            $runs = '^\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]'
            $texts = 'Handle', 'UserId', 'SecUid', 'DisplayName', 'Bio', 'WebsiteUrl', 'AvatarUrl', 'AvatarThumbnailUrl', 'FollowedBy', 'ProfileUrl'
        }

        It 'puts an apostrophe before text that a spreadsheet would run, through Export-Csv, for <_>' -ForEach 'DumplingAI', 'FullTikTok' {
            Connect-TikTokFollowing $_ -Sandbox
            $path = Join-Path $TestDrive "safe-$_.csv"
            Get-TikTokFollowing charlidamelio -SpreadsheetSafe | Export-Csv $path
            $rows = Import-Csv $path
            $cells = foreach ($row in $rows) { foreach ($name in $texts) { $row.$name } }
            @($cells -match $runs).Count | Should -Be 0
            @($cells -match "^'\s*[=+\-@]").Count | Should -BeGreaterThan 10
        }

        It 'changes nothing else; without it the text is as it came' {
            $plain = Get-TikTokFollowing charlidamelio
            $safe = Get-TikTokFollowing charlidamelio -SpreadsheetSafe
            @($plain.Bio -match $runs).Count | Should -BeGreaterThan 10
            for ($i = 0; $i -lt $plain.Count; $i++) {
                foreach ($property in $plain[$i].PSObject.Properties.Name) {
                    if ($property -eq 'RetrievedAt') { continue }
                    $before = $plain[$i].$property
                    $expected = $before -is [string] -and $before -match $runs ? "'$before" : $before
                    if (-not [object]::Equals($safe[$i].$property, $expected)) { $safe[$i].$property | Should -BeExactly $expected -Because "$property of row $i" }
                }
            }
        }
    }

    Context '-Connection' {
        It 'is used instead of the runspace''s' {
            $mine = Connect-TikTokFollowing FullTikTok -Sandbox -PassThru
            Connect-TikTokFollowing -Sandbox
            (Get-TikTokFollowing stoolpresidente -First 1 -Connection $mine).Provider | Should -Be FullTikTok
            $mine.RequestsSent | Should -Be 1
        }

        It 'works in another runspace, where there is no connection' {
            $counts = 'stoolpresidente', 'charlidamelio' | ForEach-Object -Parallel {
                Import-Module $using:ModulePath
                @(Get-TikTokFollowing $_ -Connection $using:connection).Count
            }
            $counts | Sort-Object | Should -Be 234, 1200
        }

        It 'that is $null is a binding error' {
            { Get-TikTokFollowing stoolpresidente -Connection $null } | Should -Throw -ErrorId 'ParameterArgumentValidationError*'
        }
    }

    Context 'without a connection' {
        It 'is NotConnected, before anything else' {
            Disconnect-TikTokFollowing
            $seen = Watch-Command { 'stoolpresidente', 'charlidamelio' | Get-TikTokFollowing -SummaryVariable summary }
            $seen.Terminating.FullyQualifiedErrorId | Should -Be 'NotConnected,TikTokFollowing.Commands.GetTikTokFollowingCommand'
            $seen.Terminating.Exception.Kind | Should -Be NotConnected
            @($summary).Count | Should -Be 0
        }
    }

    Context 'parameters out of range' {
        It '-<Name> <Value>' -ForEach @(
            @{ Name = 'PageSize'; Value = 0 }, @{ Name = 'PageSize'; Value = 101 }, @{ Name = 'Count'; Value = 101 }
            @{ Name = 'MaxPages'; Value = 0 }, @{ Name = 'ThrottleLimit'; Value = 0 }, @{ Name = 'ThrottleLimit'; Value = 65 }
            @{ Name = 'KnownStreak'; Value = 0 }, @{ Name = 'CheckpointPath'; Value = '' }, @{ Name = 'SummaryVariable'; Value = '' }
        ) {
            $more = @{ $Name = $Value }
            { Get-TikTokFollowing stoolpresidente @more } | Should -Throw -ErrorId 'ParameterArgumentValidationError*'
            $connection.RequestsSent | Should -Be 0
        }
    }
}
