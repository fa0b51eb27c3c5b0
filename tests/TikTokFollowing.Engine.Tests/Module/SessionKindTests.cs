using TikTokFollowing.Engine.Tests.Support;

namespace TikTokFollowing.Engine.Tests.Module;

/// <summary>Sessions as people have them: strict, foreign, with defaults of their own.</summary>
public sealed class SessionKindTests : EngineTest
{
    [Theory]
    [InlineData("Set-StrictMode -Version Latest")]
    [InlineData("$ErrorActionPreference = 'Stop'")]
    [InlineData("Set-StrictMode -Version Latest; $ErrorActionPreference = $WarningPreference = $InformationPreference = 'Stop'")]
    [InlineData("$PSDefaultParameterValues = @{ '*:ErrorAction' = 'Stop'; '*:WarningAction' = 'Stop'; 'Get-TikTokFollowing:ThrottleLimit' = 2; 'Out-Default:OutVariable' = 'last' }")]
    [InlineData("$WhatIfPreference = $true")]
    [InlineData("$ConfirmPreference = 'Low'")]
    [InlineData("function ForEach-Object { throw 'mine' }; function Where-Object { throw 'mine' }; function Write-Progress { throw 'mine' }")]
    [InlineData("$OutputEncoding = [System.Text.Encoding]::Latin1")]
    [InlineData("$null = $ExecutionContext.SessionState.Path.SetLocation('env:')")]
    [InlineData("$ProgressPreference = $VerbosePreference = $DebugPreference = 'SilentlyContinue'")]
    public void Session_OfThisKind_DoesTheJob(string prepare)
    {
        using Session session = new(imports: false);
        Run run = session.Run($$"""
            {{prepare}}
            Import-Module $ModulePath
            Connect-TikTokFollowing -Sandbox -CreditsPerRequest 0.5 -CreditLimit 1000.5 -WarningAction Ignore
            $rows = 'stoolpresidente', '@charlidamelio' | Get-TikTokFollowing -PageSize 100 -SummaryVariable summary
            "$($rows.Count) $($summary.Status) $((Get-TikTokFollowingConnection).CreditsSpent.ToString([cultureinfo]::InvariantCulture))"
            """).AssertSilent();
        Assert.Equal(["1434 Complete Complete 7.5"], run.Text);
    }
}
