using System.Text.Json;

namespace TikTokFollowing.Checkpoints;

/// <summary>
/// Remembers how far each list was read, so that the same run started again goes on where it stopped. An append-only journal of JSON
/// lines, flushed per page and held open exclusively, which is its lock.
/// </summary>
/// <remarks>
/// <para>After an orderly end the next run goes on exactly where this one ended. After a kill it goes back by the pages that hold the
/// last <see cref="RowsAtRisk"/> rows of all lists together, because what the pipeline took may still have been in a writer's buffer.</para>
/// <para>These rows are counted in the order in which pages are finished: whoever reads several lists at once takes each page whole.</para>
/// <para>The newest records, which a kill would take back, are kept apart from the settled state: loading, going back and compacting
/// then are one mechanism.</para>
/// </remarks>
public sealed class CheckpointFile : IDisposable
{
    /// <summary>How many rows may still sit in a writer's buffer when the process is killed (Export-Csv keeps up to 4 KB).</summary>
    public const int RowsAtRisk = 100;

    private const long CompactAfterBytes = 4 * 1024 * 1024;

    private readonly object _gate = new();
    private readonly string _path;
    private readonly FileStream _file;
    private readonly Dictionary<string, CheckpointEntry> _settled = new(StringComparer.Ordinal);
    private readonly Queue<CheckpointRecord> _atRisk = new();
    private long _rowsAtRisk;
    private long _compactAt;
    private bool _closed;

    private CheckpointFile(string path, FileStream file)
    {
        _path = path;
        _file = file;
    }

    private string SidePath => _path + ".compact";

