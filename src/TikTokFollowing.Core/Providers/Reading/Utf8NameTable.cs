using System.Runtime.CompilerServices;
using System.Text;

namespace TikTokFollowing.Providers.Reading;

/// <summary>Looks a JSON property name up by its raw bytes, so that no string is made for it.</summary>
internal sealed class Utf8NameTable<TField>
    where TField : struct, Enum
{
    // Names by length. Plain arrays, because each generic type would have to be compiled before the first row.
    private readonly byte[][][] _names;
    private readonly TField[][] _fields;

    public Utf8NameTable(params (string Name, TField Field)[][] groups)
    {
        int longest = 0;
        foreach ((string Name, TField Field)[] group in groups)
        {
            foreach ((string name, _) in group)
            {
                longest = Math.Max(longest, name.Length);
            }
        }

        _names = new byte[longest + 1][][];
        _fields = new TField[longest + 1][];
        foreach ((string Name, TField Field)[] group in groups)
        {
            foreach ((string name, TField field) in group)
            {
                Add(Encoding.UTF8.GetBytes(name), field);
            }
        }
    }

    /// <summary>Returns the field, or its default value for a name that is not in the table.</summary>
    [MethodImpl(StartUp.CompileFully)]
    public TField Find(ReadOnlySpan<byte> name)
    {
        if (name.Length < _names.Length && _names[name.Length] is byte[][] candidates)
        {
            for (int i = 0; i < candidates.Length; i++)
            {
                if (name.SequenceEqual(candidates[i]))
                {
                    return _fields[name.Length][i];
                }
            }
        }

        return default;
    }

    private void Add(byte[] name, TField field)
    {
        int length = name.Length;
        _names[length] = [.. _names[length] ?? [], name];
        _fields[length] = [.. _fields[length] ?? [], field];
    }
}
