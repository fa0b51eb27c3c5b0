using TikTokFollowing.Checkpoints;
using TikTokFollowing.Tests.Support;

namespace TikTokFollowing.Tests;

/// <summary>Runs that stop, are killed, and go on: nothing lost, nothing asked for twice beyond what is promised.</summary>
public sealed class CheckpointRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _path;

    public CheckpointRunTests() => _path = _folder.File("checkpoint.jsonl");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Finished_IsNotRequestedAgain()
    {
        using Client client = new();
        PagedList.Serve(client, 70);
        await RunAsync(client);
        int requests = client.Handler.Requests.Count;

        Reading again = await RunAsync(client);

        Assert.Equal(3, requests);
        Assert.Equal(requests, client.Handler.Requests.Count);
        Assert.Empty(again.Rows);
        Assert.Equal(FollowingStatus.Complete, again.Summary.Status);
        Assert.Equal((0, 0, 0m), (again.Summary.Requests, again.Summary.Pages, again.Summary.Credits));
        Assert.Contains("70 rows", again.Summary.Message, StringComparison.Ordinal);
        Assert.Equal(FollowingStatus.Complete, (await RunAsync(client)).Summary.Status);
    }

    [Theory]
    [InlineData(200, """{"status_code":3002060,"status_msg":"Profile user is hiding following list"}""", FollowingStatus.Hidden)]
    [InlineData(404, """{"error":"The following list could not be found."}""", FollowingStatus.NotFound)]
    [InlineData(200, """{"followingList":[{"user":{"id":"1"}}],"hasMore":true,"minCursor":-1}""", FollowingStatus.Truncated)]
    public async Task FinishedWithoutSuccess_IsNotRequestedAgain(int status, string body, FollowingStatus verdict)
    {
        using Client client = new();
        client.Handler.Enqueue(Reply.Json(body, status));

        Assert.Equal(verdict, (await RunAsync(client)).Summary.Status);
        Reading again = await RunAsync(client);

        Assert.Equal(verdict, again.Summary.Status);
        Assert.Null(again.Failure);
        Assert.Equal(0, again.Summary.Requests);
        Assert.Single(client.Handler.Requests);
    }

    [Fact]
    public async Task Failed_GoesOnAtThePageThatFailed()
    {
        using Client client = new();
        client.Handler.Enqueue(Page.Of(client.Provider, 1, 3, "300", "true"), Page.Of(client.Provider, 3, 3, "200", "true"), Reply.Json("", 500));
        Reading first = await RunAsync(client);
        client.Handler.Enqueue(Page.Of(client.Provider, 5, 3));

        Reading second = await RunAsync(client);

        Assert.Equal([1, 2, 3, 4, 5], first.Accounts);
        Assert.Equal([6, 7], second.Accounts);
        Assert.Equal(1, second.Summary.Duplicates);
        Assert.Equal([null, "300", "200", "200"], client.Handler.Requests.Select(request => request.Cursor));
        Assert.Equal(FollowingStatus.Complete, second.Summary.Status);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task ConsumerStops_OnlyTheRowThatEndedItMayComeAgain(int take)
    {
        using Client client = new();
        PagedList.Serve(client, 9, pageSize: 3);

        Reading first = await RunAsync(client, take: take);
        Reading second = await RunAsync(client);

        Assert.Equal(Enumerable.Range(0, take), first.Accounts);
        Assert.Equal(Enumerable.Range(take - 1, 9 - take + 1), second.Accounts);
        Assert.Equal(FollowingStatus.Complete, second.Summary.Status);
        Assert.Equal(4, client.Handler.Requests.Count);
    }

    [Fact]
    public async Task ConsumerTakesAPageWhole_NoRowComesAgain()
    {
        using Client client = new();
        PagedList.Serve(client, 9, pageSize: 3);
        using (CheckpointFile checkpoint = CheckpointFile.Open(_path))
        {
            await foreach (FollowingPage page in client.Connection.GetFollowing("name", new FollowingListOptions { Checkpoint = checkpoint }).ReadPagesAsync(default))
            {
                page.Delivered = page.Taken = 3;
                break;
            }
        }

        Assert.Equal(Enumerable.Range(3, 6), (await RunAsync(client)).Accounts);
        Assert.Equal(3, client.Handler.Requests.Count);
    }

    [Theory]
    [InlineData(4L, null)]
    [InlineData(3L, null)]
    [InlineData(null, 2)]
    public async Task Limited_GoesOnWithTheNextRows(long? first, int? maxPages)
    {
        using Client client = new();
        PagedList.Serve(client, 10, pageSize: 3);
        List<int> rows = [];
        FollowingSummary summary;
        int runs = 0;
        do
        {
            Reading reading = await RunAsync(client, new FollowingListOptions { First = first, MaxPages = maxPages, PageSize = 3 });
            rows.AddRange(reading.Accounts);
            summary = reading.Summary;
            Assert.True(++runs < 10);
        }
        while (summary.Status == FollowingStatus.Limited);

        Assert.Equal(Enumerable.Range(0, 10), rows);
        Assert.Equal(FollowingStatus.Complete, summary.Status);
    }

    [Fact]
    public async Task Cancelled_GoesOnAtThePageUnderWay()
    {
        using Client client = new(autoAdvance: false);
        TaskCompletionSource never = new();
        client.Handler.Enqueue(Page.Of(client.Provider, 0, 3, "300", "true"), Reply.Json("{}").After(never.Task));
        using (CheckpointFile checkpoint = CheckpointFile.Open(_path))
        {
            using CancellationTokenSource cancel = new();
            FollowingList list = client.Connection.GetFollowing("name", new FollowingListOptions { Checkpoint = checkpoint });
            Task<Reading> reading = Client.ReadAsync(list, cancellationToken: cancel.Token);
            Assert.True(SpinWait.SpinUntil(() => client.Handler.Requests.Count == 2, TimeSpan.FromSeconds(10)));
            await cancel.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
            Assert.Equal(FollowingStatus.Stopped, list.Summary!.Status);
        }

        client.Handler.Enqueue(Page.Of(client.Provider, 3, 3));
        Assert.Equal([3, 4, 5], (await RunAsync(client)).Accounts);
        Assert.Equal("300", client.Handler.Requests[^1].Cursor);
    }

    [Fact]
    public async Task OutOfCredits_GoesOnWhenThereAreSome()
    {
        using Client poor = new(creditLimit: 2);
        PagedList.Serve(poor, 9, pageSize: 3);
        Reading first = await RunAsync(poor);
        using Client rich = new();
        PagedList.Serve(rich, 9, pageSize: 3);

        Reading second = await RunAsync(rich);

        Assert.Equal(FollowingStatus.OutOfCredits, first.Summary.Status);
        Assert.Equal([0, 1, 2, 3, 4, 5], first.Accounts);
        Assert.Equal([6, 7, 8], second.Accounts);
        Assert.Single(rich.Handler.Requests);
    }

    [Fact]
    public async Task SmallerPagesAfterAStop_AreNotTakenForALoop()
    {
        using Client client = new();
        PagedList.Serve(client, 200);
        await RunAsync(client, new FollowingListOptions { PageSize = 100 }, take: 90);

        Reading second = await RunAsync(client, new FollowingListOptions { PageSize = 10 });

        Assert.Equal(Enumerable.Range(89, 111), second.Accounts);
        Assert.Equal(FollowingStatus.Complete, second.Summary.Status);
    }

    [Fact]
    public async Task ResumedList_ThatRepeatsItself_IsStillStuck()
    {
        using Client client = new();
        PagedList.Serve(client, 200);
        await RunAsync(client, new FollowingListOptions { PageSize = 50, MaxPages = 2 });
        client.Handler.Enqueue(
            Page.Of(client.Provider, 0, 50, "500", "true"), Page.Of(client.Provider, 0, 50, "400", "true"), Page.Of(client.Provider, 0, 50, "300", "true"));
        client.Handler.Otherwise = null;

        Reading second = await RunAsync(client);

        Assert.Empty(second.Rows);
        Assert.Equal(FollowingStatus.StuckCursor, second.Summary.Status);
    }

    [Theory]
    [InlineData(130, 40)]
    [InlineData(100, 100)]
    [InlineData(30, 7)]
    public async Task Skip_IsNotSkippedAgain(int skip, int take)
    {
        using Client client = new();
        PagedList.Serve(client, 300, pageSize: 50);
        FollowingListOptions options = new() { Skip = skip, PageSize = 50 };

        Reading first = await RunAsync(client, options, take);
        Reading second = await RunAsync(client, options);

        Assert.Equal(Enumerable.Range(skip, take), first.Accounts);
        Assert.Equal(Enumerable.Range(skip + take - 1, 300 - skip - take + 1), second.Accounts);
    }

    [Fact]
    public async Task Lists_AreKeptApartByProviderAddressAndHandle()
    {
        foreach ((FollowingProvider provider, string? address, string handle) in new[]
        {
            (FollowingProvider.DumplingAI, null, "name"), (FollowingProvider.FullTikTok, null, "name"),
            (FollowingProvider.DumplingAI, "https://gateway.example.invalid/", "name"), (FollowingProvider.DumplingAI, null, "other"),
        })
        {
            using Client client = new(provider, address is null ? null : new Uri(address));
            PagedList.Serve(client, 20);
            Assert.Equal(20, (await RunAsync(client, handle: handle)).Rows.Count);
            Assert.Empty((await RunAsync(client, handle: handle.ToUpperInvariant())).Rows);
            Assert.Single(client.Handler.Requests);
        }
    }

    [Fact]
    public async Task Known_WithACheckpoint_LosesNoNewAccount()
    {
        using Client client = new();
        PagedList.Serve(client, 100, pageSize: 10);
        KnownAccounts known = new();
        foreach (int account in Enumerable.Range(0, 100).Where(account => account % 3 == 0))
        {
            known.Add("name", Page.IdOf(account), null, null);
        }

        FollowingListOptions options = new() { Known = known };
        HashSet<int> rows = [];
        for (int run = 0; run < 60; run++)
        {
            Reading reading = await RunAsync(client, options, take: 3);
            rows.UnionWith(reading.Accounts);
            if (reading.Summary.Status == FollowingStatus.Complete)
            {
                break;
            }
        }

        Assert.Equal(Enumerable.Range(0, 100).Where(account => account % 3 != 0), rows.Order());
    }

    [Fact]
    public async Task Kill_AtAnyRow_LosesNothingAndAsksForFewPagesAgain()
    {
        for (int pageSize = 10; pageSize <= 130; pageSize += 30)
        {
            for (int kill = 1; kill < 450; kill += 7)
            {
                string path = _folder.File($"{pageSize}-{kill}.jsonl");
                using Client client = new();
                PagedList.Serve(client, 450, pageSize);
                List<int> output = [];
                CheckpointFile checkpoint = CheckpointFile.Open(path);
                FollowingList list = client.Connection.GetFollowing("name", new FollowingListOptions { Checkpoint = checkpoint });
                await using (IAsyncEnumerator<FollowedUser> rows = list.GetAsyncEnumerator())
                {
                    while (output.Count < kill && await rows.MoveNextAsync())
                    {
                        output.Add(Page.AccountOf(rows.Current));
                    }

                    await File.WriteAllBytesAsync(path + ".killed", Journal.BytesOf(checkpoint));
                }

                checkpoint.Dispose();

                // The last 100 rows were still in the writer's buffer.
                output.RemoveRange(Math.Max(0, output.Count - CheckpointFile.RowsAtRisk), Math.Min(output.Count, CheckpointFile.RowsAtRisk));
                using CheckpointFile again = CheckpointFile.Open(path + ".killed");
                Reading second = await client.ReadAsync(new FollowingListOptions { Checkpoint = again });
                output.AddRange(second.Accounts);

                Assert.True(output.ToHashSet().Count == 450, $"Page size {pageSize}, killed at row {kill}: {output.Distinct().Count()} rows.");
                int pages = (450 + pageSize - 1) / pageSize;
                Assert.True(
                    client.Handler.Requests.Count <= pages + 1 + ((100 + pageSize - 1) / pageSize),
                    $"Page size {pageSize}, killed at row {kill}: {client.Handler.Requests.Count} requests for {pages} pages.");
            }
        }
    }

    [Fact]
    public async Task RandomKills_OneListAfterTheOther_LoseNothingAndPayAlmostNothingTwice()
    {
        for (int seed = 0; seed < 400; seed++)
        {
            Random random = new(seed);
            int pageSize = random.Next(5, 150);
            int[] totals = [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => pageSize * random.Next(1, 9))];
            using KillableRun run = new(_folder.File($"{seed}.jsonl"), random, totals, pageSize);

            while (!await run.StepAsync(interleaved: false))
            {
                Assert.True(run.Kills < 200, $"Seed {seed}: no end.");
            }

            run.CheckOutput(seed);
            int pages = totals.Sum() / pageSize;
            int most = pages + (run.Kills * (1 + ((CheckpointFile.RowsAtRisk + pageSize - 1) / pageSize)));
            Assert.True(run.Requests <= most, $"Seed {seed}: {run.Requests} requests for {pages} pages and {run.Kills} kills.");
        }
    }

    [Fact]
    public async Task RandomKills_SeveralListsInterleaved_LoseNothing()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            Random random = new(seed);
            int pageSize = random.Next(5, 150);
            int[] totals = [.. Enumerable.Range(0, random.Next(2, 6)).Select(_ => random.Next(0, 600))];
            using KillableRun run = new(_folder.File($"{seed}.jsonl"), random, totals, pageSize);

            while (!await run.StepAsync(interleaved: true))
            {
                Assert.True(run.Kills < 200, $"Seed {seed}: no end.");
            }

            run.CheckOutput(seed);
        }
    }

    private async Task<Reading> RunAsync(Client client, FollowingListOptions? options = null, int? take = null, string handle = "name")
    {
        using CheckpointFile checkpoint = CheckpointFile.Open(_path);
        FollowingListOptions withCheckpoint = new()
        {
            Checkpoint = checkpoint,
            First = options?.First,
            Skip = options?.Skip ?? 0,
            MaxPages = options?.MaxPages,
            PageSize = options?.PageSize,
            Known = options?.Known,
        };
        return await client.ReadAsync(withCheckpoint, take, handle);
    }

    /// <summary>
    /// A batch over several lists that writes its rows through a buffer and is killed now and then: at a row, or when it asks for a page,
    /// with the last line of the journal torn or whole.
    /// </summary>
    private sealed class KillableRun : IDisposable
    {
        private readonly Random _random;
        private readonly int[] _totals;
        private readonly Client _client = new();
        private readonly HashSet<(string Handle, int Account)> _output = [];
        private readonly List<(string Handle, int Account)> _buffer = [];
        private readonly string _root;
        private string _path;
        private Func<byte[]>? _readJournal;
        private int _requestsLeft;
        private int _rowsLeft;
        private byte[]? _remains;

        public KillableRun(string path, Random random, int[] totals, int pageSize)
        {
            _root = _path = path;
            _random = random;
            _totals = totals;
            _client.Handler.Otherwise = Reply.From(request =>
            {
                if (_requestsLeft-- == 0)
                {
                    throw Kill(beforeTheRequest: true);
                }

                Requests++;
                return PagedList.Answer(_client.Provider, request, totals[int.Parse(request.Handle[4..])], pageSize);
            });
        }

        public int Kills { get; private set; }

        public int Requests { get; private set; }

        /// <summary>Starts the batch anew; tells whether it came to its end.</summary>
        public async Task<bool> StepAsync(bool interleaved)
        {
            int pages = _totals.Length + 20;
            _requestsLeft = _random.Next(3) == 0 ? _random.Next(0, pages) : int.MaxValue;
            _rowsLeft = _random.Next(4) == 0 ? int.MaxValue : _random.Next(1, 500);
            List<IAsyncEnumerator<FollowingPage>> lists = [];
            using CheckpointFile checkpoint = CheckpointFile.Open(_path);
            _readJournal = () => Journal.BytesOf(checkpoint);
            try
            {
                Queue<string> waiting = new(Enumerable.Range(0, _totals.Length).Select(list => $"list{list}"));
                while (waiting.Count > 0 || lists.Count > 0)
                {
                    while (waiting.Count > 0 && lists.Count < (interleaved ? 3 : 1))
                    {
                        lists.Add(_client.Connection.GetFollowing(waiting.Dequeue(), new FollowingListOptions { Checkpoint = checkpoint }).ReadPagesAsync(default).GetAsyncEnumerator());
                    }

                    // As the cmdlet does: a page is taken whole and its list asked for the next at once, before another list has its turn.
                    int turn = _random.Next(lists.Count);
                    if (await TakePageAsync(lists[turn]))
                    {
                        continue;
                    }

                    await lists[turn].DisposeAsync();
                    lists.RemoveAt(turn);
                }

                Flush();
                return true;
            }
            catch (KilledException)
            {
                Kills++;
                _buffer.Clear();
                foreach (IAsyncEnumerator<FollowingPage> list in lists)
                {
                    await list.DisposeAsync();
                }

                _path = $"{_root}.{Kills}";
                await File.WriteAllBytesAsync(_path, _remains!);
                return false;
            }
        }

        public void CheckOutput(int seed)
        {
            for (int list = 0; list < _totals.Length; list++)
            {
                int[] rows = [.. _output.Where(row => row.Handle == $"list{list}").Select(row => row.Account).Order()];
                Assert.True(rows.SequenceEqual(Enumerable.Range(0, _totals[list])), $"Seed {seed}, list {list}: {rows.Length} of {_totals[list]} rows after {Kills} kills.");
            }
        }

        public void Dispose() => _client.Dispose();

        /// <summary>Takes the rows of the page that has come, if any, and asks for the next.</summary>
        private async Task<bool> TakePageAsync(IAsyncEnumerator<FollowingPage> list)
        {
            if (list.Current is FollowingPage page)
            {
                foreach (FollowedUser user in page.Users)
                {
                    page.Delivered++;

                    // A writer with a buffer of up to 100 rows, which it empties when it is full.
                    _buffer.Add((user.FollowedBy, Page.AccountOf(user)));
                    if (_buffer.Count >= CheckpointFile.RowsAtRisk)
                    {
                        Flush();
                    }

                    if (--_rowsLeft == 0)
                    {
                        throw Kill(beforeTheRequest: false);
                    }

                    page.Taken++;
                }
            }

            return await list.MoveNextAsync();
        }

        private void Flush()
        {
            _output.UnionWith(_buffer);
            _buffer.Clear();
        }

        private KilledException Kill(bool beforeTheRequest)
        {
            _remains = _readJournal!();
            int lastLine = _remains.AsSpan(0, _remains.Length - 1).LastIndexOf((byte)'\n') + 1;
            bool isRecord = _remains.AsSpan(lastLine).StartsWith("{\"list\""u8);
            if (beforeTheRequest && isRecord && _random.Next(2) == 0)
            {
                // Killed while the last line was being written, so before this request.
                _remains = _remains[.._random.Next(lastLine, _remains.Length)];
            }

            return new KilledException();
        }
    }

    private sealed class KilledException : Exception;
}
