# build.ps1 -Task Pack: a package that a local repository takes, and that holds the module and nothing else.
BeforeAll {
    Import-Module "$PSScriptRoot/TestSupport.psm1"
    $package = & "$PSScriptRoot/../../build.ps1" -Task Pack -NoBuild
    $base = (Get-Module TikTokFollowing).ModuleBase
    $version = (Get-Module TikTokFollowing).Version
    $unpacked = Join-Path $TestDrive unpacked TikTokFollowing $version
    [IO.Compression.ZipFile]::ExtractToDirectory($package.FullName, $unpacked)

    function Get-RelativeFile($Folder) { Get-ChildItem $Folder -Recurse -File -Force | ForEach-Object { [IO.Path]::GetRelativePath($Folder, $_.FullName).Replace('\', '/') } | Sort-Object }
}

Describe 'The package' {
    It 'has the version in its name' {
        $package.Name | Should -Be "TikTokFollowing.$version.nupkg"
    }

    It 'holds exactly the files of the module, byte for byte, and what makes it a package' {
        $files = Get-RelativeFile $base
        $more = Get-RelativeFile $unpacked | Where-Object { $_ -notin $files }
        $more -replace '[^/]+\.psmdcp$', 'x.psmdcp' | Sort-Object | Should -Be (
            '[Content_Types].xml', '_rels/.rels', 'package/services/metadata/core-properties/x.psmdcp', 'TikTokFollowing.nuspec' | Sort-Object)
        foreach ($file in $files) {
            (Get-FileHash -LiteralPath "$unpacked/$file").Hash | Should -Be (Get-FileHash -LiteralPath "$base/$file").Hash -Because $file
        }
    }

    It 'describes itself as the manifest does' {
        $metadata = ([xml] (Get-Content -Raw "$unpacked/TikTokFollowing.nuspec")).package.metadata
        $manifest = Test-ModuleManifest "$base/TikTokFollowing.psd1"
        $metadata.id | Should -BeExactly TikTokFollowing
        $metadata.version | Should -Be $version
        $metadata.description | Should -Be $manifest.Description
        $tags = $metadata.tags -split ' '
        foreach ($tag in @($manifest.Tags) + 'PSModule' + @($manifest.ExportedCmdlets.Keys | ForEach-Object { "PSCmdlet_$_" })) { $tags | Should -Contain $tag }
    }

    It 'names a content type for every part' {
        $types = ([xml] (Get-Content -Raw -LiteralPath "$unpacked/[Content_Types].xml")).Types
        foreach ($file in Get-RelativeFile $unpacked | Where-Object { $_ -ne '[Content_Types].xml' }) {
            ($types.Default.Extension -contains [IO.Path]::GetExtension($file).TrimStart('.')) -or ($types.Override.PartName -contains "/$file") | Should -BeTrue -Because $file
        }
    }

    It 'works from PSModulePath, unpacked' {
        $script = "`$env:PSModulePath = '$(Join-Path $TestDrive unpacked)'; Connect-TikTokFollowing -Sandbox -WarningAction Ignore; @(Get-TikTokFollowing stoolpresidente).Count; (Get-Module TikTokFollowing).ModuleBase"
        Invoke-Engine $script | Should -Be '234', $unpacked
    }

    It 'installs from a local repository' {
        Skip-Without PSResourceGet
        $repository = New-Item -ItemType Directory (Join-Path $TestDrive repository)
        Copy-Item $package $repository
        $name = "TikTokFollowingTest$([guid]::NewGuid().ToString('N'))"
        Register-PSResourceRepository -Name $name -Uri $repository.FullName -Trusted
        try {
            (Find-PSResource TikTokFollowing -Repository $name).Version | Should -Be $version
            $installed = New-Item -ItemType Directory (Join-Path $TestDrive installed)
            Save-PSResource TikTokFollowing -Repository $name -Path $installed -TrustRepository
            Invoke-Engine "`$env:PSModulePath = '$installed'; Connect-TikTokFollowing -Sandbox -WarningAction Ignore; @(Get-TikTokFollowing stoolpresidente).Count" | Should -Be '234'
        }
        finally {
            Unregister-PSResourceRepository -Name $name
        }
    }
}

Describe 'build.ps1 -Task Demo' {
    It 'shows a table and writes following.csv with 234 rows into the current folder' {
        Push-Location $TestDrive
        try {
            $printed = Invoke-Engine "Set-Location '$TestDrive'; & '$PSScriptRoot/../../build.ps1' -Task Demo -NoBuild"
            (Import-Csv following.csv).Count | Should -Be 234
        }
        finally {
            Pop-Location
        }
        "$printed" | Should -Match 'Handle +Followers'
        $printed[-1] | Should -Match '234 accounts .*following\.csv'
    }
}
