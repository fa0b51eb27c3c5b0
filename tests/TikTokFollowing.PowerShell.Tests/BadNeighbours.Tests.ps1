# Processes as people have them: of another culture, behind a proxy. What one session can be made of is in the engine's tests.
BeforeAll {
    Import-Module "$PSScriptRoot/TestSupport.psm1"
    # The main job, and what it must come to.
    $job = @'
        Connect-TikTokFollowing -Sandbox -CreditsPerRequest 0.5 -CreditLimit 1000.5 -WarningAction Ignore
        $rows = 'stoolpresidente', '@charlidamelio' | Get-TikTokFollowing -PageSize 100 -SummaryVariable summary
        "$($rows.Count) $($summary.Status) $((Get-TikTokFollowingConnection).CreditsSpent.ToString([cultureinfo]::InvariantCulture))"
'@
    $result = '1434 Complete Complete 7.5'
}

Describe 'A process with <Name>' -ForEach @(
    @{ Name = 'the German culture'; Prepare = '[cultureinfo]::CurrentCulture = [cultureinfo]::CurrentUICulture = "de-DE"; [cultureinfo]::DefaultThreadCurrentCulture = "de-DE"' }
    @{ Name = 'the Turkish culture'; Prepare = '[cultureinfo]::CurrentCulture = [cultureinfo]::CurrentUICulture = "tr-TR"; [cultureinfo]::DefaultThreadCurrentCulture = "tr-TR"' }
    @{ Name = 'the Arabic culture'; Prepare = '[cultureinfo]::CurrentCulture = "ar-SA"; [cultureinfo]::DefaultThreadCurrentCulture = "ar-SA"' }
    @{ Name = 'other output encodings'; Prepare = '$OutputEncoding = [Text.Encoding]::Latin1; $PSDefaultParameterValues["*:Encoding"] = "utf8BOM"' }
    @{ Name = 'its proxy variables set'; Prepare = '$env:HTTP_PROXY = $env:HTTPS_PROXY = "http://127.0.0.1:9"' }
) {
    It 'imports the module and does the job' {
        Invoke-Engine "$Prepare`nImport-Module `$ModulePath`n$job" | Should -Be $result
    }
}
