using System.Runtime.CompilerServices;

namespace TikTokFollowing.Store.History;

/// <summary>
/// The rules of a list's history, for one reading of the list: what its pages prove about known follows that they show, and about those
/// that they do not show. Knows nothing of how the store keeps them. Times are Unix seconds.
/// </summary>
/// <remarks>
/// The rules rest on one fact: a list is sorted by the time of the follow, newest first, and following an account again moves it to the
/// top. So an account is never below the place of its known follow, and an account above another was followed no earlier.
/// </remarks>
internal sealed class ListReading
{
    // More accounts that come again than this, and than half of the others, are not of one second: the page was sent again.
    private const int MostOfOneSecond = 10;

    private readonly long _id;
    private readonly long _runStartedAt;
    private readonly IReadOnlyList<ReadRange> _earlier;
    private readonly List<ReadFromTop> _earlierFromTop;
    private readonly List<ReadRange> _own;

    // The part of the list that this run is reading: where it begins, and whether its range is the last of _own.
    private Part? _part;
    private bool _hasRange;

    /// <param name="id">The reading, by the run that began it.</param>
    /// <param name="runStartedAt">When this run of it began.</param>
    /// <param name="earlier">What earlier readings of the list read.</param>
    /// <param name="own">What earlier runs of this reading read.</param>
    /// <param name="isGapless">Whether they left nothing out at an unknown place.</param>
    public ListReading(long id, long runStartedAt, IReadOnlyList<ReadRange> earlier, IReadOnlyList<ReadRange> own, bool isGapless)
    {
        _id = id;
        _runStartedAt = runStartedAt;
        _earlier = earlier;
        _earlierFromTop = [.. earlier.GroupBy(static range => range.ReadingId).Select(FromTop).OfType<ReadFromTop>()];
        _own = [.. own];
        IsGapless = isGapless;
        Above = own.Count == 0 ? null : own.Min(static range => range.Above);
    }

    /// <summary>The list was read down to this time, which is excluded; <see langword="null"/> while no cursor has said so.</summary>
    public long? Above { get; private set; }

    /// <summary>Whether nothing was left out at an unknown place.</summary>
    public bool IsGapless { get; private set; }

    /// <summary>The range that this run reads just now; <see langword="null"/> when it has none.</summary>
    public ReadRange? Range => _hasRange ? _own[^1] : null;

    /// <summary>How many ranges the reading has.</summary>
    public int Ranges => _own.Count;

    /// <summary>How far it read from the top without a gap; <see langword="null"/> when it has not.</summary>
    public long? ReadFromTopTo => IsGapless ? FromTop(_own)?.Above : null;

    /// <summary>
    /// Whether a page shows the part of the list that its cursors name. Providers send a page once more, whole or moved by a few follows,
    /// with the cursors of the page that was asked for.
    /// </summary>
    /// <param name="page">The page.</param>
    /// <param name="rows">Its rows that this run has not had.</param>
    /// <param name="duplicates">How many rows it had that came before in this run.</param>
    /// <param name="hasLateDuplicates">Whether one of them stands below a row that this run has not had.</param>
    /// <param name="isLast">Whether it says that nothing follows.</param>
    public bool ShowsItsPart(PageEvidence page, IReadOnlyList<SightedRow> rows, long duplicates, bool hasLateDuplicates, bool isLast)
    {
        if (page.NotBefore > page.NotAfter || rows.Any(row => row.Known is { IsCurrent: true } known && known.Position > page.NotAfter))
        {
            return false;
        }

        if (page.IsStart)
        {
            return rows.Count > 0 || isLast;
        }

        // Only the accounts of the second at which the page before ended come again, and they come first. A run that begins at the top
        // also reads once more what an earlier run of the reading has read.
        int repeated = page.NotAfter - 1 <= Above ? rows.Count(static row => row.CameBefore) : 0;
        return !hasLateDuplicates
            && rows.Take(repeated).All(static row => row.CameBefore)
            && duplicates + repeated <= Math.Max(MostOfOneSecond, (rows.Count - repeated) / 2)
            && (rows.Count > repeated || isLast);
    }

