BeforeDiscovery {
    $types = @(
        @{ Type = 'FollowedUser'; Views = 'Table', 'List', 'Wide' }
        @{ Type = 'FollowingHistoryEntry'; Views = 'Table', 'List', 'Wide' }
        @{ Type = 'FollowingSummary'; Views = 'Table', 'List', 'Wide' }
        @{ Type = 'FollowingChange'; Views = 'Table', 'List', 'Wide' }
        @{ Type = 'FollowingConnection'; Views = @('List') }
        @{ Type = 'ConnectionTestResult'; Views = @('List') }
    )
    $modes = @(
        @{ Name = 'after the import'; Script = "Import-Module `$ModulePath; `$ExecutionContext.SessionState.LanguageMode = 'ConstrainedLanguage'" }
        @{ Name = 'before the import'; Script = "`$ExecutionContext.SessionState.LanguageMode = 'ConstrainedLanguage'; Import-Module `$ModulePath" }
    )
}

BeforeAll {
    Import-Module "$PSScriptRoot/TestSupport.psm1"

    # Words are wrapped in a culture that has a language.
    [cultureinfo]::CurrentCulture = 'en-US'

    $properties = @{
        FollowedUser = -split 'FollowedBy Handle UserId SecUid DisplayName Bio Verified Private Followers Following Likes Videos LikesGiven WebsiteUrl
            AvatarUrl AvatarThumbnailUrl ProfileUrl FollowedNotAfter FollowedNotBefore Provider IsSandbox Page RetrievedAt'
        FollowingHistoryEntry = -split 'FollowedBy Handle UserId SecUid DisplayName Bio Verified Private Followers Following Likes Videos LikesGiven WebsiteUrl
            ProfileUrl FollowedNotAfter FollowedNotBefore Provider IsSandbox RetrievedAt FirstSeenAt LastSeenAt UnfollowedNotBefore UnfollowedNotAfter'
        FollowingSummary = -split 'Handle Provider Status Users Duplicates Pages Requests Retries Credits ReportedTotal NextCursor StartedAt Duration Message'
        FollowingChange = -split 'Kind FollowedBy UserId Handle PreviousHandle Properties Before After NotBefore NotAfter SeenAt'
        FollowingConnection = -split 'Provider BaseUri IsSandbox RateLimit RequestsSent CreditsSpent CreditLimit Summaries'
        ConnectionTestResult = -split 'Provider Succeeded ErrorId Message Requests Credits Duration RateLimit'
    }
    $monday = [DateTimeOffset] '2026-03-02T04:00:00Z'

    function New-User([hashtable] $With = @{}) {
        $values = @{
            FollowedBy = 'somebody'; Handle = 'name'; UserId = '1'; DisplayName = 'Name'; Bio = 'bio'; Provider = 'DumplingAI'; Page = 1
            RetrievedAt = $monday
        }
        foreach ($name in $With.Keys) { $values[$name] = $With[$name] }
        [TikTokFollowing.FollowedUser] $values
    }

    function New-Entry([hashtable] $With = @{}) {
        $user = New-User $With | Select-Object * -ExcludeProperty Page, AvatarUrl, AvatarThumbnailUrl
        $user.PSTypeNames.Insert(0, 'TikTokFollowing.FollowingHistoryEntry')
        $user | Add-Member @{ FirstSeenAt = $monday; LastSeenAt = $monday; UnfollowedNotBefore = $null; UnfollowedNotAfter = $monday } -PassThru
    }

    function New-Summary([hashtable] $With = @{}) {
        $values = @{
            Handle = 'name'; Provider = 'DumplingAI'; Status = 'OutOfCredits'; Users = 5000; Duplicates = 0; Pages = 50; Requests = 51; Retries = 1; Credits = 51.5
            ReportedTotal = 5001; NextCursor = '17'; StartedAt = $monday; Duration = '00:00:03'
            Message = 'The account has no credits left. Page 51 was refused, and the rows before it were delivered.'
        }
        foreach ($name in $With.Keys) { $values[$name] = $With[$name] }
        [TikTokFollowing.FollowingSummary] $values
    }

    function New-Change([hashtable] $With = @{}) {
        $values = @{
            Kind = 'Renamed'; FollowedBy = 'somebody'; UserId = '1'; Handle = 'new'; PreviousHandle = 'old'; Properties = [string[]] @('Bio', 'Likes')
            Before = New-User; After = New-User; NotBefore = $monday; NotAfter = $monday; SeenAt = $monday
        }
        foreach ($name in $With.Keys) { $values[$name] = $With[$name] }
        [TikTokFollowing.FollowingChange] $values
    }

    function New-TestResult([hashtable] $With = @{}) {
        $values = [ordered] @{
            PSTypeName = 'TikTokFollowing.ConnectionTestResult'; Provider = 'DumplingAI'; Succeeded = $false; ErrorId = 'AuthenticationFailed'
            Message = 'The key is wrong.'; Requests = 1; Credits = 0; Duration = '00:00:01'; RateLimit = $null
        }
        foreach ($name in $With.Keys) { $values[$name] = $With[$name] }
        [pscustomobject] $values
    }

    function Get-Line($Item, [int] $Width) { @(($Item | Out-String -Width $Width).Split("`n").TrimEnd() -ne '') }
    function Get-Header($Item, [int] $Width) { -split (@(Get-Line $Item $Width) -match '^ *(Handle|Kind) ')[0] }
}

