# The scripts of docs/recipes.md, taken from the page and run as a user would run them.

BeforeAll {
    Import-Module "$PSScriptRoot/TestSupport.psm1"

    $folder = New-Item -ItemType Directory (Join-Path $TestDrive recipes)
    $page = (Get-Content -Raw "$PSScriptRoot/../../docs/recipes.md") -replace "`r"
    foreach ($match in [regex]::Matches($page, '(?sm)Save as `(?<name>[a-z]+\.ps1)`[^\n]*\n\n```powershell\n(?<code>((?!^```).)*)^```$')) {
        Set-Content (Join-Path $folder $match.Groups['name'].Value) $match.Groups['code'].Value
    }

    $environment = @{ PSModulePath = (Split-Path $ModulePath) + [IO.Path]::PathSeparator + $env:PSModulePath }

    function Invoke-Recipe([string] $Command, [string] $Culture = '') {
        Invoke-Engine "[cultureinfo]::CurrentCulture = '$Culture'; Set-Location '$folder'; . { $Command } 3> `$null" $environment | Where-Object { $_ -is [string] }
    }

    function Get-Expected([string[]] $Handle) {
        Connect-TikTokFollowing -Sandbox -WarningAction Ignore
        Get-TikTokFollowing $Handle
    }
}

Describe 'spreadsheet.ps1' {
    BeforeAll {
        $printed = Invoke-Recipe './spreadsheet.ps1 charlidamelio' 'de-DE'
        $path = Join-Path $folder following.csv
        $rows = Import-Csv $path -Delimiter ([cultureinfo]'de-DE').TextInfo.ListSeparator
    }

    It 'writes every account and prints nothing' {
        $printed | Should -BeNullOrEmpty
        $rows.Count | Should -Be 1200
    }

    It 'writes nothing that a spreadsheet runs' {
        $cells = $rows | ForEach-Object { $_.PSObject.Properties.Value }
        $cells -match '^\s*[=+\-@]' | Should -BeNullOrEmpty
        @($rows.DisplayName -match "^'\s*[=+\-@]").Count | Should -BeGreaterThan 0
    }

    It 'writes ids as text and dates in one form' {
        $rows.UserId | Should -Match "^'\d{10,}$"
        $rows.RetrievedAt | Should -Match '^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$'
        $rows.FollowedNotBefore -ne '' | Should -Match '^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$'
        @($rows.FollowedNotBefore -ne '').Count | Should -BeGreaterThan 1000
    }

    It 'says by its first bytes that it is UTF-8' {
        [IO.File]::ReadAllBytes($path)[0..2] | Should -Be 0xEF, 0xBB, 0xBF
    }
}

Describe 'monitor.ps1' {
    BeforeAll {
        $state = Join-Path $folder monitor.csv
        $first = Invoke-Recipe './monitor.ps1'
        $whole = Import-Csv $state
    }

    It 'takes the first list as it is' {
        $first | Should -Be 'Nothing new.'
        $whole.Count | Should -Be 1434
    }

    It 'reports new follows for one request each, and remembers them' {
        $whole | Select-Object -Skip 2 | Export-Csv $state
        $printed = Invoke-Recipe '. ./monitor.ps1; "requests: $(($verdicts | Measure-Object Requests -Sum).Sum)"'
        $printed | Should -HaveCount 4
        $printed[0] | Should -Be '@stoolpresidente'
        $printed[1] | Should -BeLike "  now follows @$($whole[0].Handle) (*)"
        $printed[2] | Should -BeLike "  now follows @$($whole[1].Handle) (*)"
        $printed[3] | Should -Be 'requests: 2'
        Invoke-Recipe './monitor.ps1' | Should -Be 'Nothing new.'
        (Import-Csv $state).Count | Should -Be 1434
    }

    It 'reports unfollows and renames from the whole list' {
        $gone = $whole[5] | Select-Object *
        $gone.UserId, $gone.SecUid, $gone.Handle = '1', 'gone', 'gone.account'
        $renamed = $whole[6] | Select-Object *
        $renamed.Handle = 'old.name'
        @($whole | Where-Object UserId -NE $renamed.UserId) + $gone + $renamed | Export-Csv $state
        $printed = Invoke-Recipe './monitor.ps1 -Full'
        $printed | Should -Contain "  follows @$($whole[6].Handle), which was @old.name"
        @($printed -like '  no longer follows @gone.account *').Count | Should -Be 1
        $printed | Should -HaveCount 3
        (Import-Csv $state).Count | Should -Be 1434
    }

    It 'keeps what it had of a list that breaks off' {
        Invoke-Recipe './monitor.ps1 sandbox.malformed -StatePath broken.csv' | Should -Be 'Not checked: @sandbox.malformed (Failed)'
        Join-Path $folder broken.csv | Should -Not -Exist
    }
}

