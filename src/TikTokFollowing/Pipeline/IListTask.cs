using TikTokFollowing.Paging;

namespace TikTokFollowing.Pipeline;

/// <summary>What a command does with each list: Get writes its rows, Sync keeps them. Pipeline thread only.</summary>
internal interface IListTask
{
    /// <summary>The error that stops the command for all lists; <see langword="null"/> while there is none.</summary>
    FollowingException? Failure { get; }

    /// <summary>What to tell the user about a list that broke off, as a sentence.</summary>
    /// <param name="cursor">Where it did.</param>
    string HowToResume(string cursor);

    /// <summary>Begins a list.</summary>
    /// <param name="handle">The handle in lower case.</param>
    /// <param name="skipped">Why the list is not read; <see langword="null"/> when it is, or when there is an error.</param>
    /// <returns>The list to read; <see langword="null"/> when no request is needed.</returns>
    FollowingList? Begin(string handle, out ListEnd? skipped);

    /// <summary>Takes a page, and lets whatever the pipeline throws pass.</summary>
    /// <returns>Why no further page is wanted; <see langword="null"/> when one is.</returns>
    ListEnd? Take(FollowingList list, FollowingPage page);

    /// <summary>Takes the end of a list.</summary>
    /// <param name="summary">How it went.</param>
    /// <param name="mayWrite">Whether the pipeline still takes what is written.</param>
    void End(FollowingSummary summary, bool mayWrite);
}
