using System.Text;
using TikTokFollowing.Checkpoints;
using TikTokFollowing.Paging;
using TikTokFollowing.Tests.Support;

namespace TikTokFollowing.Tests;

/// <summary>The file itself: what it remembers, what it survives, what it refuses.</summary>
public sealed class CheckpointFileTests : IDisposable
{
    private const string Header = """{"format":"TikTokFollowing.Checkpoint","version":1}""";

    private readonly TemporaryFolder _folder = new();
    private readonly string _path;

    public CheckpointFileTests() => _path = _folder.File("checkpoint.jsonl");

    public static TheoryData<string> Foreign =>
    [
        "x", "\n", "{}", "{}\n", "FollowedBy,Handle\r\nname,a\r\n", "\ufeff" + Header + "\n", Header + " \n", Header.Replace("1}", "2}", StringComparison.Ordinal) + "\n",
        Header + "\r\n", "\n" + Header + "\n", "\0\0\0\0",
    ];

    public static TheoryData<string> Damaged =>
    [
        "", " ", "{", "x", "null", "[]", "{}", "7", """{"list":"k"}""", """{"list":"k","cursor":null}""", """{"list":null,"cursor":null,"rows":1}""",
        """{"list":"k","cursor":5,"rows":1}""", """{"list":"k","cursor":null,"rows":"1"}""", """{"list":"k","cursor":null,"rows":1.5}""",
        """{"list":"k","cursor":null,"rows":1,"status":"Perfect"}""", """{"list":"k","cursor":null,"rows":1,"status":null}""",
        """{"list":"k","cursor":null,"rows":1,"ids":"not base64!"}""", """{"list":"k","cursor":null,"rows":1,"ids":7}""",
        """{"list":"k","cursor":null,"rows":1,"others":"x"}""", """{"list":"k","cursor":null,"rows":1,"others":[null]}""",
        """{"list":"k","cursor":null,"rows":1,"skipped":"x"}""", """{"list":"k","cursor":null,"rows":1}{"list":"k","cursor":null,"rows":1}""",
        """{"list":"k","cursor":"cut off here""", "\0\0\0\0\0\0\0\0", "{\"closed\":false}",
    ];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Record_ThenClose_ComesBackExactly()
    {
        AccountKey[] accounts =
        [
            AccountKey.OfId("7000000000000000001"), AccountKey.OfId("18446744073709551615"), AccountKey.OfId("007"), AccountKey.OfSecUid("S\"\\é😀\n"), AccountKey.OfHandle("Name"),
        ];
        using (CheckpointFile file = CheckpointFile.Open(_path))
        {
            Assert.Null(file.Find("a"));
            file.Record(new CheckpointRecord("a", null, "1700000300", 3, 2, accounts[..3]));
            file.Record(new CheckpointRecord("b", null, "MTc0\"\\ é", 1, 0, [AccountKey.OfId("5")]));
            file.Record(new CheckpointRecord("a", FollowingStatus.Failed, "1700000200", 2, 0, accounts[3..]));
            file.Record(new CheckpointRecord("c", FollowingStatus.Complete, null, 0, 0, []));
        }

        using CheckpointFile again = CheckpointFile.Open(_path);
        CheckpointEntry a = again.Find("a")!;
        Assert.Equal((FollowingStatus.Failed, "1700000200", 5, 2, false), (a.Status, a.Cursor, a.Rows, a.Skipped, a.IsFinished));
        Assert.Equal(accounts, a.Accounts.Order(Comparer<AccountKey>.Create((x, y) => Array.IndexOf(accounts, x) - Array.IndexOf(accounts, y))));
        CheckpointEntry b = again.Find("b")!;
        Assert.Equal((null, "MTc0\"\\ é", 1, 0, false), (b.Status, b.Cursor, b.Rows, b.Skipped, b.IsFinished));
        Assert.True(again.Find("c")!.IsFinished);
        Assert.Null(again.Find("d"));
    }

