using System.Collections;
using TikTokFollowing.Sandbox;

namespace TikTokFollowing.Tests.Support;

/// <summary>How <see cref="LoopbackServer"/> ends a reply.</summary>
public enum LoopbackAct
{
    /// <summary>Sends the whole reply and keeps the connection.</summary>
    Answer,

    /// <summary>Is silent until the client gives up.</summary>
    Hang,

    /// <summary>Resets the connection.</summary>
    Reset,

    /// <summary>Closes the connection in order.</summary>
    Close,
}

/// <summary>One scripted reply.</summary>
public sealed class LoopbackReply
{
    public LoopbackAct Act { get; init; }

    /// <summary>What is sent before <see cref="Act"/> hangs, resets or closes: the head and so many bytes of the body; null = not a byte.</summary>
    public int? BodyBytes { get; init; }

    /// <summary>The silence before the first byte.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>The pause after each <see cref="DripBytes"/> bytes of the body; zero = none.</summary>
    public TimeSpan DripInterval { get; init; }

    public int DripBytes { get; init; } = 1;

    public int Status { get; init; } = 200;

    /// <summary>The body. In it and in the headers <c>{key}</c> becomes the key that the request carried, as it is, in base64 and in hex.</summary>
    public string Body { get; init; } = string.Empty;

    /// <summary>The body as bytes, instead of <see cref="Body"/>.</summary>
    public byte[]? Content { get; init; }

    /// <summary>The media type; null = no header.</summary>
    public string? ContentType { get; init; } = "application/json";

    public IDictionary Headers { get; init; } = new Hashtable();

    /// <summary>Makes the reply of the sandbox's answer, instead of status, headers and body from here.</summary>
    public Func<SandboxResponse, SandboxResponse>? Alter { get; init; }
}
