namespace TikTokFollowing.Store;

/// <summary>A list in the store.</summary>
/// <param name="Handle">Whose list, in lower case.</param>
/// <param name="LastFinishedAt">When a reading of it finished last; <see langword="null"/> when none has.</param>
internal sealed record WatchedList(string Handle, DateTimeOffset? LastFinishedAt);
