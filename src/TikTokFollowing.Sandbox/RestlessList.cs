namespace TikTokFollowing.Sandbox;

/// <summary>
/// The list of <see cref="SandboxHandles.Restless"/> in one of its generations. Each one differs from the one before by a new follow at
/// the top, an unfollow, and an account with a new handle; which ones, is fixed by the generation's number.
/// </summary>
internal sealed class RestlessList : SandboxList
{
    // Numbers for Create that no place of the first generation uses.
    private const int FirstNewAccount = 1 << 18;
    private const int FirstNewHandle = 1 << 19;

    private readonly int _generation;
    private readonly Row[] _rows;

    private RestlessList(int generation, Row[] rows)
        : base(SandboxHandles.Restless, hasKnown: false)
    {
        _generation = generation;
        _rows = rows;
    }

    /// <summary>The first generation.</summary>
    internal static RestlessList First { get; } = new(
        1, [.. Enumerable.Range(0, SandboxPopulation.CountOf(SandboxHandles.Restless)).Select(static place => new Row(place, 0))]);

    /// <inheritdoc/>
    public override SandboxAccount this[int index]
    {
        get
        {
            Row row = _rows[index];
            SandboxAccount account = Create(row.Place < 0 ? FirstNewAccount - row.Place : row.Place);
            return row.RenamedIn == 0 ? account : account with { Handle = Create(FirstNewHandle + row.RenamedIn).Handle };
        }
    }

    /// <inheritdoc/>
    public override long FollowedAt(int index) => base.FollowedAt(_rows[index].Place);

    /// <inheritdoc/>
    public override int IndexAt(long time)
    {
        int index = 0;
        while (index < _rows.Length && FollowedAt(index) > time)
        {
            index++;
        }

        return index;
    }

    internal RestlessList Next()
    {
        int generation = _generation + 1;
        ulong roll = StableHash.Mix((ulong)generation);
        List<Row> rows = [.. _rows];
        rows.RemoveAt((int)(roll % (ulong)rows.Count));
        int renamed = (int)((roll >> 32) % (ulong)rows.Count);
        rows[renamed] = rows[renamed] with { RenamedIn = generation };
        rows.Insert(0, new Row(1 - generation, 0));
        return new RestlessList(generation, [.. rows]);
    }

    /// <param name="Place">The place in the first generation; the later follows are above it, at -1, -2 and so on.</param>
    /// <param name="RenamedIn">The generation that gave the account its handle; 0 = its first one.</param>
    private readonly record struct Row(int Place, int RenamedIn);
}
