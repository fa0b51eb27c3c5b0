namespace TikTokFollowing.Providers;

/// <summary>What one request asks for.</summary>
/// <param name="BaseUri">Scheme, host and path prefix of the API.</param>
/// <param name="Handle">A valid handle.</param>
/// <param name="Cursor">The cursor of the page; <see langword="null"/> for the start.</param>
/// <param name="Count">Accounts asked for; <see langword="null"/> leaves it to the provider.</param>
/// <param name="RequestSource">Dumpling AI's <c>requestSource</c>.</param>
internal readonly record struct PageRequest(Uri BaseUri, string Handle, string? Cursor, int? Count, string RequestSource)
{
    /// <summary>Puts an API path behind the base address, whose own path (a gateway's prefix) stays.</summary>
    public Uri Resolve(string path) => new(BaseUri.GetLeftPart(UriPartial.Path).TrimEnd('/') + path);

    /// <summary>Whether the cursor can be written as a JSON number without changing it.</summary>
    public bool CursorIsNumber => Cursor is { Length: > 0 } cursor
        && !cursor.AsSpan().ContainsAnyExceptInRange('0', '9')
        && (cursor[0] != '0' || cursor.Length == 1);
}
