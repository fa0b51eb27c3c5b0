using System.Collections.Concurrent;
using CsCheck;
using TikTokFollowing.Tests.Support;

namespace TikTokFollowing.Tests.Paging;

/// <summary>
/// Random faults over a simulated list. Whatever happens: no row twice in a run, no served row before the last one missing, never
/// <c>Complete</c> for an incomplete list, nothing unpaid counted and nothing paid forgotten, and what was interrupted can be finished.
/// A schedule that fails comes out small and with the seed that repeats it.
/// </summary>
public sealed class FaultScheduleTests
{
    private const int Schedules = 2000;

    /// <summary>What happens to one request. Those up to <see cref="LastTransient"/> go away when the request is repeated.</summary>
    private enum Fault
    {
        None,
        RateLimited,
        RateLimitedForAWhile,
        RateLimitedUpstream,
        Unavailable,
        GatewayTimeout,
        Refused,
        Hang,
        EmptyBody,
        BrokenBody,
        RateLimitedWithGarbage,
        LastTransient = RateLimitedWithGarbage,
        CutBody,
        Html,
        Hidden,
        ServiceFault,
        NotFound,
        BadRequest,
        Quota,
        RateLimitedForADay,
        OldPage,
        NoCursor,
        UsedCursor,
        NoList,
    }

    private static Gen<Schedule> TransientSchedules { get; } = GenSchedule(Fault.LastTransient);

    private static Gen<Schedule> AnySchedules { get; } = GenSchedule(Fault.NoList);

    [Fact]
    public Task TransientFaults_RunAndResumptionByCursor_AreTheWholeList() => TransientSchedules.SampleAsync(
        async schedule =>
        {
            using Client client = new(schedule.Provider, retries: schedule.Retries, cost: schedule.Cost);
            SimulatedList list = new(client, schedule);
            HashSet<int> union = [];
            string? cursor = null;
            foreach (Run run in schedule.Runs)
            {
                Reading reading = await ReadAsync(client, run, cursor);
                list.CheckRun(reading, cursor);
                union.UnionWith(reading.Accounts);
                cursor = reading.Summary.NextCursor;
                if (reading.Summary.Status == FollowingStatus.Complete)
                {
                    break;
                }
            }

            list.EndFaults();
            Reading last = await ReadAsync(client, new Run(false, null, null, null, null), cursor);
            list.CheckRun(last, cursor);
            union.UnionWith(last.Accounts);
            Assert.Equal(FollowingStatus.Complete, last.Summary.Status);
            Assert.Equal(Enumerable.Range(0, schedule.Total), union.Order());
        },
        iter: Schedules);

    [Fact]
    public async Task AnyFaults_NeverLieAboutTheList()
    {
        ConcurrentDictionary<FollowingStatus, int> seen = [];
        await AnySchedules.SampleAsync(
            async schedule =>
            {
                using Client client = new(schedule.Provider, retries: schedule.Retries, cost: schedule.Cost);
                SimulatedList list = new(client, schedule);

                Reading reading = await ReadAsync(client, schedule.Runs.FirstOrDefault(new Run(true, null, null, null, null)), cursor: null);

                list.CheckRun(reading, cursor: null);
                seen.TryAdd(reading.Summary.Status, 0);
            },
            iter: Schedules);

        // The schedules must reach every status, or the test proves less than it says.
        Assert.Equal(
            [
                FollowingStatus.Complete, FollowingStatus.Limited, FollowingStatus.Truncated, FollowingStatus.StuckCursor, FollowingStatus.Hidden,
                FollowingStatus.NotFound, FollowingStatus.OutOfCredits, FollowingStatus.Failed,
            ],
            seen.Keys.Order());
    }

    private static Gen<Schedule> GenSchedule(Fault last)
    {
        Gen<Fault> fault = Gen.Frequency((2, Gen.Const(Fault.None)), (1, Gen.Int[1, (int)last].Select(static number => (Fault)number)));
        Gen<Step> step = Gen.Select(
            fault, Gen.Int[0, 2], Gen.Int[0, 11], Gen.Int[0, 999], static (fault, size, repeat, amount) => new Step(fault, size == 1, repeat == 1, amount));
        Gen<Run> run = Gen.Select(
            Gen.Bool, Gen.Int[4, 40].Nullable(0.3), Gen.Int[1, 60].Nullable(0.8), Gen.Int[1, 60].Nullable(0.8), Gen.Int[1, 6].Nullable(0.8),
            static (readAhead, pageSize, take, first, maxPages) => new Run(readAhead, pageSize, take, first, maxPages));
        return Gen.Select(
            Gen.Int[0, Enum.GetValues<FollowingProvider>().Length - 1], Gen.Int[0, 150], Gen.Int[0, 3], Gen.Int[1, 3], Gen.Int[0, 2], run.Array[0, 6], step.Array[0, 40],
            static (provider, total, retries, cost, overlap, runs, steps) => new Schedule((FollowingProvider)provider, total, retries, cost, overlap, runs, steps));
    }

