using TikTokFollowing.Benchmarks.Server;

namespace TikTokFollowing.Benchmarks.Table;

/// <summary>What <c>$module</c> is.</summary>
internal enum Module { None, Tested, Before, Naive, Empty }

/// <summary>The process: PowerShell, timed inside by <c>Scripts/Measure.ps1</c>; PowerShell, timed from its start to its end; or this program.</summary>
internal enum Launch { Timed, WholeProcess, Program }

/// <summary>One way to do a piece of work, each time in a fresh process.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Lists">What it reads.</param>
/// <param name="Work">
/// What it does. <c>$handles</c> are the lists and <c>$pass</c> the pass, <c>$folder</c> is its own and empty, <c>$shared</c> has what was
/// prepared. It returns an object with a <c>Count</c>, if it counts rows.
/// </param>
internal sealed record Contestant(string Name, Lists Lists, string Work)
{
    public Launch Launch { get; init; } = Launch.Timed;

    public Module Module { get; init; } = Module.None;

    /// <summary>What comes before the work and counts as part of the cold pass.</summary>
    public string Setup { get; init; } = string.Empty;

    /// <summary>A prepared file that is copied into <c>$folder</c> before the process starts.</summary>
    public string? File { get; init; }

    /// <summary>Whether the list begins with accounts that the prepared file does not have.</summary>
    public bool HasNewFollows { get; init; }

    /// <summary>Whether it needs what earlier builds of the module do not have.</summary>
    public bool IsNew { get; init; }

    /// <summary>The requests that the lists must get in a pass; <see langword="null"/> when they are what is measured.</summary>
    public int? Requests { get; init; } = Lists.Pages;

    /// <summary>The rows that each pass must count.</summary>
    public int Rows { get; init; } = Lists.Count * Lists.Users;

    /// <summary>What was promised of a value.</summary>
    public (Measure Measure, Target Target)? Limit { get; init; }

    /// <summary>The same with an earlier build of the module; <see langword="null"/> when there is no such thing.</summary>
    public Contestant? Before => Module == Module.Tested && !IsNew ? this with { Name = Name + ", before", Module = Module.Before } : null;
}