    [Theory]
    [InlineData(FollowingStatus.Complete, true)]
    [InlineData(FollowingStatus.Truncated, true)]
    [InlineData(FollowingStatus.StuckCursor, true)]
    [InlineData(FollowingStatus.Hidden, true)]
    [InlineData(FollowingStatus.NotFound, true)]
    [InlineData(FollowingStatus.Limited, false)]
    [InlineData(FollowingStatus.Failed, false)]
    [InlineData(FollowingStatus.Stopped, false)]
    [InlineData(FollowingStatus.OutOfCredits, false)]
    public void Record_Status_IsFinishedOrGoesOn(FollowingStatus status, bool finished)
    {
        using (CheckpointFile file = CheckpointFile.Open(_path))
        {
            file.Record(new CheckpointRecord("a", null, "5", 1, 0, [AccountKey.OfId("1")]));
            file.Record(new CheckpointRecord("a", status, "5", 0, 0, []));
        }

        using CheckpointFile again = CheckpointFile.Open(_path);
        CheckpointEntry entry = again.Find("a")!;
        Assert.Equal(finished, entry.IsFinished);
        Assert.Equal(status, entry.Status);
        Assert.Equal(1, entry.Rows);
        Assert.Equal(finished ? 0 : 1, entry.Accounts.Count);
    }

    [Fact]
    public void Open_Twice_IsInUseAndCorruptsNothing()
    {
        using (CheckpointFile file = CheckpointFile.Open(_path))
        {
            FollowingException failure = Assert.Throws<FollowingException>(() => CheckpointFile.Open(_path));
            Assert.Equal(FollowingErrorKind.CheckpointInUse, failure.Kind);
            Assert.Contains(_path, failure.Message, StringComparison.Ordinal);
            file.Record(new CheckpointRecord("a", null, "5", 1, 0, []));
        }

        using CheckpointFile again = CheckpointFile.Open(_path);
        Assert.Equal("5", again.Find("a")!.Cursor);
    }

    [Theory]
    [MemberData(nameof(Foreign), DisableDiscoveryEnumeration = true)]
    public void Open_ForeignFile_IsInvalidAndUntouched(string content) => AssertInvalidAndUntouched(Encoding.UTF8.GetBytes(content));

    [Theory]
    [MemberData(nameof(Damaged), DisableDiscoveryEnumeration = true)]
    public void Open_DamagedMiddleLine_IsInvalidAndUntouched(string line)
    {
        const string Good = """{"list":"a","cursor":"5","rows":1,"ids":"AQAAAAAAAAA="}""";

        AssertInvalidAndUntouched(Encoding.UTF8.GetBytes($"{Header}\n{Good}\n{line}\n{Good}\n"));
        AssertInvalidAndUntouched(Encoding.UTF8.GetBytes($"{Header}\n{line}\n"));
        AssertInvalidAndUntouched(Encoding.UTF8.GetBytes($"{Header}\n{Good}\n{{\"closed\":true}}\n{line}\n{Good}\n{{\"closed\":true}}\n"));
    }

    [Fact]
    public void Open_InvalidUtf8InARecord_IsInvalidAndUntouched() =>
        AssertInvalidAndUntouched([.. Encoding.UTF8.GetBytes(Header + "\n{\"list\":\"a"), 0xFF, .. "\",\"cursor\":null,\"rows\":1}\n"u8]);

    [Fact]
    public void Open_Folder_IsInvalid()
    {
        FollowingException failure = Assert.Throws<FollowingException>(() => CheckpointFile.Open(_folder.Root));

        Assert.Equal(FollowingErrorKind.CheckpointInvalid, failure.Kind);
    }

