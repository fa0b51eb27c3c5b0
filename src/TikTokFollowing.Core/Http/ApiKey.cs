using System.Runtime.InteropServices;
using System.Security;
using System.Text;
using System.Text.Json;

namespace TikTokFollowing.Http;

/// <summary>Holds the key until it is wiped. Only the method that sends sees it in the clear, for one attempt.</summary>
internal sealed class ApiKey : IDisposable
{
    private readonly SecureString _key;

    /// <exception cref="FollowingException">There is no key, or it holds what no header can carry.</exception>
    public ApiKey(SecureString? key)
    {
        _key = key?.Copy() ?? new SecureString();
        if (Objection() is string objection)
        {
            _key.Dispose();
            throw new FollowingException(FollowingErrorKind.ApiKeyMissing, objection);
        }
    }

    /// <summary>Returns the key without surrounding white space, which comes along when it is pasted or read from a file.</summary>
    public string Reveal()
    {
        IntPtr pointer = Marshal.SecureStringToGlobalAllocUnicode(_key);
        try
        {
            return Marshal.PtrToStringUni(pointer, _key.Length).Trim();
        }
        finally
        {
            Marshal.ZeroFreeGlobalAllocUnicode(pointer);
        }
    }

    /// <summary>Removes the key, also in its usual encodings, from text that a provider sent.</summary>
    public static string? Redact(string? text, string key)
    {
        // Anything shorter is no secret, and taking single letters out would leave nothing readable.
        const int ShortestSecret = 4;
        if (string.IsNullOrEmpty(text) || key.Length < ShortestSecret)
        {
            return text;
        }

        byte[] bytes = Encoding.UTF8.GetBytes(key);
        string[] forms = [key, Uri.EscapeDataString(key), Convert.ToBase64String(bytes).TrimEnd('='), Convert.ToHexString(bytes)];
        foreach (string form in forms)
        {
            // As it stands, and as JSON writes it, which may escape a plus or a slash.
            text = text
                .Replace(form, "(redacted)", StringComparison.OrdinalIgnoreCase)
                .Replace(JsonEncodedText.Encode(form).Value, "(redacted)", StringComparison.OrdinalIgnoreCase)
                .Replace(form.Replace("/", "\\/", StringComparison.Ordinal), "(redacted)", StringComparison.OrdinalIgnoreCase);
        }

        return text;
    }

    public void Dispose() => _key.Dispose();

    // Looks at the key in a buffer that is cleared again: no string of it is made but for sending.
    private string? Objection()
    {
        char[] buffer = new char[_key.Length];
        IntPtr pointer = Marshal.SecureStringToGlobalAllocUnicode(_key);
        try
        {
            Marshal.Copy(pointer, buffer, 0, buffer.Length);
            ReadOnlySpan<char> text = buffer.AsSpan().Trim();
            return text.IsEmpty ? "No API key was given."
                : text.ContainsAnyExceptInRange('!', '~')
                    ? "The API key holds a space, a control character or a letter outside ASCII, so it cannot be a key."
                    : null;
        }
        finally
        {
            Marshal.ZeroFreeGlobalAllocUnicode(pointer);
            Array.Clear(buffer);
        }
    }

    public override string ToString() => "(redacted)";
}
