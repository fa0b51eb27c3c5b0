BeforeAll {
    Import-Module "$PSScriptRoot/TestSupport.psm1"
}

Describe 'Requests are counted' {
    BeforeEach {
        $connection = Connect-TikTokFollowing -Sandbox -PassThru
    }

    It 'Select-Object -First 150 at page size 100 sends exactly 2' {
        @(Get-TikTokFollowing sandbox.huge -PageSize 100 | Select-Object -First 150).Count | Should -Be 150
        $connection.RequestsSent | Should -Be 2
    }

    It 'Select-Object -First <Wanted> at page size <PageSize> sends <Requests>' -ForEach @(
        @{ Wanted = 1; PageSize = 100; Requests = 1 }, @{ Wanted = 100; PageSize = 100; Requests = 1 }, @{ Wanted = 101; PageSize = 100; Requests = 2 }
        @{ Wanted = 30; PageSize = 10; Requests = 3 }, @{ Wanted = 7; PageSize = 1; Requests = 7 }
    ) {
        @(Get-TikTokFollowing sandbox.huge -PageSize $PageSize | Select-Object -First $Wanted).Count | Should -Be $Wanted
        $connection.RequestsSent | Should -Be $Requests
    }

    It '-First <Wanted> at page size <PageSize> sends <Requests>' -ForEach @(
        @{ Wanted = 1; PageSize = 100; Requests = 1 }, @{ Wanted = 100; PageSize = 100; Requests = 1 }, @{ Wanted = 101; PageSize = 100; Requests = 2 }
        @{ Wanted = 150; PageSize = 100; Requests = 2 }, @{ Wanted = 1000; PageSize = 100; Requests = 10 }, @{ Wanted = 25; PageSize = 10; Requests = 3 }
    ) {
        $rows = @(Get-TikTokFollowing sandbox.huge -PageSize $PageSize -First $Wanted)
        $rows.Count | Should -Be $Wanted
        @($rows.UserId | Select-Object -Unique).Count | Should -Be $Wanted
        $connection.RequestsSent | Should -Be $Requests
    }

    It '-First 0 sends none' {
        Get-TikTokFollowing sandbox.huge -First 0 -SummaryVariable summary | Should -BeNullOrEmpty
        $connection.RequestsSent | Should -Be 0
        $summary.Status | Should -Be Limited
    }

    It 'a page is asked for only when the row before it was taken' {
        $sent = Get-TikTokFollowing sandbox.huge -PageSize 10 -First 40 | ForEach-Object { $connection.RequestsSent }
        $sent | Should -Be (1..4 | ForEach-Object { , $_ * 10 })
    }

    It '-ReadAhead sends at most one more, and brings the same rows' {
        $plain = Get-TikTokFollowing charlidamelio -PageSize 100
        $ahead = Get-TikTokFollowing charlidamelio -PageSize 100 -ReadAhead
        $ahead.UserId | Should -Be $plain.UserId
        $connection.RequestsSent | Should -Be 24
        @(Get-TikTokFollowing sandbox.huge -PageSize 100 -ReadAhead | Select-Object -First 150).Count | Should -Be 150
        $connection.RequestsSent | Should -BeLessOrEqual 27
        Get-TikTokFollowing sandbox.huge -PageSize 100 -ReadAhead -First 200 | Out-Null
        $connection.RequestsSent | Should -BeLessOrEqual 29
    }

    It 'a whole list takes one for each page' {
        Get-TikTokFollowing charlidamelio -PageSize 50 | Out-Null
        $connection.RequestsSent | Should -Be 24
    }
}

