using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace TikTokFollowing.Completion;

/// <summary>Offers nothing. Without a completer the engine offers the files of the folder, which are no values of the parameter.</summary>
internal sealed class NoCompletion : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters) => [];
}
