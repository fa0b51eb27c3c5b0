using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace TikTokFollowing.Completion;

/// <summary>Offers the cursors at which lists of this session can be resumed, the newest first.</summary>
public sealed class CursorCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        IEnumerable<string> cursors = RunspaceState.Current.Connections
            .SelectMany(static connection => connection.Summaries.Reverse())
            .Select(static summary => summary.NextCursor)
            .Where(static cursor => cursor is not null && cursor.All(char.IsAsciiLetterOrDigit))
            .Distinct()!;
        return CompletionOffer.Of(wordToComplete, cursors);
    }
}