    /// <summary>Opens or creates a checkpoint file and takes its lock.</summary>
    /// <param name="path">A full path of the file system.</param>
    /// <exception cref="FollowingException"><see cref="FollowingErrorKind.CheckpointInUse"/>, or
    /// <see cref="FollowingErrorKind.CheckpointInvalid"/>; the file is then left as it was.</exception>
    public static CheckpointFile Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        FileStream? stream = null;
        try
        {
            stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
            CheckpointFile file = new(path, stream);
            file.Load();
            stream = null;
            return file;
        }
        catch (IOException failure) when (stream is null && IsLocked(failure))
        {
            throw new FollowingException(FollowingErrorKind.CheckpointInUse, $"The checkpoint file {path} is in use by another process.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new FollowingException(
                FollowingErrorKind.CheckpointInvalid, $"The checkpoint file {path} cannot be opened: {failure.Message}");
        }
        finally
        {
            stream?.Dispose();
        }
    }

    /// <summary>Ends the run in order: everything that was recorded counts as written.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_closed)
            {
                return;
            }

            _closed = true;
            try
            {
                Append(CheckpointLine.Closed);
            }
            catch (IOException)
            {
                // Without the mark the next run goes back a few pages, as after a kill: nothing is lost, and nobody is left to be told.
            }

            _file.Dispose();
        }
    }

    /// <summary>What is known of a list; <see langword="null"/> when it was never begun.</summary>
    internal CheckpointEntry? Find(string key)
    {
        lock (_gate)
        {
            // A list is looked up before its first record of this run, and the records of earlier runs are settled.
            return _settled.GetValueOrDefault(key);
        }
    }

    /// <summary>Adds a record; when this returns, a kill of the process does not lose it.</summary>
    /// <exception cref="FollowingException">The file cannot be written.</exception>
    internal void Record(CheckpointRecord record)
    {
        lock (_gate)
        {
            try
            {
                Append(CheckpointLine.Write(record));
                Remember(record);
                if (_file.Length > _compactAt)
                {
                    Compact();
                }
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                throw new FollowingException(
                    FollowingErrorKind.CheckpointInvalid, $"The checkpoint file {_path} cannot be written: {failure.Message}")
                { EndsTheRun = true };
            }
        }
    }

    private void Append(ReadOnlySpan<byte> line)
    {
        byte[] bytes = [.. line, (byte)'\n'];
        long end = _file.Length;
        try
        {
            _file.Write(bytes);
            _file.Flush();
        }
        catch (IOException)
        {
            // Half a line, as a full disk leaves it, would damage the file as soon as another follows.
            _file.SetLength(end);
            throw;
        }
    }

    private void Remember(CheckpointRecord record)
    {
        if (record.Rows == 0 && !_atRisk.Any(other => other.Key == record.Key))
        {
            Settle(record);
            return;
        }

        _atRisk.Enqueue(record);
        _rowsAtRisk += record.Rows;
        while (_rowsAtRisk - _atRisk.Peek().Rows >= RowsAtRisk)
        {
            SettleOldest();
        }
    }

    private void SettleOldest()
    {
        CheckpointRecord record = _atRisk.Dequeue();
        _rowsAtRisk -= record.Rows;
        Settle(record);
    }

    private void Settle(CheckpointRecord record)
    {
        if (!_settled.TryGetValue(record.Key, out CheckpointEntry? entry))
        {
            _settled.Add(record.Key, entry = new CheckpointEntry());
        }

        entry.Add(record);
    }

    // A sharing or lock violation on Windows; EAGAIN on Linux and macOS.
    private static bool IsLocked(IOException failure) => (failure.HResult & 0xFFFF) is 32 or 33 or 11 or 35;

    private void Load()
    {
        CheckHeader();

        // The side file exists only when a compaction was interrupted. Whole, it is the truth; cut off, the file itself still is.
        bool interrupted = File.Exists(SidePath) && TryReadSide();
        bool wasClosed = interrupted || ReadJournal(ReadAll(_file));
        while (wasClosed && _atRisk.Count > 0)
        {
            SettleOldest();
        }

        _atRisk.Clear();
        _rowsAtRisk = 0;
        Compact();
    }

    // Before anything is read whole: the path may lead to any file.
    private void CheckHeader()
    {
        Span<byte> start = stackalloc byte[CheckpointLine.Header.Length];
        int length = _file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        _file.Position = 0;
        if (!CheckpointLine.Header.StartsWith(start[..length]))
        {
            throw Invalid("is not a checkpoint of this module");
        }
    }

    private bool TryReadSide()
    {
        using FileStream side = new(SidePath, FileMode.Open, FileAccess.Read, FileShare.None);
        byte[] content = ReadAll(side);
        ReadOnlySpan<byte> end = [.. CheckpointLine.Closed, (byte)'\n'];
        return content.AsSpan().EndsWith(end) && ReadJournal(content);
    }

    /// <returns>Whether the last run ended in order.</returns>
    private bool ReadJournal(byte[] content)
    {
        bool isFirst = true;
        bool closed = true;
        for (ReadOnlyMemory<byte> rest = content; rest.Length > 0;)
        {
            int end = rest.Span.IndexOf((byte)'\n');
            ReadOnlyMemory<byte> line = end < 0 ? rest : rest[..end];
            bool isTorn = end < 0;
            rest = isTorn ? default : rest[(end + 1)..];
            if (isFirst)
            {
                isFirst = false;
                if (isTorn ? !CheckpointLine.Header.StartsWith(line.Span) : !line.Span.SequenceEqual(CheckpointLine.Header))
                {
                    throw Invalid("is not a checkpoint of this module");
                }
            }
            else if (isTorn)
            {
                // A kill cut the last line off: that record was never promised.
                closed = false;
            }
            else if (line.Span.SequenceEqual(CheckpointLine.Closed))
            {
                closed = true;
                while (_atRisk.Count > 0)
                {
                    SettleOldest();
                }
            }
            else
            {
                closed = false;
                ReadRecord(line);
            }
        }

        return closed;
    }

    private void ReadRecord(ReadOnlyMemory<byte> line)
    {
        try
        {
            Remember(CheckpointLine.Read(line));
        }
        catch (Exception damage) when (damage is JsonException or FormatException)
        {
            throw Invalid("is damaged");
        }
    }

    /// <summary>
    /// Writes the file anew without what nobody needs. The new content is complete in a side file before the old one is touched, so a
    /// kill at any moment leaves one of the two whole; and the lock is never given up.
    /// </summary>
    private void Compact()
    {
        using MemoryStream content = new();
        WriteLine(content, CheckpointLine.Header);
        foreach ((string key, CheckpointEntry entry) in _settled)
        {
            WriteLine(content, CheckpointLine.Write(entry.ToRecord(key)));
        }

        WriteLine(content, CheckpointLine.Closed);
        using (FileStream side = new(SidePath, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            content.WriteTo(side);
            side.Flush(flushToDisk: true);
        }

        foreach (CheckpointRecord record in _atRisk)
        {
            WriteLine(content, CheckpointLine.Write(record));
        }

        _file.SetLength(0);
        content.WriteTo(_file);
        _file.Flush(flushToDisk: true);
        DeleteSide();
        _compactAt = (2 * _file.Length) + CompactAfterBytes;
    }

    // Emptied first: an empty side file is never taken for the truth, also where something holds it open and it cannot be deleted.
    private void DeleteSide()
    {
        using (FileStream side = new(SidePath, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
        {
            side.Flush(flushToDisk: true);
        }

        try
        {
            File.Delete(SidePath);
        }
        catch (IOException)
        {
            // It is empty; the next compaction deletes it.
        }
    }

    private static void WriteLine(Stream stream, ReadOnlySpan<byte> line)
    {
        stream.Write(line);
        stream.WriteByte((byte)'\n');
    }

    private static byte[] ReadAll(FileStream file)
    {
        byte[] content = new byte[file.Length];
        file.ReadExactly(content);
        return content;
    }

    private FollowingException Invalid(string why) => new(
        FollowingErrorKind.CheckpointInvalid, $"The checkpoint file {_path} {why}; it was left as it is.");
}
