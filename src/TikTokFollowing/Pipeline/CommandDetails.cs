using System.Management.Automation;

namespace TikTokFollowing.Pipeline;

/// <summary>The lines that say what a command does: verbose ones, or debug ones under <c>-Debug</c> alone.</summary>
/// <remarks>
/// Under <c>-Debug</c> the engine asks after each verbose line whether to go on, and where nobody can answer it ends the command,
/// with pages that are paid for. Debug lines it only shows.
/// </remarks>
internal sealed class CommandDetails
{
    private readonly PSCmdlet _cmdlet;
    private readonly bool _areVerbose;
    private readonly bool _areDebug;

    public CommandDetails(PSCmdlet cmdlet)
    {
        _cmdlet = cmdlet;
        bool? debug = Switch("Debug");
        bool? verbose = Switch("Verbose");
        WantsTraffic = debug ?? Prefers("DebugPreference");
        _areDebug = debug == true && verbose is null;
        _areVerbose = !_areDebug && (verbose ?? Prefers("VerbosePreference"));
    }

    /// <summary>Whether requests and answers are to be shown too.</summary>
    public bool WantsTraffic { get; }

    /// <summary>Whether anybody reads the lines; composing them takes longer than most of what they tell of.</summary>
    public bool AreWanted => _areVerbose || _areDebug;

    /// <summary>Writes one line. Pipeline thread only.</summary>
    public void Write(string line)
    {
        if (_areDebug)
        {
            _cmdlet.WriteDebug(line);
        }
        else
        {
            _cmdlet.WriteVerbose(line);
        }
    }

    private bool? Switch(string name) =>
        _cmdlet.MyInvocation.BoundParameters.TryGetValue(name, out object? given) ? ((SwitchParameter)given).IsPresent : null;

    private bool Prefers(string variable) =>
        LanguagePrimitives.ConvertTo<ActionPreference>(_cmdlet.GetVariableValue(variable, ActionPreference.SilentlyContinue))
            is not (ActionPreference.SilentlyContinue or ActionPreference.Ignore);
}