Describe 'The views of <Type>' -ForEach $types {
    BeforeAll {
        $controls = (Get-FormatData "TikTokFollowing.$Type" -PowerShellVersion $PSVersionTable.PSVersion).FormatViewDefinition.Control
        $names = $properties[$Type]
    }

    It 'are these' {
        $controls | ForEach-Object { $_.GetType().Name -replace 'Control' } | Should -Be $Views
    }

    It 'have the names of properties as headers' {
        $tables = @($controls | Where-Object { $_ -is [Management.Automation.TableControl] })
        $tables.Count | Should -Be @($Views -eq 'Table').Count
        foreach ($label in $tables.Headers.Label) { $label | Should -BeIn $names }
    }

    It 'show every property in a list' {
        ($controls | Where-Object { $_ -is [Management.Automation.ListControl] }).Entries.Items.Label | Sort-Object | Should -Be ($names | Sort-Object)
    }
}

Describe 'A table' {
    It 'of users has these columns at <Width>' -ForEach @(
        @{ Width = 79 }
        @{ Width = 119 }
        @{ Width = 199 }
    ) {
        Get-Header (New-User) $Width | Should -Be Handle, Followers, Verified, DisplayName, Bio
    }

    It 'of users shows the longest handle whole, and the count beside it' {
        $handle = 'abcdefghijklmnopqrstuvwx'
        (Get-Line (New-User @{ Handle = $handle; Followers = 1234567890 }) 79)[-1] | Should -BeLike "$handle 1234567890 *Name *bio"
    }

    It 'of users says whose list it is, and which accounts are made up' {
        (Get-Line (New-User) 79)[0].Trim() | Should -Be 'FollowedBy: somebody'
        (Get-Line (New-User @{ IsSandbox = $true }) 79)[0].Trim() | Should -Be 'FollowedBy: somebody (sandbox, made up)'
    }

    It 'of users has room for a bio in a wide window' {
        $bio = 'a bio of exactly one hundred and eighty characters '.PadRight(180, 'x')
        (Get-Line (New-User @{ Bio = $bio }) 250)[-1] | Should -BeLike "*$bio"
    }

    It 'of the history has these columns at <Width>' -ForEach @(
        @{ Width = 79; Columns = 'Handle', 'FirstSeenAt', 'LastSeenAt', 'UnfollowedNotAfter' }
        @{ Width = 119; Columns = 'Handle', 'FirstSeenAt', 'LastSeenAt', 'UnfollowedNotAfter', 'Followers', 'DisplayName' }
    ) {
        Get-Header (New-Entry) $Width | Should -Be $Columns
        (Get-Line (New-Entry) $Width)[-1] | Should -BeLike 'name * 2026-03-02 04:00Z 2026-03-02 04:00Z 2026-03-02 04:00Z*'
    }

    It 'of changes has these columns at <Width>' -ForEach @(
        @{ Width = 79; Columns = 'Kind', 'SeenAt', 'FollowedBy', 'Handle' }
        @{ Width = 99; Columns = 'Kind', 'SeenAt', 'FollowedBy', 'Handle', 'PreviousHandle' }
        @{ Width = 119; Columns = 'Kind', 'SeenAt', 'FollowedBy', 'Handle', 'PreviousHandle', 'NotBefore' }
        @{ Width = 199; Columns = 'Kind', 'SeenAt', 'FollowedBy', 'Handle', 'PreviousHandle', 'NotBefore', 'NotAfter', 'Properties' }
    ) {
        Get-Header (New-Change) $Width | Should -Be $Columns
    }

    It 'of summaries has a message that can be read at <Width>' -ForEach @(
        @{ Width = 79; Most = 5 }
        @{ Width = 119; Most = 3 }
        @{ Width = 199; Most = 1 }
    ) {
        $summary = New-Summary @{ Handle = 'abcdefghijklmnop' }
        Get-Header $summary $Width | Should -Be Handle, Status, Users, Requests, Credits, Message
        $lines = @(Get-Line $summary $Width | Select-Object -Skip 2)
        $lines.Count | Should -BeLessOrEqual $Most
        $lines[0] | Should -Match '^abcdefghijklmnop OutOfCredits  5000       51    51\.5 '
        ($lines | ForEach-Object { $_.Substring(53) }) -join ' ' | Should -Be $summary.Message
    }

    It 'of summaries has the message at 79 beside handles and names of any length' {
        $lines = Get-Line (New-Summary @{ Handle = 'x' * 1000 }) 79
        $lines[0] | Should -BeLike '*Message'
        $lines[2] | Should -BeLike "$('x' * 23)… OutOfCredits*The account*"
    }
}

