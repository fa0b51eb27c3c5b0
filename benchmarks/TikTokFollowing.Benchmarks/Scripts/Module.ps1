param([uri] $Address, [string] $ModulePath)

Import-Module $ModulePath
Connect-TikTokFollowing -BaseUri $Address -ApiKey 'benchmark'
