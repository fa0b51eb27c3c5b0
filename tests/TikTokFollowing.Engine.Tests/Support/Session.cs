using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace TikTokFollowing.Engine.Tests.Support;

/// <summary>A runspace of the real engine with the module in it, as a user's session.</summary>
/// <remarks>
/// The engine's package holds the language and its core commands alone. What a test needs beyond them, such as a command that stops
/// its pipeline, it brings as a class of its own.
/// </remarks>
public sealed class Session : IDisposable
{
    private readonly Runspace _runspace;

    /// <param name="imports">Whether the module is imported.</param>
    public Session(bool imports = true)
    {
        InitialSessionState state = InitialSessionState.CreateDefault2();
        state.ThrowOnRunspaceOpenError = true;
        state.Commands.Add(new SessionStateCmdletEntry("Select-First", typeof(SelectFirstCommand), null));
        state.Variables.Add(new SessionStateVariableEntry("PSModuleAutoLoadingPreference", PSModuleAutoLoadingPreference.None, null));
        state.Variables.Add(new SessionStateVariableEntry("ModulePath", TestEnvironment.ModulePath, null));
        _runspace = RunspaceFactory.CreateRunspace(Host, state);
        _runspace.Open();
        if (imports)
        {
            Run("Import-Module $ModulePath").AssertSilent();
        }
    }

    /// <summary>What the session shows its text on.</summary>
    internal TestHost Host { get; } = new();

    /// <summary>Runs a script to its end. What it sets stays in the session.</summary>
    internal Run Run(string script)
    {
        using PowerShell shell = CreateShell($"$terminating = $null\ntry {{ . {{ {script}\n}} }} catch {{ $terminating = $_ }}");
        IReadOnlyList<PSObject> output = shell.Invoke();
        return new Run(this, shell.Streams, output, Get<ErrorRecord>("terminating"));
    }

    /// <summary>Makes a script ready to be begun, stopped and watched.</summary>
    internal PowerShell CreateShell(string script)
    {
        PowerShell shell = PowerShell.Create(_runspace);
        shell.AddScript(script);
        return shell;
    }

    /// <summary>Sets a variable of the session.</summary>
    internal Session With(string name, object? value)
    {
        _runspace.SessionStateProxy.SetVariable(name, value);
        return this;
    }

    /// <summary>Returns a variable of the session; <see langword="null"/> when there is none or it is of another type.</summary>
    internal T? Get<T>(string name)
        where T : class =>
        _runspace.SessionStateProxy.GetVariable(name) switch
        {
            PSObject wrapped => wrapped.BaseObject as T,
            object value => value as T,
            null => null,
        };

    /// <summary>Returns what a variable holds as a list, as the pipeline would take it apart.</summary>
    internal IReadOnlyList<T> List<T>(string name) =>
        Get<object>(name) switch
        {
            null => [],
            IEnumerable items and not string => [.. items.Cast<object>().Select(static item => (T)(item is PSObject wrapped ? wrapped.BaseObject : item))],
            object single => [(T)single],
        };

    public void Dispose() => _runspace.Dispose();
}