    private static Task<Reading> ReadAsync(Client client, Run run, string? cursor) => client.ReadAsync(
        new FollowingListOptions { Cursor = cursor, ReadAhead = run.ReadAhead, PageSize = run.PageSize, First = run.First, MaxPages = run.MaxPages },
        run.Take);

    /// <summary>How one reading of the list is asked for.</summary>
    private sealed record Run(bool ReadAhead, int? PageSize, int? Take, int? First, int? MaxPages);

    /// <summary>What happens to one request: the fault, or else how the page looks.</summary>
    private sealed record Step(Fault Fault, bool IsShort, bool Repeats, int Amount);

    /// <summary>Everything that is random, as values.</summary>
    private sealed record Schedule(FollowingProvider Provider, int Total, int Retries, int Cost, int Overlap, Run[] Runs, Step[] Steps)
    {
        public override string ToString() =>
            $"{Provider}, {Total} rows, {Retries} retries, cost {Cost}, overlap {Overlap}\n{string.Join('\n', (object[])Runs)}\n{string.Join('\n', (object[])Steps)}";
    }

    /// <summary>A provider of accounts 0 to <c>Total</c> − 1 with a bad day. It keeps books on what it served and charged.</summary>
    private sealed class SimulatedList
    {
        private const int Origin = 1_700_000_000;
        private const int Variants = 16;
        private static readonly Step Clean = new(Fault.None, false, false, 0);

        private readonly object _gate = new();
        private readonly Client _client;
        private readonly Schedule _schedule;
        private readonly List<List<int>> _served = [];
        private int _step;
        private int _requests;
        private int _tokenRequests;
        private int _charged;
        private int _unreadable;
        private bool _repeatedLast;
        private bool _cursorLied;

        public SimulatedList(Client client, Schedule schedule)
        {
            _client = client;
            _schedule = schedule;
            client.Handler.Otherwise = Reply.From(request =>
            {
                lock (_gate)
                {
                    _requests++;
                    return Answer(request, _step < schedule.Steps.Length ? schedule.Steps[_step++] : Clean);
                }
            });
        }

        public void EndFaults() => _step = _schedule.Steps.Length;

        /// <summary>Compares what the client says about a run with the provider's books, and closes them.</summary>
        public void CheckRun(Reading reading, string? cursor)
        {
            string about = $"From {cursor}: {reading.Summary} {reading.Failure?.Kind}";
            int[] expected = [.. _served.SelectMany(page => page).Distinct()];
            int[] rows = [.. reading.Accounts];
            Assert.True(rows.Distinct().Count() == rows.Length, $"{about}: a row came twice.");
            Assert.True(expected.AsSpan().StartsWith(rows), $"{about}: a served row is missing before the last one.");
            FollowingSummary summary = reading.Summary;
            if (summary.Status == FollowingStatus.Complete)
            {
                Assert.True(!_cursorLied && (cursor is not null || rows.SequenceEqual(Enumerable.Range(0, _schedule.Total))), $"{about}: it is not complete.");
                Assert.True(rows.Length == 0 ? _schedule.Total == 0 || cursor is not null : rows[^1] == _schedule.Total - 1, $"{about}: the end is missing.");
            }

            int tokens = _client.Handler.TokenRequests.Count - _tokenRequests;
            Assert.True(rows.Length == summary.Users, $"{about}: {rows.Length} rows came.");
            Assert.True(_requests + tokens == summary.Requests, $"{about}: {_requests} requests arrived, {summary.Requests} were counted.");
            Assert.True(
                summary.Credits == _client.Cost * (_charged + _unreadable),
                $"{about}: {summary.Credits} credits at {_client.Cost} for {_charged} charged answers and {_unreadable} attempts without one.");
            Assert.True((reading.Failure is null) == summary.Status is FollowingStatus.Complete or FollowingStatus.Limited or FollowingStatus.Truncated or FollowingStatus.StuckCursor, about);
            _served.Clear();
            _requests = _charged = _unreadable = 0;
            _tokenRequests = _client.Handler.TokenRequests.Count;
            _cursorLied = false;
        }

