namespace TikTokFollowing.Providers;

/// <summary>TikTok's own refusals, which every reseller passes on inside a 200.</summary>
internal static class TikTokRefusals
{
    /// <summary>Recognises a refusal by its code, else by its words; whatever is not known is the provider's fault.</summary>
    public static FollowingErrorKind Recognize(string? code, string? text) => code switch
    {
        "3002060" or "2096" => FollowingErrorKind.ListHidden,
        "2065" or "3170" => FollowingErrorKind.NotFound,
        _ when Says(text, "hiding") || Says(text, "hidden") || Says(text, "private") => FollowingErrorKind.ListHidden,
        _ when Says(text, "doesn't exist") || Says(text, "does not exist") || Says(text, "not found") || Says(text, "could not be found")
            || string.Equals(code, "NOT_FOUND", StringComparison.OrdinalIgnoreCase) => FollowingErrorKind.NotFound,
        _ => FollowingErrorKind.ServiceFault,
    };

    /// <summary>Says a recognised refusal in plain words.</summary>
    public static string? Describe(FollowingErrorKind kind) => kind switch
    {
        FollowingErrorKind.ListHidden => "The owner hides the following list",
        FollowingErrorKind.NotFound => "There is no such account",
        _ => null,
    };

    private static bool Says(string? text, string words) => text?.Contains(words, StringComparison.OrdinalIgnoreCase) == true;
}
