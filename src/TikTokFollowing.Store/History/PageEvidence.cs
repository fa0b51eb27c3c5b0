namespace TikTokFollowing.Store.History;

/// <summary>What a page proves beside its rows. Times are Unix seconds.</summary>
/// <param name="IsStart">Whether it was asked for without a cursor: it begins at the top of the list.</param>
/// <param name="NotAfter">The time of the cursor that asked for it; <see langword="null"/> when that is no time.</param>
/// <param name="NotBefore">The time of the cursor that it returned; <see langword="null"/> when that is no time.</param>
/// <param name="ReceivedAt">When it arrived.</param>
internal readonly record struct PageEvidence(bool IsStart, long? NotAfter, long? NotBefore, long ReceivedAt)
{
    /// <summary>The same without what its cursors say: for the rows of a page that does not show its part of the list.</summary>
    public PageEvidence WithoutPlace => this with { NotAfter = null, NotBefore = null };

    /// <summary>No row of the page was followed after this time.</summary>
    public long Newest => NotAfter ?? ReceivedAt;
}
