using TikTokFollowing.Benchmarks.Server;
using TikTokFollowing.Benchmarks.Table;

namespace TikTokFollowing.Benchmarks;

/// <summary>How much is measured.</summary>
/// <param name="Rounds">How often work that takes seconds is done.</param>
/// <param name="ShortRounds">How often the start of a process is.</param>
/// <param name="Users">The long list.</param>
/// <param name="ManyUsers">The very long list.</param>
/// <param name="Pages">Pages for the slow consumer.</param>
/// <param name="Handles">Lists for the throttle.</param>
internal sealed record Scale(int Rounds, int ShortRounds, int Users, int ManyUsers, int Pages, int Handles)
{
    public static readonly Scale Full = new(Rounds: 5, ShortRounds: 15, Users: 100_000, ManyUsers: 1_000_000, Pages: 100, Handles: 300);

    /// <summary>Says whether everything still works; its numbers are not to be quoted.</summary>
    public static readonly Scale Quick = new(Rounds: 2, ShortRounds: 2, Users: 20_000, ManyUsers: 50_000, Pages: 20, Handles: 40);
}

/// <summary>What the table shows.</summary>
internal static class Scenarios
{
    private const int Latency = 20;
    private const string Warm = Scenario.Warm;
    private const string Get = "Get-TikTokFollowing $handles";
    private const string GetHistory = "Get-TikTokFollowingHistory $shared/history.db";
    private const string Connect = "Import-Module $module; Connect-TikTokFollowing -BaseUri $address -ApiKey benchmark";

    private static readonly Lists None = new(0, 0);
    private static readonly string[] BothPasses = [Scenario.Cold, Warm];

    public static Scenario[] All(Scale scale) =>
    [
        Count(scale), Csv(scale), Million(scale), Memory(scale), Import(scale), Process(scale), Handles(scale), Throttle(scale), Consumer(scale),
        Requests(), Newest(scale), Full(scale), History(scale), Changes(scale), Size(scale),
    ];

    private static Scenario Count(Scale scale)
    {
        const string LoopWithSession = "Invoke-RestMethod loop with -WebSession";
        Lists list = new(1, scale.Users);
        return new(
            "count", $"{scale.Users:N0} users into Measure-Object", scale.Rounds,
            Floor(list),
            Loop("Invoke-RestMethod loop", list, "Read-Loop $handles | Measure-Object"),
            Loop(LoopWithSession, list, "Read-Loop $handles -KeepConnection | Measure-Object"),
            Naive(list, "Measure-Object"),
            Own("module", list, $"{Get} | Measure-Object") with { Limit = (Measure.Connections, Target.AtMost(1)) },
            Own("module -ReadAhead", list, $"{Get} -ReadAhead | Measure-Object") with { Limit = (Measure.Connections, Target.AtMost(1)) })
        {
            Passes = BothPasses,
            Measures = [Measure.Time, Measure.Allocated, Measure.Connections, Measure.Server],
            Ratios =
            [
                new("naive cmdlet", "F"),
                new("module", "F", Target.AtMost(2, Warm)),
                new("module -ReadAhead", "F", Target.AtMost(1.4, Warm)),
                new("Invoke-RestMethod loop", "module", Target.AtLeast(6.5, Warm)),
                new(LoopWithSession, "module"),
            ],
        };
    }

    private static Scenario Csv(Scale scale)
    {
        const string LoopName = "Invoke-RestMethod loop, 13 columns";
        Lists list = new(1, scale.Users);
        return new(
            "csv", $"{scale.Users:N0} users into Export-Csv, or into a store", scale.Rounds,
            Loop(LoopName, list, "Read-Loop $handles | ConvertTo-FlatRow | Export-Csv $folder/$pass.csv"),
            Naive(list, "Export-Csv $folder/$pass.csv"),
            Own("module", list, $"{Get} | Export-Csv $folder/$pass.csv"),
            Own("module -ReadAhead", list, $"{Get} -ReadAhead | Export-Csv $folder/$pass.csv"),
            Sync("Sync, new store", list, "$folder/$pass.db"))
        {
            Passes = BothPasses,
            Ratios =
            [
                new(LoopName, "module", Target.AtLeast(3, Warm)),
                new(LoopName, "module -ReadAhead", Target.AtLeast(3, Warm)),
                new(LoopName, "Sync, new store", Target.AtLeast(5)),
                new("Sync, new store", "module", Target.AtMost(0.7)),
            ],
        };
    }

