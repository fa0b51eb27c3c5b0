using System.Text;

namespace TikTokFollowing.Sandbox;

/// <summary>One request as it arrived, in-process or over a socket. <see cref="ToString"/> shows no header and so no key.</summary>
/// <param name="Method">The method, in upper case.</param>
/// <param name="PathAndQuery">The raw request target, still percent-encoded.</param>
/// <param name="Headers">All headers, those of the content too; names compare without case.</param>
/// <param name="Body">The body's bytes; empty when there is none.</param>
public sealed record SandboxRequest(
    string Method,
    string PathAndQuery,
    IReadOnlyDictionary<string, string> Headers,
    ReadOnlyMemory<byte> Body)
{
    /// <summary>The body as UTF-8 text.</summary>
    public string BodyText => Encoding.UTF8.GetString(Body.Span);

    /// <summary>A header's value; the empty string when the header is absent.</summary>
    public string Header(string name) => Headers.GetValueOrDefault(name, "");

    /// <summary>Method and target only.</summary>
    public override string ToString() => $"{Method} {PathAndQuery}";
}
