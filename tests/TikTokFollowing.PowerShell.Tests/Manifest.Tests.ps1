BeforeAll {
    Import-Module "$PSScriptRoot/TestSupport.psm1"
    $folder = (Get-Module TikTokFollowing).ModuleBase
    $data = Import-PowerShellDataFile "$folder/TikTokFollowing.psd1"
}

Describe 'The manifest' {
    It 'is valid' {
        $manifest = Test-ModuleManifest "$folder/TikTokFollowing.psd1"
        $manifest.Version | Should -Be $data.ModuleVersion
    }

    It 'is the one of the repository, and the folder has its version' {
        Split-Path -Leaf $folder | Should -Be $data.ModuleVersion
        Get-Content -Raw "$folder/TikTokFollowing.psd1" | Should -BeExactly (Get-Content -Raw "$PSScriptRoot/../../TikTokFollowing.psd1")
    }

    It 'exports exactly the cmdlets it names' {
        $module = Get-Module TikTokFollowing
        $module.Version | Should -Be $data.ModuleVersion
        $module.ExportedCommands.Keys | Sort-Object | Should -Be ($data.CmdletsToExport | Sort-Object)
        @($module.ExportedCommands.Values.CommandType | Select-Object -Unique) | Should -Be 'Cmdlet'
    }

    It 'names every cmdlet of the assembly' {
        $assembly = (Get-Command Get-TikTokFollowing).ImplementingType.Assembly
        $cmdlets = $assembly.GetExportedTypes() | ForEach-Object { $_.GetCustomAttributes([Management.Automation.CmdletAttribute], $false) } |
            ForEach-Object { "$($_.VerbName)-$($_.NounName)" }
        $cmdlets | Sort-Object | Should -Be ($data.CmdletsToExport | Sort-Object)
    }

    It 'lists explicitly: no wildcard, no alias, no function, no variable' {
        $data.CmdletsToExport -match '\*' | Should -BeNullOrEmpty
        $data.FunctionsToExport, $data.AliasesToExport, $data.VariablesToExport | ForEach-Object { "$_" } | Should -Be @('', '', '')
        (Get-Module TikTokFollowing).ExportedAliases.Count + (Get-Module TikTokFollowing).ExportedVariables.Count | Should -Be 0
    }

    It 'uses approved verbs and says what each cmdlet returns' {
        foreach ($name in $data.CmdletsToExport) {
            (Get-Verb ($name -split '-')[0]) | Should -Not -BeNullOrEmpty
            if ($name -notlike 'Disconnect-*') { (Get-Command $name).OutputType | Should -Not -BeNullOrEmpty -Because $name }
        }
    }

    It 'has the files that it names' {
        $named = @($data.RootModule) + $data.RequiredAssemblies + $data.FormatsToProcess + $data.TypesToProcess | Where-Object { $_ }
        foreach ($name in $named) { "$folder/$name" | Should -Exist }
        foreach ($name in $data.FileList) { "$folder/$name" | Should -Exist }
    }
}

Describe 'The module folder' {
    It 'holds these assemblies and no others' {
        $found = Get-ChildItem $folder -Recurse -Filter *.dll | ForEach-Object { [IO.Path]::GetRelativePath($folder, $_.FullName).Replace('\', '/') }
        $found | Sort-Object | Should -Be (
            'bin/Polly.Core.dll', 'bin/TikTokFollowing.Core.dll', 'bin/TikTokFollowing.Sandbox.dll', 'TikTokFollowing.dll', 'TikTokFollowing.Loader.dll' | Sort-Object)
    }

    It 'holds no part of the engine and nothing of the build' {
        Get-ChildItem $folder -Recurse -Include System.Management.Automation.dll, *.pdb, *.deps.json, *.runtimeconfig.json | Should -BeNullOrEmpty
    }

    It 'brings help for every cmdlet' {
        foreach ($name in $data.CmdletsToExport) {
            $help = Get-Help $name
            $help.Synopsis | Should -Not -Match "^\s*$name" -Because $name
            @($help.examples.example).Count | Should -BeGreaterOrEqual 3 -Because $name
        }
    }

    It 'has one version everywhere' {
        foreach ($dll in Get-ChildItem $folder -Recurse -Filter TikTokFollowing*.dll) {
            [version] $found = [Reflection.AssemblyName]::GetAssemblyName($dll.FullName).Version
            "$($found.Major).$($found.Minor).$($found.Build)" | Should -Be $data.ModuleVersion -Because $dll.Name
            $dll.VersionInfo.ProductVersion | Should -Be $data.ModuleVersion
        }
    }

    It 'names its version to the vendors' {
        $server = Start-Loopback
        try {
            Connect-Loopback $server
            Get-TikTokFollowing sandbox.empty
            $server.Requests[0] | Should -Match "User-Agent: TikTokFollowing/$([regex]::Escape($data.ModuleVersion))`r"
        }
        finally {
            $server.Dispose()
        }
    }
}
