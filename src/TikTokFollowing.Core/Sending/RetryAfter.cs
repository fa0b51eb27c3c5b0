using System.Globalization;
using System.Net.Http.Headers;

namespace TikTokFollowing.Sending;

/// <summary>Reads Retry-After in both of its forms.</summary>
internal static class RetryAfter
{
    /// <returns>The wait; <see langword="null"/> when there is none, it is in the past, or the header is garbage.</returns>
    public static TimeSpan? Read(HttpResponseHeaders headers, DateTimeOffset now)
    {
        // Read as text, because the typed header drops numbers over 31 bits. These ask for a very long wait, not for none.
        if (!headers.NonValidated.TryGetValues("Retry-After", out HeaderStringValues values))
        {
            return null;
        }

        string text = values.First().Trim();
        TimeSpan? wait = text.Length > 0 && !text.AsSpan().ContainsAnyExceptInRange('0', '9')
            ? TimeSpan.FromSeconds(int.TryParse(text, CultureInfo.InvariantCulture, out int seconds) ? seconds : int.MaxValue)
            : RetryConditionHeaderValue.TryParse(text, out RetryConditionHeaderValue? value) ? value.Date - now : null;
        return wait > TimeSpan.Zero ? wait : null;
    }
}
