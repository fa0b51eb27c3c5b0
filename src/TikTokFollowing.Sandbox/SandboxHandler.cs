using System.Net;

namespace TikTokFollowing.Sandbox;

/// <summary>
/// The sandbox as the innermost handler of an HttpClient: it opens no socket and starts no thread. The host of the request does not matter, its
/// path chooses the contract.
/// </summary>
public sealed class SandboxHandler : HttpMessageHandler
{
    /// <summary>The API key that the sandbox accepts.</summary>
    public const string ApiKey = "sk_sandbox";

    /// <summary>The client key that the sandbox accepts for the TikTok Research API.</summary>
    public const string ClientKey = "sandbox_client_key";

    /// <summary>The client secret that belongs to <see cref="ClientKey"/>.</summary>
    public const string ClientSecret = "sandbox_client_secret";

    /// <summary>
    /// Makes a handler with its own counters. <see cref="SandboxHandles.Restless"/> alone is shared by all such handlers of the process,
    /// so that it also changes when a new connection is made before each reading.
    /// </summary>
    public SandboxHandler()
        : this(new SandboxResponder(null, null, RestlessReadings.OfProcess))
    {
    }

    /// <summary>Makes a handler that shares a responder's counters, keys and readings.</summary>
    public SandboxHandler(SandboxResponder responder)
    {
        ArgumentNullException.ThrowIfNull(responder);
        Responder = responder;
    }

    /// <summary>What answers the requests.</summary>
    public SandboxResponder Responder { get; }

    /// <inheritdoc/>
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        cancellationToken.ThrowIfCancellationRequested();
        using MemoryStream body = new();
        request.Content?.CopyTo(body, null, cancellationToken);
        return Answer(request, body.ToArray());
    }

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        cancellationToken.ThrowIfCancellationRequested();
        byte[] body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        return Answer(request, body);
    }

    private HttpResponseMessage Answer(HttpRequestMessage request, byte[] body)
    {
        Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase);
        foreach ((string name, System.Net.Http.Headers.HeaderStringValues values) in request.Headers.NonValidated)
        {
            headers[name] = values.ToString();
        }

        if (request.Content is not null)
        {
            foreach ((string name, System.Net.Http.Headers.HeaderStringValues values) in request.Content.Headers.NonValidated)
            {
                headers[name] = values.ToString();
            }
        }

        string target = request.RequestUri?.PathAndQuery ?? "/";
        SandboxResponse answer = Responder.Respond(new SandboxRequest(request.Method.Method, target, headers, body));
        HttpResponseMessage response = new((HttpStatusCode)answer.Status)
        {
            RequestMessage = request,
            Content = new ReadOnlyMemoryContent(answer.Body),
        };
        if (answer.ContentType is not null)
        {
            response.Content.Headers.TryAddWithoutValidation("Content-Type", answer.ContentType);
        }

        foreach ((string name, string value) in answer.Headers)
        {
            if (!response.Headers.TryAddWithoutValidation(name, value))
            {
                response.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        // As over a socket: the length is known before the body is read.
        response.Content.Headers.ContentLength = answer.Body.Length;
        return response;
    }
}
