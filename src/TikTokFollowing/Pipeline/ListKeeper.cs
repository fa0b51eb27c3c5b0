using System.Management.Automation;
using TikTokFollowing.Paging;
using TikTokFollowing.Store;

namespace TikTokFollowing.Pipeline;

/// <summary>Keeps each list in a store, page by page, and writes the changes that it shows.</summary>
internal sealed class ListKeeper : IListTask, IDisposable
{
    private readonly PSCmdlet _cmdlet;
    private readonly ConnectionRoute _route;
    private readonly FollowingListOptions _listOptions;
    private readonly SyncOptions _options;
    private readonly FollowingStore? _store;
    private readonly Dictionary<string, (Reading Reading, ReadingPlan Plan)> _readings = [];

    /// <param name="cmdlet">Whose pipeline it is.</param>
    /// <param name="route">The connections.</param>
    /// <param name="listOptions">How lists are read.</param>
    /// <param name="options">What is read of them. The page size and the price are those of the connection that a list begins with.</param>
    /// <param name="path">The store's path of the file system.</param>
    /// <param name="changesNothing">Whether the command only says what it would do.</param>
    /// <exception cref="FollowingException"><see cref="FollowingErrorKind.StoreInUse"/>, <see cref="FollowingErrorKind.StoreInvalid"/>.</exception>
    public ListKeeper(
        PSCmdlet cmdlet, ConnectionRoute route, FollowingListOptions listOptions, SyncOptions options, string path, bool changesNothing)
    {
        _cmdlet = cmdlet;
        _route = route;
        _listOptions = listOptions;
        _options = options;
        _store = !changesNothing ? FollowingStore.OpenForSync(path, TimeProvider.System)
            : File.Exists(path) ? FollowingStore.OpenToRead(path, TimeProvider.System)
            : null;
    }

    public FollowingException? Failure { get; private set; }

    /// <summary>The lists that a Sync without handles reads.</summary>
    /// <exception cref="FollowingException">The store cannot be read.</exception>
    public IReadOnlyList<string> Watched() => _store?.Watched() ?? [];

    public FollowingList? Begin(string handle, out ListEnd? skipped)
    {
        skipped = null;
        FollowingConnection connection = _route.Current;
        int? size = connection.Source.SizeFor(_listOptions.PageSize, null);
        SyncOptions options = _options with
        {
            PageSize = size ?? connection.Source.Provider.PageSize.Usual,
            AsksForPageSize = size is not null,
            CreditsPerRequest = connection.Source.Sender.CreditsPerRequest,
        };
        if (Guard(() => _store?.Plan(handle, options, _route.Translate) ?? FollowingStore.PlanWithoutStore(handle, options)) is not ReadingPlan plan)
        {
            return null;
        }

        string description = Describe(plan);
        if (plan.Kind == ReadingKind.Nothing)
        {
            Inform($"{handle}: {description}");
            skipped = new ListEnd(plan.WasComplete ? FollowingStatus.Complete : FollowingStatus.Limited, plan.Reason);
            return null;
        }

        // The engine shows this text under -WhatIf, else as a verbose line.
        if (!_cmdlet.ShouldProcess($"{handle}: {description}", $"Read the list of {handle} ({description})?", "Sync-TikTokFollowing"))
        {
            skipped = new ListEnd(FollowingStatus.NotStarted, "It was not to be read: -WhatIf, or the answer to the prompt.");
            return null;
        }

        if (Guard(() => _store!.Begin(plan, connection.Provider, connection.IsSandbox)) is not Reading reading)
        {
            return null;
        }

        _readings.Add(handle, (reading, plan));
        return _route.GetFollowing(handle, new FollowingListOptions
        {
            Cursor = reading.Cursor,
            PageSize = _listOptions.PageSize,
            MaxPages = _listOptions.MaxPages,
            Observer = _listOptions.Observer,
        });
    }

    public ListEnd? Take(FollowingList list, FollowingPage page)
    {
        if (Failure is not null || Guard(() => _readings[list.Handle].Reading.Commit(page)) is not PageOutcome outcome)
        {
            return ListEnd.Of(Failure!);
        }

        // The page is already in the store, so it counts as delivered even if the pipeline ends while the changes are written.
        list.DeliverWhole(page);
        foreach (FollowingChange change in outcome.Changes)
        {
            _cmdlet.WriteObject(change);
        }

        return page.End is null ? outcome.End : null;
    }

    public string HowToResume(string cursor) => "Run the same command again to resume.";

    public void End(FollowingSummary summary, bool mayWrite)
    {
        if (!_readings.Remove(summary.Handle, out (Reading Reading, ReadingPlan Plan) begun))
        {
            return;
        }

        try
        {
            begun.Reading.End(summary);
        }
        catch (FollowingException failure)
        {
            Failure ??= failure;
        }

        if (mayWrite)
        {
            string status = summary.Status is FollowingStatus.Complete or FollowingStatus.Limited ? string.Empty : $", {summary.Status}";
            Inform($"{summary.Handle}: {NameOf(begun.Plan)}, {Quantity.Of(summary.Users, "account")}, {Quantity.Of(summary.Requests, "request")}, {Quantity.OfCredits(summary.Credits)}{status}");
        }
    }

    public void Dispose() => _store?.Dispose();

    /// <summary>Uses the store. When it fails, every other list would meet it too.</summary>
    private T? Guard<T>(Func<T> use)
        where T : class
    {
        try
        {
            return use();
        }
        catch (FollowingException failure)
        {
            Failure ??= failure;
            return null;
        }
    }

    // As Write-Host does: the line is shown, but is not output.
    private void Inform(string line) => _cmdlet.WriteInformation(new HostInformationMessage { Message = line }, ["PSHOST"]);

    private static string NameOf(ReadingPlan plan) => plan switch
    {
        { IsFromTop: true } => "resumed at the top of the list",
        { IsResumed: true } => $"resumed at page {plan.Page}",
        { Kind: ReadingKind.FirstReading } => "first reading",
        { Kind: ReadingKind.NewestPart } => "newest part",
        _ => "whole list",
    };

    private static string Describe(ReadingPlan plan)
    {
        if (plan.Kind == ReadingKind.Nothing)
        {
            return $"nothing to do. {plan.Reason}";
        }

        string requests = plan.MostRequests is not long most ? $"{Quantity.Of(plan.LeastRequests, "request")} or more"
            : most == plan.LeastRequests ? Quantity.Of(most, "request")
            : $"{plan.LeastRequests} to {Quantity.Of(most, "request")}";
        string credits = plan.MostCredits is not decimal highest ? $"{Quantity.OfCredits(plan.LeastCredits)} or more"
            : highest == plan.LeastCredits ? Quantity.OfCredits(highest)
            : $"{Quantity.Number(plan.LeastCredits)} to {Quantity.OfCredits(highest)}";
        return $"{NameOf(plan)}, {requests}, {credits}";
    }
}
