using TikTokFollowing.Security;

namespace TikTokFollowing.Providers.Reading;

/// <summary>What one body said, before anybody classified it.</summary>
internal sealed class PageContent
{
    /// <summary>The rows, or <see langword="null"/> when the body has no list at all.</summary>
    public List<FollowedUser>? Users { get; set; }

    /// <summary>Entries that name no account: neither id nor secUid nor handle.</summary>
    public int EntriesWithoutAccount { get; set; }

    /// <summary>Whether the list is there, but <see langword="null"/>.</summary>
    public bool HasNullList { get; set; }

    /// <summary>The preferred cursor that can be used, else the preferred one that is there.</summary>
    public PageCursor Cursor { get; set; }

    public bool? HasMore { get; set; }

    public long? Total { get; set; }

    public bool IsTruncated { get; set; }

    /// <summary>TikTok's or the reseller's own status; 0 is success.</summary>
    public string? StatusCode { get; set; }

    public string? StatusText { get; set; }

    public string? ErrorCode { get; set; }

    public string? ErrorMessage { get; set; }

    /// <summary>Whether <c>error</c> is there and says something: <see langword="null"/>, false, 0, an empty text, object or list do not.</summary>
    public bool HasError { get; set; }

    /// <summary>Whether <c>error</c> is an object rather than a text.</summary>
    public bool HasErrorObject { get; set; }

    /// <summary>Whether <c>status</c> or <c>success</c> says in a word that the request failed.</summary>
    public bool SaysFailed { get; set; }

    /// <summary>Whether the page reports an error although it has rows.</summary>
    public bool HasErrorBesideRows { get; set; }

    public string? RequestId { get; set; }

    /// <summary>Whether the provider or TikTok itself reports an error, with or without rows beside it.</summary>
    public bool ReportsError => HasError || IsRefusal || SaysFailed;

    /// <summary>Whether the status is there and is no success.</summary>
    public bool IsRefusal => StatusCode is not (null or "0" or "200")
        && !StatusCode.Equals("ok", StringComparison.OrdinalIgnoreCase)
        && !StatusCode.Equals("success", StringComparison.OrdinalIgnoreCase);

    /// <summary>Removes the secrets from whatever may be shown: some providers echo what they were given.</summary>
    public void Redact(Redactor redactor)
    {
        StatusCode = redactor.Redact(StatusCode);
        StatusText = redactor.Redact(StatusText);
        ErrorCode = redactor.Redact(ErrorCode);
        ErrorMessage = redactor.Redact(ErrorMessage);
        RequestId = redactor.Redact(RequestId);
    }

    /// <summary>Whether the rows are there and at least one is an account.</summary>
    public bool HasRows => Users is { Count: > 0 };
}

/// <summary>A cursor as the body carried it: an opaque text.</summary>
/// <param name="Value">The text without surrounding white space; <see langword="null"/> when absent or null.</param>
internal readonly record struct PageCursor(string? Value)
{
    /// <summary>Whether the next page can be asked for with it: 0 and -1 (any negative number) mean that there is none.</summary>
    public bool IsUsable => Value is { Length: > 0 } && Value != "0" && !IsNegative;

    /// <summary>Whether it is the -1 that both cursors show after TikTok cut a list.</summary>
    public bool IsNegative => Value is ['-', .. var digits] && digits.Length > 0 && !digits.AsSpan().ContainsAnyExceptInRange('0', '9');

    /// <summary>Reads a cursor as a Unix time in seconds.</summary>
    /// <returns><see langword="null"/> unless it lies between TikTok's first year and a day ahead of <paramref name="now"/>.</returns>
    public static DateTimeOffset? ToTime(string? cursor, DateTimeOffset now)
    {
        const long FirstPlausible = 1_388_534_400; // 2014-01-01: Musical.ly, which became TikTok, opened that year.
        return long.TryParse(cursor, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out long seconds)
            && seconds >= FirstPlausible
            && seconds <= now.AddDays(1).ToUnixTimeSeconds()
                ? DateTimeOffset.FromUnixTimeSeconds(seconds)
                : null;
    }
}
