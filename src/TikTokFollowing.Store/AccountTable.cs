using System.Globalization;
using System.Runtime.CompilerServices;

namespace TikTokFollowing.Store;

/// <summary>An account as it is stored.</summary>
/// <param name="Id">Its row.</param>
/// <param name="Profile">What is known of it.</param>
/// <param name="RenamedAt">When a new handle of it was seen last (Unix seconds).</param>
internal sealed record StoredAccount(long Id, Profile Profile, long? RenamedAt);

/// <summary>
/// The accounts of all lists. An account is the same by the strongest identity that both sides have: the user id, else the secUid, else
/// the handle without case.
/// </summary>
internal sealed class AccountTable
{
    private const int NumbersPerBatch = 8192;
    private const string Columns =
        "id, user_id, sec_uid, handle, display_name, bio, verified, private, followers, following, likes, videos, likes_given, website_url, provider_id, renamed_at, row_hash";

    private readonly Database _database;
    private readonly Statement _byId;
    private readonly Statement _byNumber;
    private readonly Statement _byOtherId;
    private readonly Statement _withoutId;
    private readonly Statement _withoutIdBySecUid;
    private readonly InsertQueue<NewAccount> _new;
    private readonly Statement _update;
    private readonly Statement _addNumber;
    private readonly Statement _setIndexed;
    private readonly Statement _lastId;

    // Accounts whose numbers wait for the next sorted batch.
    private readonly Dictionary<long, long> _newNumbers = [];
    private bool _hasAnyWithoutId;
    private long _newestId;

    // Filled when a row without a user id comes first; accounts with a user id have no index of handle and secUid in the file.
    private Dictionary<string, List<long>>? _others;

    public AccountTable(Database database)
    {
        _database = database;
        _byId = database.Prepare($"SELECT {Columns} FROM account WHERE id = ?");
        _byNumber = database.Prepare("SELECT account_id FROM account_number WHERE user_id = ?");
        _byOtherId = database.Prepare("SELECT id FROM account WHERE user_id = ? AND CAST(CAST(user_id AS INTEGER) AS TEXT) <> user_id");
        _withoutId = database.Prepare("SELECT id, sec_uid FROM account WHERE handle = ? COLLATE NOCASE AND user_id IS NULL ORDER BY id DESC");
        _withoutIdBySecUid = database.Prepare("SELECT id FROM account WHERE sec_uid = ? AND user_id IS NULL AND sec_uid IS NOT NULL");
        _new = new InsertQueue<NewAccount>(database, $"account ({Columns})", static (statement, row) =>
            BindProfile(statement.Bind(row.Id), row.Profile).Bind((long?)null).Bind(row.Profile.Hash()));
        _lastId = database.Prepare("SELECT ifnull(max(id), 0) FROM account");
        _update = database.Prepare("""
            UPDATE account SET user_id = ?, sec_uid = ?, handle = ?, display_name = ?, bio = ?, verified = ?, private = ?, followers = ?,
                following = ?, likes = ?, videos = ?, likes_given = ?, website_url = ?, provider_id = ?, renamed_at = ?, row_hash = ? WHERE id = ?
            """);
        _addNumber = database.Prepare("INSERT OR REPLACE INTO account_number VALUES (?, ?)");
        _setIndexed = database.Prepare("UPDATE store SET indexed_account_id = (SELECT ifnull(max(id), 0) FROM account)");
        Reload();
    }

    /// <summary>Forgets what a transaction that was rolled back had added.</summary>
    public void Reload()
    {
        _others = null;
        _new.Clear();
        _newNumbers.Clear();
        Statement newer = _database.Prepare("SELECT user_id, id FROM account WHERE id > (SELECT indexed_account_id FROM store)");
        while (newer.Step())
        {
            if (TryReadNumber(newer.Text(0), out long number))
            {
                _newNumbers[number] = newer.Number(1);
            }
        }

        Statement any = _database.Prepare("SELECT EXISTS (SELECT 1 FROM account WHERE user_id IS NULL)");
        _hasAnyWithoutId = any.RunForNumber() == 1;
    }

