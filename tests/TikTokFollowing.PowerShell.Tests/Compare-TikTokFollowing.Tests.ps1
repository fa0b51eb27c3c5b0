BeforeAll {
    Import-Module "$PSScriptRoot/TestSupport.psm1"

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
    function Get-Short($Changes) { @($Changes | ForEach-Object { "$($_.Kind) $($_.PreviousHandle) $($_.Handle)".Replace('  ', ' ') } | Sort-Object) }
}

Describe 'Compare-TikTokFollowing' {
    It 'tells followed, unfollowed and renamed accounts, from <Name>' -ForEach @(
        @{ Name = 'memory'; Keep = { $input } }
        @{ Name = 'CSV'; Keep = { $input | ConvertTo-Csv | ConvertFrom-Csv } }
        @{ Name = 'JSON'; Keep = { $input | ConvertTo-Json | ConvertFrom-Json } }
        @{ Name = 'hashtables'; Keep = { $input | ConvertTo-Json | ConvertFrom-Json -AsHashtable } }
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

    It 'with an empty side: <Name>' -ForEach @(
        @{ Name = '$null first'; First = { $null }; Second = { $after }; Expected = 'Followed' }
        @{ Name = 'an empty array second'; First = { $before }; Second = { @() }; Expected = 'Unfollowed' }
        @{ Name = '$null second'; First = { $before }; Second = { $null }; Expected = 'Unfollowed' }
    ) {
        $changes = @(Compare-TikTokFollowing (& $First) (& $Second))
        $changes.Count | Should -Be 4
        $changes.Kind | Select-Object -Unique | Should -Be $Expected
    }

    It 'keeps the lists of several handles apart' {
        $mine = New-Row same 1
        $other = New-Row same 1 @{ FollowedBy = 'another' }
        Compare-TikTokFollowing $mine $other | ForEach-Object { "$($_.Kind) $($_.FollowedBy)" } | Sort-Object | Should -Be 'Followed another', 'Unfollowed somebody'
        Compare-TikTokFollowing $mine (New-Row same 1 @{ FollowedBy = 'SOMEBODY' }) | Should -BeNullOrEmpty
    }

    It 'needs no connection' {
        Disconnect-TikTokFollowing
        { Compare-TikTokFollowing $before $after } | Should -Not -Throw
    }
}
