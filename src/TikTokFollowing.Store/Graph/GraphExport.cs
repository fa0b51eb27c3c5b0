using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace TikTokFollowing.Store.Graph;

/// <summary>Writes the network of the lists into files. Rows pass through: memory does not grow with the network.</summary>
internal sealed class GraphExport(StoreReader reader, SqliteConnection connection)
{
    private const string Condition =
        """
        ($lists IS NULL OR follow.list_id IN (SELECT value FROM json_each($lists)))
            AND ($asOf IS NULL OR follow.followed_not_after <= $asOf)
            AND ($ended OR follow.unfollowed_not_after IS NULL OR follow.unfollowed_not_after > $asOf)
        """;

    public IReadOnlyList<string> Write(string path, FollowingGraphFormat format, HistoryFilter filter, bool replace)
    {
        string[] paths = format == FollowingGraphFormat.Csv
            ? [Path.ChangeExtension(path, ".nodes.csv"), Path.ChangeExtension(path, ".edges.csv")]
            : [path];
        if (!replace && paths.FirstOrDefault(File.Exists) is string existing)
        {
            throw new IOException($"The file {existing} exists.");
        }

        FileStream[] drafts = [];
        try
        {
            foreach (string target in paths)
            {
                drafts = [.. drafts, new FileStream(target + ".new", FileMode.Create, FileAccess.Write, FileShare.None)];
            }

            using (IGraphWriter writer = format switch
            {
                FollowingGraphFormat.Gexf => new GexfWriter(drafts[0]),
                FollowingGraphFormat.GraphML => new GraphMLWriter(drafts[0]),
                _ => new CsvGraphWriter(drafts[0], drafts[1]),
            })
            {
                Write(writer, filter);
                writer.Complete();
                foreach (FileStream draft in drafts)
                {
                    draft.Flush(flushToDisk: true);
                }
            }

            foreach (string target in paths)
            {
                File.Move(target + ".new", target, overwrite: replace);
            }
        }
        finally
        {
            foreach (FileStream draft in drafts)
            {
                draft.Dispose();
                File.Delete(draft.Name);
            }
        }

        return paths;
    }

    private void Write(IGraphWriter writer, HistoryFilter filter)
    {
        // One state of the store for nodes and edges, also while a Sync writes.
        using SqliteTransaction transaction = connection.BeginTransaction(deferred: true);
        Owners owners = ReadOwners(filter.Handles);
        foreach (GraphNode node in Nodes(filter, owners))
        {
            writer.Write(node);
        }

        foreach (Owner owner in owners.WithoutAccount)
        {
            writer.Write(new GraphNode { Id = owner.NodeId, Handle = owner.Handle, ListStatus = owner.Status, ListReadAt = owner.ReadAt });
        }

        writer.BeginEdges();
        foreach (GraphEdge edge in Edges(filter, owners))
        {
            writer.Write(edge);
        }
    }

    private Owners ReadOwners(IReadOnlyCollection<string>? handles)
    {
        Dictionary<string, Owner> byHandle = new(StringComparer.OrdinalIgnoreCase);
        foreach ((long id, string handle) in reader.Lists(handles))
        {
            byHandle.Add(handle, new Owner(id, handle));
        }

        using (SqliteCommand readings = connection.CreateCommand())
        {
            readings.CommandText =
                """
                SELECT list.handle, ifnull(reading.status, 'Stopped'), reading.started_at FROM reading JOIN list ON list.id = reading.list_id
                WHERE reading.id IN (SELECT max(id) FROM reading GROUP BY list_id)
                """;
            foreach (SqliteDataReader row in reader.Rows(readings))
            {
                if (byHandle.TryGetValue(row.GetString(0), out Owner? owner))
                {
                    owner.Status = row.GetString(1);
                    owner.ReadAt = UnixTime.ToTime(row.GetInt64(2));
                }
            }
        }

        // Of several accounts that had the handle when they were seen last, the newest has it.
        Dictionary<long, Owner> byAccount = [];
        using SqliteCommand accounts = connection.CreateCommand();
        accounts.CommandText =
            "SELECT id, lower(handle), user_id, sec_uid FROM account WHERE lower(handle) IN (SELECT value FROM json_each($handles)) ORDER BY id";
        accounts.Parameters.AddWithValue("$handles", JsonSerializer.Serialize(byHandle.Keys));
        foreach (SqliteDataReader row in reader.Rows(accounts))
        {
            Owner owner = byHandle[row.GetString(1)];
            byAccount.Remove(owner.AccountId);
            owner.AccountId = row.GetInt64(0);
            owner.NodeId = NodeId(row, 2);
            byAccount.Add(owner.AccountId, owner);
        }

        return new Owners(byHandle.Values.ToDictionary(static owner => owner.ListId), byAccount);
    }

