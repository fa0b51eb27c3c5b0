namespace TikTokFollowing.Store.Graph;

/// <summary>Writes the network of the lists into files. Rows pass through: memory does not grow with the network.</summary>
internal sealed class GraphExport(StoreReader reader)
{
    public IReadOnlyList<string> Write(string path, FollowingGraphFormat format, HistoryFilter filter, bool replace)
    {
        IReadOnlyList<string> paths = Paths(path, format);
        if (!replace && paths.FirstOrDefault(File.Exists) is string existing)
        {
            throw new IOException($"The file {existing} exists.");
        }

        // Before a file is replaced: of two files, one must not be new and the other old.
        if (paths.FirstOrDefault(Directory.Exists) is string folder)
        {
            throw new IOException($"The path {folder} is a folder.");
        }

        if (paths.FirstOrDefault(target => string.Equals(target, reader.Path, StringComparison.OrdinalIgnoreCase)) is not null)
        {
            throw new IOException($"The file {reader.Path} is the store.");
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

            // Windows moves no file that is open.
            Array.ForEach(drafts, static draft => draft.Dispose());
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

    /// <summary>The files that a format makes.</summary>
    public static IReadOnlyList<string> Paths(string path, FollowingGraphFormat format) => format == FollowingGraphFormat.Csv
        ? [NameOf(path) + ".nodes.csv", NameOf(path) + ".edges.csv"]
        : [path];

    private static string NameOf(string path) => path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) ? path[..^4] : path;

    private void Write(IGraphWriter writer, HistoryFilter filter)
    {
        using IDisposable state = reader.KeepState();
        Owners owners = ReadOwners(filter);
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

    private Owners ReadOwners(HistoryFilter filter)
    {
        Dictionary<string, Owner> byHandle = new(StringComparer.OrdinalIgnoreCase);
        foreach (StoredList list in reader.Lists(filter.Handles))
        {
            byHandle.Add(list.Handle, new Owner(list.Id, list.Handle));
        }

        // How complete the edges of a list are was decided by the last reading that was to reach its end.
        const string Readings =
            """
            SELECT list.handle, ifnull(reading.status, 'Stopped'), reading.started_at
            FROM list JOIN reading ON reading.id = (
                SELECT id FROM reading AS whole WHERE whole.list_id = list.id AND ($asOf IS NULL OR whole.started_at <= $asOf)
                ORDER BY whole.kind = 'NewestPart', whole.id DESC LIMIT 1)
            """;
        foreach (Statement row in reader.Rows(Readings, ("$asOf", UnixTime.Floor(filter.AsOf))))
        {
            if (byHandle.TryGetValue(row.RequiredText(0), out Owner? owner))
            {
                owner.Status = row.Text(1);
                owner.ReadAt = row.Time(2);
            }
        }

        // Of several accounts that had the handle when they were seen last, the newest has it.
        Dictionary<long, Owner> byAccount = [];
        const string Accounts =
            "SELECT id, lower(handle), user_id, sec_uid FROM account WHERE lower(handle) IN (SELECT value FROM json_each($handles)) ORDER BY id";
        foreach (Statement row in reader.Rows(Accounts, ("$handles", StoreReader.Json(byHandle.Keys))))
        {
            Owner owner = byHandle[row.RequiredText(1)];
            byAccount.Remove(owner.AccountId);
            owner.AccountId = row.Number(0);
            owner.NodeId = NodeId(row, 2);
            byAccount.Add(owner.AccountId, owner);
        }

        return new Owners(byHandle.Values.ToDictionary(static owner => owner.ListId), byAccount);
    }

    private IEnumerable<GraphNode> Nodes(HistoryFilter filter, Owners owners)
    {
        string sql =
            $"""
            SELECT user_id, sec_uid, handle, display_name, verified, private, followers, following, likes, videos, id FROM account
            WHERE id IN (SELECT value FROM json_each($owners)) OR EXISTS (SELECT 1 FROM follow WHERE follow.account_id = account.id AND {Condition(filter)})
            """;
        foreach (Statement row in reader.Rows(sql, [.. Values(filter, owners), ("$owners", StoreReader.Json(owners.ByAccount.Keys))]))
        {
            Owner? owner = owners.ByAccount.GetValueOrDefault(row.Number(10));
            yield return new GraphNode
            {
                Id = NodeId(row, 0),
                Handle = row.Text(2),
                DisplayName = row.Text(3),
                Verified = row.Flag(4),
                Private = row.Flag(5),
                Followers = row.NumberOrNull(6),
                Following = row.NumberOrNull(7),
                Likes = row.NumberOrNull(8),
                Videos = row.NumberOrNull(9),
                ListStatus = owner?.Status,
                ListReadAt = owner?.ReadAt,
            };
        }
    }

    private IEnumerable<GraphEdge> Edges(HistoryFilter filter, Owners owners)
    {
        string sql =
            $"""
            SELECT account.user_id, account.sec_uid, account.handle, follow.id, follow.list_id, follow.followed_not_before,
                follow.followed_not_after, follow.unfollowed_not_before, follow.unfollowed_not_after
            FROM follow JOIN account ON account.id = follow.account_id WHERE {Condition(filter)}
            """;
        foreach (Statement row in reader.Rows(sql, Values(filter, owners)))
        {
            FollowBounds bounds = new(row.Time(5), UnixTime.ToTime(row.Number(6)), row.Time(7), row.Time(8));
            yield return new GraphEdge(row.Number(3), owners.ByList[row.Number(4)].NodeId, NodeId(row, 0), bounds);
        }
    }

    private static string Condition(HistoryFilter filter) =>
        $"($lists IS NULL OR follow.list_id IN (SELECT value FROM json_each($lists))) AND {filter.Condition}";

    private static (string, object?)[] Values(HistoryFilter filter, Owners owners) =>
        [("$lists", filter.Handles is null ? null : StoreReader.Json(owners.ByList.Keys)), .. filter.Values];

    private static string NodeId(Statement row, int column) =>
        row.Text(column) ?? row.Text(column + 1) ?? "@" + row.Text(column + 2)?.ToLowerInvariant();

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
