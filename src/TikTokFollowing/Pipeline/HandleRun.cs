using System.Collections;
using System.Management.Automation;
using TikTokFollowing.Paging;

namespace TikTokFollowing.Pipeline;

/// <summary>
/// The lists of one command, from the handles that come in to one summary for each, whatever ends the command. Rows that were paid for
/// are delivered before anything that can end the pipeline is written.
/// </summary>
internal sealed class HandleRun : IListConsumer, IDisposable
{
    private const string EarlierError = "An earlier error would have affected this handle too.";
    private static readonly ListEnd CommandEnded = new(FollowingStatus.Stopped, "An error or a warning ended the command.");

    private readonly PSCmdlet _cmdlet;
    private readonly ConnectionRoute _route;
    private readonly CommandReporter _reporter;
    private readonly IListTask _task;
    private readonly ArrayList? _summaries;
    private readonly CancellationToken _stopToken;
    private readonly ListRunner _runner;
    private readonly HandleText _text;
    private readonly HashSet<string> _asked = [];

    // How the lists end when the pipeline throws: as ended by the consumer, unless an error or a warning is being written.
    private ListEnd _reason = ListEnd.ConsumerTookNoMore;
    private bool _isEnding;
    private string? _beginning;

    /// <param name="cmdlet">The cmdlet whose pipeline it is.</param>
    /// <param name="route">The connections.</param>
    /// <param name="reporter">Writes what happens.</param>
    /// <param name="task">What is done with each list.</param>
    /// <param name="summaries">Receives the summaries; <see langword="null"/> when nobody wants them.</param>
    /// <param name="throttleLimit">Lists read at once.</param>
    /// <param name="stopToken">Cancelled when the pipeline is stopped.</param>
    public HandleRun(
        PSCmdlet cmdlet,
        ConnectionRoute route,
        CommandReporter reporter,
        IListTask task,
        ArrayList? summaries,
        int throttleLimit,
        CancellationToken stopToken)
    {
        _cmdlet = cmdlet;
        _route = route;
        _reporter = reporter;
        _task = task;
        _summaries = summaries;
        _stopToken = stopToken;
        _text = new HandleText(cmdlet);
        _runner = new ListRunner(this, throttleLimit, reporter.Wake, stopToken);
    }

    private bool IsOver => _route.IsExhausted || _task.Failure is not null;

    /// <summary>Begins the lists of these handles, and works while there is no room for another.</summary>
    public void Add(IReadOnlyList<string?> handles)
    {
        int begun = 0;
        try
        {
            while (begun < handles.Count && !_stopToken.IsCancellationRequested)
            {
                Add(handles[begun++]);
            }
        }
        finally
        {
            if (_beginning is not null)
            {
                NotStarted(_beginning);
            }

            for (; begun < handles.Count; begun++)
            {
                if (TikTokHandle.TryParse(handles[begun], out string? handle) && _asked.Add(handle))
                {
                    NotStarted(handle);
                }
            }
        }
    }

    /// <summary>Works until every list has ended.</summary>
    public void Complete()
    {
        Guarded(_runner.Drain);
        _reporter.Complete();
    }

    public ListEnd? OnPage(FollowingList list, FollowingPage page)
    {
        _reporter.OnPage(list, page);
        _reporter.Flush();
        ListEnd? end = _task.Take(list, page);
        WriteWarnings();
        return end;
    }

    public void OnEnd(FollowingList list, FollowingException? failure)
    {
        FollowingSummary summary = list.Summary!;
        if (_isEnding && failure is { EndsTheAsking: true } && summary.Requests == 0)
        {
            // The error that ended the asking has met this list before its first request.
            (summary, failure) = (_route.NotAsked(list.Handle, FollowingStatus.NotStarted, EarlierError), null);
        }

        _summaries?.Add(summary);
        _task.End(summary, mayWrite: true);
        _reporter.Flush();
        _reporter.OnEnd(list);
        failure ??= _isEnding ? null : _task.Failure;
        if (failure is not null)
        {
            Write(ErrorRecords.Create(failure, summary, _task.HowToResume));
        }
        else if (summary is { Status: FollowingStatus.Truncated or FollowingStatus.StuckCursor, Requests: > 0 })
        {
            string about = summary.ReportedTotal is long total ? $"about {Quantity.Of(total, "row")}" : "an unknown number of rows";
            _reporter.Warn(
                list.Handle,
                $"the list is incomplete ({summary.Status}). {summary.Message} {Quantity.Of(summary.Users, "row")} of {about} {(summary.Users == 1 ? "was" : "were")} delivered.");
        }

        WriteWarnings();
    }

