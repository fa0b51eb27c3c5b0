BeforeAll {
    Import-Module "$PSScriptRoot/TestSupport.psm1"

    class KeptRow {
        [string] $FollowedBy
        [string] $Handle
        [string] $UserId
        [datetime] $RetrievedAt
    }

    function New-Row([string] $Handle, [string] $Id, [hashtable] $More = @{}) {
        $values = @{ FollowedBy = 'somebody'; Handle = $Handle; UserId = $Id; Provider = 'DumplingAI'; Page = 1; RetrievedAt = [DateTimeOffset]::UtcNow }
        foreach ($name in $More.Keys) { $values[$name] = $More[$name] }
        [TikTokFollowing.FollowedUser] $values
    }

    $before = @(
        New-Row stays 1
        New-Row old.name 2 @{ Bio = 'the same' }
        New-Row leaves 3
        New-Row changes 4 @{ Bio = 'before'; Followers = 10; AvatarUrl = 'https://p16.example.invalid/a?x-expires=1' }
    )
    $after = @(
        New-Row arrives 5
        New-Row changes 4 @{ Bio = 'after'; Followers = 11; AvatarUrl = 'https://p16.example.invalid/a?x-expires=2' }
        New-Row new.name 2 @{ Bio = 'the same' }
        New-Row stays 1
    )
    function ConvertTo-Table($Rows) {
        $table = [Data.DataTable]::new()
        foreach ($name in 'FollowedBy', 'Handle', 'UserId', 'Bio') { $null = $table.Columns.Add($name) }
        foreach ($row in $Rows) { $null = $table.Rows.Add($row.FollowedBy, $row.Handle, $row.UserId, [DBNull]::Value) }
        , $table
    }
    function Get-Short($Changes) { @($Changes | ForEach-Object { "$($_.Kind) $($_.PreviousHandle) $($_.Handle)".Replace('  ', ' ') } | Sort-Object) }
}

