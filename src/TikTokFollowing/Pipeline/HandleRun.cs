using System.Collections;
using System.Management.Automation;

namespace TikTokFollowing.Pipeline;

/// <summary>One Get-TikTokFollowing: handles in, rows and verdicts out.</summary>
internal sealed class HandleRun : IListConsumer, IDisposable
{
    private readonly PSCmdlet _cmdlet;
    private readonly FollowingConnection _connection;
    private readonly FollowingListOptions _options;
    private readonly CommandReporter _reporter;
    private readonly CommandDetails _details;
    private readonly ArrayList? _summaries;
    private readonly bool _spreadsheetSafe;
    private readonly CancellationToken _stopToken;
    private readonly ListRunner _runner;
    private readonly HashSet<string> _asked = new(StringComparer.OrdinalIgnoreCase);

    private bool _runEnded;

    public HandleRun(
        PSCmdlet cmdlet,
        FollowingConnection connection,
        FollowingListOptions options,
        CommandReporter reporter,
        CommandDetails details,
        ArrayList? summaries,
        int throttleLimit,
        bool spreadsheetSafe,
        CancellationToken stopToken)
    {
        _cmdlet = cmdlet;
        _connection = connection;
        _options = options;
        _reporter = reporter;
        _details = details;
        _summaries = summaries;
        _spreadsheetSafe = spreadsheetSafe;
        _stopToken = stopToken;
        _runner = new ListRunner(this, throttleLimit, stopToken);
        _reporter.Wake = _runner.Wake;
    }

    /// <summary>Begins the lists of these handles, and works while there is no room for another.</summary>
    public void Add(IEnumerable<string?> handles)
    {
        foreach (string? handle in handles)
        {
            if (_stopToken.IsCancellationRequested)
            {
                return;
            }

            Add(handle ?? string.Empty);
        }
    }

    /// <summary>Works until every list has ended.</summary>
    public void Complete()
    {
        Guarded(_runner.Drain);
        _reporter.Complete();
    }

    public void OnPage(FollowingList list, FollowingPage page)
    {
        _reporter.OnPage(list, page);
        _reporter.Flush();
        if (page.Number == 1 && _options.WantsTotal)
        {
            // The total is approximate by nature: it counts deactivated accounts.
            const double Estimate = 0.5;
            long total = page.ReportedTotal ?? 0;
            _cmdlet.WriteObject(_cmdlet.PagingParameters.NewTotalCount((ulong)total, page.ReportedTotal is null ? 0 : Estimate));
        }

        IReadOnlyList<FollowedUser> users = page.Users;
        for (int i = 0; i < users.Count; i++)
        {
            page.Delivered = i + 1;
            _cmdlet.WriteObject(_spreadsheetSafe ? SpreadsheetText.Protect(users[i]) : users[i]);
            page.Taken = i + 1;
        }
    }

    public void OnEnd(FollowingList list, FollowingException? failure)
    {
        FollowingSummary summary = list.Summary!;
        _summaries?.Add(summary);
        _reporter.Flush();
        _reporter.OnEnd(list);
        if (failure is not null)
        {
            ErrorRecord record = ErrorRecords.Create(failure, list.Handle, summary);
            if (failure.EndsTheRun)
            {
                _runEnded = true;
                _cmdlet.ThrowTerminatingError(record);
            }

            _cmdlet.WriteError(record);
        }
        else if (summary is { Status: FollowingStatus.Truncated or FollowingStatus.StuckCursor, Requests: > 0 })
        {
            _cmdlet.WriteWarning(
                $"'{list.Handle}': the list is incomplete ({summary.Status}). {summary.Message} {summary.Users} of about {summary.ReportedTotal?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "an unknown number of"} rows were delivered; nothing that was served is missing.");
        }
        else if (summary.Requests == 0 && summary.Message is not null)
        {
            _details.Write($"{list.Handle}: {summary.Status}. {summary.Message}");
        }
    }

    public void OnWaiting() => _reporter.Flush();

    public void Dispose()
    {
        try
        {
            Abandon();
        }
        finally
        {
            _runner.Dispose();
            _options.Checkpoint?.Dispose();
        }
    }

    private void Add(string text)
    {
        if (!TikTokHandle.TryParse(text, out string? handle))
        {
            Refuse(text);
        }
        else if (!_asked.Add(handle))
        {
            _details.Write($"{handle}: asked for already in this command.");
        }
        else
        {
            RunspaceState.Current.AddHandle(handle);
            _reporter.OnBegin(handle);
            Guarded(() => _runner.Add(_connection.GetFollowing(handle, _options)));
        }
    }

    private void Refuse(string text)
    {
        FollowingException error = TikTokHandle.Refuse(text);
        FollowingSummary summary = new()
        {
            Handle = text,
            Provider = _connection.Provider,
            Status = FollowingStatus.Failed,
            Users = 0,
            Duplicates = 0,
            Pages = 0,
            Requests = 0,
            Retries = 0,
            Credits = 0,
            ReportedTotal = null,
            NextCursor = null,
            StartedAt = _connection.TimeProvider.GetUtcNow(),
            Duration = TimeSpan.Zero,
            Message = error.Message,
        };
        _connection.AddSummary(summary);
        _summaries?.Add(summary);
        _cmdlet.WriteError(ErrorRecords.Create(error, text));
    }

    /// <summary>Whatever the pipeline throws passes, but no request is left running behind it.</summary>
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
        (FollowingStatus status, string reason) = _cmdlet.Stopping ? (FollowingStatus.Stopped, "The run was stopped.")
            : _runEnded ? (FollowingStatus.Stopped, IListConsumer.RunEnded)
            : (FollowingStatus.Limited, "The consumer took no more rows.");
        foreach (FollowingList list in _runner.Abandon(status, reason))
        {
            _summaries?.Add(list.Summary);
        }
    }
}