    /// <summary>Judges the rows of a page.</summary>
    /// <param name="page">The page.</param>
    /// <param name="rows">Its rows that this run has not had.</param>
    /// <param name="showsItsPart">Whether it <see cref="ShowsItsPart">shows its part of the list</see>.</param>
    [MethodImpl(StartUp.CompileFully)]
    public Sighting[] Judge(PageEvidence page, IReadOnlyList<SightedRow> rows, bool showsItsPart)
    {
        if (!showsItsPart)
        {
            page = page.WithoutPlace;
        }

        Sighting[] sightings = new Sighting[rows.Count];

        // From the bottom up, because the rows above a row were followed no earlier than that row.
        RowsBelow below = new(page.NotBefore, Since.Unknown);
        for (int i = rows.Count - 1; i >= 0; i--)
        {
            if (below.NotBefore > page.Newest)
            {
                below = new RowsBelow(page.NotBefore, Since.Unknown);
            }

            (sightings[i], below) = !showsItsPart && rows[i].Known is KnownFollow known && (!known.IsCurrent || HasPassed(known) || rows[i].CameBefore)
                ? (new Sighting(SightingKind.Unproved), below)
                : Judge(page, rows, i, below);
        }

        return sightings;
    }

    /// <summary>Notes how far down the list a page reaches.</summary>
    /// <param name="page">The page.</param>
    /// <param name="showsItsPart">Whether it <see cref="ShowsItsPart">shows its part of the list</see>.</param>
    public void Extend(PageEvidence page, bool showsItsPart)
    {
        if (Above is long read && (page.IsStart || page.NotAfter > read) && !(_part?.ReadTo <= read))
        {
            // From the top once more: an earlier run has read down to there.
            Begin(new Part(read));
        }
        else if (page.IsStart)
        {
            Begin(new Part(null));
        }
        else if (_part is null || page.NotAfter < _part.ReadTo)
        {
            Begin(page.NotAfter is long notAfter ? new Part(notAfter) : null);
        }

        // A provider without time cursors continues from the top of the list. A part that was already read adds nothing.
        if (page.NotBefore >= Above)
        {
            return;
        }

        if (!showsItsPart)
        {
            IsGapless &= page.NotBefore is not null;
        }
        else if (page.NotBefore is long above)
        {
            ExtendTo(above);
        }
    }

    /// <summary>Notes that the list was read to its end.</summary>
    public void ExtendToEnd() => ExtendTo(ReadRange.EndOfList);

    /// <summary>
    /// Whether this reading should have shown a follow that was known before it and that it did not show: the account is followed no
    /// more. What was not read proves nothing.
    /// </summary>
    public bool Proves(KnownFollow follow)
    {
        if (!IsGapless || !HasPassed(follow))
        {
            return false;
        }

        long readTo = long.MaxValue;
        foreach (ReadRange range in _own.OrderByDescending(static range => range.NotAfter ?? long.MaxValue))
        {
            // The account may be in a gap, at its place or at that of a second follow that no reading has told from the first.
            if (range.NotAfter < readTo
                && (readTo > follow.FirstSeenAt || (follow.Position <= readTo && follow.NotAfter > range.NotAfter)))
            {
                return false;
            }

            readTo = Math.Min(readTo, range.Above);
        }

        return true;
    }

    /// <summary>Whether the place of a follow was passed.</summary>
    public bool HasPassed(KnownFollow follow) => follow.Position > Above;

    /// <summary>When a follow ended that this reading proves gone.</summary>
    /// <param name="follow">The follow.</param>
    /// <param name="provedAt">When the page arrived that should have shown it at the latest.</param>
    public Bounds UnfollowOf(KnownFollow follow, long provedAt) => Bounds.Of(LastSeen(follow), provedAt);

    /// <summary>When a follow was last seen before this reading.</summary>
    public long LastSeen(KnownFollow follow) => LastSeen(follow, _earlier);

