# Sessions as people have them: strict, foreign, with defaults of their own.
BeforeAll {
    Import-Module "$PSScriptRoot/TestSupport.psm1"
    # The main job, and what it must come to.
    $job = @'
        Connect-TikTokFollowing -Sandbox -CreditsPerRequest 0.5 -CreditLimit 1000.5
        $rows = 'stoolpresidente', '@charlidamelio' | Get-TikTokFollowing -PageSize 100 -SummaryVariable verdicts
        "$($rows.Count) $($verdicts.Status) $((Get-TikTokFollowingConnection).CreditsSpent.ToString([cultureinfo]::InvariantCulture))"
'@
    $result = '1434 Complete Complete 7.5'
}

Describe 'A session with <Name>' -ForEach @(
    @{ Name = 'Set-StrictMode -Version Latest'; Prepare = 'Set-StrictMode -Version Latest' }
    @{ Name = '$ErrorActionPreference = Stop'; Prepare = '$ErrorActionPreference = "Stop"' }
    @{ Name = 'everything on Stop'; Prepare = 'Set-StrictMode -Version Latest; $ErrorActionPreference = $WarningPreference = $InformationPreference = "Stop"' }
    @{ Name = 'defaults for every cmdlet'; Prepare = '$PSDefaultParameterValues = @{ "*:ErrorAction" = "Stop"; "*:WarningAction" = "Stop"; "Get-TikTokFollowing:ThrottleLimit" = 2; "Out-Default:OutVariable" = "last" }' }
    @{ Name = 'the German culture'; Prepare = '[cultureinfo]::CurrentCulture = [cultureinfo]::CurrentUICulture = "de-DE"; [cultureinfo]::DefaultThreadCurrentCulture = "de-DE"' }
    @{ Name = 'the Turkish culture'; Prepare = '[cultureinfo]::CurrentCulture = [cultureinfo]::CurrentUICulture = "tr-TR"; [cultureinfo]::DefaultThreadCurrentCulture = "tr-TR"' }
    @{ Name = 'the Arabic culture'; Prepare = '[cultureinfo]::CurrentCulture = "ar-SA"; [cultureinfo]::DefaultThreadCurrentCulture = "ar-SA"' }
    @{ Name = '$WhatIfPreference'; Prepare = '$WhatIfPreference = $true' }
    @{ Name = 'functions in the way'; Prepare = 'function ForEach-Object { throw "mine" }; function Where-Object { throw "mine" }; function Write-Progress { throw "mine" }' }
    @{ Name = 'other output encodings'; Prepare = '$OutputEncoding = [Text.Encoding]::Latin1; $PSDefaultParameterValues["*:Encoding"] = "utf8BOM"' }
    @{ Name = 'its proxy variables set'; Prepare = '$env:HTTP_PROXY = $env:HTTPS_PROXY = "http://127.0.0.1:9"' }
) {
    It 'imports the module and does the job' {
        Invoke-Engine "$Prepare`nImport-Module `$ModulePath`n$job" | Should -Be $result
    }
}

Describe 'A foreign culture' {
    BeforeAll {
        $before = [cultureinfo]::CurrentCulture
        [cultureinfo]::CurrentCulture = 'de-DE'
    }

    AfterAll {
        [cultureinfo]::CurrentCulture = $before
    }

    It 'changes no text that a script reads' {
        Connect-TikTokFollowing -Sandbox -CreditsPerRequest 0.5 -CreditLimit 0.5
        $seen = Watch-Command { Get-TikTokFollowing charlidamelio -PageSize 100 -Verbose }
        $seen.Verbose[0].Message | Should -Match ' 0\.5 credits'
        $seen.Verbose[0].Message | Should -Match ' \d+,\d{3} bytes'
        "$($seen.Terminating)" | Should -Match 'limit of 0\.5: 0\.5 are spent'
        "$($seen.Terminating)" | Should -Match "-Cursor '\d+'"
    }

    It 'changes no request' {
        $server = Start-Loopback
        try {
            Connect-TikTokFollowing FullTikTok -ApiKey $TestKey -BaseUri $server.Address
            Get-TikTokFollowing stoolpresidente -PageSize 100 | Out-Null
            $server.Requests[1] | Should -Match '^GET /api/v1/users/stoolpresidente/following\?count=100&max_time=\d+ HTTP/1.1'
        }
        finally {
            $server.Dispose()
        }
    }
}

Describe 'A drive of one''s own' {
    It 'is where relative paths begin' {
        Connect-TikTokFollowing -Sandbox
        $null = New-Item -ItemType Directory "$TestDrive/deep/folder"
        $null = New-PSDrive -Name work -PSProvider FileSystem -Root "$TestDrive/deep"
        Push-Location work:/folder
        try {
            Get-TikTokFollowing sandbox.empty -CheckpointPath ./mine.jsonl
            Get-TikTokFollowing sandbox.empty -CheckpointPath work:/other.jsonl
        }
        finally {
            Pop-Location
            Remove-PSDrive work
        }
        "$TestDrive/deep/folder/mine.jsonl" | Should -Exist
        "$TestDrive/deep/other.jsonl" | Should -Exist
    }

    It 'that is no file system does not matter to the rest' {
        Push-Location env:
        try {
            Connect-TikTokFollowing -Sandbox
            @(Get-TikTokFollowing stoolpresidente).Count | Should -Be 234
        }
        finally {
            Pop-Location
        }
    }
}