Describe 'The page size' {
    BeforeAll {
        $server = Start-Loopback
    }

    AfterAll {
        $server.Dispose()
    }

    It 'of <Provider> with "<Options>" is asked for as <Expected>' -ForEach @(
        @{ Provider = 'FullTikTok'; Options = ''; Expected = '\?count=100 ' }
        @{ Provider = 'FullTikTok'; Options = '-PageSize 37'; Expected = '\?count=37 ' }
        @{ Provider = 'FullTikTok'; Options = '-Count 38'; Expected = '\?count=38 ' }
        @{ Provider = 'FullTikTok'; Options = '-First 5'; Expected = '\?count=5 ' }
        @{ Provider = 'FullTikTok'; Options = '-First 5 -Skip 7'; Expected = '\?count=12 ' }
        @{ Provider = 'FullTikTok'; Options = '-First 500'; Expected = '\?count=100 ' }
        @{ Provider = 'DumplingAI'; Options = ''; Expected = '\{"handle":"stoolpresidente","requestSource":"API"\}' }
        @{ Provider = 'DumplingAI'; Options = '-PageSize 37'; Expected = '"count":37,' }
        @{ Provider = 'DumplingAI'; Options = '-First 5'; Expected = '"count":5,' }
    ) {
        Connect-TikTokFollowing $Provider -ApiKey $TestKey -BaseUri $server.Address
        $before = $server.RequestCount
        Invoke-Expression "Get-TikTokFollowing stoolpresidente -MaxPages 1 $Options" | Out-Null
        $server.RequestCount - $before | Should -Be 1
        $server.Requests[-1] | Should -Match $Expected
    }
}

Describe 'Paging' {
    BeforeAll {
        Connect-TikTokFollowing -Sandbox
        $all = Get-TikTokFollowing charlidamelio
    }

    BeforeEach {
        $connection = Connect-TikTokFollowing -Sandbox -PassThru
    }

    It '-Skip and -First cut a part out' {
        $part = Get-TikTokFollowing charlidamelio -PageSize 100 -Skip 95 -First 10
        $part.UserId | Should -Be $all[95..104].UserId
        $connection.RequestsSent | Should -Be 2
    }

    It '-Skip alone leaves the rest' {
        (Get-TikTokFollowing charlidamelio -Skip 1150).UserId | Should -Be $all[1150..1199].UserId
    }

    It '-Skip beyond the end leaves nothing' {
        Get-TikTokFollowing charlidamelio -Skip 5000 | Should -BeNullOrEmpty
    }

    It '-First and -Skip count per handle' {
        $rows = 'stoolpresidente', 'charlidamelio' | Get-TikTokFollowing -First 3 -Skip 1
        $rows.FollowedBy | Should -Be (@('stoolpresidente') * 3 + @('charlidamelio') * 3)
        $rows[3].UserId | Should -Be $all[1].UserId
    }

    It '-First larger than the list is the list' {
        (Get-TikTokFollowing charlidamelio -First 1000000).Count | Should -Be 1200
    }

    It '-IncludeTotalCount writes the total of each handle before its rows, marked as an estimate' {
        $out = 'stoolpresidente', 'charlidamelio' | Get-TikTokFollowing -First 2 -IncludeTotalCount
        $out.Count | Should -Be 6
        $out[0], $out[3] | Should -BeOfType uint64
        $out[0] | Should -Be 238
        $out[0].Accuracy | Should -BeLessThan 1
        $out[0].Accuracy | Should -BeGreaterThan 0
        $out[4] | Should -BeOfType TikTokFollowing.FollowedUser
    }

    It '-First 0 -IncludeTotalCount asks for the total with one request' {
        $out = @(Get-TikTokFollowing charlidamelio -First 0 -IncludeTotalCount)
        $out.Count | Should -Be 1
        $out[0] | Should -Be 1224
        $connection.RequestsSent | Should -Be 1
    }

    It '-MaxPages <_> sends so many requests per handle' -ForEach 1, 3 {
        $rows = 'charlidamelio', 'sandbox.huge' | Get-TikTokFollowing -PageSize 100 -MaxPages $_ -SummaryVariable summary
        $rows.Count | Should -Be (200 * $_)
        $summary.Requests | Should -Be $_, $_
        $summary.Status | Should -Be Limited, Limited
        $summary.NextCursor | ForEach-Object { $_ | Should -Not -BeNullOrEmpty }
    }

    It '-Cursor goes on where -MaxPages ended: nothing twice, nothing missing' {
        $first = Get-TikTokFollowing charlidamelio -PageSize 100 -MaxPages 5 -SummaryVariable summary
        $rest = Get-TikTokFollowing charlidamelio -PageSize 70 -Cursor $summary.NextCursor -SummaryVariable second
        @($first.UserId) + @($rest.UserId) | Should -Be $all.UserId
        $second.Status | Should -Be Complete
        $second.NextCursor | Should -BeNullOrEmpty
    }

    It '-Cursor of a stop inside a page goes back to that page: nothing is missing' {
        $first = Get-TikTokFollowing charlidamelio -PageSize 100 -SummaryVariable summary | Select-Object -First 250
        $rest = Get-TikTokFollowing charlidamelio -PageSize 100 -Cursor $summary.NextCursor
        $rest.UserId | Should -Be $all[200..1199].UserId
        @($first.UserId) + @($rest.UserId) | Select-Object -Unique | Should -Be $all.UserId
    }

    It '-Cursor that is <Name> is the start' -ForEach @{ Name = 'empty'; Value = '' }, @{ Name = '$null'; Value = $null }, @{ Name = 'white space'; Value = ' ' } {
        (Get-TikTokFollowing charlidamelio -Cursor $Value -First 1).UserId | Should -Be $all[0].UserId
    }

    It '-Cursor of a hostile kind changes nothing but the cursor: <_>' -ForEach '"},"x":{"', "1`r`nX: 1", '1&count=1', '../..', '%00' {
        $server = Start-Loopback
        try {
            foreach ($provider in 'DumplingAI', 'FullTikTok') {
                Connect-TikTokFollowing $provider -ApiKey $TestKey -BaseUri $server.Address
                Get-TikTokFollowing sandbox.empty -Cursor $_ -ErrorAction SilentlyContinue
            }
            $post, $get = $server.Requests
            (($post -split "`r`n`r`n", 2)[1] | ConvertFrom-Json).minTime | Should -BeExactly $_
            @(($post -split "`r`n`r`n", 2)[1] | ConvertFrom-Json | Get-Member -MemberType NoteProperty).Name | Should -Be 'handle', 'minTime', 'requestSource'
            $get.Split(' ')[1] | Should -BeExactly "/api/v1/users/sandbox.empty/following?count=100&max_time=$([uri]::EscapeDataString($_))"
            "$post$get" | Should -Not -Match '(?m)^X:'
        }
        finally {
            $server.Dispose()
        }
    }
}

