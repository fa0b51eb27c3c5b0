using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace TikTokFollowing.Completion;

/// <summary>Offers the expression that returns the runspace's connections.</summary>
public sealed class ConnectionCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        CompletionOffer.Of(wordToComplete, ["(Get-TikTokFollowingConnection)"]);
}