    public StoredAccount Get(long id)
    {
        _byId.Bind(id).Step();
        StoredAccount account = new(
            id,
            new Profile
            {
                UserId = _byId.Text(1),
                SecUid = _byId.Text(2),
                Handle = _byId.Text(3),
                DisplayName = _byId.Text(4),
                Bio = _byId.Text(5),
                Verified = _byId.Flag(6),
                Private = _byId.Flag(7),
                Followers = _byId.NumberOrNull(8),
                Following = _byId.NumberOrNull(9),
                Likes = _byId.NumberOrNull(10),
                Videos = _byId.NumberOrNull(11),
                LikesGiven = _byId.NumberOrNull(12),
                WebsiteUrl = _byId.Text(13),
                ProviderId = _byId.Number(14),
            },
            _byId.NumberOrNull(15));
        _byId.Reset();
        return account;
    }

    /// <summary>Finds the account that a row is of.</summary>
    /// <param name="row">The row.</param>
    /// <param name="isInList">Whether an account is in the list that is read; it decides between several of one handle.</param>
    /// <param name="double">
    /// Another account that turns out to be the same: it was seen by its handle alone, and the row has both identities.
    /// </param>
    [MethodImpl(StartUp.CompileFully)]
    public long? Find(Profile row, Func<long, bool> isInList, out long? @double)
    {
        @double = null;
        if (row.UserId is not string userId)
        {
            return FindWithoutUserId(row, isInList);
        }

        long? found = FindByUserId(userId);
        if (_hasAnyWithoutId)
        {
            long? named = FindAmongThoseWithoutId(row);
            if (found is null)
            {
                return named;
            }

            @double = named;
        }

        return found;
    }

    /// <summary>Adds an account, which <see cref="Flush"/> writes.</summary>
    public long Insert(Profile profile)
    {
        long id = _newestId = _new.IsEmpty ? _lastId.RunForNumber()!.Value + 1 : _newestId + 1;
        _new.Add(new NewAccount(id, profile));
        if (TryReadNumber(profile.UserId, out long number))
        {
            _newNumbers.Add(number, id);
        }

        _hasAnyWithoutId |= profile.UserId is null;
        AddToOthers(profile, id);
        return id;
    }

    /// <summary>Writes the accounts that were added. Queries do not see them before.</summary>
    public void Flush() => _new.Flush();

    /// <param name="account">What is known of it now.</param>
    /// <param name="rowHash">The hash of the row that says so.</param>
    public void Update(StoredAccount account, long rowHash)
    {
        BindProfile(_update, account.Profile).Bind(account.RenamedAt).Bind(rowHash).Bind(account.Id).Run();
        AddToOthers(account.Profile, account.Id);
    }

    public void Delete(long id)
    {
        _database.Prepare("DELETE FROM account WHERE id = ?").Bind(id).Run();
        OnDeleted();
        _others = null;
    }

    /// <summary>Keeps a row that gets the number of one that was deleted out of the part that counts as indexed.</summary>
    public void OnDeleted() => _database.Prepare(
        "UPDATE store SET indexed_account_id = min(indexed_account_id, (SELECT ifnull(max(id), 0) FROM account))").Run();

    /// <summary>Notes that an account that had none has got a user id.</summary>
    public void SetUserId(long id, string userId)
    {
        if (TryReadNumber(userId, out long number))
        {
            _newNumbers[number] = id;
            _addNumber.Bind(number).Bind(id).Run();
        }
    }

    /// <summary>Brings waiting numbers into the index, if there are many.</summary>
    /// <param name="atLeast">How many are worth it.</param>
    public void AddNumbers(int atLeast = NumbersPerBatch)
    {
        if (_newNumbers.Count < atLeast)
        {
            return;
        }

        foreach ((long number, long id) in _newNumbers.OrderBy(static pair => pair.Key))
        {
            _addNumber.Bind(number).Bind(id).Run();
        }

        _setIndexed.Run();
        _newNumbers.Clear();
    }

