namespace TikTokFollowing.Sandbox;

/// <summary>The accounts one handle follows, newest first, and the time of each follow. Every member costs the same for every index.</summary>
public class SandboxList
{
    // 2025-10-01T00:00:00Z: the newest possible follow.
    private const long NewestFollow = 1_759_276_800;

    private readonly ulong _hash;
    private readonly int _step;
    private readonly Dictionary<int, int> _known;

    internal SandboxList(string handle, bool hasKnown = true)
    {
        Handle = handle;
        Count = SandboxPopulation.CountOf(handle);
        _hash = StableHash.Of(handle);
        // A million follows fit into two years, the others into less.
        _step = handle == SandboxHandles.Huge ? 60 : 61 + (int)((_hash >> 8) % 3540);
        _known = hasKnown ? PlaceKnown() : [];
    }

    /// <summary>The handle, in lower case.</summary>
    public string Handle { get; }

    /// <summary>How many accounts are served.</summary>
    public int Count { get; }

    /// <summary>The total as vendors send it: approximate, since it also counts deactivated accounts.</summary>
    public int ReportedTotal
    {
        get
        {
            int announced = Handle == SandboxHandles.Truncated ? 12_000 : Count;
            return announced + announced / 50;
        }
    }

    /// <summary>The account at a place; 0 is the newest follow.</summary>
    public virtual SandboxAccount this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            return _known.TryGetValue(index, out int number) ? SandboxPopulation.Known(number) : Create(index);
        }
    }

    /// <summary>When the account at a place was followed, in Unix seconds; strictly smaller for each older follow.</summary>
    public virtual long FollowedAt(int index)
    {
        // The shift is under half a step, so two follows are never closer than half a step, and IndexAt can invert this.
        long shift = (long)(StableHash.Mix(_hash + (ulong)index) % (ulong)(_step / 2));
        return NewestFollow - (long)index * _step - shift;
    }

    /// <summary>The first place that was followed at or before a time in Unix seconds; <see cref="Count"/> when there is none.</summary>
    public virtual int IndexAt(long time)
    {
        if (time >= NewestFollow)
        {
            return 0;
        }

        long index = (NewestFollow - time) / _step;
        if (time < 0 || index >= Count)
        {
            return Count;
        }

        return FollowedAt((int)index) <= time ? (int)index : (int)index + 1;
    }

    /// <summary>The account that only this list has under a number of 20 bits.</summary>
    private protected SandboxAccount Create(int number) => SandboxPopulation.Create(_hash, number);

    /// <summary>
    /// Which well-known accounts the list has and where: each with a probability of 60 %, at most every fourth row, at most one per
    /// equal part of the list, in an order of its own.
    /// </summary>
    private Dictionary<int, int> PlaceKnown()
    {
        List<(ulong Order, int Number)> chosen = [];
        for (int number = 0; number < SandboxPopulation.KnownCount; number++)
        {
            ulong order = StableHash.Mix(_hash ^ ((ulong)number << 48));
            if (order % 100 < 60 && SandboxPopulation.Known(number).Handle != Handle)
            {
                chosen.Add((order, number));
            }
        }

        chosen.Sort();
        int count = Math.Min(chosen.Count, Count / 4);
        Dictionary<int, int> places = new(count);
        for (int i = 0; i < count; i++)
        {
            int from = (int)((long)Count * i / count);
            int to = (int)((long)Count * (i + 1) / count);
            places.Add(from + (int)((chosen[i].Order >> 40) % (ulong)(to - from)), chosen[i].Number);
        }

        return places;
    }
}
