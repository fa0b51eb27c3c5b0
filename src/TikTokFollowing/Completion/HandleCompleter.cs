using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using TikTokFollowing.Sandbox;

namespace TikTokFollowing.Completion;

/// <summary>Offers the handles asked for in this session and, when connected to the sandbox, those that it reserves.</summary>
public sealed class HandleCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        RunspaceState state = RunspaceState.Current;
        IEnumerable<string> reserved = state.Connections.Any(static connection => connection.IsSandbox) ? SandboxHandles.All : [];
        return CompletionOffer.Of(wordToComplete?.TrimStart('@'), state.Handles.Reverse().Concat(reserved).Distinct(StringComparer.OrdinalIgnoreCase));
    }
}
