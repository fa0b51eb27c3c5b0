using System.Collections;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;

namespace TikTokFollowing.Tests.Support;

/// <summary>Looks for every secret, in every usual encoding, in text and in whatever can be reached from an object.</summary>
internal static class SecretSearch
{
    private static readonly Regex Secrets = new(
        string.Join('|', new[] { Client.Key, Client.ClientKey, Client.ClientSecret, Client.Token }.SelectMany(FormsOf).Select(Regex.Escape)),
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Compiled);

    public static string[] FormsOf(string key)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(key);
        return
        [
            key, Uri.EscapeDataString(key), Convert.ToBase64String(bytes).TrimEnd('='), Convert.ToHexString(bytes),
            Convert.ToBase64String(Encoding.Unicode.GetBytes(key)).TrimEnd('='), Convert.ToHexString(Encoding.Unicode.GetBytes(key)),

            // Half a key is too much as well.
            key[..12], key[^12..],
        ];
    }

    public static void AssertAbsent(string? text, string where) =>
        Assert.False(text is not null && Secrets.IsMatch(text), $"A secret stands in {where}: {text}");

    /// <summary>Searches all fields, private ones too, of everything that can be reached.</summary>
    public static void AssertAbsent(object? root, string where) => Search(root, where, [], depth: 0);

    private static void Search(object? value, string where, HashSet<object> visited, int depth)
    {
        if (value is null || depth > 12)
        {
            return;
        }

        if (value is string text)
        {
            AssertAbsent(text, where);
            return;
        }

        Type type = value.GetType();
        bool isOpaque = type.IsPrimitive || type.IsEnum || type.IsPointer || value is MemberInfo or Assembly or Module or Delegate or Thread or decimal or DateTimeOffset or TimeSpan;
        if (isOpaque || (!type.IsValueType && !visited.Add(value)))
        {
            return;
        }

        AssertAbsent(value.ToString(), $"{where}.ToString()");
        if (value is byte[] bytes)
        {
            AssertAbsent(Encoding.UTF8.GetString(bytes), where);
            AssertAbsent(Encoding.Unicode.GetString(bytes), where);
            return;
        }

        if (value is char[] characters)
        {
            AssertAbsent(new string(characters), where);
            return;
        }

        if (value is IEnumerable items and (Array or IList or IDictionary))
        {
            foreach (object? item in items)
            {
                Search(item, $"{where}[]", visited, depth + 1);
            }
        }

        if (value is DictionaryEntry entry)
        {
            Search(entry.Value, where, visited, depth + 1);
        }

        for (Type? level = type; level is not null && level != typeof(object); level = level.BaseType)
        {
            foreach (FieldInfo field in level.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                if (!field.FieldType.IsPointer && !field.FieldType.IsByRefLike)
                {
                    Search(field.GetValue(value), $"{where}.{field.Name}", visited, depth + 1);
                }
            }
        }
    }
}
