using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace TikTokFollowing.Sandbox;

/// <summary>One complete answer.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="ContentType">The media type; null = no header.</param>
/// <param name="Body">The body's bytes.</param>
public sealed record SandboxResponse(int Status, string? ContentType, ReadOnlyMemory<byte> Body)
{
    private const string Json = "application/json";

    // Vendors send & and ' and other scripts as they are; the default encoder escapes them for HTML.
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>The headers but <c>Content-Type</c>.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The body as UTF-8 text.</summary>
    public string BodyText => Encoding.UTF8.GetString(Body.Span);

    internal static SandboxResponse FromText(int status, string text, string contentType = Json) =>
        new(status, contentType, Encoding.UTF8.GetBytes(text));

    /// <summary>What a web server answers by itself, before any vendor's program sees the request.</summary>
    internal static SandboxResponse FromWebServer(int status, string title) => FromText(
        status,
        $"<!DOCTYPE html>\n<html><head><title>{title}</title></head><body><h1>{title}</h1></body></html>\n",
        "text/html; charset=utf-8");

    /// <summary>A JSON answer; the body is the writer's own buffer, without a copy.</summary>
    internal static SandboxResponse FromJson(int status, int expectedBytes, Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> buffer = new(expectedBytes);
        using (Utf8JsonWriter writer = new(buffer, WriterOptions))
        {
            write(writer);
        }

        return new SandboxResponse(status, Json, buffer.WrittenMemory);
    }

    internal SandboxResponse With(params (string Name, string Value)[] headers) =>
        this with { Headers = [.. Headers, .. headers.Select(static header => KeyValuePair.Create(header.Name, header.Value))] };
}
