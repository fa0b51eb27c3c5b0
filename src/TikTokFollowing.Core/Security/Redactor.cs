using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace TikTokFollowing.Security;

/// <summary>Removes secrets, also in their usual encodings, from text that a provider sent.</summary>
/// <param name="secrets">Every secret that the request carried, in the clear.</param>
internal sealed class Redactor(params string[] secrets)
{
    /// <summary>A redactor for requests that carry no secret.</summary>
    public static readonly Redactor None = new();

    [return: NotNullIfNotNull(nameof(text))]
    public string? Redact(string? text)
    {
        // Anything shorter is no secret, and taking single letters out would leave nothing readable.
        const int ShortestSecret = 4;
        if (!string.IsNullOrEmpty(text))
        {
            foreach (string secret in secrets)
            {
                text = secret.Length < ShortestSecret ? text : Remove(text, secret);
            }
        }

        return text;
    }

    public override string ToString() => "(redacted)";

    private static string Remove(string text, string secret)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(secret);
        string[] forms = [secret, Uri.EscapeDataString(secret), Convert.ToBase64String(bytes).TrimEnd('='), Convert.ToHexString(bytes)];
        foreach (string form in forms)
        {
            // As it stands, and as JSON writes it, which may escape a plus or a slash.
            string json = JsonEncodedText.Encode(form, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).Value;
            text = text
                .Replace(form, "(redacted)", StringComparison.OrdinalIgnoreCase)
                .Replace(json, "(redacted)", StringComparison.OrdinalIgnoreCase)
                .Replace(json.Replace("/", "\\/", StringComparison.Ordinal), "(redacted)", StringComparison.OrdinalIgnoreCase)
                .Replace(JsonEncodedText.Encode(form).Value, "(redacted)", StringComparison.OrdinalIgnoreCase);
        }

        return text;
    }
}