Describe 'Compare-TikTokFollowing' {
    It 'tells followed, unfollowed and renamed accounts, from <Name>' -ForEach @(
        @{ Name = 'memory'; Keep = { $input } }
        @{ Name = 'CSV'; Keep = { $input | ConvertTo-Csv | ConvertFrom-Csv } }
        @{ Name = 'JSON'; Keep = { $input | ConvertTo-Json | ConvertFrom-Json } }
        @{ Name = 'hashtables'; Keep = { $input | ConvertTo-Json | ConvertFrom-Json -AsHashtable } }
        @{ Name = 'PowerShell classes'; Keep = { $input | ForEach-Object { [KeptRow] @{ FollowedBy = $_.FollowedBy; Handle = $_.Handle; UserId = $_.UserId } } } }
        @{ Name = 'a DataTable'; Keep = { ConvertTo-Table $input } }
        @{ Name = 'DataRows'; Keep = { (ConvertTo-Table $input).Rows } }
        @{ Name = 'objects with calculated properties'; Keep = { $input | Select-Object UserId, FollowedBy, @{ n = 'Handle'; e = { "@$($_.Handle)" } } } }
        @{ Name = 'CLIXML'; Keep = { [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize(@($input))) } }
    ) {
        $changes = Compare-TikTokFollowing ($before | & $Keep) ($after | & $Keep)
        Get-Short $changes | Should -Be 'Followed arrives', 'Renamed old.name new.name', 'Unfollowed leaves'
        $changes[0] | Should -BeOfType TikTokFollowing.FollowingChange
        $changes.FollowedBy | Select-Object -Unique | Should -Be somebody
    }

    It 'compares what was kept with what is there now' {
        $changes = Compare-TikTokFollowing ($before | ConvertTo-Csv | ConvertFrom-Csv) $after
        Get-Short $changes | Should -Be 'Followed arrives', 'Renamed old.name new.name', 'Unfollowed leaves'
    }

    It 'keeps both rows as they were given' {
        $renamed = Compare-TikTokFollowing $before $after | Where-Object Kind -EQ Renamed
        [object]::ReferenceEquals($renamed.Before, $before[1]) | Should -BeTrue
        [object]::ReferenceEquals($renamed.After, $after[2]) | Should -BeTrue
    }

    It '-IncludeProfileChange says which properties changed; a signed address is none' {
        $changed = Compare-TikTokFollowing $before $after -IncludeProfileChange | Where-Object Kind -EQ Changed
        $changed.Handle | Should -Be changes
        $changed.Properties | Should -Contain Bio
        $changed.Properties | Should -Not -Contain AvatarUrl
        $changed.Properties[0] | Should -BeOfType string
    }

    It 'takes the later list from the pipeline' {
        Get-Short ($after | Compare-TikTokFollowing $before) | Should -Be 'Followed arrives', 'Renamed old.name new.name', 'Unfollowed leaves'
    }

    It 'of a list with itself is nothing' {
        Connect-TikTokFollowing -Sandbox
        $rows = Get-TikTokFollowing charlidamelio
        Compare-TikTokFollowing $rows $rows -IncludeProfileChange | Should -BeNullOrEmpty
        Compare-TikTokFollowing ($rows | ConvertTo-Csv | ConvertFrom-Csv) $rows -IncludeProfileChange | Should -BeNullOrEmpty
        Compare-TikTokFollowing $rows ($rows | ConvertTo-Json | ConvertFrom-Json) -IncludeProfileChange | Should -BeNullOrEmpty
    }

    It 'takes an empty side for lists that were not read: <Name>' -ForEach @(
        @{ Name = '$null first'; First = { $null }; Second = { $after } }
        @{ Name = 'an empty array second'; First = { $before }; Second = { @() } }
        @{ Name = '$null second'; First = { $before }; Second = { $null } }
    ) {
        $seen = Watch-Command { Compare-TikTokFollowing (& $First) (& $Second) }
        $seen.Rows.Count + $seen.Errors.Count | Should -Be 0
        $seen.Warnings | Should -BeLike "*'somebody' (no row). 4 accounts*"
    }

    It 'takes handles without a list as they are' {
        Get-Short (Compare-TikTokFollowing $null one, '@two') | Should -Be 'Followed one', 'Followed two'
        Get-Short (Compare-TikTokFollowing one, '', '# comment', https://www.tiktok.com/@two ONE) | Should -Be 'Unfollowed two'
        'one' | Compare-TikTokFollowing @{ Handle = 'ONE'; FollowedBy = 'a' } | Should -BeNullOrEmpty
    }

    It 'keeps the lists of several handles apart' {
        $mine = New-Row same 1
        $other = New-Row same 1 @{ FollowedBy = 'another' }
        $both = @($mine, $other)
        Compare-TikTokFollowing $both (@(New-Row other 2) + $other) | ForEach-Object { "$($_.Kind) $($_.FollowedBy)" } | Should -Be 'Followed somebody', 'Unfollowed somebody'
        Compare-TikTokFollowing $mine (New-Row same 1 @{ FollowedBy = 'SOMEBODY' }) | Should -BeNullOrEmpty
    }

    It 'needs no connection' {
        Disconnect-TikTokFollowing
        { Compare-TikTokFollowing $before $after } | Should -Not -Throw
    }
}

Describe 'Compare-TikTokFollowing and lists that were not read' {
    BeforeAll {
        Connect-TikTokFollowing -Sandbox
        $barstool = Get-TikTokFollowing stoolpresidente -SummaryVariable barstoolSummary
        $charli = Get-TikTokFollowing charlidamelio -SummaryVariable charliSummary
        $start = Get-TikTokFollowing charlidamelio -First 360 -SummaryVariable startSummary
    }

    It 'brings no unfollows of a handle that is missing' {
        $seen = Watch-Command { Compare-TikTokFollowing (@($barstool) + $charli) $charli }
        $seen.Rows.Count | Should -Be 0
        $seen.Warnings.Count | Should -Be 1
        $seen.Warnings | Should -BeLike "*-DifferenceObject*'stoolpresidente' (no row). 234 accounts*-Summary*"
    }

    It 'brings no unfollows of a list that broke off, with its summary from <Name>' -ForEach @(
        @{ Name = 'memory'; Keep = { $input } }
        @{ Name = 'CSV'; Keep = { $input | ConvertTo-Csv | ConvertFrom-Csv } }
        @{ Name = 'JSON'; Keep = { $input | ConvertTo-Json | ConvertFrom-Json } }
        @{ Name = 'JSON with names'; Keep = { $input | ConvertTo-Json -EnumsAsStrings | ConvertFrom-Json } }
        @{ Name = 'CLIXML'; Keep = { [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize(@($input))) } }
    ) {
        $summary = $startSummary | & $Keep
        $seen = Watch-Command { Compare-TikTokFollowing $charli $start -Summary $summary }
        $seen.Rows.Count | Should -Be 0
        $seen.Warnings.Count | Should -Be 1
        $seen.Warnings | Should -BeLike "*'charlidamelio' (Limited). 840 accounts that it lacks are not reported as Unfollowed*"
    }

    It 'brings them when the summary says Complete' {
        $seen = Watch-Command { Compare-TikTokFollowing $charli $charli[5..1199] -Summary $charliSummary }
        $seen.Rows.Kind | Select-Object -Unique | Should -Be Unfollowed
        $seen.Rows.Count | Should -Be 5
        $seen.Warnings.Count | Should -Be 0
    }

    It 'brings no follows when the summary before says that the earlier list broke off' {
        $seen = Watch-Command { Compare-TikTokFollowing $start $charli -Summary (@($startSummary) + $charliSummary) }
        $seen.Rows.Count | Should -Be 0
        $seen.Warnings | Should -BeLike "*-ReferenceObject*'charlidamelio' (Limited). 840 accounts*not reported as Followed*"
    }

    It 'says when -Summary holds something else' {
        $seen = Watch-Command { Compare-TikTokFollowing $charli $start -Summary $charli[0], 7 -ErrorAction Continue }
        $seen.Errors.Count | Should -Be 2
        $seen.Errors[0].FullyQualifiedErrorId | Should -Be 'InvalidHandle,TikTokFollowing.Commands.CompareTikTokFollowingCommand'
        "$($seen.Errors[0])" | Should -BeLike '*-Summary*Handle and Status*'
        $seen.Rows.Count | Should -Be 0
        $seen.Warnings | Should -BeLike '*(no summary). 840 accounts*'
    }

    It 'takes a list that was found empty for empty' {
        Get-TikTokFollowing sandbox.empty -SummaryVariable empty | Out-Null
        $rows = New-Row one 1 @{ FollowedBy = 'sandbox.empty' }
        Compare-TikTokFollowing $rows $null -Summary $empty | ForEach-Object Kind | Should -Be Unfollowed
    }
}

Describe 'Compare-TikTokFollowing and rows that are none' {
    It 'names the properties that would do: <Name>' -ForEach @(
        @{ Name = 'a FileInfo'; Row = { Get-Item $PSCommandPath } }
        @{ Name = 'a hashtable'; Row = { @{ Name = 'x' } } }
        @{ Name = 'an object'; Row = { [pscustomobject] @{ ProfileUrl = 'https://www.tiktok.com/@x' } } }
        @{ Name = 'empty cells'; Row = { [pscustomobject] @{ UserId = ''; Handle = '' } } }
    ) {
        $row = & $Row
        $seen = Watch-Command { Compare-TikTokFollowing @($row, $row) $row -ErrorAction Continue }
        $seen.Rows.Count | Should -Be 0
        $seen.Errors.Count | Should -Be 2
        "$($seen.Errors[0])" | Should -BeLike '2 rows of -ReferenceObject*Handle, UserId or SecUid*'
        "$($seen.Errors[1])" | Should -BeLike '1 row of -DifferenceObject*Handle, UserId or SecUid*'
        $seen.Errors[1].TargetObject | Should -Be $row
        $seen.Errors[1].CategoryInfo.Category | Should -Be InvalidArgument
        $seen.Errors[1].ErrorDetails.RecommendedAction | Should -BeLike '*Import-Csv*'
    }

    It 'says that a file is a file' {
        Set-Content "$TestDrive/before.csv" 'Handle'
        Push-Location $TestDrive
        try {
            $seen = Watch-Command { Compare-TikTokFollowing before.csv "$TestDrive/before.csv" -ErrorAction Continue }
        }
        finally {
            Pop-Location
        }
        $seen.Rows.Count | Should -Be 0
        $seen.Errors.Count | Should -Be 2
        "$($seen.Errors[0])" | Should -BeLike "'before.csv' is a file*(Import-Csv before.csv)*"
        $seen.Errors[0].TargetObject | Should -Be before.csv
    }

    It 'says that a text is no handle' {
        $seen = Watch-Command { Compare-TikTokFollowing 'no handle', one one -ErrorAction Continue }
        $seen.Rows.Count | Should -Be 0
        "$($seen.Errors)" | Should -BeLike "'no handle' is not a TikTok handle*"
    }
}

Describe 'Compare-TikTokFollowing and ids from a spreadsheet' {
    BeforeAll {
        Connect-TikTokFollowing -Sandbox
        $rows = Get-TikTokFollowing stoolpresidente
    }

    It 'does not trust <Name>' -ForEach @(
        @{ Name = '5.90E+18'; Mangle = { "$([double] $args[0])" -replace '^(.{4}).*E', '$1E' } }
        @{ Name = '5,90E+18'; Mangle = { "$([double] $args[0])" -replace '^(.{4}).*E', '$1E' -replace '\.', ',' } }
        @{ Name = '15 digits and zeros'; Mangle = { $args[0].Substring(0, 15).PadRight(19, '0') } }
        @{ Name = 'a double as JSON tools write it'; Mangle = { "$([decimal]::Parse([double] $args[0], 'Float'))" } }
    ) {
        $mangled = $rows | ConvertTo-Csv | ConvertFrom-Csv | ForEach-Object { $_.UserId = & $Mangle $_.UserId; $_ }
        $seen = Watch-Command { Compare-TikTokFollowing $mangled $rows }
        $seen.Rows.Count | Should -Be 0
        $seen.Warnings.Count | Should -Be 1
        $seen.Warnings | Should -BeLike '234 ids were rounded*'

        $seen = Watch-Command { Compare-TikTokFollowing $mangled $mangled[200..233] }
        $seen.Rows.Count | Should -Be 200
        $seen.Rows.Kind | Select-Object -Unique | Should -Be Unfollowed
        $seen.Warnings.Count | Should -Be 1
    }
}

Describe 'Compare-TikTokFollowing and times' {
    It 'takes them from <Name>' -ForEach @(
        @{ Name = 'memory'; Keep = { $input } }
        @{ Name = 'CSV'; Keep = { $input | ConvertTo-Csv | ConvertFrom-Csv } }
        @{ Name = 'JSON'; Keep = { $input | ConvertTo-Json | ConvertFrom-Json } }
        @{ Name = 'CLIXML'; Keep = { [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize(@($input))) } }
    ) {
        $monday = [DateTimeOffset] '2026-03-02T04:00:00Z'
        $friday = [DateTimeOffset] '2026-03-06T06:00:00+02:00'
        $earlier = New-Row gone 1 @{ RetrievedAt = $monday } | & $Keep
        $later = New-Row new 2 @{ RetrievedAt = $friday; FollowedNotBefore = $monday.AddHours(1); FollowedNotAfter = $monday.AddHours(2) } | & $Keep
        $followed, $unfollowed = Compare-TikTokFollowing $earlier $later
        $followed.NotBefore, $followed.NotAfter, $followed.SeenAt | Should -Be ($monday.AddHours(1), $monday.AddHours(2), $friday)
        $unfollowed.NotBefore, $unfollowed.NotAfter, $unfollowed.SeenAt | Should -Be ($monday, $friday, $friday)
        $followed.SeenAt.Offset | Should -Be ([timespan]::Zero)
    }
}

Describe 'Completion for Compare-TikTokFollowing' {
    It 'offers no files for -<Name>' -ForEach @(
        @{ Name = 'ReferenceObject' }
        @{ Name = 'DifferenceObject' }
        @{ Name = 'Summary' }
    ) {
        Set-Content "$TestDrive/before.csv" 'Handle'
        Push-Location $TestDrive
        try {
            (TabExpansion2 "Compare-TikTokFollowing -$Name b").CompletionMatches | Should -BeNullOrEmpty
            (TabExpansion2 "Get-Item -Path b").CompletionMatches | Should -Not -BeNullOrEmpty
        }
        finally {
            Pop-Location
        }
    }
}
