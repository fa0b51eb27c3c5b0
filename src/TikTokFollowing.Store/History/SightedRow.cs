namespace TikTokFollowing.Store.History;

/// <summary>A row of a page, as the rules see it.</summary>
/// <param name="Known">The account's newest known follow in this list; <see langword="null"/> when it has none.</param>
/// <param name="CameBefore">Whether this reading has shown that follow already, in this run or an earlier one.</param>
/// <param name="IsIdentified">
/// Whether the account is told from every known one by its id. One that has only a handle in common with them may be a known account
/// under a new handle, so that it need not be new where it is not known.
/// </param>
internal sealed record SightedRow(KnownFollow? Known, bool CameBefore, bool IsIdentified);
