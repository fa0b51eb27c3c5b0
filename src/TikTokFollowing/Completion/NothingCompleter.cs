using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace TikTokFollowing.Completion;

/// <summary>Offers nothing, where the engine would offer the names of files.</summary>
public sealed class NothingCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        CompletionOffer.Of(wordToComplete, []);
}
