using System.Globalization;
using TikTokFollowing.Accounts;

namespace TikTokFollowing.Comparison;

/// <summary>A row of one of the two lists, whatever form it has.</summary>
internal sealed class ComparedRow
{
    private readonly Func<string, object?> _property;

    /// <param name="source">The row as it was given.</param>
    /// <param name="property">Returns a property's value; <see langword="null"/> when the row does not have it.</param>
    public ComparedRow(object source, Func<string, object?> property)
    {
        Source = source;
        _property = property;
        FollowedBy = ReadName(nameof(FollowedUser.FollowedBy));
        string? id = ReadKey(nameof(FollowedUser.UserId));
        IdForm = IdForms.Of(id);
        Identity = new AccountIdentity(
            IdForm == IdForm.Intact ? id : null, ReadKey(nameof(FollowedUser.SecUid)), ReadName(nameof(FollowedUser.Handle)));
    }

    /// <summary>The row as it was given.</summary>
    public object Source { get; }

    /// <summary>Whose list; <see langword="null"/> when the row does not say.</summary>
    public string? FollowedBy { get; }

    /// <summary>Who it is. Only an intact id counts.</summary>
    public AccountIdentity Identity { get; private set; }

    /// <summary>What the id looks like.</summary>
    public IdForm IdForm { get; }

    /// <summary>When the row was read; <see langword="null"/> when the row does not say.</summary>
    public DateTimeOffset? RetrievedAt => ReadTime(nameof(FollowedUser.RetrievedAt));

    /// <summary>Whether the later list has the account.</summary>
    public bool IsMatched { get; private set; }

    /// <summary>Notes that the later list has the account, and takes over what only its row knows.</summary>
    public void MatchWith(AccountIdentity later)
    {
        IsMatched = true;
        Identity = Identity.CompletedBy(later);
    }

    /// <summary>A property as invariant text; <see langword="null"/> when the row does not have it.</summary>
    public string? ReadText(string name) => ToText(_property(name));

    /// <summary>
    /// A property as a time. A text is read as the culture writes it, as Export-Csv does, or in its invariant form, and is UTC when it names
    /// no offset.
    /// </summary>
    /// <returns><see langword="null"/> when the row does not have it, or when it is no time.</returns>
    public DateTimeOffset? ReadTime(string name) => _property(name) switch
    {
        DateTimeOffset time => time.ToUniversalTime(),
        DateTime { Kind: DateTimeKind.Unspecified } time => new DateTimeOffset(time, TimeSpan.Zero),
        DateTime time => new DateTimeOffset(time.ToUniversalTime()),
        string text => ToTime(text),
        _ => null,
    };

    /// <summary>A value as invariant text.</summary>
    public static string? ToText(object? value) => value switch
    {
        null or DBNull => null,
        string text => text,
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    private static DateTimeOffset? ToTime(string text)
    {
        // The invariant form of a culture's day and month may be another day. Only 2026-11-26 is the same everywhere.
        CultureInfo[] cultures = text.IndexOf('-', StringComparison.Ordinal) == 4
            ? [CultureInfo.InvariantCulture]
            : [CultureInfo.CurrentCulture, CultureInfo.InvariantCulture];
        foreach (CultureInfo culture in cultures)
        {
            if (DateTimeOffset.TryParse(text, culture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset time))
            {
                return time;
            }
        }

        return null;
    }

    // A file does not tell empty from unknown. Some people write ' before an id, so that a spreadsheet keeps it.
    private string? ReadKey(string name) => ReadText(name)?.Trim().TrimStart('\'') is { Length: > 0 } key ? key : null;

    private string? ReadName(string name) => ReadKey(name) switch
    {
        null => null,
        string address when address.Contains('/', StringComparison.Ordinal) && TikTokHandle.TryParse(address, out string? handle) => handle,
        string key => key.TrimStart('@') is { Length: > 0 } bare ? bare : null,
    };
}
