# The help in other cultures, and every example of the help, the about topic and the README.

BeforeDiscovery {
    $docs = Join-Path $PSScriptRoot ../../docs
    $pages = Get-ChildItem (Join-Path $docs cmdlets) -Filter *.md
    $texts = @($pages) + (Get-Item (Join-Path $docs about_TikTokFollowing.md), (Join-Path $docs ../README.md))

    # Every fence 'powershell', with the heading above it and the fence 'text' right behind it, which shows what it prints.
    $fence = '(?sm)(?:^<!-- not run: (?<reason>[^\n]+) -->\n)?^```powershell\n(?<code>((?!^```).)*)^```$(?:\n\n```text\n(?<output>((?!^```).)*)^```$)?'
    $examples = foreach ($file in $texts) {
        $text = (Get-Content -Raw $file) -replace "`r"
        foreach ($match in [regex]::Matches($text, $fence)) {
            $above = [regex]::Matches($text.Substring(0, $match.Index), '(?m)^#+ (.+)$') | Select-Object -Last 1
            @{
                Name   = "$($file.BaseName): $($above.Groups[1].Value)"
                Code   = $match.Groups['code'].Value
                Output = $match.Groups['output'].Success ? $match.Groups['output'].Value : $null
                Reason = $match.Groups['reason'].Value
                # Get-Help indents; the README shows a terminal.
                Width  = $file.Name -eq 'README.md' ? 100 : 76
            }
        }
    }
    $runnable = @($examples | Where-Object { -not $_.Reason })
    $excluded = @($examples | Where-Object { $_.Reason })
}

BeforeAll {
    Import-Module "$PSScriptRoot/TestSupport.psm1"
}

Describe 'Get-Help' {
    It 'finds the help and the about topics in the culture "<_>"' -ForEach 'en-US', 'de-DE', 'ja-JP', '' {
        $shown = Invoke-Engine @"
            `$null = [cultureinfo]::CurrentUICulture = [Threading.Thread]::CurrentThread.CurrentUICulture = [cultureinfo]::new('$_')
            Import-Module `$ModulePath
            (Get-Help Get-TikTokFollowing).Synopsis
            (Get-Help about_TikTokFollowing) -split '\n' | Select-Object -First 2
            (Get-Help about_TikTokFollowing_Recipes) -split '\n' | Select-Object -First 5
"@
        $shown[0] | Should -BeLike 'Lists the accounts*'
        $shown[2] | Should -Be '    about_TikTokFollowing'
        $shown[4] | Should -Be '    about_TikTokFollowing_Recipes'
        $shown[6] | Should -BeLike '    Complete scripts for common jobs*'
    }
}

Describe 'An example' {
    BeforeAll {
        # The store that examples find when they make none: one list that is complete, one that is empty, and one that has changed.
        $store = Join-Path $TestDrive following.db
        $null = Invoke-Engine @"
            Import-Module `$ModulePath
            Connect-TikTokFollowing -Sandbox
            Sync-TikTokFollowing stoolpresidente, sandbox.empty, sandbox.restless -StorePath '$store' -ThrottleLimit 1
            Sync-TikTokFollowing sandbox.restless -StorePath '$store' -Full
"@

        # No example spends money or needs a vault: the sandbox answers, and Get-Secret is a stand-in. The module is imported by its path,
        # as in a session of somebody who has not installed it.
        function Invoke-Example([string] $Code, [int] $Width) {
            $folder = New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid()))
            Set-Content (Join-Path $folder handles.txt) '# handles', stoolpresidente, '', sandbox.empty
            if ($Code -match 'following\.db' -and $Code -notmatch 'Sync-TikTokFollowing') { Copy-Item $store $folder }
            Set-Content (Join-Path $folder example.ps1) $Code.Replace('./out/TikTokFollowing', "'$ModulePath'")
            Invoke-Engine @"
                `$ErrorActionPreference = 'Stop'
                [cultureinfo]::CurrentCulture = ''
                Set-Location '$folder'
                function Get-Secret([string] `$Name, [switch] `$AsPlainText) {
                    `$AsPlainText ? 'sk_example' : (ConvertTo-SecureString sk_example -AsPlainText -Force)
                }
                Import-Module `$ModulePath
                Connect-TikTokFollowing -Sandbox 3> `$null
                . ./example.ps1 3> `$null | Out-String -Width $Width
                'The example ended.'
"@
        }
    }

    It '<Name> runs' -TestCases $runnable {
        $printed = @(Invoke-Example $Code $Width)
        $printed | Select-Object -Last 1 | Should -Be 'The example ended.'
        if ($null -ne $Output) {
            @($printed | Select-Object -SkipLast 1) | Should -Be @($Output.Split("`n").TrimEnd() -ne '')
        }
    }

    It 'has a reason when it is not run: <Name>' -TestCases $excluded {
        $Reason.Length | Should -BeGreaterThan 10
    }
}
