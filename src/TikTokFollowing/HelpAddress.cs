namespace TikTokFollowing;

/// <summary>Where the help pages are on the web.</summary>
internal static class HelpAddress
{
    public const string Pages = "https://github.com/TikTokFollowing/TikTokFollowing/blob/main/docs/cmdlets/";
}
