# The scripts of docs/recipes.md, taken from the page and run as a user would run them: with credits that end in the middle, with a hidden
# list, and killed. The same line then does the rest.

BeforeDiscovery {
    $page = (Get-Content -Raw "$PSScriptRoot/../../docs/recipes.md") -replace "`r"
    $recipes = foreach ($match in [regex]::Matches($page, '(?sm)Save as `(?<name>[a-z]+\.ps1)`[^\n]*\n\n```powershell\n(?<code>((?!^```).)*)^```$')) {
        @{ Name = $match.Groups['name'].Value; Code = $match.Groups['code'].Value }
    }
}

BeforeAll {
    Import-Module "$PSScriptRoot/TestSupport.psm1"
    $installed = @{ PSModulePath = (Split-Path $ModulePath) + [IO.Path]::PathSeparator + $env:PSModulePath }

    function New-Job([string[]] $Handle = @()) {
        # A folder with all recipes and a handles file.
        $folder = New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid()))
        $page = (Get-Content -Raw "$PSScriptRoot/../../docs/recipes.md") -replace "`r"
        foreach ($match in [regex]::Matches($page, '(?sm)Save as `(?<name>[a-z]+\.ps1)`[^\n]*\n\n```powershell\n(?<code>((?!^```).)*)^```$')) {
            Set-Content (Join-Path $folder $match.Groups['name'].Value) $match.Groups['code'].Value
        }
        Set-Content (Join-Path $folder handles.txt) $Handle
        $folder.FullName
    }

    function Invoke-Job([string] $Folder, [string] $Command, [string] $Culture = '', [hashtable] $Environment = $installed) {
        Invoke-Engine "[cultureinfo]::CurrentCulture = '$Culture'; Set-Location '$Folder'; $Command" $Environment
    }

    function Get-Truth([string[]] $Handle) {
        # What the sandbox has, as keys of a follow.
        Connect-TikTokFollowing -Sandbox -WarningAction Ignore
        Get-TikTokFollowing $Handle -WarningAction Ignore | ForEach-Object { "$($_.FollowedBy)/$($_.UserId)" } | Sort-Object
        Disconnect-TikTokFollowing
    }

    function Get-Stored([string] $Path) {
        Get-TikTokFollowingHistory $Path | ForEach-Object { "$($_.FollowedBy)/$($_.UserId)" } | Sort-Object
    }

    function Get-Requests([string] $Path) {
        (Get-TikTokFollowingSummary $Path | Measure-Object Requests -Sum).Sum
    }
}

AfterAll {
    Remove-Module TikTokFollowing, TestSupport
}

Describe 'A recipe' {
    It '<Name> asks for the module in its first line' -ForEach $recipes {
        $Code.Split("`n")[0] | Should -Be '#Requires -Modules TikTokFollowing'
    }

    It 'runs in a session that imported the module by its path' {
        $folder = New-Job
        Invoke-Job $folder "Import-Module '$ModulePath'; ./common.ps1 stoolpresidente | Measure-Object | ForEach-Object Count" -Environment @{} |
            Select-Object -Last 1 | Should -Be '234'
    }
}

