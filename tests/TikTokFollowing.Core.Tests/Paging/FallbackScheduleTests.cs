using CsCheck;
using TikTokFollowing.Tests.Support;

namespace TikTokFollowing.Tests.Paging;

/// <summary>
/// Two providers with one truth, and a fault of each at any page. The union is exact, no row comes twice, and it takes at most one page
/// more than a single provider without a fault. Where both fail, the rest can be read from the cursor.
/// </summary>
public sealed class FallbackScheduleTests
{
    private const int Schedules = 3000;

    /// <summary>What goes wrong with one provider.</summary>
    private enum Fault
    {
        None,

        /// <summary>For this list: 500.</summary>
        OfTheList,

        /// <summary>For every list: 401.</summary>
        OfTheAccount,

        /// <summary>The cursor of a page is the one that asked for it.</summary>
        StuckCursor,
    }

    private static Gen<Schedule> AllPairs { get; } = GenSchedule();

    [Fact]
    public Task AllPairsOfFaults_TheUnionIsExact() => AllPairs.SampleAsync(
        async schedule =>
        {
            TestClock time = new();
            using Client first = Serve(schedule, schedule.First, time);
            using Client second = Serve(schedule, schedule.Second, time);
            EventRecorder events = new();
            ConnectionRoute route = new([first.Connection, second.Connection]);
            FollowingListOptions options = new() { PageSize = schedule.PageSize, ReadAhead = schedule.ReadAhead, Observer = events };

            Reading reading = await Client.ReadAsync(route.GetFollowing("name", options));

            int pages = Math.Max(1, (schedule.Total + schedule.PageSize - 1) / schedule.PageSize);
            int[] rows = [.. reading.Accounts];
            Assert.Equal(Enumerable.Range(0, rows.Length), rows);
            Assert.InRange(reading.Summary.Pages, 0, pages + 1);
            Assert.InRange(events.Of<NoticeEvent>().Count, 0, 1);
            Assert.Equal(first.Connection.RequestsSent + second.Connection.RequestsSent, reading.Summary.Requests);
            Assert.Equal(first.Connection.CreditsSpent + second.Connection.CreditsSpent, reading.Summary.Credits);
            if (reading.Summary.Status == FollowingStatus.Complete)
            {
                Assert.Null(reading.Failure);
                Assert.Equal(schedule.Total, rows.Length);
                return;
            }

            // Both have failed.
            Assert.NotEqual(Fault.None, schedule.First.Fault);
            Assert.NotEqual(Fault.None, schedule.Second.Fault);
            Assert.Equal(schedule.Second.Fault == Fault.StuckCursor, reading.Failure is null);
            using Client healthy = Serve(schedule, schedule.Second with { Fault = Fault.None }, time);
            Reading rest = await healthy.ReadAsync(new FollowingListOptions { Cursor = reading.Summary.NextCursor, PageSize = schedule.PageSize });
            Assert.Equal(FollowingStatus.Complete, rest.Summary.Status);
            Assert.Equal(Enumerable.Range(0, schedule.Total), rows.Union(rest.Accounts).Order());
        },
        iter: Schedules);

    private static Gen<Schedule> GenSchedule()
    {
        Gen<Source> source = Gen.Select(
            Gen.Int[0, Enum.GetValues<FollowingProvider>().Length - 1], Gen.Int[0, 3], Gen.Int[0, 6],
            static (provider, fault, page) => new Source((FollowingProvider)provider, (Fault)fault, page));
        return Gen.Select(
            source, source, Gen.Int[0, 60], Gen.Int[1, 20], Gen.Bool,
            static (first, second, total, pageSize, readAhead) => new Schedule(first, second, total, pageSize, readAhead));
    }

    private static Client Serve(Schedule schedule, Source source, TestClock time)
    {
        Client client = new(source.Provider, retries: 0, time: time);
        int served = 0;
        client.Handler.Otherwise = Reply.From(request =>
        {
            bool isDue = Interlocked.Increment(ref served) - 1 >= source.Page;
            return source.Fault switch
            {
                Fault.OfTheList when isDue => Reply.Json("""{"error":"Service not configured."}""", 500),
                Fault.OfTheAccount when isDue => Reply.Json("""{"error":"no"}""", 401),
                Fault.StuckCursor when isDue && request.Cursor is string cursor => PagedList.Stuck(source.Provider, cursor, schedule.Total, schedule.PageSize),
                _ => PagedList.Answer(source.Provider, request, schedule.Total, schedule.PageSize),
            };
        });
        return client;
    }

    /// <summary>One provider and what goes wrong with it from a page on.</summary>
    private sealed record Source(FollowingProvider Provider, Fault Fault, int Page);

    private sealed record Schedule(Source First, Source Second, int Total, int PageSize, bool ReadAhead);
}