    private IEnumerable<GraphNode> Nodes(HistoryFilter filter, Owners owners)
    {
        using SqliteCommand command = Command(
            $"""
            SELECT user_id, sec_uid, handle, display_name, verified, private, followers, following, likes, videos, id FROM account
            WHERE id IN (SELECT value FROM json_each($owners)) OR EXISTS (SELECT 1 FROM follow WHERE follow.account_id = account.id AND {Condition})
            """,
            filter,
            owners);
        command.Parameters.AddWithValue("$owners", JsonSerializer.Serialize(owners.ByAccount.Keys));
        foreach (SqliteDataReader row in reader.Rows(command))
        {
            Owner? owner = owners.ByAccount.GetValueOrDefault(row.GetInt64(10));
            yield return new GraphNode
            {
                Id = NodeId(row, 0),
                Handle = Text(row, 2),
                DisplayName = Text(row, 3),
                Verified = Number(row, 4) is long verified ? verified != 0 : null,
                Private = Number(row, 5) is long isPrivate ? isPrivate != 0 : null,
                Followers = Number(row, 6),
                Following = Number(row, 7),
                Likes = Number(row, 8),
                Videos = Number(row, 9),
                ListStatus = owner?.Status,
                ListReadAt = owner?.ReadAt,
            };
        }
    }

    private IEnumerable<GraphEdge> Edges(HistoryFilter filter, Owners owners)
    {
        using SqliteCommand command = Command(
            $"""
            SELECT account.user_id, account.sec_uid, account.handle, follow.id, follow.list_id, follow.followed_not_before,
                follow.followed_not_after, follow.unfollowed_not_before, follow.unfollowed_not_after
            FROM follow JOIN account ON account.id = follow.account_id WHERE {Condition}
            """,
            filter,
            owners);
        foreach (SqliteDataReader row in reader.Rows(command))
        {
            FollowBounds bounds = new(
                UnixTime.ToTime(Number(row, 5)), UnixTime.ToTime(row.GetInt64(6)), UnixTime.ToTime(Number(row, 7)), UnixTime.ToTime(Number(row, 8)));
            yield return new GraphEdge(row.GetInt64(3), owners.ByList[row.GetInt64(4)].NodeId, NodeId(row, 0), bounds);
        }
    }

    private SqliteCommand Command(string sql, HistoryFilter filter, Owners owners)
    {
        SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        object lists = filter.Handles is null ? DBNull.Value : JsonSerializer.Serialize(owners.ByList.Keys);
        command.Parameters.AddWithValue("$lists", lists);
        command.Parameters.AddWithValue("$asOf", (object?)UnixTime.Floor(filter.AsOf) ?? DBNull.Value);
        command.Parameters.AddWithValue("$ended", filter.IncludeEnded);
        return command;
    }

    private static string NodeId(SqliteDataReader row, int column) =>
        Text(row, column) ?? Text(row, column + 1) ?? "@" + Text(row, column + 2)?.ToLowerInvariant();

    private static string? Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static long? Number(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);

    /// <summary>Whose list it is, as a node.</summary>
    private sealed class Owner(long listId, string handle)
    {
        public long ListId { get; } = listId;

        public string Handle { get; } = handle;

        public long AccountId { get; set; }

        public string NodeId { get; set; } = "@" + handle;

        public string? Status { get; set; }

        public DateTimeOffset? ReadAt { get; set; }
    }

    private sealed record Owners(Dictionary<long, Owner> ByList, Dictionary<long, Owner> ByAccount)
    {
        public IEnumerable<Owner> WithoutAccount => ByList.Values.Where(static owner => owner.AccountId == 0);
    }
}
