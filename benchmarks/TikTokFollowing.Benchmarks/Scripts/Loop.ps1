# What a user without the module writes: Invoke-RestMethod in a loop. A careful one keeps the connection open with a web session.
function Read-Loop([string] $Handle, [switch] $KeepConnection) {
    $how = @{ Headers = @{ Authorization = 'Bearer benchmark' } }
    if ($KeepConnection) {
        $how = @{ WebSession = [Microsoft.PowerShell.Commands.WebRequestSession]::new() }
        $how.WebSession.Headers['Authorization'] = 'Bearer benchmark'
    }

    $body = @{ handle = $Handle }
    do {
        $page = Invoke-RestMethod -Method Post -Uri "${address}api/v1/get-tiktok-user-following" -ContentType 'application/json' -Body ($body | ConvertTo-Json) @how
        $page.followingList
        $body.minTime = $page.minCursor
    } while ($page.hasMore)
}

# The vendor's rows are nested, which no CSV can hold, so a user flattens them.
filter ConvertTo-FlatRow {
    [pscustomobject]@{
        id = $_.user.id; uniqueId = $_.user.uniqueId; nickname = $_.user.nickname; avatarThumb = $_.user.avatarThumb; signature = $_.user.signature
        verified = $_.user.verified; secUid = $_.user.secUid; privateAccount = $_.user.privateAccount
        followerCount = $_.stats.followerCount; followingCount = $_.stats.followingCount; heartCount = $_.stats.heartCount
        videoCount = $_.stats.videoCount; diggCount = $_.stats.diggCount
    }
}
