namespace TikTokFollowing.Store;

/// <summary>A list in the store.</summary>
/// <param name="Id">Its row.</param>
/// <param name="Handle">Whose list, in lower case.</param>
internal sealed record StoredList(long Id, string Handle);