    [Fact]
    public void Open_MissingFolder_IsInvalid()
    {
        FollowingException failure = Assert.Throws<FollowingException>(() => CheckpointFile.Open(_folder.File(Path.Combine("no", "such.jsonl"))));

        Assert.Equal(FollowingErrorKind.CheckpointInvalid, failure.Kind);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"format\":\"TikTok")]
    [InlineData(Header)]
    [InlineData(Header + "\n")]
    public void Open_EmptyOrTornAtTheFirstLine_IsANewFile(string content)
    {
        File.WriteAllText(_path, content);

        using (CheckpointFile file = CheckpointFile.Open(_path))
        {
            file.Record(new CheckpointRecord("a", null, "5", 1, 0, []));
        }

        Assert.StartsWith(Header + "\n", File.ReadAllText(_path), StringComparison.Ordinal);
        using CheckpointFile again = CheckpointFile.Open(_path);
        Assert.Equal("5", again.Find("a")!.Cursor);
    }

    [Fact]
    public void Open_TornAtEveryByte_GoesBackByAtMostThePagesAtRisk()
    {
        byte[] whole;
        List<int> ends = [];
        using (CheckpointFile file = CheckpointFile.Open(_path))
        {
            for (int page = 1; page <= 9; page++)
            {
                file.Record(RecordOf("a", page, rows: 40));
                ends.Add((int)Journal.LengthOf(file));
            }
        }

        whole = File.ReadAllBytes(_path);
        string copy = _folder.File("copy.jsonl");
        for (int length = 0; length <= whole.Length; length++)
        {
            File.WriteAllBytes(copy, whole[..length]);
            using CheckpointFile file = CheckpointFile.Open(copy);

            // Three pages of 40 hold the last 100 rows; only the closing line says that they were written.
            int written = ends.Count(end => end <= length);
            int expected = length == whole.Length ? 9 : Math.Max(0, written - 3);
            CheckpointEntry? entry = file.Find("a");
            Assert.True((entry?.Rows ?? 0) == expected * 40, $"Cut at byte {length}: {entry?.Rows} rows.");
            Assert.Equal(expected == 0 ? null : $"{1000 - expected}", entry?.Cursor);
            Assert.Equal(expected * 40, entry?.Accounts.Count ?? 0);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(30)]
    [InlineData(50)]
    [InlineData(99)]
    [InlineData(100)]
    [InlineData(101)]
    [InlineData(250)]
    public void Kill_GoesBackByThePagesThatHoldTheLast100Rows(int pageSize)
    {
        int pages = 4 + (300 / pageSize);
        using CheckpointFile file = CheckpointFile.Open(_path);
        for (int page = 1; page <= pages; page++)
        {
            file.Record(RecordOf("a", page, pageSize));
        }

        using CheckpointFile after = OpenKilled(file);
        int back = (100 + pageSize - 1) / pageSize;
        Assert.Equal($"{1000 - (pages - back)}", after.Find("a")!.Cursor);
        Assert.Equal((pages - back) * pageSize, after.Find("a")!.Rows);
    }

    [Fact]
    public void Kill_SmallLists_AreAllGone()
    {
        using CheckpointFile file = CheckpointFile.Open(_path);
        for (int list = 0; list < 9; list++)
        {
            file.Record(RecordOf($"list{list}", 1, 10));
            file.Record(new CheckpointRecord($"list{list}", FollowingStatus.Complete, null, 0, 0, []));
        }

        using CheckpointFile after = OpenKilled(file);
        Assert.All(Enumerable.Range(0, 9), list => Assert.Null(after.Find($"list{list}")));
    }

    [Fact]
    public void Kill_FinishedListsBehind100Rows_StayFinished()
    {
        using CheckpointFile file = CheckpointFile.Open(_path);
        for (int list = 0; list < 30; list++)
        {
            file.Record(RecordOf($"list{list}", 1, 10));
            file.Record(new CheckpointRecord($"list{list}", FollowingStatus.Complete, null, 0, 0, []));
        }

        using CheckpointFile after = OpenKilled(file);
        Assert.All(Enumerable.Range(0, 19), list => Assert.True(after.Find($"list{list}")!.IsFinished));
        Assert.All(Enumerable.Range(20, 10), list => Assert.Null(after.Find($"list{list}")));
    }

    [Fact]
    public void Kill_ListsWithoutRows_AreRememberedAtOnce()
    {
        using CheckpointFile file = CheckpointFile.Open(_path);
        file.Record(RecordOf("other", 1, 10));
        file.Record(new CheckpointRecord("gone", FollowingStatus.NotFound, null, 0, 0, []));

        using CheckpointFile after = OpenKilled(file);
        Assert.True(after.Find("gone")?.IsFinished);
        Assert.Null(after.Find("other"));
    }

    [Fact]
    public void Kill_AfterAnOrderlyRun_KeepsWhatThatRunWrote()
    {
        using (CheckpointFile file = CheckpointFile.Open(_path))
        {
            file.Record(RecordOf("a", 1, 10));
        }

        using CheckpointFile second = CheckpointFile.Open(_path);
        second.Record(RecordOf("a", 2, 10));
        using CheckpointFile after = OpenKilled(second);
        Assert.Equal(("999", 10), (after.Find("a")!.Cursor, after.Find("a")!.Rows));
    }

    [Fact]
    public void Kill_Repeatedly_NeverGoesBackBeyondWhatWasSettled()
    {
        string path = _path;
        CheckpointFile file = CheckpointFile.Open(path);
        for (int page = 1; page <= 5; page++)
        {
            file.Record(RecordOf("a", page, 100));
        }

        for (int kill = 0; kill < 5; kill++)
        {
            CheckpointFile next = OpenKilled(file);
            file.Dispose();
            file = next;
            Assert.Equal("996", file.Find("a")!.Cursor);
        }

        file.Dispose();
    }

    [Fact]
    public void Compaction_WholeSideFile_IsTheTruth()
    {
        using (CheckpointFile file = CheckpointFile.Open(_path))
        {
            file.Record(RecordOf("a", 1, 100));
            file.Record(RecordOf("a", 2, 100));
        }

        CheckpointFile.Open(_path).Dispose();
        byte[] side = File.ReadAllBytes(_path)[..^"{\"closed\":true}\n".Length];
        foreach (byte[] torn in new byte[][] { [], Encoding.UTF8.GetBytes(Header[..10]), Encoding.UTF8.GetBytes(Header + "\n{\"list\":\"a\",\"cur") })
        {
            // The kill came when the side file was whole and the file itself half rewritten.
            File.WriteAllBytes(_path, torn);
            File.WriteAllBytes(_path + ".compact", side);
            using CheckpointFile again = CheckpointFile.Open(_path);
            Assert.Equal(("998", 200), (again.Find("a")!.Cursor, again.Find("a")!.Rows));
            Assert.False(File.Exists(_path + ".compact"));
        }
    }

    [Fact]
    public void Compaction_SideFileTornAtEveryByte_LosesNothing()
    {
        using (CheckpointFile file = CheckpointFile.Open(_path))
        {
            for (int page = 1; page <= 4; page++)
            {
                file.Record(RecordOf("a", page, 100));
            }
        }

        byte[] before = File.ReadAllBytes(_path);
        CheckpointFile.Open(_path).Dispose();
        byte[] side = File.ReadAllBytes(_path)[..^"{\"closed\":true}\n".Length];
        for (int length = 0; length <= side.Length; length++)
        {
            File.WriteAllBytes(_path, before);
            File.WriteAllBytes(_path + ".compact", side[..length]);
            using CheckpointFile again = CheckpointFile.Open(_path);
            Assert.True(again.Find("a")?.Cursor == "996", $"Side file cut at byte {length}: {again.Find("a")?.Cursor}");
            Assert.Equal(400, again.Find("a")!.Accounts.Count);
        }
    }

    [Fact]
    public void Compaction_OnOpen_MergesRecordsAndForgetsAccountsOfFinishedLists()
    {
        using (CheckpointFile file = CheckpointFile.Open(_path))
        {
            for (int page = 1; page <= 50; page++)
            {
                file.Record(RecordOf("a", page, 100));
            }

            file.Record(new CheckpointRecord("a", FollowingStatus.Complete, null, 0, 0, []));
        }

        CheckpointFile.Open(_path).Dispose();

        Assert.InRange(new FileInfo(_path).Length, 1, 300);
    }

    [Fact]
    public void Record_ForMonths_KeepsTheFileSmall()
    {
        long largest = 0;
        using (CheckpointFile file = CheckpointFile.Open(_path))
        {
            for (int list = 0; list < 120; list++)
            {
                for (int page = 1; page <= 100; page++)
                {
                    file.Record(RecordOf($"list{list}", page, 100));
                }

                file.Record(new CheckpointRecord($"list{list}", FollowingStatus.Complete, null, 0, 0, []));
                largest = Math.Max(largest, Journal.LengthOf(file));
            }

            using CheckpointFile after = OpenKilled(file);
            Assert.All(Enumerable.Range(0, 118), list => Assert.True(after.Find($"list{list}")!.IsFinished));
        }

        // 120 lists of 10,000 rows are 13 MB of records.
        Assert.InRange(largest, 4_000_000, 6_500_000);
        using CheckpointFile again = CheckpointFile.Open(_path);
        Assert.All(Enumerable.Range(0, 120), list => Assert.Equal((true, 10_000), (again.Find($"list{list}")!.IsFinished, again.Find($"list{list}")!.Rows)));
    }

    [Fact]
    public async Task Record_WhenTheFileCannotBeCompacted_EndsTheRunWithAClearError()
    {
        using Client client = new();
        PagedList.Serve(client, 300_000, pageSize: 10_000);
        using (CheckpointFile file = CheckpointFile.Open(_path))
        {
            for (int page = 1; Journal.LengthOf(file) < 4_150_000; page++)
            {
                file.Record(RecordOf("other", page, 500));
            }

            Directory.CreateDirectory(_path + ".compact");

            Reading reading = await client.ReadAsync(new FollowingListOptions { Checkpoint = file });

            Assert.Equal(FollowingErrorKind.CheckpointInvalid, reading.Failure!.Kind);
            Assert.True(reading.Failure.EndsTheRun);
            Assert.Contains(_path, reading.Failure.Message, StringComparison.Ordinal);
            Assert.Equal(FollowingStatus.Failed, reading.Summary.Status);
        }

        Directory.Delete(_path + ".compact");
        using CheckpointFile again = CheckpointFile.Open(_path);
        Assert.NotNull(again.Find("other"));
    }

    [Fact]
    public async Task Record_OnAFullDisk_EndsTheRunAndLeavesAFileThatOpens()
    {
        using Client client = new();
        PagedList.Serve(client, 90, pageSize: 30);
        using (CheckpointFile file = CheckpointFile.Open(_path))
        {
            file.Record(RecordOf("other", 1, 5));
            Journal.FillTheDisk(file);

            Reading reading = await client.ReadAsync(new FollowingListOptions { Checkpoint = file });

            Assert.Equal(FollowingErrorKind.CheckpointInvalid, reading.Failure!.Kind);
            Assert.True(reading.Failure.EndsTheRun);
            Assert.Equal(FollowingStatus.Failed, reading.Summary.Status);
            Assert.Equal(30, reading.Rows.Count);
        }

        using CheckpointFile again = CheckpointFile.Open(_path);
        Assert.Equal(5, again.Find("other")!.Rows);
    }

    [Fact]
    public async Task Record_FromManyThreads_KeepsEveryLine()
    {
        using (CheckpointFile file = CheckpointFile.Open(_path))
        {
            await Task.WhenAll(Enumerable.Range(0, 8).Select(list => Task.Run(() =>
            {
                for (int page = 1; page <= 200; page++)
                {
                    file.Record(RecordOf($"list{list}", page, 3));
                }
            })));
        }

        using CheckpointFile again = CheckpointFile.Open(_path);
        Assert.All(Enumerable.Range(0, 8), list => Assert.Equal(("800", 600), (again.Find($"list{list}")!.Cursor, again.Find($"list{list}")!.Rows)));
    }

    [Fact]
    public void Dispose_Twice_ClosesOnce()
    {
        CheckpointFile file = CheckpointFile.Open(_path);
        int lines = Journal.BytesOf(file).Count(b => b == (byte)'\n');
        file.Dispose();
        file.Dispose();

        Assert.Equal(lines + 1, File.ReadAllLines(_path).Length);
    }

    private static CheckpointRecord RecordOf(string list, int page, int rows) => new(
        list, null, $"{1000 - page}", rows, 0, [.. Enumerable.Range(page * 1000, rows).Select(account => AccountKey.OfId(Page.IdOf(account)))]);

    private CheckpointFile OpenKilled(CheckpointFile file)
    {
        string copy = _folder.File($"{Guid.NewGuid():N}.jsonl");
        File.WriteAllBytes(copy, Journal.BytesOf(file));
        return CheckpointFile.Open(copy);
    }

    private void AssertInvalidAndUntouched(byte[] content)
    {
        File.WriteAllBytes(_path, content);

        FollowingException failure = Assert.Throws<FollowingException>(() => CheckpointFile.Open(_path));

        Assert.Equal(FollowingErrorKind.CheckpointInvalid, failure.Kind);
        Assert.Contains(_path, failure.Message, StringComparison.Ordinal);
        Assert.Equal(content, File.ReadAllBytes(_path));
        Assert.Equal([_path], Directory.GetFiles(_folder.Root));
    }
}