Describe 'spreadsheet.ps1' {
    BeforeAll {
        $folder = New-Job
        $limited = Invoke-Job $folder './spreadsheet.ps1 charlidamelio -CreditLimit 5 *>&1' 'de-DE'
        $printed = Invoke-Job $folder './spreadsheet.ps1 charlidamelio *>&1' 'de-DE'
        $path = Join-Path $folder following.csv
        $rows = Import-Csv $path -Delimiter ([cultureinfo]'de-DE').TextInfo.ListSeparator
    }

    It 'says that credits ended, and resumes' {
        $limited -match 'The list of @charlidamelio is not complete \(OutOfCredits\)' | Should -HaveCount 1
        $printed -match 'not complete' | Should -BeNullOrEmpty
        $rows.Count | Should -Be 1200
        Get-Requests (Join-Path $folder following.db) | Should -Be 12
    }

    It 'writes nothing that a spreadsheet runs' {
        $cells = $rows | ForEach-Object { $_.PSObject.Properties.Value }
        $cells -match '^\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]' | Should -BeNullOrEmpty
        @($rows.DisplayName -match "^'\s*[=+\-@]").Count | Should -BeGreaterThan 0
    }

    It 'writes ids as text and dates in one form' {
        $rows.UserId | Should -Match "^'\d{10,}$"
        $rows.LastSeenAt | Should -Match '^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$'
        $rows.FollowedNotBefore -ne '' | Should -Match '^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$'
        @($rows.FollowedNotBefore -ne '').Count | Should -BeGreaterThan 1000
    }

    It 'says by its first bytes that it is UTF-8' {
        [IO.File]::ReadAllBytes($path)[0..2] | Should -Be 0xEF, 0xBB, 0xBF
    }

    It 'keeps the file that was there when the list is hidden' {
        $before = Get-FileHash $path
        $printed = Invoke-Job $folder './spreadsheet.ps1 sandbox.hidden *>&1'
        $printed -match 'The list of @sandbox.hidden is not complete \(Hidden\)' | Should -HaveCount 1
        (Get-FileHash $path).Hash | Should -Be $before.Hash
    }
}

