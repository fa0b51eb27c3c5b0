# What Get-Help shows in a real engine, and every example of the help, the about topic and the README.

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
            }
        }
    }
    $runnable = @($examples | Where-Object { -not $_.Reason })
    $excluded = @($examples | Where-Object { $_.Reason })
    $cmdlets = $pages.BaseName | ForEach-Object { @{ Name = $_ } }
    $cultures = 'en-US', 'de-DE', 'ja-JP', '' | ForEach-Object { @{ Culture = $_ } }
}

BeforeAll {
    Import-Module "$PSScriptRoot/TestSupport.psm1"
    Import-Module $ModulePath
    $common = [Management.Automation.PSCmdlet]::CommonParameters
}

AfterAll {
    Remove-Module TikTokFollowing, TestSupport
}

Describe 'Get-Help' {
    It 'has a page for every cmdlet' -TestCases @{ Pages = $cmdlets.Name } {
        (Get-Command -Module TikTokFollowing).Name | Sort-Object | Should -Be ($Pages | Sort-Object)
    }

    Context '<Name>' -ForEach $cmdlets {
        BeforeAll {
            $help = Get-Help $Name -Full
            $command = Get-Command $Name
        }

        It 'has a synopsis, a description and notes of its own' {
            $help.Synopsis | Should -Not -BeLike "*$Name*"
            $help.description.Text | Should -Not -BeNullOrEmpty
            ($help.alertSet | Out-String).Trim() | Should -Match 'Cost:'
        }

        It 'describes every parameter as the engine knows it' {
            foreach ($parameter in $command.Parameters.Values | Where-Object Name -NotIn $common) {
                $shown = $help.parameters.parameter | Where-Object name -EQ $parameter.Name
                $because = "of -$($parameter.Name)"
                ($shown.description.Text -join '').Length | Should -BeGreaterThan 20 -Because $because
                $shown.aliases | Should -Be ($parameter.Aliases.Count ? $parameter.Aliases -join ', ' : 'none') -Because $because
                $set = $parameter.ParameterSets.Values | Select-Object -First 1
                $shown.required | Should -Be "$($set.IsMandatory)".ToLowerInvariant() -Because $because
                $shown.position | Should -Be ($set.Position -ge 0 ? "$($set.Position)" : 'named') -Because $because
                $shown.pipelineInput | Should -BeLike "$($set.ValueFromPipeline -or $set.ValueFromPipelineByPropertyName)*" -Because $because
            }
        }

        It 'describes no parameter that does not exist' {
            $help.parameters.parameter | Where-Object { $_.name -and $_.name -notin $command.Parameters.Keys } | Should -BeNullOrEmpty
        }

        It 'shows the parameter sets of the engine' {
            $shown = @($help.syntax.syntaxItem) | ForEach-Object { @($_.parameter.name | Where-Object { $_ } | Sort-Object) -join ' ' } | Sort-Object
            $real = $command.ParameterSets | ForEach-Object { @($_.Parameters.Name | Where-Object { $_ -notin $common } | Sort-Object) -join ' ' } | Sort-Object
            $shown | Should -Be $real
        }

        It 'states the defaults that the class sets' {
            $new = $command.ImplementingType::new()
            foreach ($shown in $help.parameters.parameter | Where-Object { $_.name -and $new.PSObject.Properties[$_.name].Value }) {
                "$($shown.defaultValue) " | Should -BeLike "$($new.PSObject.Properties[$shown.name].Value) *" -Because "of -$($shown.name)"
            }
        }

        It 'has at least three examples' {
            @($help.examples.example).Count | Should -BeGreaterOrEqual 3
        }

        It 'answers -Parameter' {
            foreach ($parameter in $command.Parameters.Keys | Where-Object { $_ -notin $common }) {
                Get-Help $Name -Parameter $parameter | Out-String | Should -Match 'Default value'
            }
        }
    }

    It 'finds the help and the about topic in the culture "<Culture>"' -TestCases $cultures {
        $shown = Invoke-Engine @"
            `$null = [cultureinfo]::CurrentUICulture = [Threading.Thread]::CurrentThread.CurrentUICulture = [cultureinfo]::new('$Culture')
            Import-Module `$ModulePath
            (Get-Help Get-TikTokFollowing).Synopsis
            (Get-Help about_TikTokFollowing) -split '\n' | Select-Object -First 2
"@
        $shown[0] | Should -BeLike 'Lists the accounts*'
        $shown[2] | Should -Be '    about_TikTokFollowing'
    }
}

Describe 'An example' {
    BeforeAll {
        # No example spends money or needs a vault: the sandbox answers, and Get-Secret is a stand-in.
        function Invoke-Example([string] $Code) {
            $folder = New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid()))
            Set-Content (Join-Path $folder handles.txt) stoolpresidente, sandbox.empty
            Set-Content (Join-Path $folder following-1.csv) 'FollowedBy,UserId,Handle,RetrievedAt', 'a,1,b,now', 'a,1,b,now', 'a,2,c,'
            Set-Content (Join-Path $folder example.ps1) $Code
            Invoke-Engine @"
                `$ErrorActionPreference = 'Stop'
                [cultureinfo]::CurrentCulture = ''
                Set-Location '$folder'
                `$env:PSModulePath = '$(Split-Path $ModulePath)' + [IO.Path]::PathSeparator + `$env:PSModulePath
                function Get-Secret([string] `$Name, [switch] `$AsPlainText) {
                    `$AsPlainText ? 'sk_example' : (ConvertTo-SecureString sk_example -AsPlainText -Force)
                }
                Import-Module TikTokFollowing
                Connect-TikTokFollowing -Sandbox
                . ./example.ps1 3> `$null | Out-String -Width 76
                'The example ended.'
"@
        }
    }

    It '<Name> runs' -TestCases $runnable {
        $printed = @(Invoke-Example $Code)
        $printed | Select-Object -Last 1 | Should -Be 'The example ended.'
        if ($null -ne $Output) {
            @($printed | Select-Object -SkipLast 1) | Should -Be @($Output.Split("`n").TrimEnd() -ne '')
        }
    }

    It 'has a reason when it is not run: <Name>' -TestCases $excluded {
        $Reason.Length | Should -BeGreaterThan 10
    }
}