Describe 'common.ps1' {
    It 'finds exactly the accounts that stand in all five lists' {
        $printed = Invoke-Recipe './common.ps1 | ForEach-Object Handle'
        $lists = Get-Expected stoolpresidente, charlidamelio, mia.paints, leo_runs, sam.cooks | Group-Object FollowedBy
        $common = $lists[0].Group.Handle
        foreach ($list in $lists) { $common = $common | Where-Object { $_ -in $list.Group.Handle } }
        $common.Count | Should -BeGreaterThan 0
        $printed | Sort-Object | Should -Be ($common | Sort-Object)
    }
}

Describe 'batch.ps1' {
    BeforeAll {
        $handles = 'stoolpresidente', 'charlidamelio', 'mia.paints', 'leo_runs', 'sam.cooks', 'sandbox.hidden', 'sandbox.empty'
        Set-Content (Join-Path $folder handles.txt) $handles
        $expected = Get-Expected 'stoolpresidente', 'charlidamelio', 'mia.paints', 'leo_runs', 'sam.cooks'
        $wanted = $expected | ForEach-Object { "$($_.FollowedBy)/$($_.UserId)" } | Sort-Object

        function Get-Result([string] $Of) {
            Import-Csv (Join-Path $folder $Of following.csv) | ForEach-Object { "$($_.FollowedBy)/$($_.UserId)" } | Sort-Object
        }
    }

    It 'reads every list and reports each handle' {
        Invoke-Recipe './batch.ps1; "exit $LASTEXITCODE"' | Select-Object -Last 1 | Should -Be 'exit 0'
        Get-Result batch | Should -Be $wanted
        $report = Import-Csv (Join-Path $folder batch report-*.csv)
        $report.Count | Should -Be $handles.Count
        ($report | Where-Object Handle -EQ sandbox.hidden).Status | Should -Be Hidden
    }

    It 'does nothing again when it is run again' {
        Invoke-Recipe './batch.ps1; "exit $LASTEXITCODE"' | Select-Object -Last 1 | Should -Be 'exit 0'
        Get-Result batch | Should -Be $wanted
        $report = Get-ChildItem (Join-Path $folder batch report-*.csv) | Sort-Object Name | Select-Object -Last 1 | Import-Csv
        ($report | Measure-Object Requests -Sum).Sum | Should -Be 0
    }

    It 'goes on after its credits ended' {
        Invoke-Recipe './batch.ps1 -Folder credits -CreditLimit 20 3>&1; "exit $LASTEXITCODE"' | Select-Object -Last 1 | Should -Be 'exit 1'
        (Get-Result credits).Count | Should -BeLessThan $wanted.Count
        Invoke-Recipe './batch.ps1 -Folder credits; "exit $LASTEXITCODE"' | Select-Object -Last 1 | Should -Be 'exit 0'
        Get-Result credits | Should -Be $wanted
    }

    It 'has every row once after it was killed' {
        $rowFiles = Join-Path $folder killed rows-*.csv
        foreach ($size in 100KB, 400KB, 900KB) {
            $process = Start-Engine "Set-Location '$folder'; ./batch.ps1 -Folder killed" $environment
            while (-not $process.HasExited -and (Get-ChildItem $rowFiles -ErrorAction Ignore | Measure-Object Length -Sum).Sum -lt $size) {
                [Threading.Thread]::Sleep(5)
            }
            $process.Kill()
            $process.WaitForExit()
            $process.Dispose()
        }
        Invoke-Recipe './batch.ps1 -Folder killed; "exit $LASTEXITCODE"' | Select-Object -Last 1 | Should -Be 'exit 0'
        Get-Result killed | Should -Be $wanted
        (Get-ChildItem $rowFiles).Count | Should -BeGreaterThan 1
    }
}
