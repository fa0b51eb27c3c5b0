using System.Globalization;
using System.Management.Automation;

namespace TikTokFollowing.Pipeline;

/// <summary>Reads what -Known was given.</summary>
internal static class KnownRows
{
    /// <summary>Takes rows of an earlier run in any form, and bare handles or ids.</summary>
    public static KnownAccounts Read(IEnumerable<object?> values)
    {
        KnownAccounts known = new();
        foreach (object? value in values)
        {
            if (AnyRow.TryRead(value, out AnyRow row))
            {
                known.Add(
                    row.Read(nameof(FollowedUser.FollowedBy)),
                    row.Read(nameof(FollowedUser.UserId)),
                    row.Read(nameof(FollowedUser.SecUid)),
                    row.Read(nameof(FollowedUser.Handle)));
            }
            else if (Convert.ToString(value is PSObject bare ? bare.BaseObject : value, CultureInfo.InvariantCulture) is string text)
            {
                known.Add(text);
            }
        }

        return known;
    }
}
