using System.Runtime.CompilerServices;
using System.Text.Json;
using TikTokFollowing.Store.History;

namespace TikTokFollowing.Store;

/// <summary>The follows of the lists, and what changed in them.</summary>
internal sealed class FollowTable
{
    private const string Columns =
        "id, reading_id, first_seen_at, seen_at, seen_reading_id, missing_reading_id, followed_not_before, followed_not_after, unfollowed_not_before, unfollowed_not_after, unfollowed_reading_id";

    private readonly Database _database;
    private readonly Statement _newest;
    private readonly Statement _look;
    private readonly Statement _byId;
    private readonly Statement _passed;
    private readonly Statement _withoutPlace;
    private readonly InsertQueue<NewFollow> _new;
    private readonly Statement _lastId;
    private readonly Statement _correct;
    private readonly Statement _end;
    private readonly Statement _reopen;
    private readonly Statement _withdraw;
    private readonly Statement _setMissing;
    private readonly Statement _setSeen;
    private readonly Statement _insertChange;
    private readonly Statement _insertFormerHandle;
    private readonly List<long> _newChanges = [];
    private long _newestId;

    public FollowTable(Database database)
    {
        _database = database;
        _newest = database.Prepare($"SELECT {Columns} FROM follow WHERE account_id = ? AND list_id = ? ORDER BY id DESC LIMIT 1");
        _look = database.Prepare(
            $"""
            SELECT {string.Join(", ", Columns.Split(", ").Select(static column => "follow." + column))}, account.row_hash, account.renamed_at FROM account
                LEFT JOIN follow ON follow.id = (SELECT max(newest.id) FROM follow AS newest WHERE newest.account_id = account.id AND newest.list_id = ?)
            WHERE account.id = ?
            """);
        _byId = database.Prepare($"SELECT {Columns} FROM follow WHERE id = ?");
        _passed = database.Prepare("SELECT id, account_id FROM follow WHERE list_id = ? AND followed_not_before > ? AND followed_not_before <= ? AND unfollowed_not_after IS NULL AND reading_id <> ?");
        _withoutPlace = database.Prepare("SELECT id, account_id FROM follow WHERE list_id = ? AND followed_not_before IS NULL AND unfollowed_not_after IS NULL AND reading_id <> ?");
        _new = new InsertQueue<NewFollow>(
            database, "follow (id, list_id, account_id, reading_id, first_seen_at, followed_not_before, followed_not_after)", static (statement, row) => statement
                .Bind(row.Id).Bind(row.ListId).Bind(row.AccountId).Bind(row.ReadingId).Bind(row.SeenAt).Bind(row.Bounds.NotBefore).Bind(row.Bounds.NotAfter));
        _lastId = database.Prepare("SELECT max(ifnull((SELECT seq FROM sqlite_sequence WHERE name = 'follow'), 0), ifnull((SELECT max(id) FROM follow), 0))");
        _correct = database.Prepare("UPDATE follow SET followed_not_before = ?, followed_not_after = ? WHERE id = ?");
        _end = database.Prepare("""
            UPDATE follow SET unfollowed_not_before = ?, unfollowed_not_after = ?, unfollowed_reading_id = ?, seen_at = NULL,
                seen_reading_id = NULL, missing_reading_id = NULL WHERE id = ?
            """);
        _reopen = database.Prepare("UPDATE follow SET unfollowed_not_before = NULL, unfollowed_not_after = NULL, unfollowed_reading_id = NULL, seen_at = ?, seen_reading_id = ? WHERE id = ?");
        _withdraw = database.Prepare("DELETE FROM change WHERE list_id = ? AND follow_id = ? AND kind = 'Unfollowed'");
        _setMissing = database.Prepare("UPDATE follow SET missing_reading_id = ? WHERE id = ?");
        _setSeen = database.Prepare("UPDATE follow SET seen_at = ? WHERE id = ?");
        _insertChange = database.Prepare("""
            INSERT INTO change (list_id, follow_id, kind, handle, previous_handle, not_before, not_after, seen_at, profile)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """);
        _insertFormerHandle = database.Prepare("INSERT INTO former_handle (account_id, handle, replaced_not_before, replaced_not_after) VALUES (?, ?, ?, ?)");
    }

