BeforeAll {
    Import-Module "$PSScriptRoot/TestSupport.psm1"
    $cmdlets = (Import-PowerShellDataFile (Join-Path (Get-Module TikTokFollowing).ModuleBase TikTokFollowing.psd1)).CmdletsToExport.Count
    $use = "Connect-TikTokFollowing -Sandbox; @(Get-TikTokFollowing stoolpresidente).Count"
    $repeat = "`$null = Get-TikTokFollowing sandbox.flaky -First 60"
}

Describe 'The module''s own assemblies' {
    It 'stay out of the default load context, but for the cmdlets; nothing is loaded before it is needed' {
        $out = Invoke-Engine @"
            function Show-Loaded(`$What, `$Assembly) { `$What + ': ' + ((`$Assembly.GetName().Name -match '^(Polly|TikTokFollowing)' | Sort-Object) -join ' ') }
            Import-Module `$ModulePath
            Show-Loaded 'at import' ([AppDomain]::CurrentDomain.GetAssemblies())
            $use
            $repeat
            Show-Loaded 'in the end' ([Runtime.Loader.AssemblyLoadContext]::Default.Assemblies)
            Show-Loaded 'elsewhere' ([Runtime.Loader.AssemblyLoadContext]::All | Where-Object Name -EQ TikTokFollowing).Assemblies
"@
        $own = 'TikTokFollowing TikTokFollowing.Loader'
        $out | Should -Be "at import: $own", '234', "in the end: $own", 'elsewhere: Polly.Core TikTokFollowing.Core TikTokFollowing.Sandbox'
    }

    It 'load Polly for a request that is repeated, not before' {
        $out = Invoke-Engine @"
            Import-Module `$ModulePath
            $use
            [AppDomain]::CurrentDomain.GetAssemblies().GetName().Name -contains 'Polly.Core'
            $repeat
            [AppDomain]::CurrentDomain.GetAssemblies().GetName().Name -contains 'Polly.Core'
"@
        $out | Should -Be '234', 'False', 'True'
    }

    It 'load the sandbox for those who connect to it' {
        $out = Invoke-Engine 'Import-Module $ModulePath; Connect-TikTokFollowing -ApiKey any; [AppDomain]::CurrentDomain.GetAssemblies().GetName().Name -match "^TikTokFollowing" | Sort-Object'
        $out | Should -Be 'TikTokFollowing', 'TikTokFollowing.Core', 'TikTokFollowing.Loader'
    }

    It 'do not meet another module''s Polly.Core or System.Text.Json, whoever comes first' {
        $folder = Join-Path $TestDrive neighbour
        $null = New-Item -ItemType Directory $folder
        $null = Invoke-Engine @"
            Add-Type -OutputAssembly '$folder/Polly.Core.dll' -TypeDefinition 'namespace Polly { public static class ResiliencePipelineBuilder { public static string Who { get { return "the neighbour"; } } } }'
            Add-Type -OutputAssembly '$folder/System.Text.Json.dll' -TypeDefinition 'namespace System.Text.Json { public static class Utf8JsonReader { public static string Who { get { return "the neighbour"; } } } }'
"@
        "$folder/Polly.Core.dll", "$folder/System.Text.Json.dll" | ForEach-Object { $_ | Should -Exist }
        $first = "Add-Type -Path '$folder/Polly.Core.dll'; `$null = [Reflection.Assembly]::LoadFile('$folder/System.Text.Json.dll')"
        $check = '[Polly.ResiliencePipelineBuilder]::Who'
        Invoke-Engine "$first; Import-Module `$ModulePath; $use; $repeat; $check" | Should -Be '234', 'the neighbour'
        Invoke-Engine "Import-Module `$ModulePath; $use; $first; $repeat; $check; $use" | Should -Be '234', 'the neighbour', '234'
    }
}

Describe 'The types of the objects' {
    It 'resolve as literals, also where only a script is compiled' {
        $out = Invoke-Engine @'
            Import-Module $ModulePath
            Connect-TikTokFollowing -Sandbox
            function Measure-Following { param([TikTokFollowing.FollowedUser[]] $User, [TikTokFollowing.FollowingProvider] $From) "$($User.Count) $From" }
            Measure-Following (Get-TikTokFollowing stoolpresidente) FullTikTok
            [TikTokFollowing.FollowingStatus]::Truncated
            [TikTokFollowing.FollowingConnection].Name, [TikTokFollowing.FollowingSummary].Name, [TikTokFollowing.FollowingException].Name
            (Get-TikTokFollowing stoolpresidente -First 1) -is [TikTokFollowing.FollowedUser]
'@
        $out | Should -Be '234 FullTikTok', 'Truncated', 'FollowingConnection', 'FollowingSummary', 'FollowingException', 'True'
    }
}

