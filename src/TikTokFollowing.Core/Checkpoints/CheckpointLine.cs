using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;
using TikTokFollowing.Paging;

namespace TikTokFollowing.Checkpoints;

/// <summary>The lines of the file: JSON, one object each. Ids that are numbers stand together in base64, eight bytes each.</summary>
internal static class CheckpointLine
{
    /// <summary>The first line of every checkpoint file.</summary>
    public static ReadOnlySpan<byte> Header => "{\"format\":\"TikTokFollowing.Checkpoint\",\"version\":1}"u8;

    /// <summary>Says that the command ended in order: whatever the pipeline took has been written.</summary>
    public static ReadOnlySpan<byte> Closed => "{\"closed\":true}"u8;

    public static byte[] Write(CheckpointRecord record)
    {
        ArrayBufferWriter<byte> buffer = new(256 + (record.Accounts.Count * 12));
        using (Utf8JsonWriter writer = new(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("list"u8, record.Key);
            if (record.Status is FollowingStatus status)
            {
                writer.WriteString("status"u8, status.ToString());
            }

            writer.WriteString("cursor"u8, record.Cursor);
            writer.WriteNumber("rows"u8, record.Rows);
            if (record.Skipped > 0)
            {
                writer.WriteNumber("skipped"u8, record.Skipped);
            }

            if (record.IsTruncated)
            {
                writer.WriteBoolean("truncated"u8, true);
            }

            WriteAccounts(writer, record.Accounts);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <exception cref="JsonException">The line is not JSON.</exception>
    /// <exception cref="FormatException">The line is JSON, but not a record.</exception>
    public static CheckpointRecord Read(ReadOnlyMemory<byte> line)
    {
        using JsonDocument document = JsonDocument.Parse(line);
        JsonElement root = document.RootElement;
        try
        {
            FollowingStatus? status = root.TryGetProperty("status"u8, out JsonElement name) ? Enum.Parse<FollowingStatus>(name.GetString()!) : null;
            return new CheckpointRecord(
                root.GetProperty("list"u8).GetString() ?? throw new FormatException("The list has no name."),
                status,
                root.GetProperty("cursor"u8).GetString(),
                root.GetProperty("rows"u8).GetInt64(),
                root.TryGetProperty("skipped"u8, out JsonElement skipped) ? skipped.GetInt64() : 0,
                ReadAccounts(root))
            {
                IsTruncated = root.TryGetProperty("truncated"u8, out JsonElement truncated) && truncated.GetBoolean(),
            };
        }
        catch (Exception mismatch) when (mismatch is KeyNotFoundException or InvalidOperationException or ArgumentException)
        {
            throw new FormatException("The line is not a checkpoint record.", mismatch);
        }
    }

    private static void WriteAccounts(Utf8JsonWriter writer, IReadOnlyCollection<AccountKey> accounts)
    {
        byte[] numbers = new byte[accounts.Count(account => account.Text is null) * sizeof(ulong)];
        Span<byte> rest = numbers;
        foreach (AccountKey account in accounts)
        {
            if (account.Text is null)
            {
                BinaryPrimitives.WriteUInt64LittleEndian(rest, account.Number);
                rest = rest[sizeof(ulong)..];
            }
        }

        if (numbers.Length > 0)
        {
            writer.WriteBase64String("ids"u8, numbers);
        }

        if (numbers.Length < accounts.Count * sizeof(ulong))
        {
            writer.WriteStartArray("others"u8);
            foreach (AccountKey account in accounts)
            {
                if (account.Text is string text)
                {
                    writer.WriteStringValue(text);
                }
            }

            writer.WriteEndArray();
        }
    }

    private static List<AccountKey> ReadAccounts(JsonElement root)
    {
        List<AccountKey> accounts = [];
        if (root.TryGetProperty("ids"u8, out JsonElement ids))
        {
            byte[] numbers = ids.GetBytesFromBase64();
            for (int i = 0; i + sizeof(ulong) <= numbers.Length; i += sizeof(ulong))
            {
                accounts.Add(new AccountKey(BinaryPrimitives.ReadUInt64LittleEndian(numbers.AsSpan(i)), null));
            }
        }

        if (root.TryGetProperty("others"u8, out JsonElement others))
        {
            foreach (JsonElement other in others.EnumerateArray())
            {
                accounts.Add(new AccountKey(0, other.GetString() ?? throw new FormatException("An account has no key.")));
            }
        }

        return accounts;
    }
}
