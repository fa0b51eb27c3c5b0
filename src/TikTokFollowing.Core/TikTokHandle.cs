using System.Diagnostics.CodeAnalysis;

namespace TikTokFollowing;

/// <summary>Reads the forms in which people write a TikTok account.</summary>
public static class TikTokHandle
{
    /// <summary>The longest name accepted.</summary>
    public const int MaximumLength = 64;

    private const string Host = "tiktok.com/";

    /// <summary>
    /// Accepts <c>name</c>, <c>@name</c> and the address of a profile or of one of its videos, with or without scheme and with
    /// <c>www.</c> or <c>m.</c>. Short links carry no name and are refused.
    /// </summary>
    /// <param name="text">What the user wrote.</param>
    /// <param name="handle">The bare name in lower case, as TikTok has it.</param>
    /// <returns>Whether the text names an account.</returns>
    public static bool TryParse(string? text, [NotNullWhen(true)] out string? handle)
    {
        ReadOnlySpan<char> name = text.AsSpan().Trim();
        if (name.Contains('/'))
        {
            name = NameInAddress(name);
        }
        else if (name.StartsWith("@"))
        {
            name = name[1..];
        }

        handle = IsName(name) ? name.ToString().ToLowerInvariant() : null;
        return handle is not null;
    }

    /// <summary>Makes the error for a text that <see cref="TryParse"/> refused.</summary>
    internal static FollowingException CreateError(string? text) => new(
        FollowingErrorKind.InvalidHandle,
        $"'{DisplayText.Quote(text ?? string.Empty, 100)}' is not a TikTok handle or the address of a profile.");

    private static ReadOnlySpan<char> NameInAddress(ReadOnlySpan<char> address)
    {
        ReadOnlySpan<char> rest = WithoutPrefix(WithoutPrefix(address, "https://", "http://"), "www.", "m.");
        if (!rest.StartsWith(Host, StringComparison.OrdinalIgnoreCase))
        {
            return default;
        }

        rest = rest[Host.Length..];
        ReadOnlySpan<char> name = rest.StartsWith("@") ? rest[1..] : rest.StartsWith("%40") ? rest[3..] : default;
        int end = name.IndexOfAny('/', '?', '#');
        return end < 0 ? name : name[..end];
    }

    private static ReadOnlySpan<char> WithoutPrefix(ReadOnlySpan<char> text, string prefix, string otherPrefix) =>
        text.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? text[prefix.Length..]
        : text.StartsWith(otherPrefix, StringComparison.OrdinalIgnoreCase) ? text[otherPrefix.Length..]
        : text;

    internal static bool IsName(ReadOnlySpan<char> name)
    {
        bool isMoreThanDots = false;
        foreach (char c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '.'))
            {
                return false;
            }

            // A name of dots alone would be a path segment that an address drops.
            isMoreThanDots |= c != '.';
        }

        return isMoreThanDots && name.Length <= MaximumLength;
    }
}