    private static Statement BindProfile(Statement statement, Profile profile) => statement
        .Bind(profile.UserId).Bind(profile.SecUid).Bind(profile.Handle).Bind(profile.DisplayName).Bind(profile.Bio)
        .Bind(profile.Verified).Bind(profile.Private).Bind(profile.Followers).Bind(profile.Following).Bind(profile.Likes)
        .Bind(profile.Videos).Bind(profile.LikesGiven).Bind(profile.WebsiteUrl).Bind(profile.ProviderId);

    // Only numbers that SQLite writes back as the same text, so that each id is in exactly one of the two indices.
    private static bool TryReadNumber(string? userId, out long number) =>
        long.TryParse(userId, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number)
        && (userId![0] is >= '1' and <= '9' || number.ToString(CultureInfo.InvariantCulture) == userId);

    private long? FindByUserId(string userId)
    {
        if (!TryReadNumber(userId, out long number))
        {
            return _byOtherId.Bind(userId).RunForNumber();
        }

        return _newNumbers.TryGetValue(number, out long id) ? id : _byNumber.Bind(number).RunForNumber();
    }

    private long? FindAmongThoseWithoutId(Profile row)
    {
        long? found = row.SecUid is null ? null : _withoutIdBySecUid.Bind(row.SecUid).RunForNumber();
        if (found is not null || row.Handle is null)
        {
            return found;
        }

        _withoutId.Bind(row.Handle);
        while (found is null && _withoutId.Step())
        {
            found = row.SecUid is null || _withoutId.IsNull(1) ? _withoutId.Number(0) : null;
        }

        _withoutId.Reset();
        return found;
    }

    private long? FindWithoutUserId(Profile row, Func<long, bool> isInList)
    {
        _others ??= ReadOthers();
        if (row.SecUid is string secUid && _others.TryGetValue("s" + secUid, out List<long>? same))
        {
            return same[^1];
        }

        if (row.Handle is null || !_others.TryGetValue(HandleKey(row.Handle), out List<long>? candidates))
        {
            return null;
        }

        // An account that has got another handle since, or another secUid, is not it. Of two that had the handle when they were seen
        // last the one in the list is meant, else the newer one.
        long[] named =
        [
            .. candidates.Distinct().Where(id => Get(id).Profile is Profile known
                && string.Equals(known.Handle, row.Handle, StringComparison.OrdinalIgnoreCase)
                && (known.SecUid is null || row.SecUid is null || known.SecUid == row.SecUid)),
        ];
        return named.Length == 0 ? null : named.Where(isInList).DefaultIfEmpty(named.Max()).Max();
    }

    private Dictionary<string, List<long>> ReadOthers()
    {
        Dictionary<string, List<long>> others = [];
        Statement all = _database.Prepare("SELECT id, sec_uid, handle FROM account");
        while (all.Step())
        {
            Add(others, all.Text(1), all.Text(2), all.Number(0));
        }

        return others;
    }

    private void AddToOthers(Profile profile, long id)
    {
        if (_others is not null)
        {
            Add(_others, profile.SecUid, profile.Handle, id);
        }
    }

    private static void Add(Dictionary<string, List<long>> others, string? secUid, string? handle, long id)
    {
        if (secUid is not null)
        {
            AddOne("s" + secUid);
        }

        if (handle is not null)
        {
            AddOne(HandleKey(handle));
        }

        void AddOne(string key)
        {
            if (!others.TryGetValue(key, out List<long>? ids))
            {
                others.Add(key, ids = new List<long>(1));
            }

            ids.Add(id);
        }
    }

    private static string HandleKey(string handle) => "h" + handle.ToLowerInvariant();

    private sealed record NewAccount(long Id, Profile Profile);
}