    private static Scenario Million(Scale scale)
    {
        Lists list = new(1, scale.ManyUsers);
        return new(
            "million", $"{scale.ManyUsers:N0} users into Measure-Object", scale.Rounds,
            Floor(list),
            Naive(list, "Measure-Object"),
            Own("module", list, $"{Get} | Measure-Object"),
            Own("module -ReadAhead", list, $"{Get} -ReadAhead | Measure-Object"))
        {
            Passes = BothPasses,
            Measures = [Measure.Time, Measure.Peak],
            Ratios = [new("module", "F", Target.AtMost(1.35, Warm)), new("module -ReadAhead", "F", Target.AtMost(1.25, Warm))],
        };
    }

    private static Scenario Memory(Scale scale) => new(
        "memory", "memory", 1,
        Own(
            $"module, {scale.ManyUsers:N0} users, garbage collected ten times",
            new(1, scale.ManyUsers),
            $"{Get} | Watch-Heap {scale.ManyUsers / 10} | Measure-Object")
            with { Limit = (Measure.Heap, Target.AtMost(64)) },
        Loop(
            $"Invoke-RestMethod loop, {scale.Users:N0} users in a variable",
            new(1, scale.Users),
            "$all = @(Read-Loop $handles); [pscustomobject]@{ Count = $all.Count }"))
    {
        Measures = [Measure.Heap, Measure.Peak],
    };

    private static Scenario Import(Scale scale)
    {
        const string NaiveName = "naive module, same manifest, formats and help";
        return new(
            "import", "Import-Module", scale.ShortRounds,
            new("empty module", None, "Import-Module $module") { Module = Module.Empty },
            new(NaiveName, None, "Import-Module $module") { Module = Module.Naive },
            new("module", None, "Import-Module $module") { Module = Module.Tested })
        {
            Ratios = [new("module", NaiveName, Target.AtMost(1.1))],
        };
    }

    private static Scenario Process(Scale scale)
    {
        const string OneCall = "one Invoke-RestMethod call";
        Lists page = new(1, PageServer.PageSize);
        return new(
            "process", "whole process to its first row", scale.ShortRounds,
            Whole(new("bare pwsh", None, "exit")),
            Whole(Loop(OneCall, page, "(Read-Loop $handles)[0].user.uniqueId")),
            Whole(Naive(page, "Select-Object -First 1 -ExpandProperty Handle")),
            Whole(Own("module", page, $"({Get} | Select-Object -First 1).Handle")),
            Whole(Own("module, Connect -Sandbox", None, "(Get-TikTokFollowing stoolpresidente | Select-Object -First 1).Handle"))
                with { Setup = "Import-Module $module; Connect-TikTokFollowing -Sandbox" })
        {
            Ratios = [new("module", OneCall, Target.AtMost(0.95)), new("module, Connect -Sandbox", OneCall, Target.AtMost(0.95))],
        };
    }

    private static Scenario Handles(Scale scale)
    {
        const string Throttled = "module, 8 handles, -ThrottleLimit 8";
        const string Parallel = "Invoke-RestMethod loops, 8 handles, ForEach-Object -Parallel -ThrottleLimit 8";
        Lists eight = new(8, 2000, Latency);
        return new(
            "handles", "20 pages of each handle, 20 ms per page", scale.Rounds,
            Own("module, 1 handle", eight with { Count = 1 }, $"{Get} | Measure-Object"),
            Own(Throttled, eight, $"{Get} -ThrottleLimit 8 | Measure-Object") with { Limit = (Measure.Connections, Target.AtMost(8)) },
            Loop(
                Parallel,
                eight,
                """
                $handles | ForEach-Object -ThrottleLimit 8 -Parallel {
                    $address = $using:address
                    . $using:scripts/Loop.ps1
                    Read-Loop $_
                } | Measure-Object
                """))
        {
            Passes = BothPasses,
            Measures = [Measure.Time, Measure.Connections],
            Ratios = [new(Throttled, "module, 1 handle", Target.AtMost(1.2, Warm)), new(Parallel, Throttled, Target.AtLeast(2, Warm))],
        };
    }

