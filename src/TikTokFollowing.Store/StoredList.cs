namespace TikTokFollowing.Store;

/// <summary>A list in the store.</summary>
/// <param name="Id">Its row.</param>
/// <param name="Handle">Whose list, in lower case.</param>
internal sealed record StoredList(long Id, string Handle);

/// <summary>A list that a Sync without handles reads.</summary>
/// <param name="Handle">Whose list, in lower case.</param>
/// <param name="LastFinishedAt">When a reading of it finished last; <see langword="null"/> when none has.</param>
internal sealed record WatchedList(string Handle, DateTimeOffset? LastFinishedAt);
