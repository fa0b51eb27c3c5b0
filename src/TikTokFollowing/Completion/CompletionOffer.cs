using System.Management.Automation;

namespace TikTokFollowing.Completion;

/// <summary>Makes completion results of texts.</summary>
internal static class CompletionOffer
{
    /// <summary>Offers the texts that begin with the word.</summary>
    public static IEnumerable<CompletionResult> Of(string? wordToComplete, IEnumerable<string> texts)
    {
        string word = (wordToComplete ?? string.Empty).Trim('\'', '"');
        return texts.Where(text => text.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            .Select(static text => new CompletionResult(text, text, CompletionResultType.ParameterValue, text));
    }
}
