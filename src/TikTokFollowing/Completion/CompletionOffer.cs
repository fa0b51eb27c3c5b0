using System.Management.Automation;

namespace TikTokFollowing.Completion;

/// <summary>Makes completion results of texts.</summary>
internal static class CompletionOffer
{
    /// <summary>Offers the texts that begin with the word.</summary>
    /// <remarks>When there is none the word itself is offered: for an empty answer the engine offers the names of files.</remarks>
    public static IEnumerable<CompletionResult> Of(string? wordToComplete, IEnumerable<string> texts)
    {
        string word = wordToComplete ?? string.Empty;
        string bare = word.Trim('\'', '"');
        CompletionResult[] results =
        [
            .. texts.Where(text => text.StartsWith(bare, StringComparison.OrdinalIgnoreCase))
                .Select(static text => new CompletionResult(text, text, CompletionResultType.ParameterValue, text)),
        ];
        return results.Length > 0 ? results : [new CompletionResult(word.Length > 0 ? word : " ", word.Length > 0 ? word : " ", CompletionResultType.ParameterValue, "No suggestion")];
    }
}