Describe 'The end of a pipeline' {
    BeforeAll {
        $server = Start-Loopback
    }

    AfterAll {
        $server.Dispose()
    }

    BeforeEach {
        $connection = Connect-Loopback $server @{ PassThru = $true; MaximumRetryCount = 0 }
        # One page for each handle that is begun; whatever is asked for beyond hangs, and would show.
        function Set-Pages([int] $Pages) { $server.Enqueue(@($null) * $Pages) ; $server.Always = New-Reply @{ Act = 'Hang' } }
    }

    AfterEach {
        $server.Always = $null
    }

    It 'by <Name> leaves no request running and says Limited<Mode>' -ForEach $(
        foreach ($mode in @{ Mode = ''; More = @{}; Pages = 1 }, @{ Mode = ' (-ReadAhead)'; More = @{ ReadAhead = $true }; Pages = 1 },
            @{ Mode = ' (-ThrottleLimit 4)'; More = @{ ThrottleLimit = 4; ReadAhead = $true }; Pages = 4 }) {
            $mode + @{ Name = 'Select-Object -First'; End = { $handles | Get-TikTokFollowing -SummaryVariable summary @More | Select-Object -First 5 } }
            $mode + @{ Name = 'a downstream throw'; End = { try { $handles | Get-TikTokFollowing -SummaryVariable summary @More | ForEach-Object { throw 'mine' } } catch { $caught = $_ } } }
            $mode + @{ Name = 'break'; End = { do { $handles | Get-TikTokFollowing -SummaryVariable summary @More | ForEach-Object { break } } while ($false) } }
            $mode + @{ Name = 'an error downstream under -ErrorAction Stop'; End = { try { $handles | Get-TikTokFollowing -SummaryVariable summary @More | Get-Item -LiteralPath { "$TestDrive/none" } -ErrorAction Stop } catch { $caught = $_ } } }
        }
    ) {
        $handles = 'charlidamelio', 'sandbox.huge', 'sandbox.repeats', 'stoolpresidente'
        $caught = $null
        Set-Pages $Pages
        $clock = [Diagnostics.Stopwatch]::StartNew()
        . $End | Out-Null
        $clock.Elapsed.TotalSeconds | Should -BeLessThan 3
        Wait-Until { $server.UnderWay -eq 0 } 2 | Should -BeTrue
        @($summary).Count | Should -BeGreaterThan 0
        @($summary).Count | Should -BeLessOrEqual $Pages
        $summary.Status | Select-Object -Unique | Should -Be Limited
        if ($Name -match 'throw') { "$caught" | Should -Be 'mine' }
    }
}