    /// <summary>When a follow was last seen, by what is known of it and by what was read.</summary>
    /// <param name="follow">The follow.</param>
    /// <param name="ranges">What was read.</param>
    /// <param name="before">Sightings at this time or later do not count, except for the first.</param>
    [MethodImpl(StartUp.CompileFully)]
    public static long LastSeen(KnownFollow follow, IReadOnlyList<ReadRange> ranges, long before = long.MaxValue)
    {
        long last = follow.SeenAt > follow.FirstSeenAt && follow.SeenAt < before ? follow.SeenAt.Value : follow.FirstSeenAt;

        // By index: this runs for each row of a history, and an enumerator would be an object of its own.
        for (int i = 0; i < ranges.Count; i++)
        {
            ReadRange range = ranges[i];
            bool showsFollow = range.ReadingId > follow.ReadingId
                && !(range.ReadingId < follow.SeenReadingId)
                && !(range.ReadingId >= follow.MissingReadingId)
                && !(range.ReadingId >= follow.UnfollowedReadingId)
                && range.Holds(follow);
            if (showsFollow && range.ReadAt > last && range.ReadAt < before)
            {
                last = range.ReadAt;
            }
        }

        return last;
    }

    private static ReadFromTop? FromTop(IEnumerable<ReadRange> reading)
    {
        ReadFromTop? read = null;
        foreach (ReadRange range in reading)
        {
            if (range.NotAfter is null)
            {
                read = new ReadFromTop(range.ReadingId, range.ReadAt, Math.Min(read?.Above ?? long.MaxValue, range.Above));
            }
            else if (range.NotAfter >= read?.Above)
            {
                read = read with { Above = Math.Min(read.Above, range.Above) };
            }
        }

        return read;
    }

    [MethodImpl(StartUp.CompileFully)]
    private (Sighting Sighting, RowsBelow Below) Judge(PageEvidence page, IReadOnlyList<SightedRow> rows, int index, RowsBelow below)
    {
        KnownFollow? follow = rows[index].Known;
        if (follow is { IsCurrent: true })
        {
            bool isAgain = below.NotBefore > follow.NotAfter || below.Since.IsAfterFirstSightingOf(follow);
            return isAgain ? FollowedAgain(page, follow, below) : Same(page, follow, below);
        }

        if (follow is null || !IsAtItsOldPlace(follow))
        {
            return Followed(page, rows, index, below);
        }

        (Sighting same, RowsBelow belowNext) = Same(page, follow, below);
        return (same with { Kind = SightingKind.NeverEnded }, belowNext);

        // Either the cursor says so, or accounts stand above it that were there when it was missing.
        bool IsAtItsOldPlace(KnownFollow ended) =>
            page.NotAfter < ended.UnfollowedNotBefore
            || (!(below.NotBefore > ended.NotAfter) && KnownAbove(rows, index, new Since(ended.UnfollowedReadingId!.Value, long.MaxValue)) > 0);
    }

    /// <summary>How many accounts above a row were there at a time, and are not known to have been followed again.</summary>
    private static int KnownAbove(IReadOnlyList<SightedRow> rows, int index, Since since) =>
        rows.Take(index).Count(row => row.Known is { IsCurrent: true } known && since.IsAfterFirstSightingOf(known));

    private static (Sighting Sighting, RowsBelow Below) Same(PageEvidence page, KnownFollow follow, RowsBelow below)
    {
        // A cursor below the known bounds shows that they came from a wrong clock. A first lower bound is taken only when it certainly
        // belongs to this follow and not to a second one.
        bool isBelow = page.NotAfter < follow.NotBefore;
        bool isFirst = follow.NotBefore is null && below.NotBefore is not null && page.NotAfter < follow.FirstSeenAt;
        Bounds? corrected = isBelow || isFirst
            ? Bounds.Of(below.NotBefore, isBelow ? page.Newest : Math.Min(page.Newest, follow.NotAfter))
            : null;
        long? notBefore = corrected is null ? follow.NotBefore : corrected.Value.NotBefore;
        return (new Sighting(SightingKind.Same, corrected), below with { NotBefore = Max(below.NotBefore, notBefore) });
    }

    private (Sighting Sighting, RowsBelow Below) FollowedAgain(PageEvidence page, KnownFollow follow, RowsBelow below)
    {
        // A sighting after the lower bound of the second follow may have been of the second follow.
        long seen = LastSeen(follow, _earlier, before: below.NotBefore ?? long.MinValue);
        Bounds again = Bounds.Of(Max(below.NotBefore, seen), page.Newest);
        Since since = new Since(follow.ReadingId, follow.FirstSeenAt);
        return (
            new Sighting(SightingKind.FollowedAgain, again, Bounds.Of(seen, page.Newest), IsChange: true),
            new RowsBelow(Max(below.NotBefore, again.NotBefore), Since.Later(below.Since, since)));
    }

