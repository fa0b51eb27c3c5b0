namespace TikTokFollowing.Paging;

/// <summary>The sources that one command may ask, in order, and which of them have failed for every handle. Thread-safe.</summary>
internal sealed class SourceRoute(PageSource[] sources)
{
    private readonly object _gate = new();
    private readonly bool[] _isOut = new bool[sources.Length];
    private readonly bool[] _wasReported = new bool[sources.Length];

    public int Count => sources.Length;

    /// <summary>Whether every source has failed for every handle.</summary>
    public bool IsExhausted => NextFrom(0) is null;

    public PageSource this[int index] => sources[index];

    /// <summary>The first usable source from a place in the order on; <see langword="null"/> when there is none.</summary>
    public int? NextFrom(int index)
    {
        lock (_gate)
        {
            for (; index < sources.Length; index++)
            {
                if (!_isOut[index])
                {
                    return index;
                }
            }

            return null;
        }
    }

    /// <summary>Whether a source has failed for every handle.</summary>
    public bool IsOut(int index)
    {
        lock (_gate)
        {
            return _isOut[index];
        }
    }

    /// <summary>Leaves a source out from now on.</summary>
    public void TakeOut(int index)
    {
        lock (_gate)
        {
            _isOut[index] = true;
        }
    }

    /// <summary>Whether nobody was told yet that this source was left.</summary>
    public bool TryReport(int index)
    {
        lock (_gate)
        {
            bool isFirst = !_wasReported[index];
            _wasReported[index] = true;
            return isFirst;
        }
    }
}