    /// <summary>The newest follow of an account in a list.</summary>
    public KnownFollow? Newest(long accountId, long listId) => One(_newest.Bind(accountId).Bind(listId));

    /// <summary>The newest follow of an account in a list, and whether a row that has this hash says anything new of the account.</summary>
    [MethodImpl(StartUp.CompileFully)]
    public (KnownFollow? Follow, bool IsNews) Look(long accountId, long listId, long rowHash)
    {
        _look.Bind(listId).Bind(accountId).Step();
        KnownFollow? follow = _look.IsNull(0) ? null : Read(_look);
        bool isNews = _look.Number(11) != rowHash || !_look.IsNull(12);
        _look.Reset();
        return (follow, isNews);
    }

    public KnownFollow? Get(long id) => One(_byId.Bind(id));

    /// <summary>The follows of a list, known before a reading, whose place is after one time and not after another.</summary>
    public List<(long Id, long AccountId)> Passed(long listId, long above, long notAfter, long readingId) =>
        Ids(_passed.Bind(listId).Bind(above).Bind(notAfter).Bind(readingId));

    /// <summary>The follows of a list, known before a reading, whose place no cursor has told.</summary>
    public List<(long Id, long AccountId)> WithoutPlace(long listId, long readingId) =>
        Ids(_withoutPlace.Bind(listId).Bind(readingId));

    /// <summary>Adds a follow, which <see cref="Flush"/> writes.</summary>
    public long Insert(long listId, long accountId, long readingId, long seenAt, Bounds bounds)
    {
        long id = _newestId = _new.IsEmpty ? _lastId.RunForNumber()!.Value + 1 : _newestId + 1;
        _new.Add(new NewFollow(id, listId, accountId, readingId, seenAt, bounds));
        return id;
    }

    /// <summary>Writes the follows that were added. Queries do not see them before.</summary>
    public void Flush() => _new.Flush();

    /// <summary>Forgets what a transaction that was rolled back had added.</summary>
    public void Reload()
    {
        _new.Clear();
        _newChanges.Clear();
    }

    public void Correct(long id, Bounds bounds) => _correct.Bind(bounds.NotBefore).Bind(bounds.NotAfter).Bind(id).Run();

    public void End(long id, Bounds unfollow, long readingId) =>
        _end.Bind(unfollow.NotBefore).Bind(unfollow.NotAfter).Bind(readingId).Bind(id).Run();

    /// <summary>Takes back an unfollow that did not happen, and what was said of it.</summary>
    public void Reopen(long listId, long id, long seenAt, long readingId)
    {
        _reopen.Bind(seenAt).Bind(readingId).Bind(id).Run();
        _withdraw.Bind(listId).Bind(id).Run();
    }

    public void SetMissing(long id, long readingId) => _setMissing.Bind(readingId).Bind(id).Run();

    public void SetSeen(long id, long seenAt) => _setSeen.Bind(seenAt).Bind(id).Run();

    /// <summary>Notes that a follow was seen that a reading had missed.</summary>
    public void SetSeenAgain(long id, long seenAt, long readingId) =>
        _database.Prepare("UPDATE follow SET seen_at = ?, seen_reading_id = ?, missing_reading_id = NULL WHERE id = ?")
            .Bind(seenAt).Bind(readingId).Bind(id).Run();

    /// <summary>Notes that a reading saw a follow, but not in the ranges that it read.</summary>
    public void SetSeenOutside(long id, long seenAt, long readingId) =>
        _database.Prepare("UPDATE follow SET seen_at = ?, missing_reading_id = ? WHERE id = ?").Bind(seenAt).Bind(readingId).Bind(id).Run();

