namespace TikTokFollowing.Benchmarks.Comparison.Scenarios;

/// <summary>The life of a process that shows one row, from its start to its end.</summary>
internal sealed class ProcessScenario : IScenario
{
    public string Name => "process";

    public async Task RunAsync(Workbench bench, Scale scale, ResultTable table)
    {
        const string Work = "whole process: start, import, connect, first row";
        Uri address = bench.Address;
        Contestant nothing = bench.WholeProcess("pwsh that does nothing", static _ => "exit");
        Contestant request = bench.WholeProcess("one Invoke-RestMethod call", handle => $$"""
            $headers = @{ Authorization = 'Bearer benchmark' }
            $body = @{ handle = '{{handle}}' } | ConvertTo-Json
            $uri = '{{address}}api/v1/get-tiktok-user-following'
            $page = Invoke-RestMethod -Method Post -Uri $uri -Headers $headers -ContentType 'application/json' -Body $body
            $page.followingList[0].user.uniqueId
            """);
        Contestant naive = bench.WholeProcess("naive binary cmdlet", handle => $$"""
            Import-Module '{{bench.Naive}}'
            (Get-NaiveFollowing '{{handle}}' -BaseUri '{{address}}' -ApiKey benchmark | Select-Object -First 1).Handle
            """);
        Contestant module = bench.WholeProcess("module", handle => $$"""
            Import-Module '{{bench.Module}}'
            Connect-TikTokFollowing -BaseUri '{{address}}' -ApiKey benchmark
            (Get-TikTokFollowing '{{handle}}' | Select-Object -First 1).Handle
            """);
        Contestant sandbox = bench.WholeProcess("module, Connect -Sandbox", _ => $$"""
            Import-Module '{{bench.Module}}'
            Connect-TikTokFollowing -Sandbox
            (Get-TikTokFollowing stoolpresidente | Select-Object -First 1).Handle
            """);
        Contest contest = await Contest.RunAsync(Name, scale.ShortRounds, nothing, request, naive, module, sandbox);

        double Seconds(Contestant who) => contest.Median(who, static outcome => outcome.Child.ProcessTime.TotalSeconds);
        foreach (Contestant who in new[] { nothing, request, naive, module, sandbox })
        {
            double ratio = Seconds(who) / Seconds(request);
            Target? target = who == module || who == sandbox ? Target.AtMost(ratio, 0.95, "× one call") : null;
            table.Add(Work, who.Name, ResultTable.Time(Seconds(who)), ResultTable.Ratio(ratio, "× one call"), target);
        }
    }
}
