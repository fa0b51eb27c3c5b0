namespace TikTokFollowing.Store;

/// <summary>
/// Keeps a second Sync away from a store. The operating system releases the lock when the process ends, however it ends. The lock has
/// its own file, because closing the store's file would drop the locks that SQLite has on it. The file is not deleted, because another
/// Sync may just have opened it.
/// </summary>
internal static class SyncLock
{
    /// <exception cref="FollowingException">Another Sync has the lock, or the folder cannot be written to.</exception>
    public static FileStream Take(string path)
    {
        try
        {
            return new FileStream(path + "-lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
        }
        catch (IOException failure) when (IsLocked(failure))
        {
            throw StoreErrors.InUse(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw StoreErrors.Invalid(path, $"cannot be opened: {failure.Message}");
        }
    }

    // A sharing or lock violation on Windows; EAGAIN on Linux and macOS.
    private static bool IsLocked(IOException failure) => (failure.HResult & 0xFFFF) is 32 or 33 or 11 or 35;
}
