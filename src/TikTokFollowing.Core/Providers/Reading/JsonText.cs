using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace TikTokFollowing.Providers.Reading;

/// <summary>Reads JSON values as leniently as these APIs write them. The reader stands on the value and is left on its end.</summary>
internal static class JsonText
{
    /// <summary>A text, or the digits of a number as they stand; <see langword="null"/> for everything else.</summary>
    [MethodImpl(StartUp.CompileFully)]
    public static string? ReadText(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return reader.ValueIsEscaped ? Unescape(reader.ValueSpan) : Encoding.UTF8.GetString(reader.ValueSpan);
            case JsonTokenType.Number:
                return Encoding.UTF8.GetString(reader.ValueSpan);
            default:
                reader.Skip();
                return null;
        }
    }

    /// <summary>A text that identifies: empty is as good as absent.</summary>
    public static string? ReadIdentity(ref Utf8JsonReader reader) => ReadText(ref reader) is { Length: > 0 } text ? text : null;

    /// <summary>A text, or the first text of an object's <c>url_list</c>, as some of these lists write addresses.</summary>
    public static string? ReadAddress(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return ReadText(ref reader);
        }

        string? first = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isList = reader.ValueTextEquals("url_list"u8);
            reader.Read();
            if (!isList || reader.TokenType != JsonTokenType.StartArray)
            {
                reader.Skip();
                continue;
            }

            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                string? address = ReadText(ref reader);
                first ??= address;
            }
        }

        return first;
    }

    /// <summary>A count; a negative one is a 32-bit overflow, so the number is not known.</summary>
    [MethodImpl(StartUp.CompileFully)]
    public static long? ReadCount(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Number when reader.TryGetInt64(out long value):
                return value < 0 ? null : value;
            case JsonTokenType.Number:
            case JsonTokenType.String:
                return ParseCount(ReadText(ref reader)!);
            default:
                reader.Skip();
                return null;
        }
    }

    /// <summary>A truth value, also written 0/1 or as text.</summary>
    [MethodImpl(StartUp.CompileFully)]
    public static bool? ReadFlag(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.True:
                return true;
            case JsonTokenType.False:
                return false;
            default:
                return ReadText(ref reader)?.Trim().ToUpperInvariant() switch
                {
                    "1" or "TRUE" => true,
                    "0" or "FALSE" => false,
                    _ => null,
                };
        }
    }

    private static long? ParseCount(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out long value) ? value
        : decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal exact)
            && exact is >= 0 and <= long.MaxValue ? (long)exact
        : null;

    // The framework's own unescaping throws on a lone surrogate; names that strangers wrote do contain them.
    [MethodImpl(StartUp.CompileFully)]
    public static string Unescape(ReadOnlySpan<byte> raw)
    {
        char[] buffer = ArrayPool<char>.Shared.Rent(raw.Length);
        int length = Encoding.UTF8.GetChars(raw, buffer);
        int written = 0;
        for (int i = 0; i < length; i++)
        {
            char c = buffer[i];
            if (c == '\\')
            {
                c = buffer[++i];
                switch (c)
                {
                    case 'n': c = '\n'; break;
                    case 't': c = '\t'; break;
                    case 'r': c = '\r'; break;
                    case 'b': c = '\b'; break;
                    case 'f': c = '\f'; break;
                    case 'u':
                        c = (char)ushort.Parse(buffer.AsSpan(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
                        i += 4;
                        break;
                    default: break;
                }
            }

            buffer[written++] = c;
        }

        string text = new(buffer, 0, written);
        ArrayPool<char>.Shared.Return(buffer);
        return text;
    }
}
