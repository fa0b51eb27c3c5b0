namespace TikTokFollowing.Providers.Reading;

/// <summary>What the rows of one page have in common.</summary>
/// <param name="FollowedBy">The handle asked for.</param>
/// <param name="Provider">The API asked.</param>
/// <param name="IsSandbox">Whether the accounts are made up.</param>
/// <param name="Page">The page of this run, from 1.</param>
/// <param name="Cursor">The cursor that asked for the page; <see langword="null"/> for the start.</param>
/// <param name="RetrievedAt">When the page was received.</param>
internal readonly record struct RowOrigin(string FollowedBy, FollowingProvider Provider, bool IsSandbox, int Page, string? Cursor, DateTimeOffset RetrievedAt);
