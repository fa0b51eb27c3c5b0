@{
    RootModule           = 'TikTokFollowing.dll'
    ModuleVersion        = '0.1.0'
    GUID                 = 'b8a1f7c2-3f52-4c0e-9d55-6f0c7b1f2e64'
    Author               = 'TikTokFollowing contributors'
    CompanyName          = 'TikTokFollowing contributors'
    Copyright            = '(c) TikTokFollowing contributors. MIT licence.'
    Description          = 'Lists the accounts a TikTok user follows: one typed object per followed account, page by page and lazily, from Dumpling AI or the Full TikTok API (RapidAPI).'
    PowerShellVersion    = '7.4'
    CompatiblePSEditions = @('Core')
    RequiredAssemblies   = @('TikTokFollowing.Loader.dll')
    FormatsToProcess     = @('TikTokFollowing.Format.ps1xml')
    CmdletsToExport      = @('Compare-TikTokFollowing', 'Connect-TikTokFollowing', 'Disconnect-TikTokFollowing', 'Get-TikTokFollowing', 'Get-TikTokFollowingConnection', 'Test-TikTokFollowingConnection')
    FunctionsToExport    = @()
    AliasesToExport      = @()
    VariablesToExport    = @()
    FileList             = @(
        'LICENSE'
        'TikTokFollowing.Format.ps1xml'
        'TikTokFollowing.Loader.dll'
        'TikTokFollowing.dll'
        'TikTokFollowing.psd1'
        'bin/Polly.Core.dll'
        'bin/TikTokFollowing.Core.dll'
        'bin/TikTokFollowing.Sandbox.dll'
        'en-US/TikTokFollowing.dll-Help.xml'
        'en-US/about_TikTokFollowing.help.txt'
        'en-US/about_TikTokFollowing_Recipes.help.txt'
    )
    PrivateData          = @{
        PSData = @{
            Tags         = @('TikTok', 'Following', 'Followers', 'OSINT', 'Marketing', 'DumplingAI', 'RapidAPI', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
            ProjectUri   = 'https://github.com/TikTokFollowing/TikTokFollowing'
            LicenseUri   = 'https://github.com/TikTokFollowing/TikTokFollowing/blob/main/LICENSE'
            ReleaseNotes = 'First release: two providers and a sandbox, lazy lists with verdicts, checkpoints, what is new since last time. See CHANGELOG.md.'
        }
    }
}
