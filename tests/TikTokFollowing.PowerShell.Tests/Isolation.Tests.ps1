BeforeAll {
    Import-Module "$PSScriptRoot/TestSupport.psm1"
    $use = "Connect-TikTokFollowing -Sandbox -WarningAction Ignore; @(Get-TikTokFollowing stoolpresidente).Count"
    $repeat = "`$null = Get-TikTokFollowing sandbox.flaky -First 60"
}

Describe 'The module''s own assemblies' {
    It 'stay out of the default load context, but for the cmdlets; nothing is loaded before it is needed' {
        $out = Invoke-Engine @"
            function Show-Loaded(`$What, `$Assembly) { `$What + ': ' + ((`$Assembly.GetName().Name -match '^(Polly|TikTokFollowing|SQLitePCL)' | Sort-Object) -join ' ') }
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

    It 'load the sandbox for those who connect to it' {
        $out = Invoke-Engine 'Import-Module $ModulePath; Connect-TikTokFollowing -ApiKey any; [AppDomain]::CurrentDomain.GetAssemblies().GetName().Name -match "^TikTokFollowing" | Sort-Object'
        $out | Should -Be 'TikTokFollowing', 'TikTokFollowing.Core', 'TikTokFollowing.Loader'
    }

    It 'do not meet another module''s Polly.Core or System.Text.Json, whoever comes first' {
        Skip-Without AddType
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

Describe 'Importing' {
    It 'happens by itself when the module is on PSModulePath' {
        $out = Invoke-Engine "`$env:PSModulePath = '$(Split-Path $ModulePath)' + [IO.Path]::PathSeparator + `$env:PSModulePath; $use"
        $out | Should -Be '234'
    }
}
