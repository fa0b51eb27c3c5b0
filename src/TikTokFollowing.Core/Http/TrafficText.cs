using System.Net.Http.Headers;
using System.Text;

namespace TikTokFollowing.Http;

/// <summary>Renders a request or an answer for debugging: the key removed, the body cut, nothing that moves a cursor.</summary>
internal static class TrafficText
{
    private const int MaximumBody = 2000;

    public static async ValueTask<TrafficEvent> OfRequestAsync(string handle, HttpRequestMessage request, string key, CancellationToken token)
    {
        byte[] body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(token).ConfigureAwait(false);
        return Render(handle, $"{request.Method} {request.RequestUri}", request.Headers, request.Content?.Headers, body, key);
    }

    public static TrafficEvent OfResponse(string handle, HttpResponseMessage response, ReadOnlySpan<byte> body, string key) =>
        Render(handle, $"HTTP {(int)response.StatusCode}", response.Headers, response.Content.Headers, body, key);

    private static TrafficEvent Render(
        string handle, string firstLine, HttpHeaders headers, HttpContentHeaders? contentHeaders, ReadOnlySpan<byte> body, string key)
    {
        // A few bytes more than are shown, so that a key across the cut is still recognised.
        string text = Encoding.UTF8.GetString(body[..Math.Min(body.Length, MaximumBody + 4 * key.Length)]);
        text = ApiKey.Redact(text, key)!;
        StringBuilder lines = new(firstLine);
        foreach ((string name, HeaderStringValues values) in headers.NonValidated.Concat(contentHeaders?.NonValidated ?? default))
        {
            lines.Append(System.Globalization.CultureInfo.InvariantCulture, $"\n{name}: {ApiKey.Redact(DisplayText.Neutralize(values.ToString()), key)}");
        }

        if (text.Length > 0)
        {
            lines.Append("\n\n").Append(DisplayText.Quote(text, MaximumBody));
        }

        return new TrafficEvent(handle, lines.ToString());
    }
}
