@{
    RootModule           = 'TikTokFollowing.dll'
    ModuleVersion        = '0.1.0'
    GUID                 = 'b8a1f7c2-3f52-4c0e-9d55-6f0c7b1f2e64'
    Author               = 'TikTokFollowing contributors'
    CompanyName          = 'TikTokFollowing contributors'
    Copyright            = '(c) TikTokFollowing contributors. MIT licence.'
    Description          = 'Lists the accounts a TikTok user follows: one typed object per followed account, page by page and lazily, from Dumpling AI, Full TikTok API (RapidAPI), TikTok Research API, ScrapeCreators or SociaVault. Keeps lists with their history in one SQLite file and says what changed.'
    PowerShellVersion    = '7.4'
    CompatiblePSEditions = @('Core')
    RequiredAssemblies   = @('TikTokFollowing.Loader.dll')
    FormatsToProcess     = @('TikTokFollowing.Format.ps1xml')
    CmdletsToExport      = @(
        'Compare-TikTokFollowing'
        'Connect-TikTokFollowing'
        'Disconnect-TikTokFollowing'
        'Export-TikTokFollowingGraph'
        'Get-TikTokFollowing'
        'Get-TikTokFollowingChange'
        'Get-TikTokFollowingConnection'
        'Get-TikTokFollowingHistory'
        'Get-TikTokFollowingSummary'
        'Remove-TikTokFollowingHistory'
        'Sync-TikTokFollowing'
        'Test-TikTokFollowingConnection'
    )
    FunctionsToExport    = @()
    AliasesToExport      = @()
    VariablesToExport    = @()
    PrivateData          = @{
        PSData = @{
            Tags         = @('TikTok', 'Following', 'Followers', 'OSINT', 'Marketing', 'DumplingAI', 'RapidAPI', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
            ProjectUri   = 'https://github.com/TikTokFollowing/TikTokFollowing'
            LicenseUri   = 'https://github.com/TikTokFollowing/TikTokFollowing/blob/main/LICENSE'
            ReleaseNotes = 'First release. See CHANGELOG.md.'
        }
    }
}
