using System.Globalization;
using System.Xml;

namespace TikTokFollowing.Store.Graph;

/// <summary>How values stand in the files of a network.</summary>
internal static class GraphText
{
    public static string? Of(bool? value) => value is null ? null : value.Value ? "true" : "false";

    public static string? Of(long? value) => value?.ToString(CultureInfo.InvariantCulture);

    public static string? Of(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static string DayOf(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Names that strangers wrote hold characters that XML has no form for: they become U+FFFD.</summary>
    public static string ForXml(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (!IsXml(text, i))
            {
                return string.Create(text.Length, text, static (span, source) =>
                {
                    for (int k = 0; k < span.Length; k++)
                    {
                        span[k] = IsXml(source, k) ? source[k] : '\uFFFD';
                    }
                });
            }
        }

        return text;
    }

    private static bool IsXml(string text, int i) => XmlConvert.IsXmlChar(text[i])
        || (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
        || (char.IsLowSurrogate(text[i]) && i > 0 && char.IsHighSurrogate(text[i - 1]));
}
