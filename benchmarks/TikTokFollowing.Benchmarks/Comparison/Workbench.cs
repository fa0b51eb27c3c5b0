using System.Globalization;
using TikTokFollowing.Benchmarks.Server;

namespace TikTokFollowing.Benchmarks.Comparison;

/// <summary>Everything a scenario needs: the server, the modules, and the contestants that work with them.</summary>
internal sealed class Workbench : IDisposable
{
    private readonly ServerProcess _server;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("TikTokFollowing.Benchmarks.");
    private int _walks;

    private Workbench(ServerProcess server, string moduleFolder)
    {
        _server = server;
        Module = Path.Combine(moduleFolder, "TikTokFollowing.psd1");
        Empty = NaiveModule.CreateEmpty(_folder.FullName);
        Naive = NaiveModule.Create(_folder.FullName, moduleFolder);
    }

    public Uri Address => _server.Address;

    /// <summary>The manifest of the module.</summary>
    public string Module { get; }

    /// <summary>The manifest of the naive module.</summary>
    public string Naive { get; }

    /// <summary>The manifest of the empty module.</summary>
    public string Empty { get; }

    public static async Task<Workbench> OpenAsync(string moduleFolder) => new(await ServerProcess.StartAsync(), moduleFolder);

    public static string Script(string name) => Path.Combine(AppContext.BaseDirectory, "Scripts", name + ".ps1");

    /// <summary>A name that no walk has had, so that the server counts each alone.</summary>
    public string NextWalk() => string.Create(CultureInfo.InvariantCulture, $"w{++_walks}");

    /// <summary>F over one list.</summary>
    public Contestant Floor(Lists lists) => Client("F", "floor", lists);

    /// <summary>The server alone: its bytes are taken, not read.</summary>
    public Contestant Raw(Lists lists) => Client("the server alone (bytes taken, not parsed)", "raw", lists);

    /// <summary>The module; <c>$handles</c> are the lists, <c>$csv</c> a file.</summary>
    public Contestant WithModule(string name, Lists lists, string work, int? requests = null) =>
        InPwsh(name, "Module", Module, lists, work, requests);

    /// <summary>The naive cmdlet; it takes its address with every call.</summary>
    public Contestant WithNaive(string name, Lists lists, string work) => InPwsh(name, "Naive", Naive, lists, work, lists.Pages);

    /// <summary>Invoke-RestMethod in a loop; see <c>Scripts/Loop.ps1</c>.</summary>
    public Contestant WithLoop(string name, Lists lists, string work) => InPwsh(name, "Loop", string.Empty, lists, work, lists.Pages);

    /// <summary>A process whose whole life is measured.</summary>
    /// <param name="name">What the table calls it.</param>
    /// <param name="command">What it does, given a handle.</param>
    public Contestant WholeProcess(string name, Func<string, string> command) => new(name, async () =>
    {
        string handle = new ListName(NextWalk(), 0, PageServer.PageSize, 0).ToString();
        return new Outcome(await ChildProcess.RunAsync(ChildProcess.Pwsh("-Command", command(handle))), 0, 0);
    });

    /// <summary>The import of a module into a fresh process.</summary>
    public static Contestant Import(string name, string manifest) => new(name, async () =>
        new Outcome(await ChildProcess.RunAsync(ChildProcess.Pwsh("-File", Script("Import"), "-ModulePath", manifest)), 0, 0));

    public void Dispose()
    {
        _server.Dispose();
        _folder.Delete(recursive: true);
    }

    private Contestant Client(string name, string verb, Lists lists) => new(name, async () =>
    {
        string walk = NextWalk();
        ChildResult child = await ChildProcess.RunAsync(
            ChildProcess.Self(verb, Address.ToString(), lists.Handles(walk), lists.WarmUp.Handles(NextWalk())));
        return await JudgeAsync(name, child, walk, lists, lists.Pages);
    });

    private Contestant InPwsh(string name, string setup, string module, Lists lists, string work, int? requests) => new(name, async () =>
    {
        string walk = NextWalk();
        ChildResult child = await ChildProcess.RunAsync(ChildProcess.Pwsh(
            "-File", Script("Measure"),
            "-Address", Address.ToString(),
            "-Setup", Script(setup),
            "-ModulePath", module,
            "-Work", work,
            "-Handles", lists.Handles(walk),
            "-WarmUpHandles", lists.WarmUp.Handles(NextWalk())));
        return await JudgeAsync(name, child, walk, lists, requests);
    });

    /// <summary>A contestant that did not do the whole work must not look fast.</summary>
    private async Task<Outcome> JudgeAsync(string name, ChildResult child, string walk, Lists lists, int? requests)
    {
        (int seen, int connections) = await _server.TallyAsync(walk);
        if (requests is not null && seen != requests)
        {
            throw new InvalidOperationException($"{name}: {seen} requests instead of {requests}.");
        }

        if (requests == lists.Pages && child.Numbers.TryGetValue("rows", out double rows) && rows != (double)lists.Count * lists.Users)
        {
            throw new InvalidOperationException($"{name}: {rows} rows instead of {lists.Count} × {lists.Users}.");
        }

        return new Outcome(child, seen, connections);
    }
}