Describe 'A wide view' {
    It 'shows the handle of <Name>' -ForEach @(
        @{ Name = 'users'; Item = { New-User } }
        @{ Name = 'the history'; Item = { New-Entry } }
        @{ Name = 'summaries'; Item = { New-Summary } }
        @{ Name = 'changes'; Item = { New-Change @{ Handle = 'name' } } }
    ) {
        (& $Item | Format-Wide -Column 1 | Out-String).Trim() | Should -Be name
    }
}

Describe 'A list' {
    It 'of a connection shows whether it is the sandbox, and how many summaries there are' {
        Connect-TikTokFollowing -Sandbox 3> $null
        Get-TikTokFollowing sandbox.empty
        $shown = Get-TikTokFollowingConnection | Out-String
        $shown | Should -Match '(?m)^IsSandbox +: True\r?$'
        $shown | Should -Match '(?m)^Summaries +: 1\r?$'
    }

    It 'of a user shows IsSandbox' {
        New-User @{ IsSandbox = $true } | Format-List | Out-String | Should -Match '(?m)^IsSandbox +: True\r?$'
    }
}

Describe 'Text of strangers' {
    It 'is neutralised in every view of <Type>' -ForEach $types {
        $evil = "e`e[31m`u{202e}`u{2066}`a`n`u{9b}`u{200f}x"
        $item = switch ($Type) {
            FollowedUser { New-User @{ FollowedBy = $evil; Handle = $evil; UserId = $evil; SecUid = $evil; DisplayName = $evil; Bio = $evil; WebsiteUrl = $evil; AvatarUrl = $evil; AvatarThumbnailUrl = $evil } }
            FollowingHistoryEntry { New-Entry @{ FollowedBy = $evil; Handle = $evil; UserId = $evil; SecUid = $evil; DisplayName = $evil; Bio = $evil; WebsiteUrl = $evil } }
            FollowingSummary { New-Summary @{ Handle = $evil; NextCursor = $evil; Message = $evil } }
            FollowingChange { New-Change @{ FollowedBy = $evil; UserId = $evil; Handle = $evil; PreviousHandle = $evil; Before = New-User @{ Handle = $evil }; After = [pscustomobject] @{ Handle = $evil } } }
            ConnectionTestResult { New-TestResult @{ ErrorId = $null; Message = $evil } }
            FollowingConnection { Connect-TikTokFollowing -Sandbox -PassThru 3> $null }
        }
        foreach ($view in $Views) {
            $shown = $item | & "Format-$view" | Out-String -Width 250
            $shown.Trim() | Should -Not -BeNullOrEmpty
            $shown | Should -Not -Match '[\p{Cc}\p{Cf}-[\r\n]]' -Because $view
            if ($Type -ne 'FollowingConnection') { $shown | Should -Match "e`u{fffd}\[31m`u{fffd}`u{fffd}`u{fffd} `u{fffd}`u{fffd}x" -Because $view }
        }
    }

    It 'is not cut within an emoji' {
        $half = '[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]'
        foreach ($offset in 0..3) {
            $text = ('x' * $offset) + ("`u{1f600}" * 100)
            # The line of a console, which has one cell less than the screen.
            $shown = New-User @{ DisplayName = $text; Bio = $text } | Out-String -Width ($Host.UI.RawUI.BufferSize.Width - 1)
            $shown | Should -Not -Match $half
            $shown | Should -Match "`u{1f600}…"
            New-User @{ DisplayName = $text; Bio = $text } | Out-String -Width 400 | Should -Not -Match $half
            New-Entry @{ DisplayName = $text } | Out-String -Width 250 | Should -Not -Match $half
        }
    }
}

