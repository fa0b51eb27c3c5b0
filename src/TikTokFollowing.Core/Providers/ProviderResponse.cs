using System.Net;
using TikTokFollowing.Providers.Reading;
using TikTokFollowing.Security;

namespace TikTokFollowing.Providers;

/// <summary>An answer as it came from the wire.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="body">The body after decompression; empty when it was too long.</param>
/// <param name="isTooLong">Whether the body was longer than what is read.</param>
/// <param name="origin">What the rows of the page have in common.</param>
/// <param name="redactor">Removes the secrets of the request from what is quoted.</param>
internal readonly ref struct ProviderResponse(HttpStatusCode status, ReadOnlySpan<byte> body, bool isTooLong, RowOrigin origin, Redactor redactor)
{
    public HttpStatusCode Status => status;

    public ReadOnlySpan<byte> Body { get; } = body;

    public bool IsTooLong => isTooLong;

    public RowOrigin Origin => origin;

    public Redactor Redactor => redactor;
}
