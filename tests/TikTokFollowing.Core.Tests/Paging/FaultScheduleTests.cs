using TikTokFollowing.Tests.Support;

namespace TikTokFollowing.Tests.Paging;

/// <summary>
/// Random faults over a simulated list. Whatever happens: no row twice in a run, no served row before the last one missing, never
/// <c>Complete</c> for an incomplete list, nothing unpaid counted and nothing paid forgotten, and what was interrupted can be finished.
/// </summary>
public sealed class FaultScheduleTests
{
    private const int Schedules = 3000;

    [Fact]
    public async Task TransientFaults_RunAndResumptionByCursor_AreTheWholeList()
    {
        for (int seed = 0; seed < Schedules; seed++)
        {
            Random random = new(seed);
            using Client client = NewClient(random);
            SimulatedList list = new(client, random, transientOnly: true);
            HashSet<int> union = [];
            string? cursor = null;
            for (int run = 0; ; run++)
            {
                bool isLast = run == 12;
                list.FaultRate = isLast ? 0 : list.FaultRate;
                Reading reading = await ReadAsync(client, random, new FollowingListOptions { Cursor = cursor }, stopEarly: !isLast);

                list.CheckRun(reading, seed, cursor);
                union.UnionWith(reading.Accounts);
                if (reading.Summary.Status == FollowingStatus.Complete)
                {
                    break;
                }

                Assert.False(isLast, $"Seed {seed}: the last run ended {reading.Summary.Status}: {reading.Failure}");
                cursor = reading.Summary.NextCursor;
            }

            Assert.True(union.SetEquals(Enumerable.Range(0, list.Total)), $"Seed {seed}: {union.Count} of {list.Total} rows.");
        }
    }

    [Fact]
    public async Task AnyFaults_NeverLieAboutTheList()
    {
        HashSet<FollowingStatus> seen = [];
        for (int seed = 100_000; seed < 100_000 + Schedules; seed++)
        {
            Random random = new(seed);
            using Client client = NewClient(random);
            SimulatedList list = new(client, random, transientOnly: false);

            Reading reading = await ReadAsync(client, random, new FollowingListOptions(), stopEarly: random.Next(3) == 0);

            list.CheckRun(reading, seed, cursor: null);
            seen.Add(reading.Summary.Status);
        }

        // The schedules must reach every verdict, or the test proves less than it says.
        Assert.Equal(
            [
                FollowingStatus.Complete, FollowingStatus.Limited, FollowingStatus.Truncated, FollowingStatus.StuckCursor, FollowingStatus.Hidden,
                FollowingStatus.NotFound, FollowingStatus.OutOfCredits, FollowingStatus.Failed,
            ],
            seen.Order());
    }

    private static Client NewClient(Random random) => new(
        random.Next(2) == 0 ? FollowingProvider.DumplingAI : FollowingProvider.FullTikTok, retries: random.Next(4), cost: random.Next(1, 4));

    private static Task<Reading> ReadAsync(Client client, Random random, FollowingListOptions options, bool stopEarly)
    {
        bool stops = stopEarly && random.Next(3) == 0;
        int? take = stops && random.Next(2) == 0 ? random.Next(1, 60) : null;
        FollowingListOptions chosen = new()
        {
            Cursor = options.Cursor,
            ReadAhead = random.Next(2) == 0,
            PageSize = random.Next(3) == 0 ? null : random.Next(4, 40),
            First = stops && random.Next(2) == 0 ? random.Next(1, 60) : null,
            MaxPages = stops && random.Next(2) == 0 ? random.Next(1, 6) : null,
        };
        return client.ReadAsync(chosen, take);
    }

    /// <summary>A vendor with accounts 0 to <see cref="Total"/> − 1 and a bad day. It keeps books on what it served and charged.</summary>
    private sealed class SimulatedList
    {
        private const int Origin = 1_700_000_000;
        private const int Variants = 16;

        private readonly object _gate = new();
        private readonly Client _client;
        private readonly Random _random;
        private readonly bool _transientOnly;
        private readonly int _largestOverlap;
        private readonly List<List<int>> _served = [];
        private int _requests;
        private int _charged;
        private int _unreadable;
        private bool _repeatedLast;
        private bool _cursorLied;

        public SimulatedList(Client client, Random random, bool transientOnly)
        {
            _client = client;
            _random = new Random(random.Next());
            _transientOnly = transientOnly;
            Total = random.Next(0, 150);
            FaultRate = random.NextDouble() * 0.5;
            _largestOverlap = random.Next(0, 3);
            client.Handler.Otherwise = Reply.From(request =>
            {
                lock (_gate)
                {
                    return Answer(request);
                }
            });
        }

        public int Total { get; }

        public double FaultRate { get; set; }

        /// <summary>Compares what the client says about a run with the vendor's books, and closes them.</summary>
        public void CheckRun(Reading reading, int seed, string? cursor)
        {
            string about = $"Seed {seed}, {_client.Provider}, {Total} rows, from {cursor}: {reading.Summary} {reading.Failure?.Kind}";
            int[] expected = [.. _served.SelectMany(page => page).Distinct()];
            int[] rows = [.. reading.Accounts];
            Assert.True(rows.Distinct().Count() == rows.Length, $"{about}: a row came twice.");
            Assert.True(expected.AsSpan().StartsWith(rows), $"{about}: a served row is missing before the last one.");
            FollowingSummary summary = reading.Summary;
            if (summary.Status == FollowingStatus.Complete)
            {
                Assert.True(!_cursorLied && (cursor is not null || rows.SequenceEqual(Enumerable.Range(0, Total))), $"{about}: it is not complete.");
                Assert.True(rows.Length == 0 ? Total == 0 || cursor is not null : rows[^1] == Total - 1, $"{about}: the end is missing.");
            }

            Assert.True(rows.Length == summary.Users, $"{about}: {rows.Length} rows came.");
            Assert.True(_requests == summary.Requests, $"{about}: {_requests} requests arrived, {summary.Requests} were counted.");
            Assert.True(
                summary.Credits == _client.Cost * (_charged + _unreadable),
                $"{about}: {summary.Credits} credits at {_client.Cost} for {_charged} charged answers and {_unreadable} attempts without one.");
            Assert.True((reading.Failure is null) == summary.Status is FollowingStatus.Complete or FollowingStatus.Limited or FollowingStatus.Truncated or FollowingStatus.StuckCursor, about);
            _served.Clear();
            _requests = _charged = _unreadable = 0;
            _cursorLied = false;
        }