    private static Scenario Throttle(Scale scale)
    {
        Lists lists = new(scale.Handles, 300, Latency);
        double ideal = lists.Pages / 8.0 * Latency / 1000;
        return new(
            "throttle", $"{scale.Handles} handles × 3 pages, 20 ms per page, -ThrottleLimit 8", scale.Rounds,
            Own("module", lists, $"{Get} -ThrottleLimit 8 | Measure-Object")
                with { Limit = (Measure.Time, Target.AtMost(1.3 * ideal, Warm) with { Text = $"warm ≤ 1.3 × {ideal:0.00} s" }) },
            Sync("Sync, new store", lists, "$folder/$pass.db -ThrottleLimit 8"))
        {
            Passes = BothPasses,
            Ratios = [new("Sync, new store", "module", Target.AtMost(1.15))],
        };
    }

    private static Scenario Consumer(Scale scale)
    {
        Lists list = new(1, scale.Pages * PageServer.PageSize, Latency);
        return new(
            "consumer", $"{scale.Pages} pages, 20 ms per page, consumer takes 20 ms per page", scale.Rounds,
            Floor(list),
            Own("module", list, $"{Get} | Measure-Slowly"),
            Own("module -ReadAhead", list, $"{Get} -ReadAhead | Measure-Slowly"))
        {
            Passes = BothPasses,
            Ratios = [new("module", "F"), new("module -ReadAhead", "F", Target.AtMost(1.1, Warm))],
        };
    }

    private static Scenario Requests()
    {
        static Contestant Case(int handles, string command, int rows, int most) =>
            Own($"{handles} of 10 pages: `{command}`", new(handles, 1000), $"$handles | {command} | Measure-Object")
                with { Requests = null, Rows = rows, Limit = (Measure.Requests, Target.AtMost(most)) };
        return new(
            "requests", "150 rows", 1,
            Case(1, "Get-TikTokFollowing -First 150", 150, 2),
            Case(1, "Get-TikTokFollowing | Select-Object -First 150", 150, 2),
            Case(1, "Get-TikTokFollowing -ReadAhead | Select-Object -First 150", 150, 3),
            Case(4, "Get-TikTokFollowing -First 150", 600, 8),
            Case(4, "Get-TikTokFollowing | Select-Object -First 150", 150, 2),
            Case(4, "Get-TikTokFollowing -ThrottleLimit 4 | Select-Object -First 150", 150, 6))
        {
            Measures = [Measure.Requests],
        };
    }

    private static Scenario Newest(Scale scale)
    {
        Lists list = Kept(scale);
        const string Work = "$new = @(Sync-TikTokFollowing $handles -StorePath $folder/kept.db 6>$null); if ($new.Count -ne 2) { throw $new.Count }";
        return new(
            "newest", $"whole process that reads the top of a list of {scale.Users:N0}", scale.ShortRounds,
            Whole(Own("module, one page", list, $"$rows = {Get} -MaxPages 1")) with { Requests = 1, HasNewFollows = true, IsNew = true },
            Whole(Own("Sync, 2 new", list, Work)) with { Requests = 1, HasNewFollows = true, IsNew = true, File = "kept.db" })
        {
            PrepareAsync = bench => KeepAsync(bench, scale),
            Ratios = [new("Sync, 2 new", "module, one page", Target.AtMost(1.3))],
        };
    }

    private static Scenario Full(Scale scale)
    {
        Lists list = Kept(scale);
        return new(
            "full", $"{scale.Users:N0} users into a store", scale.Rounds,
            Sync("Sync, first reading", new(1, scale.Users), "$folder/$pass.db"),

            // Both passes read the same list.
            Sync("Sync -Full, unchanged list", list, "$folder/kept.db -Full") with { File = "kept.db", Requests = 2 * list.Pages })
        {
            Passes = BothPasses,
            PrepareAsync = bench => KeepAsync(bench, scale),
            Ratios = [new("Sync -Full, unchanged list", "Sync, first reading", Target.AtMost(0.6))],
        };
    }

