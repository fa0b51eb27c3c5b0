using System.Collections;
using System.Management.Automation;
using System.Reflection;
using TikTokFollowing.Comparison;

namespace TikTokFollowing.Pipeline;

/// <summary>
/// A row in whatever form the user kept it: from memory, Import-Csv or ConvertFrom-Json, a hashtable, a DataRow, or any object with
/// such properties.
/// </summary>
/// <param name="Source">The row as it was given.</param>
/// <param name="Property">Returns the value of a property; <see langword="null"/> when the row has none of that name.</param>
internal readonly record struct AnyRow(object Source, Func<string, object?> Property)
{
    // Most rows have this type, and reading their properties through PowerShell takes several times as long.
    private static readonly Dictionary<string, PropertyInfo> UserProperties =
        typeof(FollowedUser).GetProperties().ToDictionary(static property => property.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Makes a row of a value.</summary>
    /// <param name="value">What the user passed.</param>
    /// <param name="row">The row.</param>
    /// <returns><see langword="false"/> for a bare text or number, or for nothing.</returns>
    public static bool TryRead(object? value, out AnyRow row)
    {
        object? source = value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;
        row = source switch
        {
            null or IConvertible => default,
            FollowedUser user => new(user, name => UserProperties.TryGetValue(name, out PropertyInfo? property) ? property.GetValue(user) : null),
            IDictionary table => new(table, name => Unwrap(table[name])),
            _ => OfObject(source, PSObject.AsPSObject(value)),
        };
        return row.Source is not null;
    }

    /// <summary>A property as invariant text.</summary>
    public string? Read(string name) => ComparedRow.ToText(Property(name));

    private static AnyRow OfObject(object source, PSObject view) => new(source, name => Unwrap(view.Properties[name]?.Value));

    private static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
