using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;

namespace TikTokFollowing.Pipeline;

/// <summary>
/// Brings what happens on other threads onto the pipeline thread: verbose and debug lines, warnings, progress.
/// </summary>
internal sealed class CommandReporter(PSCmdlet cmdlet, int? handlesAnnounced) : IFollowingObserver, IDisposable
{
    private static readonly TimeSpan ProgressFrom = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentQueue<FollowingEvent> _events = new();
    private readonly Queue<string> _warnings = new();
    private readonly ManualResetEventSlim _wake = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Dictionary<string, long> _rows = new(StringComparer.OrdinalIgnoreCase);
    private TimeSpan _nextProgress = ProgressFrom;
    private TimeSpan _waitEnds;
    private string _waitReason = string.Empty;
    private bool _isShown;
    private string _handle = string.Empty;
    private int _handlesBegun;
    private long? _total;
    private int _requests;
    private decimal _credits;

    public CommandDetails Details { get; } = new(cmdlet);

    /// <summary>Set when there is something that the pipeline thread should look at while it waits.</summary>
    public ManualResetEventSlim Wake => _wake;

    public bool WantsTraffic => Details.WantsTraffic;

    /// <summary>Whether warnings wait to be written. They may end the command, so the pages that came are delivered first.</summary>
    public bool HasWarnings => _warnings.Count > 0;

    public void OnEvent(FollowingEvent happened)
    {
        _events.Enqueue(happened);
        if (happened is RetryEvent or HoldEvent)
        {
            _wake.Set();
        }
    }

    /// <summary>Notes that a list was begun.</summary>
    public void OnBegin(string handle)
    {
        _handlesBegun++;
        _handle = handle;
        _total = null;
    }

    /// <summary>Notes a page that is going to be delivered.</summary>
    public void OnPage(FollowingList list, FollowingPage page)
    {
        _handle = list.Handle;
        _total = page.ReportedTotal;
        _rows[_handle] = _rows.GetValueOrDefault(_handle) + page.Users.Count;
    }

    /// <summary>Notes that a list has ended.</summary>
    public void OnEnd(FollowingList list) => _rows.Remove(list.Handle);

    /// <summary>Writes the warnings that wait. Pipeline thread only.</summary>
    public void FlushWarnings()
    {
        while (_warnings.TryDequeue(out string? warning))
        {
            Details.Warn(warning);
        }
    }

    /// <summary>Adds a warning that is written when the pages that came are delivered.</summary>
    public void Warn(string handle, string message) => _warnings.Enqueue($"'{handle}': {message}");

    /// <summary>Writes what has happened, without the warnings. Pipeline thread only.</summary>
    public void Flush()
    {
        while (_events.TryDequeue(out FollowingEvent? happened))
        {
            Write(happened);
        }

        if (_clock.Elapsed >= _nextProgress)
        {
            _nextProgress = _clock.Elapsed + ProgressInterval;
            ShowProgress();
        }
    }

    /// <summary>Takes the progress display away.</summary>
    public void Complete()
    {
        Flush();
        FlushWarnings();
        if (_isShown)
        {
            cmdlet.WriteProgress(NewProgress("Done", ProgressRecordType.Completed));
        }
    }

    private void Write(FollowingEvent happened)
    {
        switch (happened)
        {
            case RequestEvent request:
                _requests++;
                _credits += request.Credits;
                break;
            case RetryEvent retry:
                Wait(retry.Delay, "retrying");
                break;
            case HoldEvent hold:
                Wait(hold.Delay, "rate limit");
                break;
            case NoticeEvent notice:
                Warn(notice.Handle, notice.Message);
                break;
            case TrafficEvent traffic:
                cmdlet.WriteDebug(traffic.Text);
                break;
        }

        if (Details.AreWanted && Describe(happened) is string line)
        {
            Details.Write(line);
        }
    }

    public void Dispose() => _wake.Dispose();

    private static string? Describe(FollowingEvent happened)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        return happened switch
        {
            RequestEvent request => Describe(request),
            RetryEvent retry => string.Create(
                culture,
                $"{retry.Handle} page {retry.Page}: retry {retry.Retry} in {retry.Delay.TotalSeconds:0.0} s. {retry.Reason}{(retry.MayHaveBeenCharged ? " The failed attempt may have been charged." : string.Empty)}"),
            DetailEvent detail => $"{detail.Handle}: {detail.Message}",
            HoldEvent hold => string.Create(culture, $"{hold.Handle}: waiting {hold.Delay.TotalSeconds:0.0} s for the rate limit."),
            _ => null,
        };
    }

    private static string Describe(RequestEvent request)
    {
        string outcome = request.StatusCode is int status ? string.Create(CultureInfo.InvariantCulture, $"HTTP {status}") : "no answer";
        string what = request.Page is int page ? string.Create(CultureInfo.InvariantCulture, $"page {page}") : "access token";
        string line = string.Create(
            CultureInfo.InvariantCulture,
            $"{request.Provider} {request.Handle} {what}: {outcome}, {Quantity.Of(request.Rows ?? 0, "row")}, {Quantity.Of(request.Bytes, "byte")}, {request.Duration.TotalMilliseconds:0} ms, {Quantity.OfCredits(request.Credits)}");
        line += request.RateLimit is null ? string.Empty : $", rate left {request.RateLimit}";
        line += request.Failure is null ? string.Empty : $". {request.Failure}";
        line += request.RequestId is null ? string.Empty : $", request {DisplayText.Neutralize(request.RequestId)}";
        return line;
    }

    private void Wait(TimeSpan delay, string reason)
    {
        _waitEnds = _clock.Elapsed + delay;
        _waitReason = reason;
    }

    private void ShowProgress()
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        string which = handlesAnnounced is int all and > 1 ? string.Create(culture, $"handle {_handlesBegun} of {all}")
            : _handlesBegun > 1 ? string.Create(culture, $"handle {_handlesBegun}")
            : string.Empty;
        long rows = _rows.GetValueOrDefault(_handle);
        string total = _total is long count ? string.Create(culture, $" of about {count:N0}") : string.Empty;
        TimeSpan wait = _waitEnds - _clock.Elapsed;
        string[] parts =
        [
            _handle,
            which,
            total.Length > 0 ? string.Create(culture, $"{rows:N0}{total} rows") : Quantity.Of(rows, "row"),
            Quantity.Of(_requests, "request"),
            Quantity.OfCredits(_credits),
            wait > TimeSpan.Zero ? string.Create(culture, $"{_waitReason}, waiting {wait.TotalSeconds:0} s") : string.Empty,
        ];
        ProgressRecord progress = NewProgress(string.Join(", ", parts.Where(static part => part.Length > 0)), ProgressRecordType.Processing);
        progress.PercentComplete = _total is > 0 ? (int)Math.Min(99, 100 * rows / _total.Value) : -1;
        progress.SecondsRemaining = wait > TimeSpan.Zero ? (int)Math.Ceiling(wait.TotalSeconds) : -1;
        cmdlet.WriteProgress(progress);
        _isShown = true;
    }

    // A new record for each update, because jobs and redirected streams keep a reference to the record.
    private static ProgressRecord NewProgress(string status, ProgressRecordType type) => new(0, "TikTok following", status) { RecordType = type };
}
