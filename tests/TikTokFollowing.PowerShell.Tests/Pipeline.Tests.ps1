# The commands that users put behind and before Get-TikTokFollowing, and that the engine's package does not hold.
BeforeAll {
    Import-Module "$PSScriptRoot/TestSupport.psm1"
}

Describe 'Select-Object -First' {
    It 'of <Wanted> at page size <PageSize> sends <Requests>' -ForEach @(
        @{ Wanted = 1; PageSize = 100; Requests = 1 }
        @{ Wanted = 150; PageSize = 100; Requests = 2 }
        @{ Wanted = 7; PageSize = 1; Requests = 7 }
    ) {
        $connection = Connect-TikTokFollowing -Sandbox -PassThru -WarningAction Ignore
        Get-TikTokFollowing sandbox.huge -PageSize $PageSize -SummaryVariable summary | Select-Object -First $Wanted | Should -HaveCount $Wanted
        $connection.RequestsSent | Should -Be $Requests
        $summary.Status, $summary.Users | Should -Be Limited, $Wanted
    }
}

Describe 'Files' {
    BeforeAll {
        Connect-TikTokFollowing -Sandbox -WarningAction Ignore
    }

    It 'of CSV bring handles: <Name>' -ForEach @(
        @{ Name = 'Handle'; Lines = 'Handle,Note', 'stoolpresidente,first', '@charlidamelio,second' }
        @{ Name = 'Url'; Lines = 'Url', 'https://www.tiktok.com/@stoolpresidente', 'm.tiktok.com/@charlidamelio?x=1' }
    ) {
        $path = Join-Path $TestDrive handles.csv
        $Lines | Set-Content $path
        (Import-Csv $path | Get-TikTokFollowing -First 1).FollowedBy | Should -Be 'stoolpresidente', 'charlidamelio'
    }

    It 'of JSON bring handles' {
        $rows = '[{"handle":"stoolpresidente"},{"handle":"charlidamelio"}]' | ConvertFrom-Json
        ($rows | Get-TikTokFollowing -First 1).FollowedBy | Should -Be 'stoolpresidente', 'charlidamelio'
    }

    It 'of text bring handles, with blank lines and comments' {
        $path = Join-Path $TestDrive handles.txt
        '# mine', '', 'stoolpresidente', '  ', '@charlidamelio' | Set-Content $path
        $rows = Get-Content $path | Get-TikTokFollowing -First 1 -ErrorVariable failed
        $rows.FollowedBy | Should -Be 'stoolpresidente', 'charlidamelio'
        $failed.Count | Should -Be 0
    }

    It 'of CSV bring rows back as they were' {
        $path = Join-Path $TestDrive following.csv
        $rows = Get-TikTokFollowing charlidamelio
        $rows | Export-Csv $path
        $back = Import-Csv $path
        $back.Count | Should -Be 1200
        $back.UserId | Should -Be $rows.UserId
        $back[700].Bio | Should -BeExactly "$($rows[700].Bio)"
    }

    It 'of CSV hold nothing that a spreadsheet runs, with -SpreadsheetSafe' {
        $path = Join-Path $TestDrive safe.csv
        Get-TikTokFollowing charlidamelio -SpreadsheetSafe | Export-Csv $path
        $cells = Import-Csv $path | ForEach-Object { $_.PSObject.Properties.Value }
        $cells -match '^\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]' | Should -BeNullOrEmpty
        @($cells -match "^'\s*[=+\-@]").Count | Should -BeGreaterThan 10
    }
}

Describe 'A thread job' {
    BeforeEach {
        Skip-Without ThreadJob
        $connection = Connect-TikTokFollowing -Sandbox -PassThru -WarningAction Ignore
    }

    It 'does not see the connection' {
        $out = Start-ThreadJob { Import-Module $using:ModulePath; try { Get-TikTokFollowing stoolpresidente } catch { $_.FullyQualifiedErrorId } } | Receive-Job -Wait -AutoRemoveJob
        $out | Should -BeLike 'NotConnected,*'
    }

    It 'brings the rows that were paid for, also those before an error' {
        $job = Start-ThreadJob { Import-Module $using:ModulePath; Get-TikTokFollowing sandbox.nocredits, stoolpresidente -PageSize 100 -Connection $using:connection }
        $rows = $job | Wait-Job | Receive-Job -ErrorAction SilentlyContinue -ErrorVariable failed
        $job | Remove-Job
        $rows.Count | Should -Be 200
        $failed.FullyQualifiedErrorId | Should -BeLike 'OutOfCredits,*'
    }
}
