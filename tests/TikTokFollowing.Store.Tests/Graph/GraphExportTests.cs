using TikTokFollowing.Store.Graph;
using System.Diagnostics;
using System.Xml.Linq;
using TikTokFollowing.Store.Tests.Support;

namespace TikTokFollowing.Store.Tests.Graph;

public sealed class GraphExportTests : IDisposable
{
    private const string Networkx =
        """
        import sys, csv
        try:
            import networkx
        except ImportError:
            sys.exit(77)
        path = sys.argv[1]
        graph = networkx.read_gexf(path) if path.endswith('.gexf') else networkx.read_graphml(path)
        print(graph.is_directed(), graph.number_of_nodes(), graph.number_of_edges())
        for node, values in sorted(graph.nodes(data=True)):
            print(node, values.get('handle'), values.get('followers'), values.get('listStatus'), sep='|')
        """;

    private readonly StoreFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData(FollowingGraphFormat.Gexf, "network.gexf")]
    [InlineData(FollowingGraphFormat.GraphML, "network.graphml")]
    public void ExportGraph_Xml_IsWellFormedAndHoldsAll(FollowingGraphFormat format, string name)
    {
        string path = Export(format, name, new HistoryFilter { IncludeEnded = true });

        XDocument document = XDocument.Load(path);
        XElement[] nodes = [.. document.Descendants().Where(element => element.Name.LocalName == "node")];
        XElement[] edges = [.. document.Descendants().Where(element => element.Name.LocalName == "edge")];
        Assert.Equal(7, nodes.Length);
        Assert.Equal(8, edges.Length);
        string[] ids = [.. nodes.Select(node => node.Attribute("id")!.Value)];
        Assert.Contains("7000000000000000001", ids);
        Assert.All(edges, edge => Assert.Contains(edge.Attribute("source")!.Value, ids));
        Assert.All(edges, edge => Assert.Contains(edge.Attribute("target")!.Value, ids));
        Assert.Contains("\ufffd[31mred", document.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void ExportGraph_Gexf_EdgesHaveTheirTime()
    {
        string path = Export(FollowingGraphFormat.Gexf, "network.gexf", new HistoryFilter { IncludeEnded = true });

        XElement[] edges = [.. XDocument.Load(path).Descendants().Where(element => element.Name.LocalName == "edge")];
        Assert.All(edges, edge => Assert.Equal("2025-10-20", edge.Attribute("start")!.Value));
        XElement ended = Assert.Single(edges, edge => edge.Attribute("end") is not null);
        Assert.Equal("2025-10-20", ended.Attribute("end")!.Value);
        Assert.Equal(
            ["followedNotAfter", "unfollowedNotBefore", "unfollowedNotAfter"],
            ended.Descendants().Where(element => element.Name.LocalName == "attvalue").Select(element => element.Attribute("for")!.Value).TakeLast(3));
        Assert.Equal("dynamic", XDocument.Load(path).Root!.Elements().Single().Attribute("mode")!.Value);
    }

    [SkippableTheory]
    [InlineData(FollowingGraphFormat.Gexf, "network.gexf")]
    [InlineData(FollowingGraphFormat.GraphML, "network.graphml")]
    public void ExportGraph_Xml_IsReadByNetworkx(FollowingGraphFormat format, string name)
    {
        string path = Export(format, name, new HistoryFilter());
        string script = System.IO.Path.Combine(_fixture.Root, "read.py");
        File.WriteAllText(script, Networkx);
        (int exitCode, string text) = RunPython(script, path);
        Skip.If(exitCode == 77, "There is no networkx here (Debian: python3-networkx).");

        Assert.True(exitCode == 0, text);
        string[] lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("True 6 7", lines[0]);
        Assert.Contains("7000000000000000001|h1|17|None", lines);
        Assert.Contains("@two|two|None|Complete", lines);
        Assert.Contains("7000000000000000004|one|17|Complete", lines);
    }

    [Fact]
    public void ExportGraph_Csv_IsTwoTables()
    {
        IReadOnlyList<string> paths = _fixture.Store.ExportGraph(
            Path("network.csv"), FollowingGraphFormat.Csv, FillStore(), replace: false);

        Assert.Equal([Path("network.nodes.csv"), Path("network.edges.csv")], paths);
        string[] nodes = File.ReadAllLines(paths[0]);
        string[] edges = File.ReadAllLines(paths[1]);
        Assert.Equal("Id,Label,Handle,Name,Verified,Private,Followers,Following,Likes,Videos,ListStatus,ListReadAt", nodes[0]);
        Assert.Equal(7, nodes.Length);
        Assert.Contains("7000000000000000001,h1,h1,\"Comma, \"\"quote\"\" \u001b[31mred\",,,17,,,,,", nodes);
        Assert.StartsWith("Id,Source,Target,Type,Start,End,", edges[0], StringComparison.Ordinal);
        Assert.Equal(8, edges.Length);
    }

    [Fact]
    public void ExportGraph_OneList_HasItsAccountsAlone()
    {
        HistoryFilter filter = FillStore() with { Handles = ["two"] };

        string path = _fixture.Store.ExportGraph(Path("two.gexf"), FollowingGraphFormat.Gexf, filter, replace: false)[0];

        Assert.Equal(3, XDocument.Load(path).Descendants().Count(element => element.Name.LocalName == "node"));
        Assert.Equal(2, XDocument.Load(path).Descendants().Count(element => element.Name.LocalName == "edge"));
    }

    [Fact]
    public void ExportGraph_FileExists_IsReplacedOnlyWhereThatIsWanted()
    {
        HistoryFilter filter = FillStore();
        File.WriteAllText(Path("network.edges.csv"), "mine");

        Assert.Throws<IOException>(() => _fixture.Store.ExportGraph(Path("network.csv"), FollowingGraphFormat.Csv, filter, replace: false));
        Assert.Equal("mine", File.ReadAllText(Path("network.edges.csv")));
        Assert.False(File.Exists(Path("network.nodes.csv")));

        _fixture.Store.ExportGraph(Path("network.csv"), FollowingGraphFormat.Csv, filter, replace: true);
        Assert.NotEqual("mine", File.ReadAllText(Path("network.edges.csv")));
        Assert.Empty(Directory.GetFiles(_fixture.Root, "*.new"));
    }

    [Fact]
    public void ExportGraph_FolderThatDoesNotExist_LeavesNothing() => Assert.Throws<DirectoryNotFoundException>(() =>
        _fixture.Store.ExportGraph(Path("nowhere/network.gexf"), FollowingGraphFormat.Gexf, FillStore(), replace: false));

    [Fact]
    public void Paths_Csv_KeepWhatIsNoExtension()
    {
        Assert.Equal(["net.2026.nodes.csv", "net.2026.edges.csv"], GraphExport.Paths("net.2026", FollowingGraphFormat.Csv));
        Assert.Equal(["net.2026.nodes.csv", "net.2026.edges.csv"], GraphExport.Paths("net.2026.CSV", FollowingGraphFormat.Csv));
    }

    [Fact]
    public void ExportGraph_TargetThatCannotBeReplaced_ReplacesNothing()
    {
        HistoryFilter filter = FillStore();
        File.WriteAllText(Path("network.nodes.csv"), "mine");
        Directory.CreateDirectory(Path("network.edges.csv"));

        Assert.Throws<IOException>(() => _fixture.Store.ExportGraph(Path("network.csv"), FollowingGraphFormat.Csv, filter, replace: true));
        Assert.Throws<IOException>(() => _fixture.Store.ExportGraph(_fixture.Path, FollowingGraphFormat.Gexf, filter, replace: true));

        Assert.Equal("mine", File.ReadAllText(Path("network.nodes.csv")));
        Assert.Equal(7, _fixture.History().Count);
    }

    private string Export(FollowingGraphFormat format, string name, HistoryFilter filter)
    {
        FillStore();
        return Assert.Single(_fixture.Store.ExportGraph(Path(name), format, filter, replace: false));
    }

    // The list one follows 0 to 5, of whom 5 no more, and its owner is account 4, whom list two follows.
    private HistoryFilter FillStore()
    {
        FakeList one = new(_fixture.Clock, "one");
        FakeList two = new(_fixture.Clock, "two");
        for (int account = 0; account < 6; account++)
        {
            _fixture.Clock.Now += 10;
            one.Follow(account, account == 4 ? "one" : null);
        }

        two.Follow(1);
        two.Follow(4, "one");
        _fixture.Clock.Now += 10;
        Commit(one);
        Commit(two);
        _fixture.Clock.Now += 10;
        one.Unfollow(one.Current[0]);
        Commit(one);
        return new HistoryFilter();
    }

    private void Commit(FakeList list)
    {
        (IReadOnlyList<FollowedUser> rows, _) = list.Page(null, 100, FollowingProvider.DumplingAI, returnsLast: false);
        ReadingPlan plan = _fixture.Store.Plan(list.Handle, new SyncOptions { Full = true });
        _fixture.Store.Begin(plan, FollowingProvider.DumplingAI, isSandbox: false).Commit(
            _fixture.Page(list.Handle, [.. rows.Select(row => row with { DisplayName = "Comma, \"quote\" \u001b[31mred", Followers = 17 })]));
    }

    private string Path(string name) => System.IO.Path.Combine(_fixture.Root, name);

    private static (int ExitCode, string Text) RunPython(string script, string path)
    {
        ProcessStartInfo start = new("python3") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(script);
        start.ArgumentList.Add(path);
        try
        {
            using Process python = Process.Start(start)!;
            Task<string> errors = python.StandardError.ReadToEndAsync();
            string text = python.StandardOutput.ReadToEnd();
            python.WaitForExit();
            return (python.ExitCode, text + errors.Result);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // No Python is no networkx.
            return (77, string.Empty);
        }
    }
}