        private Reply Answer(SentRequest request, Step step)
        {
            switch (step.Fault)
            {
                case Fault.None:
                    _charged++;
                    return Serve(request, step);
                case Fault.RateLimited: return Reply.Json("", 429);
                case Fault.RateLimitedForAWhile: return Reply.Json("""{"message":"Too many requests"}""", 429, ("Retry-After", $"{1 + (step.Amount % 4)}"));
                case Fault.RateLimitedUpstream: return Reply.Json("""{"error":"Rate limit exceeded with an upstream service."}""", 503);
                case Fault.Unavailable: return Reply.Json("""{"error":"The following service is currently unavailable."}""", 502);
                case Fault.GatewayTimeout: return Reply.Json("<html>", 504);
                case Fault.Refused:
                    // The provider may have worked, and charged, though nothing came back.
                    _unreadable++;
                    return Reply.Refused();
                case Fault.Hang:
                    _unreadable++;
                    return Reply.Hang(_client.Time);
                case Fault.EmptyBody:
                    _charged++;
                    return Reply.Json("");
                case Fault.BrokenBody:
                    _charged++;
                    return Reply.Broken(PageText(request, step, out _)[..^1]);
                case Fault.RateLimitedWithGarbage: return Reply.Json("", 429, ("Retry-After", step.IsShort ? "-1" : "later"));
                case Fault.CutBody:
                    _charged++;
                    string page = PageText(request, step, out _);
                    return Reply.Json(page[..(1 + (step.Amount * (page.Length - 2) / 1000))]);
                case Fault.Html:
                    _charged++;
                    return Reply.Json("<html></html>");
                case Fault.Hidden:
                    _charged++;
                    return Reply.Json("""{"status_code":3002060,"status_msg":"Profile user is hiding following list"}""");
                case Fault.ServiceFault: return Reply.Json("""{"error":"Service not configured. Please contact support."}""", 500);
                case Fault.NotFound: return Reply.Json("""{"error":{"code":"x","message":"no"}}""", 404);
                case Fault.BadRequest: return Reply.Json("""{"error":{"code":"x","message":"no"}}""", 400);
                case Fault.Quota: return Reply.Json("""{"message":"You have exceeded the MONTHLY quota"}""", 429);
                case Fault.RateLimitedForADay: return Reply.Json("", 429, ("Retry-After", "86400"));
                case Fault.OldPage:
                    // A page that came before, as whole pages do for weeks at a time.
                    int at = Position(request);
                    int offset = Math.Min(at / Variants, _schedule.Total);
                    List<int> before = [.. Enumerable.Range(Math.Max(0, offset - 5), Math.Min(5, offset))];
                    _charged++;
                    _served.Add(before);
                    return Body(before, Cursor(offset, (at + 1) % Variants), "true");
                case Fault.NoCursor:
                    _charged++;
                    _cursorLied = true;
                    return Body(ServeRows(request, step), (step.Amount % 4) switch { 0 => "-1", 1 => "null", 2 => "0", _ => null }, "true");
                case Fault.UsedCursor:
                    _charged++;
                    _cursorLied = true;
                    return Body(ServeRows(request, step), request.Cursor ?? "0", "true");
                default:
                    _charged++;
                    return Reply.Json("""{"hasMore":false,"minCursor":0}""");
            }
        }

        private Reply Serve(SentRequest request, Step step)
        {
            string text = PageText(request, step, out List<int> rows);
            _served.Add(rows);
            return text;
        }

        private List<int> ServeRows(SentRequest request, Step step)
        {
            _ = PageText(request, step, out List<int> rows);
            _served.Add(rows);
            return rows;
        }

        private string PageText(SentRequest request, Step step, out List<int> rows)
        {
            int at = Position(request);
            int offset = Math.Min(at / Variants, _schedule.Total);
            int size = request.Count ?? 20;

            // Sizes vary, the boundary comes twice, and now and then a whole page comes again, though never two in a row.
            int least = Math.Min(size, _schedule.Overlap + 1);
            int count = step.IsShort ? least + (step.Amount % (size + 1 - least)) : size;
            bool repeats = !_repeatedLast && offset > 0 && at % Variants < Variants - 1 && step.Repeats;
            _repeatedLast = repeats;
            int overlap = Math.Min(_schedule.Overlap, Math.Max(0, count - 1));
            int end = repeats ? offset : Math.Min(_schedule.Total, offset + Math.Max(1, count - Math.Min(overlap, offset)));
            int start = repeats ? Math.Max(0, offset - count) : Math.Max(0, offset - overlap);
            rows = [.. Enumerable.Range(start, end - start)];
            string next = Cursor(end, repeats ? (at % Variants) + 1 : 0);
            bool hasMore = end < _schedule.Total;
            return Page.Of(_client.Provider, rows, hasMore || step.Amount % 2 == 0 ? next : "-1", hasMore ? "true" : "false", $"{_schedule.Total + 7}");
        }

        private Reply Body(List<int> rows, string? cursor, string hasMore) => Page.Of(_client.Provider, rows, cursor, hasMore);

        private static int Position(SentRequest request) => request.Cursor is string cursor ? Origin - int.Parse(cursor) : 0;

        private static string Cursor(int offset, int variant) => $"{Origin - (offset * Variants) - variant}";
    }
}