Describe 'nightly.ps1' {
    Context 'when credits end in the middle' {
        BeforeAll {
            $folder = New-Job stoolpresidente, sandbox.hidden, '# later', '', charlidamelio, leo_runs
            $store = Join-Path $folder following.db
            $first = Invoke-Job $folder './nightly.ps1 -CreditLimit 8 6> $null; "exit $LASTEXITCODE"'
            $again = Invoke-Job $folder './nightly.ps1 6> $null; "exit $LASTEXITCODE"'
        }

        It 'names what was not read and asks for another run' {
            $first -match '^Not read to the end' | Should -Be @(
                'Not read to the end: @sandbox.hidden (Hidden)'
                'Not read to the end: @charlidamelio (OutOfCredits)'
                'Not read to the end: @leo_runs (NotStarted)'
            )
            $first | Should -Contain 'exit 1'
        }

        It 'reads the rest with the same line, and nothing twice' {
            $again -match '^(Nothing|Not|exit)' | Should -Be 'Nothing new.', 'exit 0'
            Get-Stored $store | Should -Be (Get-Truth stoolpresidente, charlidamelio, leo_runs)
            Get-Requests $store | Should -Be (3 + 1 + 12 + 21)
        }

        It 'has nothing to do in a third run' {
            $third = Invoke-Job $folder './nightly.ps1 6> $null; "exit $LASTEXITCODE"'
            $third -match '^(Nothing|Not|exit)' | Should -Be 'Nothing new.', 'exit 0'
            Get-Requests $store | Should -Be (3 + 1 + 12 + 21)
        }
    }

    Context 'when lists change' {
        BeforeAll {
            # One process, since the sandbox's list changes within one.
            $folder = New-Job sandbox.restless, sandbox.hidden, charlidamelio
            $printed = Invoke-Job $folder @'
                ./nightly.ps1 6> $null
                'night 2'
                ./nightly.ps1 -OlderThan 0:0:0 -CreditLimit 1 6> $null
                "exit $LASTEXITCODE"
                'night 3'
                Connect-TikTokFollowing -Sandbox 3> $null
                $null = Sync-TikTokFollowing sandbox.restless -StorePath following.db -Full 6> $null
                ./nightly.ps1 6> $null
                "exit $LASTEXITCODE"
                'night 4'
                ./nightly.ps1 6> $null
'@
            $second = $printed.IndexOf('night 2')
            $third = $printed.IndexOf('night 3')
            $fourth = $printed.IndexOf('night 4')
            $changes = Get-TikTokFollowingChange (Join-Path $folder following.db)
        }

        It 'reports what was found before the credits ended, and names the rest' {
            $night = $printed[$second..$third]
            $night | Should -Contain '@sandbox.restless'
            $night -match '^  now follows' | Should -HaveCount 1
            $night | Should -Contain 'Not read to the end: @charlidamelio (NotStarted)'
            $night | Should -Contain 'exit 1'
        }

        It 'reports what a run found that ended before its report' {
            $night = $printed[$third..$fourth]
            $night -match '^  now follows' | Should -HaveCount 1
            $night -match '^  no longer follows' | Should -Not -BeNullOrEmpty
            $night | Should -Contain 'exit 0'
        }

        It 'reports each change once' {
            $printed[$fourth..($printed.Count - 1)] | Should -Contain 'Nothing new.'
            @($printed -match '^  (now follows|no longer follows|follows) @').Count | Should -Be $changes.Count
            foreach ($change in $changes | Where-Object Kind -EQ Unfollowed) {
                @($printed -like "  no longer follows @$($change.Handle) (*").Count | Should -Be 1
            }
        }
    }

    It 'does the rest after it was killed' {
        # The limit of the sandbox makes page 2 of this list wait for a second, which is when the process ends.
        $folder = New-Job stoolpresidente, sandbox.ratelimited, sandbox.hidden
        $store = Join-Path $folder following.db
        $process = Start-Engine "Set-Location '$folder'; ./nightly.ps1" $installed
        $isReading = {
            $latest = (Test-Path $store) ? (Get-TikTokFollowingSummary $store -Latest -Handle sandbox.ratelimited -ErrorAction Ignore) : $null
            $latest.Pages -ge 1
        }
        while (-not $process.HasExited -and -not (& $isReading)) { [Threading.Thread]::Sleep(5) }
        $process.Kill()
        $process.WaitForExit()
        $process.Dispose()
        (Get-TikTokFollowingSummary $store -Latest -Handle sandbox.ratelimited).Status | Should -Be Stopped
        $again = Invoke-Job $folder './nightly.ps1 6> $null; "exit $LASTEXITCODE"'
        $again -match '^(Nothing|exit)' | Should -Be 'exit 0'
        $again | Should -Contain 'Not read to the end: @sandbox.hidden (Hidden)'
        Get-Stored $store | Should -Be (Get-Truth stoolpresidente, sandbox.ratelimited)
        (Get-TikTokFollowingSummary $store -Handle sandbox.ratelimited | Measure-Object Users -Sum).Sum | Should -Be 250
    }

    It 'ends with 1 when it cannot work at all' {
        $folder = New-Job stoolpresidente
        Set-Content (Join-Path $folder following.db) 'This is no store.'
        $process = Start-Engine "Set-Location '$folder'; ./nightly.ps1" $installed
        $process.StandardOutput.ReadToEnd() | Should -Not -Match 'Nothing new'
        $process.WaitForExit()
        $process.ExitCode | Should -Be 1
        $process.Dispose()
        Get-Content (Join-Path $folder following.db) | Should -Be 'This is no store.'
    }
}

Describe 'common.ps1' {
    BeforeAll {
        $folder = New-Job
        $limited = Invoke-Job $folder './common.ps1 -CreditLimit 8 *>&1'
        $printed = Invoke-Job $folder './common.ps1 6> $null | ForEach-Object Handle'
    }

    It 'names the lists that are not complete' {
        $limited -match 'is not complete' -replace '.*(@\S+) is not complete (\(\w+\)).*', '$1 $2' | Should -Be @(
            '@charlidamelio (OutOfCredits)', '@leo_runs (NotStarted)', '@mia.paints (NotStarted)', '@sam.cooks (NotStarted)'
        )
    }

    It 'finds exactly the accounts that all five lists have, with the same line' {
        Connect-TikTokFollowing -Sandbox -WarningAction Ignore
        $lists = Get-TikTokFollowing stoolpresidente, charlidamelio, mia.paints, leo_runs, sam.cooks | Group-Object FollowedBy
        Disconnect-TikTokFollowing
        $common = $lists[0].Group.Handle
        foreach ($list in $lists) { $common = $common | Where-Object { $_ -in $list.Group.Handle } }
        $common.Count | Should -BeGreaterThan 0
        $printed -notlike 'WARNING*' | Sort-Object | Should -Be ($common | Sort-Object)
        Get-Requests (Join-Path $folder common.db) | Should -Be (3 + 12 + 33 + 21 + 37)
    }

    It 'says that a hidden list is not complete' {
        $folder = New-Job
        $printed = Invoke-Job $folder './common.ps1 stoolpresidente, sandbox.hidden -AtLeast 1 *>&1'
        $printed -match 'The list of @sandbox.hidden is not complete \(Hidden\)' | Should -HaveCount 1
    }
}

