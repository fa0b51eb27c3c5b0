using System.Net.Http.Headers;
using System.Text;
using TikTokFollowing.Security;

namespace TikTokFollowing.Sending;

/// <summary>Renders a request or an answer for debugging: the key removed, the body cut, nothing that moves a cursor.</summary>
internal static class TrafficText
{
    private const int MaximumBody = 2000;

    // The redactor does not know a token before the answer is read, so an answer with a token is not shown at all.
    private const string Hidden = "(not shown: it carries secrets)";

    public static async Task<TrafficEvent> OfRequestAsync(ApiCall call, HttpRequestMessage request, Redactor redactor, CancellationToken token)
    {
        byte[] body = request.Content is null ? []
            : call.Page is null ? Encoding.UTF8.GetBytes(Hidden)
            : await request.Content.ReadAsByteArrayAsync(token).ConfigureAwait(false);
        return Render(call.Query.Handle, $"{request.Method} {request.RequestUri}", request.Headers, request.Content?.Headers, body, redactor);
    }

    public static TrafficEvent OfResponse(ApiCall call, HttpResponseMessage response, ReadOnlySpan<byte> body, Redactor redactor)
    {
        string status = $"HTTP {(int)response.StatusCode}";
        return call.Page is null
            ? new TrafficEvent(call.Query.Handle, $"{status}\n\n{Hidden}")
            : Render(call.Query.Handle, status, response.Headers, response.Content.Headers, body, redactor);
    }

    private static TrafficEvent Render(
        string handle, string firstLine, HttpHeaders headers, HttpContentHeaders? contentHeaders, ReadOnlySpan<byte> body, Redactor redactor)
    {
        // Redact before cutting: half a key would not be recognised.
        string text = redactor.Redact(Encoding.UTF8.GetString(body));
        StringBuilder lines = new(firstLine);
        foreach ((string name, HeaderStringValues values) in headers.NonValidated.Concat(contentHeaders?.NonValidated ?? default))
        {
            lines.Append(System.Globalization.CultureInfo.InvariantCulture, $"\n{name}: {redactor.Redact(DisplayText.Neutralize(values.ToString()))}");
        }

        if (text.Length > 0)
        {
            lines.Append("\n\n").Append(DisplayText.Quote(text, MaximumBody));
        }

        return new TrafficEvent(handle, lines.ToString());
    }
}
