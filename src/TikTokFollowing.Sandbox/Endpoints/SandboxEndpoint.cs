using System.Net;
using System.Text.Json;

namespace TikTokFollowing.Sandbox.Endpoints;

/// <summary>One address of one vendor: what it accepts and what it answers.</summary>
/// <param name="method">The only method it takes.</param>
internal abstract class SandboxEndpoint(string method)
{
    // What TikTok itself answers, passed on by the vendors.
    protected const int HiddenCode = 3002060;
    protected const string HiddenMessage = "Profile user is hiding following list";
    protected const string HiddenBody =
        """{"log_pb":{"impr_id":"20251001120000"},"status_code":3002060,"status_msg":"Profile user is hiding following list","max_time":0,"min_time":0}""";

    internal string Method { get; } = method;

    internal abstract bool Matches(string path);

    /// <summary>Answers a request whose path and method are this endpoint's.</summary>
    internal abstract SandboxResponse Answer(SandboxRequest request, string path, string query);

    protected static bool IsHandle(string text) =>
        text.Length is >= 1 and <= 64 && text.All(static c => char.IsLetterOrDigit(c) || c is '_' or '.');

    /// <summary>The token of an <c>Authorization: Bearer</c> header; empty when there is none.</summary>
    protected static string ReadBearer(SandboxRequest request)
    {
        string authorization = request.Header("Authorization");
        return authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? authorization[7..].Trim() : "";
    }

    protected static bool HasContentType(SandboxRequest request, string mediaType) =>
        request.Header("Content-Type").Split(';')[0].Trim().Equals(mediaType, StringComparison.OrdinalIgnoreCase);

    /// <summary>The pairs of a query or of a form.</summary>
    protected static IEnumerable<(string Name, string Value)> ReadPairs(string text)
    {
        foreach (string pair in text.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = pair.Split('=', 2);
            yield return (WebUtility.UrlDecode(parts[0]), parts.Length == 2 ? WebUtility.UrlDecode(parts[1]) : "");
        }
    }

    /// <summary>Hands on each field of a JSON object; false when the body is not declared as one or is none.</summary>
    protected static bool TryReadObject(SandboxRequest request, Action<string, JsonElement> read)
    {
        if (!HasContentType(request, "application/json"))
        {
            return false;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(request.Body);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return false;
            }

            foreach (JsonProperty property in document.RootElement.EnumerateObject())
            {
                read(property.Name, property.Value);
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
        catch (InvalidOperationException)
        {
            // A string that is no Unicode text, such as a lone surrogate.
            return false;
        }
    }

    /// <summary>The body of a page, cut off in the middle when the page asks for that.</summary>
    protected static SandboxResponse CutOff(SandboxPage page, SandboxResponse response) =>
        page.CutOff ? response with { Body = response.Body[..(response.Body.Length / 2)] } : response;
}
