# Nobody is there to answer: no command may wait for it.
BeforeAll {
    Import-Module "$PSScriptRoot/TestSupport.psm1"
    $connect = 'Import-Module $ModulePath; try { Connect-TikTokFollowing } catch { $_.FullyQualifiedErrorId }'
}

Describe 'A missing key' {
    It 'is an error and not a question: <Name>' -ForEach @(
        @{ Name = 'pwsh -NonInteractive'; Interactive = $false }
        @{ Name = 'input from a pipe'; Interactive = $true }
    ) {
        Invoke-Engine $connect -Interactive:$Interactive | Should -Be 'ApiKeyMissing,TikTokFollowing.Commands.ConnectTikTokFollowingCommand'
    }
}

Describe '-Debug' {
    It 'asks nothing and ends nothing' {
        $out = Invoke-Engine 'Import-Module $ModulePath; Connect-TikTokFollowing -Sandbox -Debug; @(Get-TikTokFollowing stoolpresidente -PageSize 100 -Debug 5>$null).Count'
        $out | Select-Object -Last 1 | Should -Be '234'
        $out -match 'Confirm|Continue with' | Should -BeNullOrEmpty
    }
}
