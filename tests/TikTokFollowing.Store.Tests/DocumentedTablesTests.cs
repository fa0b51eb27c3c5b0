using System.Text.RegularExpressions;
using TikTokFollowing.Store.Tests.Support;

namespace TikTokFollowing.Store.Tests;

/// <summary>What docs/store.md says of the file is so.</summary>
public sealed partial class DocumentedTablesTests : IDisposable
{
    private static readonly string Page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "store.md"));

    private readonly StoreFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void Queries_OfThePage_RunAndAnswer()
    {
        FakeList one = _fixture.List("one", 5);
        FakeList two = new(_fixture.Clock, "two");
        FakeList three = new(_fixture.Clock, "three");
        two.Follow(1);
        three.Follow(1);
        _fixture.Clock.Now = DateTimeOffset.UtcNow.ToUnixTimeSeconds() - 500;
        RunScript whole = new() { PageSize = 2, Options = new SyncOptions { Full = true } };
        _fixture.Read(one, whole);
        _fixture.Read(two);
        _fixture.Read(three, new RunScript { IsHidden = true });
        _fixture.Clock.Now += 100;
        one.Unfollow(one.Current[4]);
        one.Follow(0);
        _fixture.Clock.Now += 100;
        _fixture.Read(one, whole);
        _fixture.Read(three);
        List<List<object?[]>> answers = [.. Sql().Matches(Page).Select(match => _fixture.Query(match.Groups[1].Value))];

        Assert.Equal(5, answers.Count);
        Assert.Equal("h0", Assert.Single(answers[0])[1]);
        Assert.Equal(["7000000000000000001", "h1", 3L], Assert.Single(answers[1])[..3]);
        Assert.Equal(8.0, Assert.Single(answers[2])[3]);
        Assert.Empty(answers[3]);
        Assert.Equal(["one", "h0", 2L], Assert.Single(answers[4])[..3]);
    }

    [Fact]
    public void Columns_OfThePage_AreThoseOfTheFile()
    {
        _ = _fixture.Store;
        string[] file =
        [
            .. _fixture.Query("SELECT m.name || '.' || c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type IN ('table', 'view') AND m.name NOT LIKE 'sqlite_%'")
                .Select(row => (string)row[0]!).Order(),
        ];

        Assert.Equal(Documented().Order(), file);
    }

    [Fact]
    public void History_OfTheView_IsThatOfTheReader()
    {
        FakeList list = _fixture.List(count: 40);
        RunScript pages = new() { PageSize = 7, Options = new SyncOptions { KnownStreak = 3 } };
        _fixture.Read(list, pages);
        for (int i = 0; i < 6; i++)
        {
            _fixture.Clock.Now += 100;
            list.Unfollow(list.Current[(i * 3) % 20]);
            list.Follow(100 + i);
            _fixture.Clock.Now += 100;
            _fixture.Read(list, i == 3 ? pages with { Options = new SyncOptions { Full = true } } : pages);
        }

        Assert.Equal(
            _fixture.Query("SELECT user_id, last_seen_at, unfollowed_not_before, unfollowed_not_after FROM following_history ORDER BY 1")
                .Select(row => string.Join('|', row)),
            _fixture.History(includeEnded: true).OrderBy(entry => entry.UserId)
                .Select(entry => $"{entry.UserId}|{entry.LastSeenAt.ToUnixTimeSeconds()}|{entry.UnfollowedNotBefore?.ToUnixTimeSeconds()}|{entry.UnfollowedNotAfter?.ToUnixTimeSeconds()}"));
        Assert.Equal(
            _fixture.Store.Changes(new ChangeFilter()).Select(change => $"{change.Kind}|{change.Handle}").Order(),
            _fixture.Query("SELECT kind || '|' || handle FROM following_change").Select(row => (string)row[0]!).Order());
        Assert.Equal(
            _fixture.Store.Summaries(new SummaryFilter()).Select(summary => $"{summary.Status}|{summary.Pages}"),
            _fixture.Query("SELECT status || '|' || pages FROM following_summary").Select(row => (string)row[0]!));
    }

    [Fact]
    public void Version1_FileOfThen_IsReadAndSynced()
    {
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Files", "version1.db"), _fixture.Path);
        _fixture.Clock.Now = TestClock.Start + 1_000_000;

        using (FollowingStore reader = FollowingStore.OpenToRead(_fixture.Path, _fixture.Clock))
        {
            Assert.Equal(31, reader.History(new HistoryFilter()).Count());
            Assert.Equal(33, reader.History(new HistoryFilter { IncludeEnded = true }).Count());
            Assert.Equal(
                [FollowingChangeKind.Followed, FollowingChangeKind.Followed, FollowingChangeKind.Unfollowed, FollowingChangeKind.Unfollowed, FollowingChangeKind.Renamed],
                reader.Changes(new ChangeFilter()).Select(change => change.Kind).Order());
            Assert.Equal(2, reader.Watched().Count);
        }

        FakeList list = _fixture.List("one", 3, firstAccount: 5000);
        Assert.NotEmpty(_fixture.Read(list, new RunScript { Options = new SyncOptions { Full = true } }).Changes);
        Assert.Equal((long)StoreFile.Version, _fixture.Query("PRAGMA user_version").Single()[0]);
    }

    // What Files/version1.db was written with, by the module that had version 1.
    [Fact]
    public void Version1_Schema_HasNotChanged()
    {
        RunScript whole = new() { PageSize = 10, Options = new SyncOptions { Full = true } };
        FakeList one = _fixture.List("one", 30);
        FakeList two = new(_fixture.Clock, "two");
        two.Follow(3);
        _fixture.Clock.Now += 10;
        _fixture.Read(one, whole);
        _fixture.Read(two);
        _fixture.Clock.Now += 1000;
        one.Unfollow(one.Current[12]);
        one.Rename(4, "new.name");
        one.Unfollow(one.Current[20]);
        one.Follow(100);
        _fixture.Clock.Now += 1000;
        _fixture.Read(one, whole);
        _fixture.Clock.Now += 1000;
        one.Follow(101);
        _fixture.Clock.Now += 1000;
        _fixture.Read(one);
        _fixture.Close();
        if (Environment.GetEnvironmentVariable("WRITE_VERSION1") is string path)
        {
            File.Copy(_fixture.Path, path, overwrite: true);
        }

        string schema = "SELECT sql FROM sqlite_master ORDER BY name";
        List<object?[]> now = _fixture.Query(schema);
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Files", "version1.db"), _fixture.Path, overwrite: true);
        Assert.Equal(_fixture.Query(schema).Select(row => row[0]), now.Select(row => row[0]));
    }

    private static IEnumerable<string> Documented()
    {
        string of = string.Empty;
        foreach (string[] cells in Rows())
        {
            of = Names(cells[0]) is [string name] ? name : of;
            bool isView = cells[1].Trim().StartsWith("a ", StringComparison.Ordinal);
            IEnumerable<string> columns = Names(cells[isView ? 2 : 1]).Where(column => char.IsLower(column[0]));
            if (of == "following")
            {
                columns = Names(Rows().Single(row => row[0].Trim() == "`following_history`")[2]);
            }

            foreach (string column in columns)
            {
                yield return $"{of}.{column}";
            }
        }
    }

    private static IEnumerable<string[]> Rows() => Page.Split('\n')
        .Where(line => line.StartsWith("| `", StringComparison.Ordinal) || line.StartsWith("| | `", StringComparison.Ordinal))
        .Select(line => line.Split('|')[1..^1]);

    private static string[] Names(string cell) => [.. Code().Matches(cell).Select(match => match.Groups[1].Value)];

    [GeneratedRegex("```sql\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Sql();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();
}
