using System.Management.Automation;

namespace TikTokFollowing.Engine.Tests.Support;

/// <summary>What a script wrote, stream by stream.</summary>
/// <param name="Output">The objects of the output stream.</param>
/// <param name="Terminating">What the script threw; <see langword="null"/> when it ran to its end.</param>
internal sealed record Run(Session Session, PSDataStreams Streams, IReadOnlyList<PSObject> Output, ErrorRecord? Terminating)
{
    public IReadOnlyList<ErrorRecord> Errors { get; } = [.. Streams.Error];

    public IReadOnlyList<string> Warnings { get; } = [.. Streams.Warning.Select(static record => record.Message)];

    public IReadOnlyList<string> Verbose { get; } = [.. Streams.Verbose.Select(static record => record.Message)];

    public IReadOnlyList<string> Debug { get; } = [.. Streams.Debug.Select(static record => record.Message)];

    public IReadOnlyList<string> Information { get; } = [.. Streams.Information.Select(static record => $"{record.MessageData}")];

    public IReadOnlyList<ProgressRecord> Progress { get; } = [.. Streams.Progress];

    /// <summary>The accounts in the output.</summary>
    public IReadOnlyList<FollowedUser> Rows => [.. Output.Select(static item => item.BaseObject).OfType<FollowedUser>()];

    /// <summary>What the script left in <c>$summary</c>.</summary>
    public IReadOnlyList<FollowingSummary> Summaries => Session.List<FollowingSummary>("summary");

    /// <summary>The only summary in <c>$summary</c>.</summary>
    public FollowingSummary Summary => Assert.Single(Summaries);

    /// <summary>The statuses in <c>$summary</c>, each behind its handle.</summary>
    public string Statuses => string.Join(", ", Summaries.Select(static summary => $"{summary.Handle} {summary.Status}"));

    /// <summary>The output as text.</summary>
    public IReadOnlyList<string> Text => [.. Output.Select(static item => item?.ToString() ?? string.Empty)];

    /// <summary>The ids of the errors that did not end the script, without the class that wrote them.</summary>
    public IReadOnlyList<string> ErrorIds => [.. Errors.Select(static error => error.FullyQualifiedErrorId.Split(',')[0])];

    /// <summary>Everything that the streams say to people.</summary>
    public IReadOnlyList<string> AllText =>
    [
        .. Text, .. Errors.Select(static error => $"{error} {error.Exception}"), .. Warnings, .. Verbose, .. Debug, .. Information,
        .. Progress.Select(static record => record.ToString()), $"{Terminating} {Terminating?.Exception}",
    ];

    /// <summary>Fails when the script threw, wrote an error or warned.</summary>
    public Run AssertSilent()
    {
        Assert.True(Terminating is null, $"{Terminating?.FullyQualifiedErrorId}: {Terminating}");
        Assert.Empty(Errors);
        Assert.Empty(Warnings);
        return this;
    }

    /// <summary>Fails unless the script threw an error with this id.</summary>
    public ErrorRecord AssertThrew(string id)
    {
        Assert.True(Terminating is not null, $"Nothing was thrown; the errors are: {string.Join(", ", Errors)}");
        Assert.Equal(id, Terminating.FullyQualifiedErrorId.Split(',')[0]);
        return Terminating;
    }

    /// <summary>Fails unless the script wrote this one error and ran to its end.</summary>
    public ErrorRecord AssertError(string id)
    {
        Assert.True(Terminating is null, $"Thrown: {Terminating?.FullyQualifiedErrorId}: {Terminating}");
        ErrorRecord error = Assert.Single(Errors);
        Assert.Equal(id, error.FullyQualifiedErrorId.Split(',')[0]);
        return error;
    }
}
