namespace TikTokFollowing.Providers;

/// <summary>What one request for a page asks for.</summary>
/// <param name="BaseUri">Scheme, host and path prefix of the API.</param>
/// <param name="Handle">A valid handle in lower case.</param>
/// <param name="Cursor">The cursor of the page; <see langword="null"/> for the start.</param>
/// <param name="Count">Accounts asked for; <see langword="null"/> leaves it to the provider.</param>
/// <param name="RequestSource">The connection's request source; <see langword="null"/> when none was given.</param>
internal readonly record struct PageRequest(Uri BaseUri, string Handle, string? Cursor, int? Count, string? RequestSource)
{
    /// <summary>Puts an API path behind the base address, whose own path (a gateway's prefix) stays.</summary>
    public static Uri Resolve(Uri baseUri, string path) => new(baseUri.GetLeftPart(UriPartial.Path).TrimEnd('/') + path);

    /// <inheritdoc cref="Resolve(Uri, string)"/>
    public Uri Resolve(string path) => Resolve(BaseUri, path);

    /// <summary>Whether the cursor can be written as a JSON number without changing it.</summary>
    public bool CursorIsNumber => Cursor is { Length: > 0 } cursor
        && !cursor.AsSpan().ContainsAnyExceptInRange('0', '9')
        && (cursor[0] != '0' || cursor.Length == 1);
}
