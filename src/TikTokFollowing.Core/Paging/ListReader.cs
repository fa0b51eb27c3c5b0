using System.Runtime.CompilerServices;
using TikTokFollowing.Providers;
using TikTokFollowing.Providers.Reading;
using TikTokFollowing.Sending;

namespace TikTokFollowing.Paging;

/// <summary>Reads one list page by page, until a rule ends it. Continues with the next source when one cannot.</summary>
internal sealed class ListReader
{
    private readonly SourceRoute _route;
    private readonly string _handle;
    private readonly FollowingListOptions _options;
    private readonly TimeProvider _time;
    private readonly PageFilter _filter;
    private readonly HashSet<string> _usedCursors = new(StringComparer.Ordinal);
    private readonly List<string> _changes = [];
    private readonly long? _rowsNeeded;
    private string? _cursor;

    // Where another source can continue: after the last page that had a new account.
    private string? _anchor;
    private int _pagesWithoutNewAccount;
    private bool _wasTruncated;
    private long _entriesWithoutAccount;

    public ListReader(SourceRoute route, string handle, FollowingListOptions options, TimeProvider time)
    {
        _route = route;
        _handle = handle;
        _options = options;
        _time = time;
        _filter = new PageFilter(options.Skip, options.First, mayChangeProvider: route.Count > 1);
        _rowsNeeded = options.First <= PageSizeRule.Largest && options.Skip <= PageSizeRule.Largest ? options.First + options.Skip : null;
        SourceIndex = route.NextFrom(0) ?? 0;
        _cursor = _anchor = string.IsNullOrWhiteSpace(options.Cursor) ? null : options.Cursor.Trim();
    }

    public ListUsage Usage { get; } = new();

    /// <summary>Why the list ended by itself, once the page that ends it was asked for; <see langword="null"/> before.</summary>
    public ListEnd? End { get; private set; }

    /// <summary>Which source is asked, or was asked last.</summary>
    public int SourceIndex { get; private set; }

    public PageSource Source => _route[SourceIndex];

    public int Pages { get; private set; }

    public long Duplicates => _filter.Duplicates;

    public long? ReportedTotal { get; private set; }

    /// <summary>What else the user should know about how the list was read; <see langword="null"/> when nothing.</summary>
    public string? Remarks
    {
        get
        {
            string[] remarks = _entriesWithoutAccount == 0
                ? [.. _changes]
                : [.. _changes, $"{Quantity.Of(_entriesWithoutAccount, "entry", "entries")} named no account and {(_entriesWithoutAccount == 1 ? "was" : "were")} left out."];
            return remarks.Length == 0 ? null : string.Join(' ', remarks);
        }
    }

