using System.Globalization;
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
    private const string Cold = Scenario.Cold;
    private const string Warm = Scenario.Warm;
    private const string Session = "Invoke-RestMethod loop with -WebSession";
    private const string ImportAndConnect = "Import-Module $module; Connect-TikTokFollowing -BaseUri $address -ApiKey benchmark";
    private const string SyncIntoNewStore =
        "Sync-TikTokFollowing $handles -StorePath $folder/$pass.db -SummaryVariable read; [pscustomobject]@{ Count = ($read | Measure-Object Users -Sum).Sum }";

    public static IReadOnlyList<Scenario> All(Scale scale) =>
    [
        Count(scale), Csv(scale), Million(scale), Memory(scale), Import(scale), Process(scale), Handles(scale), Throttle(scale), Consumer(scale),
        Requests(), Newest(scale), Full(scale), History(scale), Changes(scale), Size(scale),
    ];

    private static Scenario Count(Scale scale)
    {
        Lists list = new(1, scale.Users);
        return new(
            "count",
            $"{Number(scale.Users)} users into Measure-Object",
            scale.Rounds,
            Floor(list),
            Loop("Invoke-RestMethod loop", list, "Read-Loop $handles | Measure-Object"),
            Loop(Session, list, "Read-LoopWithSession $handles | Measure-Object"),
            Naive(list, "Measure-Object"),
            Own("module", list, "Get-TikTokFollowing $handles | Measure-Object") with { Limit = (Measure.Connections, Target.AtMost(1)) },
            Own("module -ReadAhead", list, "Get-TikTokFollowing $handles -ReadAhead | Measure-Object") with { Limit = (Measure.Connections, Target.AtMost(1)) })
        {
            Measures = [Measure.Time, Measure.Allocated, Measure.Connections, Measure.Server],
            Ratios =
            [
                new("naive cmdlet", "F"),
                new("module", "F", Target.AtMost(2, Warm)),
                new("module -ReadAhead", "F", Target.AtMost(1.4, Warm)),
                new("Invoke-RestMethod loop", "module", Target.AtLeast(6.5, Warm)),
                new(Session, "module"),
            ],
        };
    }

    private static Scenario Csv(Scale scale)
    {
        Lists list = new(1, scale.Users);
        return new(
            "csv",
            $"{Number(scale.Users)} users into a file",
            scale.Rounds,
            Loop("Invoke-RestMethod loop, 13 columns, Export-Csv", list, "Read-Loop $handles | ConvertTo-FlatRow | Export-Csv $folder/$pass.csv"),
            Naive(list, "Export-Csv $folder/$pass.csv"),
            Own("module, Export-Csv", list, "Get-TikTokFollowing $handles | Export-Csv $folder/$pass.csv"),
            Own("module -ReadAhead, Export-Csv", list, "Get-TikTokFollowing $handles -ReadAhead | Export-Csv $folder/$pass.csv"),
            Own("Sync, new store", list, SyncIntoNewStore) with { IsNew = true })
        {
            Ratios =
            [
                new("Invoke-RestMethod loop, 13 columns, Export-Csv", "module, Export-Csv", Target.AtLeast(3, Warm)),
                new("Invoke-RestMethod loop, 13 columns, Export-Csv", "module -ReadAhead, Export-Csv", Target.AtLeast(3, Warm)),
                new("Invoke-RestMethod loop, 13 columns, Export-Csv", "Sync, new store", Target.AtLeast(5)),
                new("Sync, new store", "module, Export-Csv", Target.AtMost(0.7)),
            ],
        };
    }

    private static Scenario Million(Scale scale)
    {
        Lists list = new(1, scale.ManyUsers);
        return new(
            "million",
            $"{Number(scale.ManyUsers)} users into Measure-Object",
            scale.Rounds,
            Floor(list),
            Naive(list, "Measure-Object"),
            Own("module", list, "Get-TikTokFollowing $handles | Measure-Object"),
            Own("module -ReadAhead", list, "Get-TikTokFollowing $handles -ReadAhead | Measure-Object"))
        {
            Measures = [Measure.Time, Measure.Peak],
            Ratios = [new("module", "F", Target.AtMost(1.35, Warm)), new("module -ReadAhead", "F", Target.AtMost(1.25, Warm))],
        };
    }

    private static Scenario Memory(Scale scale)
    {
        Lists many = new(1, scale.ManyUsers);
        string watched = $"Get-TikTokFollowing $handles | Watch-Heap {scale.ManyUsers / 10} | Measure-Object";
        return new(
            "memory",
            "memory",
            1,
            Own($"module, {Number(scale.ManyUsers)} users, garbage collected ten times", many, watched) with { Limit = (Measure.Heap, Target.AtMost(64)) },
            Loop($"Invoke-RestMethod loop, {Number(scale.Users)} users collected", new(1, scale.Users), "$all = @(Read-Loop $handles); [pscustomobject]@{ Count = $all.Count }"))
        {
            Passes = [Cold],
            Measures = [Measure.Heap, Measure.Peak],
        };
    }

    private static Scenario Import(Scale scale)
    {
        Contestant Import(string name, Module module) => new(name, NoLists, "Import-Module $module") { Module = module };
        return new(
            "import",
            "Import-Module",
            scale.ShortRounds,
            Import("empty module", Module.Empty),
            Import("naive module, same manifest, formats and help", Module.Naive),
            Import("module", Module.Tested))
        {
            Passes = [Cold],
            Ratios = [new("module", "naive module, same manifest, formats and help", Target.AtMost(1.1))],
        };
    }

    private static Scenario Process(Scale scale)
    {
        const string OneCall = "one Invoke-RestMethod call";
        Lists page = new(1, PageServer.PageSize);
        return new(
            "process",
            "whole process to its first row",
            scale.ShortRounds,
            Whole(new("bare pwsh", NoLists, "exit")),
            Whole(Loop(OneCall, page, "(Read-Loop $handles)[0].user.uniqueId")),
            Whole(Naive(page, "Select-Object -First 1 -ExpandProperty Handle")),
            Whole(Own("module", page, "(Get-TikTokFollowing $handles | Select-Object -First 1).Handle")),
            Whole(Own("module, Connect -Sandbox", NoLists, "(Get-TikTokFollowing stoolpresidente | Select-Object -First 1).Handle"))
                with { Setup = "Import-Module $module; Connect-TikTokFollowing -Sandbox" })
        {
            Passes = [Cold],
            Ratios = [new("module", OneCall, Target.AtMost(0.95)), new("module, Connect -Sandbox", OneCall, Target.AtMost(0.95))],
        };
    }

    private static Scenario Handles(Scale scale)
    {
        const string Parallel = "Invoke-RestMethod loops, ForEach-Object -Parallel -ThrottleLimit 8";
        Lists one = new(1, 2000, Latency);
        Lists eight = new(8, 2000, Latency);
        return new(
            "handles",
            "handles × 20 pages, 20 ms per page",
            scale.Rounds,
            Own("module, 1 handle", one, "Get-TikTokFollowing $handles | Measure-Object"),
            Own("module, 8 handles, -ThrottleLimit 8", eight, "$handles | Get-TikTokFollowing -ThrottleLimit 8 | Measure-Object") with { Limit = (Measure.Connections, Target.AtMost(8)) },
            Loop(
                Parallel,
                eight,
                "$handles | ForEach-Object -ThrottleLimit 8 -Parallel { $address = $using:address; . $using:scripts/Loop.ps1; Read-Loop $_ } | Measure-Object"))
        {
            Measures = [Measure.Time, Measure.Connections],
            Ratios =
            [
                new("module, 8 handles, -ThrottleLimit 8", "module, 1 handle", Target.AtMost(1.2, Warm)),
                new(Parallel, "module, 8 handles, -ThrottleLimit 8", Target.AtLeast(2, Warm)),
            ],
        };
    }

    private static Scenario Throttle(Scale scale)
    {
        Lists lists = new(scale.Handles, 300, Latency);
        double ideal = lists.Pages / 8.0 * Latency / 1000;
        return new(
            "throttle",
            string.Create(CultureInfo.InvariantCulture, $"{scale.Handles} handles × 3 pages, 20 ms per page, -ThrottleLimit 8 (ideal {ideal:0.00} s)"),
            scale.Rounds,
            Own("module", lists, "$handles | Get-TikTokFollowing -ThrottleLimit 8 | Measure-Object") with { Limit = (Measure.Time, Target.AtMost(1.3 * ideal, Warm)) },
            Own("Sync, new store", lists, SyncIntoNewStore.Replace("-StorePath", "-ThrottleLimit 8 -StorePath", StringComparison.Ordinal)) with { IsNew = true })
        {
            Ratios = [new("Sync, new store", "module", Target.AtMost(1.15))],
        };
    }

    private static Scenario Consumer(Scale scale)
    {
        Lists list = new(1, scale.Pages * PageServer.PageSize, Latency);
        return new(
            "consumer",
            $"{scale.Pages} pages, 20 ms per page, consumer takes 20 ms per page",
            scale.Rounds,
            Floor(list),
            Own("module", list, "Get-TikTokFollowing $handles | Measure-Slowly"),
            Own("module -ReadAhead", list, "Get-TikTokFollowing $handles -ReadAhead | Measure-Slowly"))
        {
            Ratios = [new("module", "F"), new("module -ReadAhead", "F", Target.AtMost(1.1, Warm))],
        };
    }

    private static Scenario Requests()
    {
        static Contestant Case(int handles, string command, int rows, int most) =>
            Own($"{handles} of 10 pages: `{command}`", new(handles, 1000), $"$handles | {command} | Measure-Object")
                with { Requests = null, Rows = rows, Limit = (Measure.Requests, Target.AtMost(most)) };
        return new(
            "requests",
            "150 rows",
            1,
            Case(1, "Get-TikTokFollowing -First 150", 150, 2),
            Case(1, "Get-TikTokFollowing | Select-Object -First 150", 150, 2),
            Case(1, "Get-TikTokFollowing -ReadAhead | Select-Object -First 150", 150, 3),
            Case(4, "Get-TikTokFollowing -First 150", 600, 8),
            Case(4, "Get-TikTokFollowing | Select-Object -First 150", 150, 2),
            Case(4, "Get-TikTokFollowing -ThrottleLimit 4 | Select-Object -First 150", 150, 6))
        {
            Passes = [Cold],
            Measures = [Measure.Requests],
        };
    }

    private static Scenario Newest(Scale scale)
    {
        Lists list = KeptList(scale);
        return new(
            "newest",
            $"whole process that looks for new follows of {Number(scale.Users)}",
            scale.ShortRounds,
            Whole(Own("module, reads one page", list, "(Get-TikTokFollowing $handles -MaxPages 1).Count")) with { Requests = 1, HasNewFollows = true },
            Whole(Own("Sync, 2 new", list, "$new = @(Sync-TikTokFollowing $handles -StorePath $folder/kept.db 6>$null); if ($new.Count -ne 2) { throw $new.Count }"))
                with { Requests = 1, HasNewFollows = true, File = "kept.db" })
        {
            Passes = [Cold],
            PrepareAsync = bench => KeepAsync(bench, list),
            Ratios = [new("Sync, 2 new", "module, reads one page", Target.AtMost(1.3))],
        };
    }

    private static Scenario Full(Scale scale)
    {
        Lists list = KeptList(scale);
        return new(
            "full",
            $"{Number(scale.Users)} users into a store",
            scale.Rounds,
            Own("Sync, first reading", new(1, scale.Users), SyncIntoNewStore),
            Own("Sync -Full, unchanged list", list, SyncIntoNewStore.Replace("$pass.db", "kept.db -Full", StringComparison.Ordinal)) with { File = "kept.db", Requests = 2 * list.Pages })
        {
            PrepareAsync = bench => KeepAsync(bench, list),
            Ratios = [new("Sync -Full, unchanged list", "Sync, first reading", Target.AtMost(0.6))],
        };
    }

    private static Scenario History(Scale scale) => new(
        "history",
        $"{Number(scale.ManyUsers)} follows into Measure-Object",
        scale.Rounds,
        new("Import-Csv of the same rows", NoLists, "Import-Csv $shared/history.csv | Measure-Object") { Rows = scale.ManyUsers },
        Stored("Get-TikTokFollowingHistory", "Get-TikTokFollowingHistory $shared/history.db | Measure-Object")
            with { Rows = scale.ManyUsers, Limit = (Measure.AboveStart, new Target("≤ 64 MB", null, static value => value <= 64 * 1024 * 1024)) })
    {
        PrepareAsync = async bench =>
        {
            await MakeHistoryAsync(bench, scale);
            await bench.RunAsync(Stored("export", "Get-TikTokFollowingHistory $shared/history.db | Export-Csv $shared/history.csv"), [Cold]);
        },
        Measures = [Measure.Time, Measure.AboveStart],
        Ratios = [new("Import-Csv of the same rows", "Get-TikTokFollowingHistory", Target.AtLeast(4))],
    };

    private static Scenario Changes(Scale scale) => new(
        "changes",
        $"changes of the last week, {Number(scale.ManyUsers)} follows, 100 readings",
        scale.ShortRounds,
        Stored("Get-TikTokFollowingChange", "Get-TikTokFollowingChange $shared/history.db -Since (Get-Date).AddDays(-7) | Measure-Object")
            with { Rows = 600, Limit = (Measure.Time, new Target("≤ 200 ms", null, static value => value <= 0.2)) })
    {
        PrepareAsync = bench => MakeHistoryAsync(bench, scale),
    };

    private static Scenario Size(Scale scale)
    {
        Contestant Store(int readings) =>
            new($"after {readings} whole readings", NoLists, $"store $folder/size.db {scale.Users / 5} {readings} whole") { Launch = Launch.Program, Limit = (Measure.Size, Target.AtMost(300)) };
        return new("size", $"store of {Number(scale.Users / 5)} follows", 1, Store(1), Store(100))
        {
            Passes = [Cold],
            Measures = [Measure.Size],
        };
    }

    private static Lists NoLists => new(0, 0);

    // One name in all processes: a store knows a list by its handle.
    private static Lists KeptList(Scale scale) => new(1, scale.Users, Pass: "kept");

    private static Task KeepAsync(Bench bench, Lists list) =>
        bench.RunOnceAsync("kept.db", Own("first reading", list, SyncIntoNewStore.Replace("$folder/$pass.db", "$shared/kept.db", StringComparison.Ordinal)));

    private static Task MakeHistoryAsync(Bench bench, Scale scale) =>
        bench.RunOnceAsync("history.db", new("store", NoLists, $"store $shared/history.db {scale.ManyUsers} 100 newest") { Launch = Launch.Program });

    private static Contestant Floor(Lists list) => new("F", list, "floor $address $handles $passes") { Launch = Launch.Program };

    private static Contestant Loop(string name, Lists lists, string work) => new(name, lists, work) { Setup = ". $scripts/Loop.ps1" };

    private static Contestant Naive(Lists list, string work) =>
        new("naive cmdlet", list, $"Get-NaiveFollowing $handles[0] -BaseUri $address -ApiKey benchmark | {work}")
        {
            Module = Module.Naive,
            Setup = "Import-Module $module",
        };

    private static Contestant Own(string name, Lists lists, string work) => new(name, lists, work) { Module = Module.Tested, Setup = ImportAndConnect };

    private static Contestant Stored(string name, string work) =>
        new(name, NoLists, work) { Module = Module.Tested, Setup = "Import-Module $module", IsNew = true };

    private static Contestant Whole(Contestant who) => who with { Launch = Launch.WholeProcess };

    private static string Number(int value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