Describe 'Importing' {
    It 'survives <Name>' -ForEach @(
        @{ Name = 'Remove-Module and another import'; Again = 'Remove-Module TikTokFollowing; Import-Module $ModulePath' }
        @{ Name = 'Import-Module -Force, twice'; Again = 'Import-Module $ModulePath -Force; Import-Module $ModulePath -Force' }
        @{ Name = 'Import-Module -Force after a run'; Again = 'Connect-TikTokFollowing -Sandbox; $null = Get-TikTokFollowing stoolpresidente; Import-Module $ModulePath -Force' }
        @{ Name = 'an import that does nothing'; Again = 'Import-Module $ModulePath; Import-Module $ModulePath' }
        @{ Name = 'the manifest''s path'; Again = 'Remove-Module TikTokFollowing; Import-Module (Get-Item "$ModulePath/*/TikTokFollowing.psd1" | Select-Object -Last 1).FullName' }
        @{ Name = 'a function that imports it'; Again = 'Remove-Module TikTokFollowing; function Use-It { Import-Module $ModulePath -Global }; Use-It' }
    ) {
        $out = Invoke-Engine "Import-Module `$ModulePath; $Again; (Get-Command -Module TikTokFollowing).Count; (Get-Module TikTokFollowing).ExportedCmdlets.Count; $use"
        $out | Should -Be "$cmdlets", "$cmdlets", '234'
    }

    It 'takes the cmdlets away with the module' {
        $out = Invoke-Engine "Import-Module `$ModulePath; Remove-Module TikTokFollowing; @(Get-Command *-TikTokFollowing* -ListImported).Count"
        $out | Should -Be '0'
    }

    It 'happens by itself when the module is on PSModulePath' {
        $out = Invoke-Engine "`$env:PSModulePath = '$(Split-Path $ModulePath)' + [IO.Path]::PathSeparator + `$env:PSModulePath; $use"
        $out | Should -Be '234'
    }

    It 'takes a prefix' {
        $out = Invoke-Engine 'Import-Module $ModulePath -Prefix My; Connect-MyTikTokFollowing -Sandbox; @(Get-MyTikTokFollowing stoolpresidente).Count'
        $out | Should -Be '234'
    }
}

Describe 'The connection of a runspace' {
    BeforeAll {
        $connection = Connect-TikTokFollowing -Sandbox -PassThru
    }

    It 'is not seen by another runspace, which has its own' {
        $shell = New-Shell 'Get-TikTokFollowingConnection; try { Get-TikTokFollowing stoolpresidente } catch { $_.FullyQualifiedErrorId }; Connect-TikTokFollowing FullTikTok -Sandbox; (Get-TikTokFollowingConnection).Provider'
        $out = $shell.Invoke()
        $shell.Runspace.Dispose()
        "$out" | Should -Be 'NotConnected,TikTokFollowing.Commands.GetTikTokFollowingCommand FullTikTok'
        (Get-TikTokFollowingConnection).Provider | Should -Be DumplingAI
        @(Get-TikTokFollowing stoolpresidente).Count | Should -Be 234
    }

    It 'is not seen by a thread job' {
        $out = Start-ThreadJob { Import-Module $using:ModulePath; try { Get-TikTokFollowing stoolpresidente } catch { $_.FullyQualifiedErrorId } } | Receive-Job -Wait -AutoRemoveJob
        $out | Should -BeLike 'NotConnected,*'
    }

    It 'is not seen by ForEach-Object -Parallel, unless it is handed over' {
        $out = 1..3 | ForEach-Object -Parallel {
            Import-Module $using:ModulePath
            $without = try { Get-TikTokFollowing stoolpresidente } catch { $_.Exception.Kind }
            "$without $(@(Get-TikTokFollowing stoolpresidente -Connection $using:connection).Count)"
        }
        $out | Should -Be (@('NotConnected 234') * 3)
    }

    It 'that was handed over counts for all: requests, credits, verdicts' {
        $shared = Connect-TikTokFollowing -Sandbox -PassThru
        1..4 | ForEach-Object -Parallel {
            Import-Module $using:ModulePath
            Get-TikTokFollowing charlidamelio -PageSize 100 -Connection $using:shared | Out-Null
        }
        $shared.RequestsSent | Should -Be 48
        $shared.CreditsSpent | Should -Be 48
        $shared.Summaries.Count | Should -Be 4
    }

    It 'ends with its own runspace''s module only' {
        $shell = New-Shell 'Connect-TikTokFollowing -Sandbox -PassThru'
        $theirs = $shell.Invoke()[0]
        $shell.Commands.Clear()
        $null = $shell.AddScript('Remove-Module TikTokFollowing').Invoke()
        $shell.Runspace.Dispose()
        { Get-TikTokFollowing sandbox.empty -Connection $theirs } | Should -Throw -ErrorId 'NotConnected,*'
        { Get-TikTokFollowing sandbox.empty } | Should -Not -Throw
    }
}
