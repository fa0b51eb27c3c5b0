using System.Management.Automation;

namespace TikTokFollowing.Pipeline;

/// <summary>Which streams the user wants to see, and the lines that go there: verbose lines, or debug lines under <c>-Debug</c> alone.</summary>
/// <remarks>
/// Under <c>-Debug</c> the engine asks after each verbose line and each warning whether to continue. If no prompt is possible, it ends
/// the command, and pages that were paid for are lost. Debug lines are only shown.
/// </remarks>
internal sealed class CommandDetails
{
    private readonly PSCmdlet _cmdlet;
    private readonly bool _areVerbose;
    private readonly bool _areDebug;
    private readonly bool _debugAsks;

    public CommandDetails(PSCmdlet cmdlet)
    {
        _cmdlet = cmdlet;
        bool? debug = Switch("Debug");
        bool? verbose = Switch("Verbose");
        WantsTraffic = debug ?? Shows("DebugPreference");
        _areDebug = debug == true && verbose is null;
        _areVerbose = !_areDebug && (verbose ?? Shows("VerbosePreference"));
        _debugAsks = debug == true && !cmdlet.MyInvocation.BoundParameters.ContainsKey("WarningAction");
        ErrorsStop = Preference("ErrorAction", "ErrorActionPreference") == ActionPreference.Stop;
        WarningsStop = Preference("WarningAction", "WarningPreference") == ActionPreference.Stop;
    }

    /// <summary>Whether the first error ends the command, by the user's choice.</summary>
    public bool ErrorsStop { get; }

    /// <summary>Whether the first warning ends the command, by the user's choice.</summary>
    public bool WarningsStop { get; }

    /// <summary>Whether requests and answers are to be shown too.</summary>
    public bool WantsTraffic { get; }

    /// <summary>Whether the lines are shown. Composing them takes longer than most of the work that they describe.</summary>
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

    /// <summary>Writes a warning. Pipeline thread only.</summary>
    public void Warn(string text)
    {
        if (_debugAsks)
        {
            _cmdlet.WriteDebug($"WARNING: {text}");
        }
        else
        {
            _cmdlet.WriteWarning(text);
        }
    }

    private bool? Switch(string name) =>
        _cmdlet.MyInvocation.BoundParameters.TryGetValue(name, out object? given) ? ((SwitchParameter)given).IsPresent : null;

    private bool Shows(string variable) => Variable(variable) is not (ActionPreference.SilentlyContinue or ActionPreference.Ignore);

    private ActionPreference Preference(string parameter, string variable) =>
        _cmdlet.MyInvocation.BoundParameters.TryGetValue(parameter, out object? given)
            ? LanguagePrimitives.ConvertTo<ActionPreference>(given)
            : Variable(variable);

    private ActionPreference Variable(string name) =>
        LanguagePrimitives.ConvertTo<ActionPreference>(_cmdlet.GetVariableValue(name, ActionPreference.SilentlyContinue));
}
