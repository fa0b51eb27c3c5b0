using System.Net.Http.Headers;
using System.Text;

namespace TikTokFollowing.Http;

/// <summary>Renders a request or an answer for debugging: the key removed, the body cut, nothing that moves a cursor.</summary>
internal static class TrafficText
{
    private const int MaximumBody = 2000;

    public static async Task<TrafficEvent> OfRequestAsync(string handle, HttpRequestMessage request, string key, CancellationToken token)
    {
        byte[] body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(token).ConfigureAwait(false);
        return Render(handle, $"{request.Method} {request.RequestUri}", request.Headers, request.Content?.Headers, body, key);
    }

    public static TrafficEvent OfResponse(string handle, HttpResponseMessage response, ReadOnlySpan<byte> body, string key) =>
        Render(handle, $"HTTP {(int)response.StatusCode}", response.Headers, response.Content.Headers, body, key);

    private static TrafficEvent Render(
        string handle, string firstLine, HttpHeaders headers, HttpContentHeaders? contentHeaders, ReadOnlySpan<byte> body, string key)
    {
        // Of the whole body, before it is cut: half a key would not be recognised.
        string text = ApiKey.Redact(Encoding.UTF8.GetString(body), key)!;
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
