namespace TikTokFollowing.Providers;

/// <summary>How many accounts one request may ask for.</summary>
/// <param name="Default">Asked for when the user names no size; <see langword="null"/> when the API has no such parameter.</param>
/// <param name="IsDocumented">Whether the provider documents the size. One that does not may refuse it.</param>
internal sealed record PageSizeRule(int? Default, bool IsDocumented = true)
{
    /// <summary>The largest page that any of these APIs serves.</summary>
    public const int Largest = 100;

    /// <summary>Accounts on a page when the user names no size, as far as is known. Only estimates use it.</summary>
    public int Usual => Default ?? 20;

    /// <summary>The API decides; it has no parameter for a size.</summary>
    public static readonly PageSizeRule None = new(null as int?);
}
