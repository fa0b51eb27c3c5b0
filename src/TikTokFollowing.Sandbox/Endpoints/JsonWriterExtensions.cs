using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace TikTokFollowing.Sandbox.Endpoints;

/// <summary>What vendors send and Utf8JsonWriter does not: missing values as null or left out, and emoji as raw UTF-8.</summary>
internal static class JsonWriterExtensions
{
    internal static void WriteOptional(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? value, bool omit)
    {
        if (value is not null)
        {
            writer.WritePropertyName(name);
            writer.WriteRawText(value);
        }
        else if (!omit)
        {
            writer.WriteNull(name);
        }
    }

    internal static void WriteOptional(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, long? value, bool omit)
    {
        if (value is not null)
        {
            writer.WriteNumber(name, value.Value);
        }
        else if (!omit)
        {
            writer.WriteNull(name);
        }
    }

    /// <summary>A number as text, as in <c>statsV2</c>; left out when missing.</summary>
    internal static void WriteText(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, long? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value.Value.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>
    /// Text in which only what JSON demands is escaped. Even the most relaxed encoder of the framework turns emoji into pairs of
    /// \u escapes.
    /// </summary>
    internal static void WriteRawText(this Utf8JsonWriter writer, string text)
    {
        // An escape takes six bytes, any other UTF-16 unit at most three.
        byte[] buffer = ArrayPool<byte>.Shared.Rent(2 + text.Length * 6);
        int length = 0;
        buffer[length++] = (byte)'"';
        foreach (Rune rune in text.EnumerateRunes())
        {
            switch (rune.Value)
            {
                case '"' or '\\':
                    buffer[length++] = (byte)'\\';
                    buffer[length++] = (byte)rune.Value;
                    break;
                case '\n':
                    length += Copy("\\n"u8, buffer, length);
                    break;
                case < ' ':
                    length += Copy("\\u00"u8, buffer, length);
                    length += Encoding.ASCII.GetBytes(rune.Value.ToString("x2", CultureInfo.InvariantCulture), buffer.AsSpan(length));
                    break;
                default:
                    length += rune.EncodeToUtf8(buffer.AsSpan(length));
                    break;
            }
        }

        buffer[length++] = (byte)'"';
        writer.WriteRawValue(buffer.AsSpan(0, length), skipInputValidation: true);
        ArrayPool<byte>.Shared.Return(buffer);
    }

    private static int Copy(ReadOnlySpan<byte> escape, byte[] buffer, int at)
    {
        escape.CopyTo(buffer.AsSpan(at));
        return escape.Length;
    }
}
