using System.Runtime.InteropServices;
using System.Security;

namespace TikTokFollowing.Security;

/// <summary>Holds a secret until it is wiped. It is in the clear only while a request is made.</summary>
internal sealed class Secret : IDisposable
{
    private readonly SecureString _text;

    /// <param name="text">The secret; this object takes a copy.</param>
    /// <param name="name">What the secret is, as in "API key".</param>
    /// <param name="advice">What to do when it cannot be right.</param>
    /// <exception cref="FollowingException">There is none, or it holds what no header can carry.</exception>
    public Secret(SecureString? text, string name, string advice)
    {
        _text = text?.Copy() ?? new SecureString();
        if (Validate(name) is string error)
        {
            _text.Dispose();
            throw new FollowingException(FollowingErrorKind.ApiKeyMissing, error) { Advice = advice };
        }
    }

    /// <summary>Returns the secret without surrounding white space, which comes along when it is pasted or read from a file.</summary>
    public string Reveal()
    {
        IntPtr pointer = Marshal.SecureStringToGlobalAllocUnicode(_text);
        try
        {
            return Marshal.PtrToStringUni(pointer, _text.Length).Trim();
        }
        finally
        {
            Marshal.ZeroFreeGlobalAllocUnicode(pointer);
        }
    }

    public void Dispose() => _text.Dispose();

    public override string ToString() => "(redacted)";

    // Works on a buffer that is cleared again: no string of the secret is made but for sending.
    private string? Validate(string name)
    {
        char[] buffer = new char[_text.Length];
        IntPtr pointer = Marshal.SecureStringToGlobalAllocUnicode(_text);
        try
        {
            Marshal.Copy(pointer, buffer, 0, buffer.Length);
            ReadOnlySpan<char> text = buffer.AsSpan().Trim();
            return text.IsEmpty ? $"No {name} was given."
                : text.ContainsAnyExceptInRange('!', '~') ? $"The {name} holds a space, a control character or a letter outside ASCII, so it cannot be right."
                : null;
        }
        finally
        {
            Marshal.ZeroFreeGlobalAllocUnicode(pointer);
            Array.Clear(buffer);
        }
    }
}