Describe 'snowball.ps1' {
    BeforeAll {
        $folder = New-Job
        $store = Join-Path $folder snowball.db
        $whatIf = Invoke-Job $folder './snowball.ps1 -Most 3 -WhatIf *>&1'
        $atFirst = Get-Requests $store
        $limited = Invoke-Job $folder './snowball.ps1 -Most 3 -CreditLimit 2 *>&1'
        $again = Invoke-Job $folder './snowball.ps1 -Most 3 *>&1'
        $lists = (Get-TikTokFollowingSummary $store -Latest).Handle
        $spent = Get-Requests $store
    }

    It 'says with -WhatIf what the step would take, and reads only the first list' {
        $whatIf -match '^What if: ' | Should -HaveCount 3
        $atFirst | Should -Be 3
    }

    It 'says that credits ended, and reads the rest with the same line' {
        $limited -match 'This step is not complete' | Should -HaveCount 1
        $again -match 'not complete' | Should -BeNullOrEmpty
        $lists | Should -HaveCount 4
        Get-Stored $store | Should -Be (Get-Truth $lists)
        @(Get-TikTokFollowingSummary $store -Latest | Where-Object Status -NE Complete).Count | Should -Be 0
    }

    It 'spends nothing in a third run' {
        $null = Invoke-Job $folder './snowball.ps1 -Most 3'
        Get-Requests $store | Should -Be $spent
    }
}

Describe 'excel.ps1' {
    BeforeAll {
        $folder = New-Job
        $null = Invoke-Job $folder './spreadsheet.ps1 charlidamelio -CreditLimit 3; ./excel.ps1' 'de-DE'
        $rows = Import-Csv (Join-Path $folder workbook.csv)
    }

    It 'writes what the store knows, also of a list that is not complete' {
        $rows.Count | Should -Be 300
        $rows.FirstSeenAt | Should -Match '^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$'
    }

    It 'writes the columns that the query of the page reads' {
        $page = Get-Content -Raw "$PSScriptRoot/../../docs/recipes.md"
        $named = [regex]::Matches($page, '\{"(\w+)", (type|Int64)').ForEach({ $_.Groups[1].Value })
        $named.Count | Should -Be 7
        $named | Should -BeIn $rows[0].PSObject.Properties.Name
    }
}

Describe 'graph.ps1' {
    BeforeAll {
        $folder = New-Job
        $limited = Invoke-Job $folder './graph.ps1 -CreditLimit 10 *>&1'
        $printed = Invoke-Job $folder './graph.ps1 *>&1'
        $graph = [xml] (Get-Content -Raw (Join-Path $folder network.gexf))
    }

    It 'names the lists whose edges may be missing, and completes the file with the same line' {
        $limited -match 'may be missing' -replace '.*Edges of (@\S+) .*\((\w+)\).*', '$1 $2' | Should -Be '@charlidamelio OutOfCredits', '@mia.paints NotStarted'
        $printed -match 'may be missing' | Should -BeNullOrEmpty
        $graph.gexf.graph.edges.edge.Count | Should -Be (Get-Truth stoolpresidente, charlidamelio, mia.paints).Count
    }
}
