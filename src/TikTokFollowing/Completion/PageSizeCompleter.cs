using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace TikTokFollowing.Completion;

/// <summary>Offers usual page sizes.</summary>
public sealed class PageSizeCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        CompletionOffer.Of(wordToComplete, ["100", "50", "20"]);
}
