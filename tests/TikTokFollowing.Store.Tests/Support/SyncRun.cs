using TikTokFollowing.Paging;

namespace TikTokFollowing.Store.Tests.Support;

/// <summary>How a run of a reading goes.</summary>
internal sealed record RunScript
{
    public int PageSize { get; init; } = 100;

    public bool ReturnsLast { get; init; }

    public SyncOptions Options { get; init; } = new();

    public FollowingProvider Provider { get; init; } = FollowingProvider.DumplingAI;

    /// <summary>From this page on another provider is asked.</summary>
    public int OtherProviderFrom { get; init; } = int.MaxValue;

    public FollowingProvider OtherProvider { get; init; } = FollowingProvider.FullTikTok;

    /// <summary>The pages before the run ends as <see cref="EndsAs"/>; null: not by itself.</summary>
    public int? EndsAfter { get; init; }

    /// <summary>Null is a kill: nobody ends the run.</summary>
    public FollowingStatus? EndsAs { get; init; }

    /// <summary>The list is cut after so many rows.</summary>
    public int CutAfter { get; init; } = int.MaxValue;

    /// <summary>This page brings the rows of the one before it once more, and the cursors of its own.</summary>
    public int? RepeatsAt { get; init; }

    /// <summary>The first page of a run that resumes a reading brings the rows of the page before, and the cursors of its own.</summary>
    public bool RepeatsLast { get; init; }

    public bool IsHidden { get; init; }

    /// <summary>What happens before a page is asked for.</summary>
    public Action<int>? BeforePage { get; init; }

    /// <summary>What is looked at when a page is in the store.</summary>
    public Action<IReadOnlyList<FollowedUser>>? AfterPage { get; init; }
}

/// <summary>What came of it.</summary>
internal sealed record RunResult(ReadingPlan Plan, FollowingStatus? Status, int Pages, IReadOnlyList<FollowingChange> Changes);

/// <summary>Reads a list into a store as the module's pipeline does.</summary>
internal static class SyncRun
{
    public static RunResult Run(FollowingStore store, TestClock clock, FakeList list, RunScript script)
    {
        ReadingPlan plan = store.Plan(list.Handle, script.Options);
        if (plan.Kind == ReadingKind.Nothing)
        {
            return new RunResult(plan, null, 0, []);
        }

        DateTimeOffset startedAt = clock.Time;
        Reading reading = store.Begin(plan, script.Provider, isSandbox: false);
        List<FollowingChange> changes = [];
        HashSet<string> seen = [];
        HashSet<long> cursors = [];
        int pages = 0;
        int rowsOfRun = 0;
        int pagesWithoutNew = 0;
        long? cursor = reading.Cursor is null ? null : long.Parse(reading.Cursor);
        IReadOnlyList<FollowedUser> before = [];
        FollowingStatus? status = script.IsHidden ? FollowingStatus.Hidden : null;
        while (status is null)
        {
            if (pages == script.EndsAfter)
            {
                if (script.EndsAs is null)
                {
                    return new RunResult(plan, null, pages, changes);
                }

                status = script.EndsAs;
                break;
            }

            script.BeforePage?.Invoke(pages);
            FollowingProvider provider = pages >= script.OtherProviderFrom ? script.OtherProvider : script.Provider;
            (IReadOnlyList<FollowedUser> rows, long? next) = list.Page(cursor, script.PageSize, provider, script.ReturnsLast);
            bool isRepeat = pages == script.RepeatsAt && before.Count > 0 && next is not null;
            if (script.RepeatsLast && pages == 0 && plan.IsResumed && next is not null)
            {
                rows = list.LastRows;
            }

            IReadOnlyList<FollowedUser> sent = isRepeat ? before : rows;
            bool[] isNew = [.. sent.Select(row => seen.Add(row.UserId ?? row.Handle!))];
            IReadOnlyList<FollowedUser> users = [.. sent.Where((_, i) => isNew[i])];
            rowsOfRun += users.Count;
            pagesWithoutNew = users.Count == 0 ? pagesWithoutNew + 1 : 0;
            bool isCut = rowsOfRun >= script.CutAfter && next is not null;
            bool isUsed = next is not null && (next == cursor || !cursors.Add(next.Value));
            pages++;
            ListEnd? end = next is null ? new ListEnd(FollowingStatus.Complete)
                : isCut ? new ListEnd(FollowingStatus.Truncated)
                : isUsed || pagesWithoutNew >= 2 ? new ListEnd(FollowingStatus.StuckCursor)
                : pages == script.Options.MaxPages ? new ListEnd(FollowingStatus.Limited)
                : null;
            FollowingPage page = new()
            {
                Number = pages,
                Handle = list.Handle,
                Cursor = cursor?.ToString(),
                NextCursor = isCut ? null : next?.ToString(),
                NotAfter = cursor is null ? null : DateTimeOffset.FromUnixTimeSeconds(cursor.Value),
                NotBefore = isCut || next is null ? null : DateTimeOffset.FromUnixTimeSeconds(next.Value),
                Provider = provider,
                Users = users,
                Duplicates = sent.Count - users.Count,
                HasLateDuplicates = isNew.SkipWhile(static isNew => !isNew).Contains(false),
                Requests = 1,
                Retries = 0,
                Credits = 1,
                ReportedTotal = null,
                End = end,
                NextCredits = script.Options.CreditsPerRequest,
                ReceivedAt = clock.Time,
            };
            PageOutcome outcome = reading.Commit(page);
            changes.AddRange(outcome.Changes);
            script.AfterPage?.Invoke(users);
            before = list.LastRows = rows;
            status = outcome.End?.Status;
            cursor = next;
        }

        reading.End(new FollowingSummary
        {
            Handle = list.Handle,
            Provider = script.Provider,
            Status = status.Value,
            Users = rowsOfRun,
            Duplicates = 0,
            Pages = pages,
            Requests = pages,
            Retries = 0,
            Credits = pages,
            ReportedTotal = null,
            NextCursor = cursor?.ToString(),
            StartedAt = startedAt,
            Duration = TimeSpan.Zero,
            Message = null,
        });
        return new RunResult(plan, status, pages, changes);
    }
}