    private static Scenario History(Scale scale)
    {
        Target atMost64 = Target.AtMost(64 * 1024 * 1024) with { Text = "≤ 64 MB" };
        return new(
            "history", $"{scale.ManyUsers:N0} follows into Measure-Object", scale.Rounds,
            new("Import-Csv of the same rows", None, "Import-Csv $shared/history.csv | Measure-Object") { Rows = scale.ManyUsers },
            Stored("Get-TikTokFollowingHistory", $"{GetHistory} | Measure-Object") with { Rows = scale.ManyUsers, Limit = (Measure.AboveStart, atMost64) })
        {
            Passes = BothPasses,
            PrepareAsync = async bench =>
            {
                await MakeHistoryAsync(bench, scale);
                await bench.RunOnceAsync("history.csv", Stored("export", $"{GetHistory} | Export-Csv $shared/history.csv"));
            },
            Measures = [Measure.Time, Measure.AboveStart],
            Ratios = [new("Import-Csv of the same rows", "Get-TikTokFollowingHistory", Target.AtLeast(4))],
        };
    }

    private static Scenario Changes(Scale scale) => new(
        "changes", $"changes of the last week, {scale.ManyUsers:N0} follows, 100 readings", scale.ShortRounds,
        Stored("Get-TikTokFollowingChange", "Get-TikTokFollowingChange $shared/history.db -Since (Get-Date).AddDays(-7) | Measure-Object")
            with { Rows = 600, Limit = (Measure.Time, Target.AtMost(0.2) with { Text = "≤ 200 ms" }) })
    {
        Passes = BothPasses,
        PrepareAsync = bench => MakeHistoryAsync(bench, scale),
    };

    private static Scenario Size(Scale scale)
    {
        Contestant After(string name, int readings) => new(name, None, $"store $folder/size.db {scale.Users / 5} {readings} whole")
        {
            Launch = Launch.Program,
            Limit = (Measure.Size, Target.AtMost(300)),
        };
        return new("size", $"file of a list of {scale.Users / 5:N0}", 1, After("after the first reading", 1), After("after 100 whole readings", 100))
        {
            Measures = [Measure.Size],
        };
    }

    private static Task KeepAsync(Bench bench, Scale scale) => bench.RunOnceAsync("kept.db", Sync("first reading", Kept(scale), "$shared/kept.db"));

    private static Task MakeHistoryAsync(Bench bench, Scale scale) =>
        bench.RunOnceAsync("history.db", new("store", None, $"store $shared/history.db {scale.ManyUsers} 100 newest") { Launch = Launch.Program });

    // One name in all processes: a store knows a list by its handle.
    private static Lists Kept(Scale scale) => new(1, scale.Users, Pass: "kept");

    private static Contestant Floor(Lists list) => new("F", list, "floor $address $handles $passes") { Launch = Launch.Program };

    private static Contestant Loop(string name, Lists lists, string work) => new(name, lists, work) { Setup = ". $scripts/Loop.ps1" };

    private static Contestant Naive(Lists list, string next) =>
        new("naive cmdlet", list, $"Get-NaiveFollowing $handles[0] -BaseUri $address -ApiKey benchmark | {next}")
        {
            Module = Module.Naive,
            Setup = "Import-Module $module",
        };

    private static Contestant Own(string name, Lists lists, string work) => new(name, lists, work) { Module = Module.Tested, Setup = Connect };

    private static Contestant Stored(string name, string work) => Own(name, None, work) with { Setup = "Import-Module $module", IsNew = true };

    private static Contestant Sync(string name, Lists lists, string store)
    {
        const string Count = "[pscustomobject]@{ Count = ($read | Measure-Object Users -Sum).Sum }";
        return Own(name, lists, $"Sync-TikTokFollowing $handles -StorePath {store} -SummaryVariable read; {Count}") with { IsNew = true };
    }

    private static Contestant Whole(Contestant who) => who with { Launch = Launch.WholeProcess };
}