    public void OnWaiting()
    {
        _reporter.Flush();
        WriteWarnings();
    }

    public void Dispose()
    {
        Abandon();
        _reporter.Dispose();
    }

    private void Add(string? text)
    {
        if (HandleText.IsPassedOver(text))
        {
            return;
        }

        if (!TikTokHandle.TryParse(text, out string? handle))
        {
            FollowingException error = _text.ErrorOf(text, out string target);
            NotAsked(target, FollowingStatus.Failed, error.Message);
            Guarded(() => EndWith(_reporter.Details.ErrorsStop, () => _cmdlet.WriteError(ErrorRecords.Create(error, target))));
        }
        else if (!_asked.Add(handle))
        {
            _reporter.Details.Write($"{handle}: asked for already in this command.");
        }
        else if (IsOver)
        {
            NotStarted(handle);
        }
        else
        {
            _beginning = handle;
            if (_text.WarningOf(text!) is string warning)
            {
                _reporter.Warn(text!, warning);
                Guarded(WriteWarnings);
            }

            RunspaceState.Current.AddHandle(handle);
            _reporter.OnBegin(handle);
            Guarded(() =>
            {
                if (_task.Begin(handle, out ListEnd? skipped) is FollowingList list)
                {
                    _beginning = null;
                    _runner.Add(list);
                }
                else if (skipped is not null)
                {
                    NotAsked(handle, skipped.Status, skipped.Message!);
                }
                else if (_task.Failure is FollowingException failure)
                {
                    NotAsked(handle, FollowingStatus.Failed, failure.Message);
                    Write(ErrorRecords.Create(failure, handle));
                }
            });
        }
    }

    private void NotStarted(string handle)
    {
        string reason = _cmdlet.Stopping ? "The command was stopped first."
            : IsOver ? EarlierError
            : "The command ended first.";
        NotAsked(handle, FollowingStatus.NotStarted, reason);
    }

    private void NotAsked(string handle, FollowingStatus status, string reason)
    {
        _beginning = null;
        FollowingSummary summary = _route.NotAsked(handle, status, reason);
        _summaries?.Add(summary);
    }

    private void Write(ErrorRecord record)
    {
        EndWith(_reporter.Details.ErrorsStop, () => _cmdlet.WriteError(record));
        if (IsOver)
        {
            EndAsking();
        }
    }

    private void WriteWarnings()
    {
        if (_reporter.HasWarnings)
        {
            EndWith(_reporter.Details.WarningsStop, _reporter.FlushWarnings);
        }
    }

    /// <summary>
    /// Writes an error or a warning. When it ends the command, the pages that were paid for are delivered first, and only the first one
    /// of this kind is written.
    /// </summary>
    private void EndWith(bool ends, Action write)
    {
        if (ends && _isEnding)
        {
            return;
        }

        if (ends)
        {
            EndAsking();
        }

        _reason = CommandEnded;
        write();
        _reason = ListEnd.ConsumerTookNoMore;
    }

    private void EndAsking()
    {
        if (!_isEnding)
        {
            _isEnding = true;
            _runner.EndAsking(CommandEnded);
        }
    }

    /// <summary>Lets the pipeline's exceptions pass, but first ends every request.</summary>
    private void Guarded(Action work)
    {
        bool completed = false;
        try
        {
            work();
            completed = true;
        }
        finally
        {
            if (!completed)
            {
                Abandon();
            }
        }
    }

    private void Abandon()
    {
        foreach (FollowingList list in _runner.Abandon(_cmdlet.Stopping ? ListEnd.CommandStopped : _reason))
        {
            _summaries?.Add(list.Summary);
            _task.End(list.Summary!, mayWrite: false);
        }
    }
}