Describe 'In ConstrainedLanguage, set <Name>,' -ForEach $modes {
    It 'every view shows what it shows elsewhere' {
        $items = @'
            Connect-TikTokFollowing -Sandbox 3> $null
            $rows = @(Get-TikTokFollowing stoolpresidente -First 30)
            Get-TikTokFollowing sandbox.truncated, sandbox.hidden -PageSize 100 -First 5 -SummaryVariable s -WarningAction Ignore -ErrorAction Ignore | Out-Null
            $rows | Format-Table | Out-String -Width 120
            $rows | Select-Object -First 2 | Format-List FollowedBy, Handle, UserId, Bio, Page | Out-String -Width 120
            $rows | Format-Wide | Out-String -Width 120
            $s | Format-Table | Out-String -Width 120
            # A minute can end between the two engines.
            (Compare-TikTokFollowing $rows[0..4] $rows[2..6] | Format-Table | Out-String -Width 79) -replace '\d\d:\d\dZ', 'hh:mmZ'
            Get-TikTokFollowingConnection | Format-List Provider, Summaries | Out-String
            $rows | ConvertTo-Csv | Select-Object -First 1
            $Error | Where-Object { "$_" -match 'language|method' }
'@
        $constrained = Invoke-Engine "$Script`n`$ExecutionContext.SessionState.LanguageMode`n$items"
        $constrained[0] | Should -Be ConstrainedLanguage
        $full = Invoke-Engine "Import-Module `$ModulePath`n$items"
        $full -match 'cyrus_restoresf6h5fe8l6 +\d+ +\w+ +Cyrus +long story short' | Should -Not -BeNullOrEmpty
        $constrained[1..$constrained.Count] | Should -Be $full
    }
}

Describe 'Where there is no screen' {
    It 'a table is whole, also under Set-StrictMode' {
        $shell = [powershell]::Create()
        $null = $shell.AddScript("Import-Module '$ModulePath'; Set-StrictMode -Version Latest; Connect-TikTokFollowing -Sandbox 3> `$null; Get-TikTokFollowing stoolpresidente -First 3 | Out-String -Width 100")
        $shown = "$($shell.Invoke())"
        $shell.Dispose()
        $shown | Should -Match 'cyrus_restoresf6h5fe8l6 .*Cyrus +long story short'
    }
}

Describe 'The views leave the objects as they are' {
    It 'Export-Csv writes exactly the properties of <Type>' -ForEach @(
        @{ Type = 'FollowedUser'; Item = { New-User } }
        @{ Type = 'FollowingSummary'; Item = { New-Summary } }
        @{ Type = 'FollowingChange'; Item = { New-Change } }
    ) {
        $item = & $Item
        $item | Out-String | Out-Null
        ($item | ConvertTo-Csv)[0] -replace '"' -split ',' | Should -Be $properties[$Type]
        ($item | ConvertTo-Json | ConvertFrom-Json -AsHashtable).Keys | Should -Be $properties[$Type]
        [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($item)).PSObject.Properties.Name | Should -Be $properties[$Type]
    }
}
