using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;

namespace TikTokFollowing.Pipeline;

/// <summary>
/// Brings what happens on other threads onto the pipeline thread: verbose and debug lines, warnings, progress.
/// </summary>
internal sealed class CommandReporter(Cmdlet cmdlet, CommandDetails details, int? handlesAnnounced) : IFollowingObserver
{
    private static readonly TimeSpan ProgressFrom = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentQueue<FollowingEvent> _events = new();
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

    /// <summary>Called from any thread when there is something that the user should see while the pipeline thread waits.</summary>
    public Action? Wake { get; set; }

    public bool WantsTraffic => details.WantsTraffic;

    public void OnEvent(FollowingEvent happened)
    {
        _events.Enqueue(happened);
        if (happened is RetryEvent or HoldEvent)
        {
            Wake?.Invoke();
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

    /// <summary>Writes what has happened. Pipeline thread only.</summary>
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
                cmdlet.WriteWarning($"'{notice.Handle}': {notice.Message}");
                break;
            case TrafficEvent traffic:
                cmdlet.WriteDebug(traffic.Text);
                break;
        }

        if (details.AreWanted && Describe(happened) is string line)
        {
            details.Write(line);
        }
    }

    private static string? Describe(FollowingEvent happened)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        return happened switch
        {
            RequestEvent request => Describe(request),
            RetryEvent retry => string.Create(
                culture,
                $"{retry.Handle} page {retry.Page}: retry {retry.Retry} in {retry.Delay.TotalSeconds:0.0} s. {retry.Reason}{(retry.MayHaveBeenCharged ? " The failed attempt may have been charged." : string.Empty)}"),
            HoldEvent hold => string.Create(culture, $"{hold.Handle}: waiting {hold.Delay.TotalSeconds:0.0} s for the rate limit."),
            _ => null,
        };
    }

    private static string Describe(RequestEvent request)
    {
        string outcome = request.StatusCode is int status ? string.Create(CultureInfo.InvariantCulture, $"HTTP {status}") : "no answer";
        string line = string.Create(
            CultureInfo.InvariantCulture,
            $"{request.Provider} {request.Handle} page {request.Page}: {outcome}, {request.Rows ?? 0} rows, {request.Bytes:N0} bytes, {request.Duration.TotalMilliseconds:0} ms, {request.Credits:0.##} credits");
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
            string.Create(culture, $"{rows:N0}{total} rows"),
            string.Create(culture, $"{_requests:N0} requests"),
            string.Create(culture, $"{_credits:0.##} credits"),
            wait > TimeSpan.Zero ? string.Create(culture, $"{_waitReason}, waiting {wait.TotalSeconds:0} s") : string.Empty,
        ];
        ProgressRecord progress = NewProgress(string.Join(", ", parts.Where(static part => part.Length > 0)), ProgressRecordType.Processing);
        progress.PercentComplete = _total is > 0 ? (int)Math.Min(99, 100 * rows / _total.Value) : -1;
        progress.SecondsRemaining = wait > TimeSpan.Zero ? (int)Math.Ceiling(wait.TotalSeconds) : -1;
        cmdlet.WriteProgress(progress);
        _isShown = true;
    }

    // A record of its own for each update: jobs and other streams keep the record, not what it said.
    private static ProgressRecord NewProgress(string status, ProgressRecordType type) => new(0, "TikTok following", status) { RecordType = type };
}
