using System.Collections;
using System.Reflection;

namespace TikTokFollowing.Tests.Support;

/// <summary>Looks into every field of an object and of what it holds, private ones too.</summary>
public static class ObjectGraph
{
    /// <summary>Finds a text in the strings and characters that an object reaches.</summary>
    /// <returns>The way to each place that holds it.</returns>
    public static IReadOnlyList<string> Find(object root, string text) =>
    [
        .. Walk(root)
            .Where(found => (found.Value as string ?? (found.Value is char[] characters ? new string(characters) : string.Empty))
                .Contains(text, StringComparison.OrdinalIgnoreCase))
            .Select(static found => found.Way),
    ];

    /// <summary>Every object that an object reaches, itself included, with the way to it.</summary>
    public static IEnumerable<(object Value, string Way)> Walk(object root)
    {
        HashSet<object> seen = new(ReferenceEqualityComparer.Instance);
        Queue<(object Value, string Way)> rest = new([(root, root.GetType().Name)]);
        while (rest.TryDequeue(out (object Value, string Way) next))
        {
            if (!seen.Add(next.Value))
            {
                continue;
            }

            yield return next;
            foreach ((object inner, string name) in Inside(next.Value))
            {
                rest.Enqueue((inner, $"{next.Way}.{name}"));
            }
        }
    }

    private static IEnumerable<(object Value, string Name)> Inside(object value)
    {
        Type type = value.GetType();

        // All timers of the process hang together, and so do the tests that run at the same time.
        bool isTimer = type.FullName?.StartsWith("System.Threading.Timer", StringComparison.Ordinal) == true;
        if (isTimer || type.IsPrimitive || type.IsEnum || type.IsPointer || value is string or MemberInfo or Assembly or Module or Delegate)
        {
            yield break;
        }

        if (value is Array array)
        {
            if (!type.GetElementType()!.IsPrimitive)
            {
                foreach (object? item in (IEnumerable)array)
                {
                    if (item is not null)
                    {
                        yield return (item, "[]");
                    }
                }
            }

            yield break;
        }

        for (Type? declaring = type; declaring is not null; declaring = declaring.BaseType)
        {
            const BindingFlags Own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
            foreach (FieldInfo field in declaring.GetFields(Own))
            {
                if (!field.FieldType.IsPointer && !field.FieldType.IsByRefLike && field.GetValue(value) is object inner)
                {
                    yield return (inner, field.Name);
                }
            }
        }
    }
}