    /// <summary>Reads page by page. The page after one is asked for when it is wanted, or at once with <c>ReadAhead</c>.</summary>
    /// <param name="cancel">Ends a request or a wait; cancelled here when a page was fetched ahead that nobody wants.</param>
    /// <param name="cancellationToken">The caller's token, which a cancellation carries when it was the caller's.</param>
    public async IAsyncEnumerable<FollowingPage> ReadAsync(CancellationTokenSource cancel, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (_options.First == 0 && !_options.WantsTotal)
        {
            End = ListEnd.NoRowsWanted;
            yield break;
        }

        Task<FollowingPage>? ahead = null;
        try
        {
            FollowingPage page;
            do
            {
                page = await EndWithFailureOf(ahead ?? FetchAsync(cancel.Token), cancellationToken).ConfigureAwait(false);
                ahead = _options.ReadAhead && page.End is null ? Task.Run(() => FetchAsync(cancel.Token), CancellationToken.None) : null;
                yield return page;
            }
            while (page.End is null);

            End = page.End;
        }
        finally
        {
            if (ahead is not null)
            {
                await cancel.CancelAsync().ConfigureAwait(false);
                await ((Task)ahead).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>A failure of a page that is going to be delivered is the list's end; one of a page that nobody wants is not.</summary>
    private async Task<FollowingPage> EndWithFailureOf(Task<FollowingPage> fetch, CancellationToken cancellationToken)
    {
        try
        {
            return await fetch.ConfigureAwait(false);
        }
        catch (FollowingException failure)
        {
            End = ListEnd.Of(failure);
            throw;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw;
        }
        catch (Exception unexpected) when (unexpected is not OperationCanceledException)
        {
            End = new ListEnd(FollowingStatus.Failed, unexpected.Message);
            throw;
        }
    }

    private async Task<FollowingPage> FetchAsync(CancellationToken cancellationToken)
    {
        (int, int, decimal) before = (Usage.Requests, Usage.Retries, Usage.Credits);
        while (true)
        {
            Usage.Ending.ThrowIfCancellationRequested();
            if (_route.IsOut(SourceIndex))
            {
                TryChangeSource("it failed for another handle.");
            }

            PageSource source = Source;
            string? cursor = _cursor;
            if (cursor is not null)
            {
                _usedCursors.Add(cursor);
            }

            try
            {
                int? size = source.SizeFor(_options.PageSize, _rowsNeeded);
                PageQuery query = new(_handle, cursor, size, Pages + 1, Usage, _options.Observer);
                PageContent content = await source.FetchAsync(query, cancellationToken).ConfigureAwait(false);
                return Accept(content, source, cursor, before);
            }
            catch (FollowingException failure) when (TryFallBack(failure))
            {
                // The next source is asked for the same place.
            }
        }
    }

    private FollowingPage Accept(PageContent content, PageSource source, string? cursor, (int Requests, int Retries, decimal Credits) before)
    {
        Pages++;
        ReportedTotal = content.Total ?? ReportedTotal;
        _wasTruncated |= content.IsTruncated;
        Warn(content);
        long duplicates = _filter.Duplicates;
        _filter.Filter(content.Users!, out bool hasNewAccount, out bool hasRowsLeft);
        _pagesWithoutNewAccount = hasNewAccount ? 0 : _pagesWithoutNewAccount + 1;
        bool cursorWasUsed = content.Cursor.IsUsable && _usedCursors.Contains(content.Cursor.Value!);
        ListEnd? end = ListEnd.After(new PageFacts(
            content.HasMore,
            content.Cursor,
            cursorWasUsed,
            _wasTruncated,
            _pagesWithoutNewAccount,
            hasRowsLeft,
            _filter.RowsWanted,
            _options.MaxPages - Pages));
        _cursor = content.Cursor.Value;
        _anchor = hasNewAccount && content.Cursor.IsUsable && !cursorWasUsed ? _cursor : _anchor;
        if (end is { Status: FollowingStatus.StuckCursor } && !(Pages >= _options.MaxPages) && TryChangeSource(end.Message!))
        {
            end = null;
        }

        DateTimeOffset now = _time.GetUtcNow();
        return new FollowingPage
        {
            Number = Pages,
            Handle = _handle,
            Provider = source.Provider.Id,
            Cursor = cursor,
            NextCursor = end is null or { Status: FollowingStatus.Limited } && new PageCursor(_cursor).IsUsable ? _cursor : null,
            NotAfter = source.Provider.TimeOf(cursor, now),
            NotBefore = source.Provider.TimeOf(content.Cursor.Value, now),
            ReportedTotal = content.Total,
            Users = content.Users!,
            Duplicates = _filter.Duplicates - duplicates,
            ReceivedAt = now,
            Requests = Usage.Requests - before.Requests,
            Retries = Usage.Retries - before.Retries,
            Credits = Usage.Credits - before.Credits,
            End = end,
            NextCredits = Source.Sender.CreditsPerRequest,
            HasRowsLeft = hasRowsLeft,
            HasLateDuplicates = _filter.HasLateDuplicates,
        };
    }

    private bool TryFallBack(FollowingException failure)
    {
        if (failure.EndsTheAsking)
        {
            _route.TakeOut(SourceIndex);
        }

        return ErrorMeaning.Of(failure.Kind).AllowsFallback && TryChangeSource(failure.Message);
    }

    /// <summary>Continues with the next source at the same place, or from the start when it has no such place.</summary>
    private bool TryChangeSource(string reason)
    {
        if (_route.NextFrom(SourceIndex + 1) is not int next)
        {
            return false;
        }

        Provider from = Source.Provider;
        Provider to = _route[next].Provider;
        DateTimeOffset? place = from.TimeOf(_anchor, _time.GetUtcNow());
        string name = to.Id == from.Id ? $"Another connection to {to.Id}" : $"{to.Id}";
        string change = Pages == 0
            ? $"{name} was asked, because {from.Id} could not answer: {reason}"
            : $"{name} continued after page {Pages}, because {from.Id} could not: {reason}";
        _changes.Add(change);
        if (_route.TryReport(SourceIndex))
        {
            _options.Observer?.OnEvent(new NoticeEvent(_handle, change));
        }

        SourceIndex = next;
        _cursor = _anchor = place is null ? null : to.CursorAt(place.Value);
        _usedCursors.Clear();
        _pagesWithoutNewAccount = 0;
        _filter.ChangeProvider();
        return true;
    }

    private void Warn(PageContent content)
    {
        if (content.EntriesWithoutAccount > 0 && _entriesWithoutAccount == 0)
        {
            _options.Observer?.OnEvent(new NoticeEvent(
                _handle, $"Page {Pages} has {Quantity.Of(content.EntriesWithoutAccount, "entry that names", "entries that name")} no account. The provider may have changed its format."));
        }

        _entriesWithoutAccount += content.EntriesWithoutAccount;
        if (content.HasErrorBesideRows)
        {
            string code = (content.ErrorCode ?? content.StatusCode) is string given ? DisplayText.Quote(given, 60) + " " : string.Empty;
            string text = content.ErrorMessage ?? content.StatusText ?? "no text";
            _options.Observer?.OnEvent(new NoticeEvent(
                _handle, $"Page {Pages} came with an error beside its rows, which were delivered: {code}\"{DisplayText.Quote(text)}\"."));
        }
    }
}
