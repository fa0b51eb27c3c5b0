using SQLitePCL;

namespace TikTokFollowing.Store;

/// <summary>Makes the exceptions of the store.</summary>
internal static class StoreErrors
{
    public static FollowingException InUse(string path) =>
        new(FollowingErrorKind.StoreInUse, $"The store {path} is in use: another Sync works on it, or another program writes to it.");

    public static FollowingException Invalid(string path, string reason) =>
        new(FollowingErrorKind.StoreInvalid, $"The store {path} {reason}");

    public static FollowingException CannotRead(string path, DatabaseException failure) =>
        IsBusy(failure) ? InUse(path) : Invalid(path, $"cannot be read: {Describe(failure)}.");

    /// <summary>Every other list would meet it too.</summary>
    public static FollowingException CannotWrite(string path, DatabaseException failure) => IsBusy(failure)
        ? InUse(path)
        : new FollowingException(FollowingErrorKind.StoreInvalid, $"The store {path} cannot be written: {Describe(failure)}.") { IsOfWriting = true };

    private static bool IsBusy(DatabaseException failure) => failure.Code is raw.SQLITE_BUSY or raw.SQLITE_LOCKED;

    private static string Describe(DatabaseException failure) => failure.Code switch
    {
        raw.SQLITE_FULL => "the disk is full",
        raw.SQLITE_READONLY => "the file or its folder is read-only",
        raw.SQLITE_CANTOPEN => "it cannot be opened",
        raw.SQLITE_NOTADB => "it is not an SQLite file",
        raw.SQLITE_CORRUPT => "it is damaged",
        _ => failure.Message,
    };
}
