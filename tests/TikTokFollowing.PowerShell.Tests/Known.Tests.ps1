BeforeAll {
    Import-Module "$PSScriptRoot/TestSupport.psm1"
    Connect-TikTokFollowing -Sandbox
    $all = Get-TikTokFollowing charlidamelio
    # What an earlier run saw: everything but the three newest and one in the middle of the first page.
    $earlier = $all[3..49] + $all[51..1199]
    $new = $all[0, 1, 2, 50]
}

Describe '-Known' {
    BeforeEach {
        $connection = Connect-TikTokFollowing -Sandbox -PassThru
    }

    It 'emits only what is new, and pays for one page: <Name>' -ForEach @(
        @{ Name = 'rows from memory'; Keep = { $earlier } }
        @{ Name = 'Import-Csv'; Keep = { $earlier | Export-Csv "$TestDrive/known.csv"; Import-Csv "$TestDrive/known.csv" } }
        @{ Name = 'ConvertFrom-Json'; Keep = { $earlier | ConvertTo-Json | ConvertFrom-Json } }
        @{ Name = 'ConvertFrom-Json -AsHashtable'; Keep = { $earlier | ConvertTo-Json | ConvertFrom-Json -AsHashtable } }
        @{ Name = 'Import-Clixml'; Keep = { $earlier | Export-Clixml "$TestDrive/known.xml"; Import-Clixml "$TestDrive/known.xml" } }
        @{ Name = 'Select-Object'; Keep = { $earlier | Select-Object FollowedBy, UserId } }
        @{ Name = 'bare handles'; Keep = { $earlier.Handle } }
        @{ Name = 'bare handles with @'; Keep = { $earlier.Handle | ForEach-Object { "@$_" } } }
        @{ Name = 'addresses of profiles'; Keep = { $earlier.ProfileUrl } }
        @{ Name = 'bare ids'; Keep = { $earlier.UserId } }
        @{ Name = 'bare secUids'; Keep = { $earlier.SecUid } }
        @{ Name = 'handles in other case'; Keep = { $earlier.Handle.ToUpperInvariant() } }
    ) {
        $rows = Get-TikTokFollowing charlidamelio -Known (& $Keep) -KnownStreak 48 -PageSize 100 -SummaryVariable summary
        $rows.UserId | Should -Be $new.UserId
        $summary.Status | Should -Be Limited
        $connection.RequestsSent | Should -Be 1
    }

    It 'without anything known is everything: <Name>' -ForEach @(
        @{ Name = '$null'; Value = $null }
        @{ Name = 'an empty array'; Value = @() }
        @{ Name = 'an empty text'; Value = '' }
        @{ Name = 'array of $null'; Value = @($null) }

    ) {
        $known = $Value -is [scriptblock] ? (& $Value) : $Value
        (Get-TikTokFollowing charlidamelio -Known $known).Count | Should -Be 1200
    }

    It 'brings nothing when nothing is new' {
        Get-TikTokFollowing charlidamelio -Known $all -PageSize 100 -SummaryVariable summary | Should -BeNullOrEmpty
        $summary.Status | Should -Be Limited
        $summary.Users | Should -Be 0
        $summary.Requests | Should -Be 1
    }

    It 'stops paging after -KnownStreak known rows in a row: <Streak> with <Count> known gives <Requests> requests' -ForEach @(
        @{ Streak = 5; Count = 5; Requests = 1 }
        @{ Streak = 5; Count = 4; Requests = 24 }
        @{ Streak = 60; Count = 60; Requests = 2 }
        @{ Streak = 20; Count = 19; Requests = 24 }
    ) {
        $rows = Get-TikTokFollowing charlidamelio -Known $all[0..($Count - 1)] -KnownStreak $Streak -PageSize 50
        $connection.RequestsSent | Should -Be $Requests
        $rows.UserId | Where-Object { $_ -in $all[0..($Count - 1)].UserId } | Should -BeNullOrEmpty
        @($rows).Count | Should -Be ($Requests * 50 - $Count)
    }

    It 'has a streak of 20 unless said' {
        Get-TikTokFollowing charlidamelio -Known $all[0..19] -PageSize 20 | Should -BeNullOrEmpty
        $connection.RequestsSent | Should -Be 1
    }

    It 'counts rows that say FollowedBy for that handle only' {
        $others = $all | Select-Object @{ n = 'FollowedBy'; e = { 'somebody.else' } }, UserId, Handle
        (Get-TikTokFollowing charlidamelio -Known $others).Count | Should -Be 1200
        $mine = $all | Select-Object @{ n = 'FollowedBy'; e = { 'CharliDamelio' } }, UserId, Handle
        Get-TikTokFollowing charlidamelio -Known $mine | Should -BeNullOrEmpty
    }

    It 'counts several handles of one file apart, in one command' {
        $file = @($all) + @(Get-TikTokFollowing stoolpresidente | Select-Object -Skip 2)
        $rows = 'charlidamelio', 'stoolpresidente' | Get-TikTokFollowing -Known $file -PageSize 50
        @($rows).Count | Should -Be 2
        $rows.FollowedBy | Select-Object -Unique | Should -Be stoolpresidente
    }

    It 'knows a renamed account by its id' {
        $renamed = $all | Select-Object FollowedBy, UserId, @{ n = 'Handle'; e = { "was.$($_.Handle)" } }
        Get-TikTokFollowing charlidamelio -Known $renamed | Should -BeNullOrEmpty
    }

    It '-First counts new rows' {
        $rows = Get-TikTokFollowing charlidamelio -Known $all[0..9] -First 3
        $rows.UserId | Should -Be $all[10..12].UserId
    }

    It 'finds the accounts that were followed since, in a monitor over two days' {
        $server = Start-Loopback
        try {
            Connect-Loopback $server
            $server.Enqueue((New-Reply @{ Body = New-Page one, two, three }), (New-Reply @{ Body = New-Page four, one, five, two, three }))
            $path = Join-Path $TestDrive monitor.csv
            foreach ($day in 1..2) {
                $known = (Test-Path $path) ? (Import-Csv $path) : $null
                $news = Get-TikTokFollowing somebody -Known $known
                $news | Export-Csv $path -Append
            }
            $news.Handle | Should -Be 'four', 'five'
            (Import-Csv $path).Handle | Should -Be 'one', 'two', 'three', 'four', 'five'
        }
        finally {
            $server.Dispose()
        }
    }
}
