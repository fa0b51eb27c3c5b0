using System.Net;
using System.Net.Http.Headers;

namespace TikTokFollowing.Benchmarks.Micro;

/// <summary>Answers every request with the next of some bodies, from memory and at once.</summary>
internal sealed class MemoryHandler(IReadOnlyList<byte[]> bodies) : HttpMessageHandler
{
    private int _next;

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage response = new(HttpStatusCode.OK) { Content = new ByteArrayContent(bodies[_next++ % bodies.Count]) };
        response.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return Task.FromResult(response);
    }
}
