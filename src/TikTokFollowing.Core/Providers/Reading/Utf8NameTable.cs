using System.Runtime.CompilerServices;

namespace TikTokFollowing.Providers.Reading;

/// <summary>Looks a JSON property name up by its raw bytes, so that no string is made for it.</summary>
internal sealed class Utf8NameTable<TField>
    where TField : struct, Enum
{
    private readonly (byte[] Name, TField Field)[][] _byLength;

    public Utf8NameTable(IEnumerable<(string Name, TField Field)> names)
    {
        ILookup<int, (byte[] Name, TField Field)> lookup = names
            .Select(entry => (Name: System.Text.Encoding.UTF8.GetBytes(entry.Name), entry.Field))
            .ToLookup(entry => entry.Name.Length);
        _byLength = [.. Enumerable.Range(0, lookup.Max(group => group.Key) + 1).Select(length => lookup[length].ToArray())];
    }

    /// <summary>Returns the field, or its default value for a name that is not in the table.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public TField Find(ReadOnlySpan<byte> name)
    {
        if (name.Length < _byLength.Length)
        {
            foreach ((byte[] candidate, TField field) in _byLength[name.Length])
            {
                if (name.SequenceEqual(candidate))
                {
                    return field;
                }
            }
        }

        return default;
    }
}
