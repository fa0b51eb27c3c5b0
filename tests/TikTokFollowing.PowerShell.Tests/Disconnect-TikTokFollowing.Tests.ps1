BeforeAll {
    Import-Module "$PSScriptRoot/TestSupport.psm1"

    # The text in the connection's memory of the key; throws when it is wiped.
    function Read-HeldKey($Connection) {
        $flags = [Reflection.BindingFlags] 'Instance, NonPublic'
        $sender = $Connection.GetType().GetField('_sender', $flags).GetValue($Connection)
        $key = $sender.GetType().GetField('_key', $flags).GetValue($sender)
        $key.GetType().GetMethod('Reveal').Invoke($key, @())
    }
}

Describe 'Disconnect-TikTokFollowing' {
    BeforeEach {
        Disconnect-TikTokFollowing
    }

    It 'does nothing without a connection' {
        $seen = Watch-Command { Disconnect-TikTokFollowing }
        $seen.Terminating | Should -BeNullOrEmpty
        $seen.Errors.Count + $seen.Rows.Count | Should -Be 0
    }

    It 'ends the connection: then there is none' {
        Connect-TikTokFollowing -Sandbox
        Disconnect-TikTokFollowing | Should -BeNullOrEmpty
        Get-TikTokFollowingConnection | Should -BeNullOrEmpty
        $seen = Watch-Command { Get-TikTokFollowing stoolpresidente }
        $seen.Terminating.FullyQualifiedErrorId | Should -Be 'NotConnected,TikTokFollowing.Commands.GetTikTokFollowingCommand'
        $seen.Terminating.CategoryInfo.Category | Should -Be ConnectionError
        $seen.Terminating.ErrorDetails.RecommendedAction | Should -Match 'Connect-TikTokFollowing'
    }

    It 'wipes the key' {
        $connection = Connect-TikTokFollowing -ApiKey $TestKey -PassThru
        Read-HeldKey $connection | Should -Be $TestKey
        Disconnect-TikTokFollowing
        { Read-HeldKey $connection } | Should -Throw
    }

    It 'leaves the key that it was given alone' {
        $mine = ConvertTo-SecureString $TestKey -AsPlainText
        Connect-TikTokFollowing -ApiKey $mine
        Disconnect-TikTokFollowing
        ConvertFrom-SecureString $mine -AsPlainText | Should -Be $TestKey
    }

    It 'ends the one it is given, by <Name>, and no other' -ForEach @(
        @{ Name = 'name'; End = { Disconnect-TikTokFollowing -Connection $first } }
        @{ Name = 'position'; End = { Disconnect-TikTokFollowing $first } }
        @{ Name = 'pipeline'; End = { $first | Disconnect-TikTokFollowing } }
    ) {
        $first = Connect-TikTokFollowing -Sandbox -PassThru
        $second = Connect-TikTokFollowing -Sandbox -PassThru
        & $End
        { Get-TikTokFollowing sandbox.empty -Connection $first } | Should -Throw -ErrorId 'NotConnected,*'
        Get-TikTokFollowing sandbox.empty -Connection $second
        Get-TikTokFollowing sandbox.empty
        $second.RequestsSent | Should -Be 2
    }

    It 'may be said twice' {
        $connection = Connect-TikTokFollowing -Sandbox -PassThru
        Disconnect-TikTokFollowing $connection
        { Disconnect-TikTokFollowing $connection; Disconnect-TikTokFollowing } | Should -Not -Throw
    }

    It 'ends a run under way with NotConnected' {
        $connection = Connect-TikTokFollowing -Sandbox -PassThru
        $seen = Watch-Command {
            Get-TikTokFollowing sandbox.huge -PageSize 10 | ForEach-Object { if ($_.Page -eq 2) { Disconnect-TikTokFollowing $connection }; $_ }
        }
        $seen.Rows.Count | Should -Be 20
        $seen.Terminating.FullyQualifiedErrorId | Should -BeLike 'NotConnected,*'
        $connection.Summaries[-1].Status | Should -Be Failed
    }

    It 'is also what the module does when it is removed: every connection of the runspace is wiped' {
        $first = Connect-TikTokFollowing -ApiKey $TestKey -PassThru
        $second = Connect-TikTokFollowing FullTikTok -ApiKey $TestKey -PassThru
        Remove-Module TikTokFollowing
        try {
            { Read-HeldKey $first } | Should -Throw
            { Read-HeldKey $second } | Should -Throw
        }
        finally {
            Import-Module $ModulePath -Global
        }

        Get-TikTokFollowingConnection | Should -BeNullOrEmpty
        { Get-TikTokFollowing sandbox.empty -Connection $first } | Should -Throw -ErrorId 'NotConnected,*'
    }
}