    public void AddChange(
        long listId, long followId, FollowingChangeKind kind, string? handle, string? previousHandle, Bounds bounds, long seenAt, string? profile = null)
    {
        _insertChange.Bind(listId).Bind(followId).Bind(kind.ToString()).Bind(handle).Bind(previousHandle)
            .Bind(bounds.NotBefore).Bind(bounds.NotAfter).Bind(seenAt).Bind(profile).Run();
        _newChanges.Add(_database.LastId);
    }

    /// <summary>The changes that were added since this was asked last.</summary>
    public IReadOnlyList<long> TakeNewChanges()
    {
        long[] taken = [.. _newChanges];
        _newChanges.Clear();
        return taken;
    }

    /// <summary>The follows of an account in all lists, in the order in which they were seen first.</summary>
    public List<(KnownFollow Follow, long ListId)> OfAccount(long accountId)
    {
        List<(KnownFollow Follow, long ListId)> follows = [];
        Statement statement = _database.Prepare($"SELECT {Columns}, list_id FROM follow WHERE account_id = ? ORDER BY id").Bind(accountId);
        while (statement.Step())
        {
            follows.Add((Read(statement), statement.Number(11)));
        }

        return follows;
    }

    /// <summary>Gives what was said of the end of one follow to another.</summary>
    public void MoveUnfollow(long fromId, long toId) =>
        _database.Prepare("UPDATE change SET follow_id = ? WHERE follow_id = ? AND kind = 'Unfollowed'").Bind(toId).Bind(fromId).Run();

    /// <summary>Deletes a follow that is none of its own, and what was said of it.</summary>
    public void Delete(long id)
    {
        Statement changes = _database.Prepare("DELETE FROM change WHERE follow_id = ?");
        Statement follow = _database.Prepare("DELETE FROM follow WHERE id = ?");
        changes.Bind(id).Run();
        follow.Bind(id).Run();
    }

    /// <summary>Gives the follows of one account to another.</summary>
    public void MoveTo(long accountId, long fromAccountId)
    {
        Statement follows = _database.Prepare("UPDATE follow SET account_id = ? WHERE account_id = ?");
        Statement handles = _database.Prepare("UPDATE former_handle SET account_id = ? WHERE account_id = ?");
        follows.Bind(accountId).Bind(fromAccountId).Run();
        handles.Bind(accountId).Bind(fromAccountId).Run();
    }

    public void AddFormerHandle(long accountId, string handle, Bounds replaced) =>
        _insertFormerHandle.Bind(accountId).Bind(handle).Bind(replaced.NotBefore).Bind(replaced.NotAfter).Run();

    /// <summary>Values of a profile before and after, by the names of the properties.</summary>
    public static string ToJson(Profile before, Profile after, IReadOnlyList<string> properties) => JsonSerializer.Serialize(
        properties.ToDictionary(static name => name, name => (object?[])[before.Read(name), after.Read(name)]));

    private static KnownFollow? One(Statement statement)
    {
        KnownFollow? follow = statement.Step() ? Read(statement) : null;
        statement.Reset();
        return follow;
    }

    private static List<(long Id, long AccountId)> Ids(Statement statement)
    {
        List<(long Id, long AccountId)> ids = [];
        while (statement.Step())
        {
            ids.Add((statement.Number(0), statement.Number(1)));
        }

        return ids;
    }

    private static KnownFollow Read(Statement row) => new()
    {
        Id = row.Number(0),
        ReadingId = row.Number(1),
        FirstSeenAt = row.Number(2),
        SeenAt = row.NumberOrNull(3),
        SeenReadingId = row.NumberOrNull(4),
        MissingReadingId = row.NumberOrNull(5),
        NotBefore = row.NumberOrNull(6),
        NotAfter = row.Number(7),
        UnfollowedNotBefore = row.NumberOrNull(8),
        UnfollowedNotAfter = row.NumberOrNull(9),
        UnfollowedReadingId = row.NumberOrNull(10),
    };

    private sealed record NewFollow(long Id, long ListId, long AccountId, long ReadingId, long SeenAt, Bounds Bounds);
}
