using TikTokFollowing.Comparison;

namespace TikTokFollowing.Tests.Comparison;

/// <summary>Rows to compare, and what the comparison says.</summary>
internal static class Rows
{
    public static ComparedRow Row(string? followedBy, string? id, string? handle, params (string Name, object? Value)[] more)
    {
        Dictionary<string, object?> values = more.ToDictionary(static pair => pair.Name, static pair => pair.Value);
        values["FollowedBy"] = followedBy;
        values["UserId"] = id;
        values["Handle"] = handle;
        return new ComparedRow(values, values.GetValueOrDefault);
    }

    /// <summary>Compares two sides.</summary>
    /// <returns>The changes as <c>Kind FollowedBy Handle</c>, and the warnings.</returns>
    public static (string[] Changes, string[] Warnings) Compare(
        IEnumerable<ComparedRow> reference, IEnumerable<ComparedRow> difference, ReadingSummaries? summaries = null)
    {
        (FollowingChange[] changes, string[] warnings) = CompareInFull(reference, difference, summaries);
        return ([.. changes.Select(static change => $"{change.Kind} {change.FollowedBy} {change.Handle}").Order(StringComparer.Ordinal)], warnings);
    }

    public static (FollowingChange[] Changes, string[] Warnings) CompareInFull(
        IEnumerable<ComparedRow> reference,
        IEnumerable<ComparedRow> difference,
        ReadingSummaries? summaries = null,
        bool includeProfileChange = false)
    {
        ListComparison comparison = new(includeProfileChange, summaries);
        foreach (ComparedRow row in reference)
        {
            comparison.AddReference(row);
        }

        FollowingChange[] changes = [.. difference.SelectMany(comparison.Compare), .. comparison.Complete()];
        return (changes, [.. comparison.Warnings]);
    }

    /// <summary>Summaries, each as list, status and number of users.</summary>
    public static ReadingSummaries Summaries(params (string Handle, string Status, int Users)[] summaries)
    {
        ReadingSummaries all = new();
        foreach ((string handle, string status, int users) in summaries)
        {
            all.Add(handle, status, users == 0);
        }

        return all;
    }
}