        private Reply Answer(SentRequest request)
        {
            _requests++;
            if (_random.NextDouble() < FaultRate)
            {
                return Fault(request);
            }

            _charged++;
            return ServePage(request);
        }

        private Reply Fault(SentRequest request)
        {
            switch (_random.Next(_transientOnly ? 10 : 22))
            {
                case 0: return Reply.Json("", 429);
                case 1: return Reply.Json("""{"message":"Too many requests"}""", 429, ("Retry-After", $"{_random.Next(1, 5)}"));
                case 2: return Reply.Json("""{"error":"Rate limit exceeded with an upstream service."}""", 503);
                case 3: return Reply.Json("""{"error":"The following service is currently unavailable."}""", 502);
                case 4: return Reply.Json("<html>", 504);
                case 5:
                    // The vendor may have worked, and charged, though nothing came back.
                    _unreadable++;
                    return Reply.Refused();
                case 6:
                    _unreadable++;
                    return Reply.Hang(_client.Time);
                case 7:
                    _charged++;
                    return Reply.Json("");
                case 8:
                    _charged++;
                    return Reply.Broken(PageText(request, out _)[..^1]);
                case 9:
                    return Reply.Json("", 429, ("Retry-After", _random.Next(2) == 0 ? "-1" : "later"));
                case 10:
                    _charged++;
                    string page = PageText(request, out _);
                    return Reply.Json(page[.._random.Next(1, page.Length)]);
                case 11:
                    _charged++;
                    return Reply.Json("<html></html>");
                case 12:
                    _charged++;
                    return Reply.Json("""{"status_code":3002060,"status_msg":"Profile user is hiding following list"}""");
                case 13: return Reply.Json("""{"error":"Service not configured. Please contact support."}""", 500);
                case 14: return Reply.Json("""{"error":{"code":"x","message":"no"}}""", 404);
                case 15: return Reply.Json("""{"error":{"code":"x","message":"no"}}""", 400);
                case 16: return Reply.Json("""{"message":"You have exceeded the MONTHLY quota"}""", 429);
                case 17: return Reply.Json("", 429, ("Retry-After", "86400"));
                case 18:
                    // A page that came before, as whole pages do for weeks at a time.
                    int at = request.Cursor is string asked ? Origin - int.Parse(asked) : 0;
                    int offset = Math.Min(at / Variants, Total);
                    List<int> before = [.. Enumerable.Range(Math.Max(0, offset - 5), Math.Min(5, offset))];
                    _charged++;
                    _served.Add(before);
                    return Body(before, Cursor(offset, (at % Variants) + 1 == Variants ? 0 : (at % Variants) + 1), "true");
                case 19:
                    _charged++;
                    _cursorLied = true;
                    return Body(Serve(request), _random.Next(4) switch { 0 => "-1", 1 => "null", 2 => "0", _ => null }, "true");
                case 20:
                    _charged++;
                    _cursorLied = true;
                    return Body(Serve(request), request.Cursor ?? "0", "true");
                default:
                    _charged++;
                    return Reply.Json("""{"hasMore":false,"minCursor":0}""");
            }
        }

        private Reply ServePage(SentRequest request)
        {
            string text = PageText(request, out List<int> rows);
            _served.Add(rows);
            return text;
        }

        private List<int> Serve(SentRequest request)
        {
            _ = PageText(request, out List<int> rows);
            _served.Add(rows);
            return rows;
        }

        private string PageText(SentRequest request, out List<int> rows)
        {
            int at = request.Cursor is string cursor ? Origin - int.Parse(cursor) : 0;
            int offset = Math.Min(at / Variants, Total);
            int size = request.Count ?? 20;

            // Sizes vary, the boundary comes twice, and now and then a whole page comes again, though never two in a row.
            int count = _random.Next(3) == 0 ? _random.Next(Math.Min(size, _largestOverlap + 1), size + 1) : size;
            bool repeats = !_repeatedLast && offset > 0 && at % Variants < Variants - 1 && _random.Next(12) == 0;
            _repeatedLast = repeats;
            int overlap = Math.Min(_largestOverlap, Math.Max(0, count - 1));
            int end = repeats ? offset : Math.Min(Total, offset + Math.Max(1, count - Math.Min(overlap, offset)));
            int start = repeats ? Math.Max(0, offset - count) : Math.Max(0, offset - overlap);
            rows = [.. Enumerable.Range(start, end - start)];
            string next = Cursor(end, repeats ? (at % Variants) + 1 : 0);
            bool hasMore = end < Total;
            return Page.Of(_client.Provider, rows, hasMore || _random.Next(2) == 0 ? next : "-1", hasMore ? "true" : "false", $"{Total + 7}");
        }

        private Reply Body(List<int> rows, string? cursor, string hasMore) => Page.Of(_client.Provider, rows, cursor, hasMore);

        private static string Cursor(int offset, int variant) => $"{Origin - (offset * Variants) - variant}";
    }
}
