namespace TikTokFollowing.Sandbox;

/// <summary>Hashes that are the same in every process, on every machine (unlike <see cref="string.GetHashCode()"/>).</summary>
internal static class StableHash
{
    /// <summary>FNV-1a over the lower-cased handle, mixed: handles compare without case.</summary>
    internal static ulong Of(string handle)
    {
        ulong hash = 14695981039346656037;
        foreach (char c in handle)
        {
            hash = (hash ^ char.ToLowerInvariant(c)) * 1099511628211;
        }

        // FNV-1a alone leaves the high bits of short names alike.
        return Mix(hash);
    }

    /// <summary>The finaliser of SplitMix64: every input bit changes about half of the output bits.</summary>
    internal static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