    private (Sighting Sighting, RowsBelow Below) Followed(PageEvidence page, IReadOnlyList<SightedRow> rows, int index, RowsBelow below)
    {
        long position = below.NotBefore ?? 0;
        KnownFollow? ended = rows[index].Known;
        long? notBefore = Max(below.NotBefore, ended?.UnfollowedNotBefore);
        Since since = below.Since;
        bool wasRead = since != Since.Unknown || ended is not null;
        long? missedAt = null;
        Since missed = Since.Unknown;
        foreach (ReadFromTop reading in _earlierFromTop)
        {
            wasRead |= reading.Above <= position;

            // The reading would have shown this follow if it had existed then. Before the end of the earlier follow it showed that one.
            if (rows[index].IsIdentified && reading.Above < position && !(ended?.UnfollowedReadingId > reading.ReadingId))
            {
                missedAt = Max(missedAt, reading.ReadAt);
                missed = Since.Later(missed, new Since(reading.ReadingId, reading.ReadAt));
            }
        }

        // Unless the provider left the account out: its place is older than the reading, or several accounts above it would all have been
        // followed again since.
        bool wasLeftOut = missedAt > page.NotAfter || (missed != Since.Unknown && KnownAbove(rows, index, missed) > 1);
        if (!wasLeftOut)
        {
            notBefore = Max(notBefore, missedAt);
            since = Since.Later(since, missed);
        }

        // Times of readings come from this machine's clock, which may have been set back. Times of cursors do not.
        Bounds follow = notBefore > page.Newest ? Bounds.Of(below.NotBefore, page.Newest) : new Bounds(notBefore, page.Newest);
        return (
            new Sighting(SightingKind.Followed, follow, IsChange: wasRead && (ended is not null || !wasLeftOut)),
            new RowsBelow(Max(below.NotBefore, follow.NotBefore), since));
    }

    private void Begin(Part? part)
    {
        _part = part;
        _hasRange = false;
    }

    private void ExtendTo(long above)
    {
        Above = Math.Min(Above ?? long.MaxValue, above);
        if (_part is null)
        {
            // A run that resumes at a cursor that is no time: where its part begins is unknown.
            IsGapless = false;
            return;
        }

        ReadRange range = new(_id, _runStartedAt, _part.NotAfter, above);
        if (_hasRange)
        {
            _own[^1] = range;
        }
        else
        {
            _own.Add(range);
            _hasRange = true;
        }

        _part = _part with { ReadTo = above };
    }

    private static long? Max(long? a, long? b) => a is null ? b : b is null ? a : Math.Max(a.Value, b.Value);

    /// <summary>What the rows below say about those above them.</summary>
    /// <param name="NotBefore">They were followed at this time or after.</param>
    /// <param name="Since">They were followed after this.</param>
    private readonly record struct RowsBelow(long? NotBefore, Since Since);

    /// <summary>A moment in the order of the readings, which no clock can mix up.</summary>
    /// <param name="ReadingId">After what this reading had seen ...</param>
    /// <param name="SeenAt">... by this time.</param>
    private readonly record struct Since(long ReadingId, long SeenAt)
    {
        public static readonly Since Unknown = new(-1, 0);

        public bool IsAfterFirstSightingOf(KnownFollow follow) =>
            follow.ReadingId < ReadingId || (follow.ReadingId == ReadingId && follow.FirstSeenAt <= SeenAt);

        public static Since Later(Since a, Since b) =>
            a.ReadingId > b.ReadingId || (a.ReadingId == b.ReadingId && a.SeenAt >= b.SeenAt) ? a : b;
    }

    /// <summary>A part of the list that is read without a gap.</summary>
    /// <param name="NotAfter">Where it begins; <see langword="null"/> is the top.</param>
    private sealed record Part(long? NotAfter)
    {
        public long ReadTo { get; init; } = NotAfter ?? long.MaxValue;
    }

    /// <summary>What a reading read from the top of the list without a gap.</summary>
    private sealed record ReadFromTop(long ReadingId, long ReadAt, long Above);
}
