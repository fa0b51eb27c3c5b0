using System.Net;
using System.Security;
using TikTokFollowing.Sandbox;

namespace TikTokFollowing.Benchmarks.Micro;

/// <summary>What the sandbox answers for its longest list, in pages of 100: names, bios and numbers as varied as real ones.</summary>
internal static class RecordedPages
{
    /// <summary>Reads the list's first pages.</summary>
    /// <returns>Every body in the order in which it came, those of tokens included.</returns>
    public static async Task<IReadOnlyList<byte[]>> ReadAsync(FollowingProvider provider, int pages)
    {
        using Recorder recorder = new();
        using FollowingConnection connection = Connect(provider, recorder);
        await foreach (FollowingPage page in ReadList(connection, pages).AsPages())
        {
        }

        return recorder.Bodies;
    }

    /// <summary>A connection to a handler that takes the sandbox's credentials.</summary>
    public static FollowingConnection Connect(FollowingProvider provider, HttpMessageHandler handler)
    {
        using SecureString key = Secret(SandboxHandler.ApiKey);
        using SecureString clientKey = Secret(SandboxHandler.ClientKey);
        using SecureString clientSecret = Secret(SandboxHandler.ClientSecret);
        return new FollowingConnection(new FollowingConnectionOptions
        {
            Provider = provider,
            ApiKey = key,
            ClientKey = clientKey,
            ClientSecret = clientSecret,
            IsSandbox = true,
            Handler = handler,
        });
    }

    /// <summary>The first pages of the sandbox's longest list.</summary>
    public static FollowingList ReadList(FollowingConnection connection, int pages) =>
        connection.GetFollowing("sandbox.huge", new FollowingListOptions { PageSize = 100, MaxPages = pages });

    private static SecureString Secret(string text)
    {
        SecureString secret = new();
        foreach (char character in text)
        {
            secret.AppendChar(character);
        }

        return secret;
    }

    private sealed class Recorder() : DelegatingHandler(new SandboxHandler())
    {
        public List<byte[]> Bodies { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
            Bodies.Add(await response.Content.ReadAsByteArrayAsync(cancellationToken));
            return response;
        }
    }

    /// <summary>Answers from memory and at once.</summary>
    internal sealed class Player(IReadOnlyList<byte[]> bodies) : HttpMessageHandler
    {
        private int _next;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            HttpResponseMessage response = new(HttpStatusCode.OK) { Content = new ByteArrayContent(bodies[_next++]) };
            response.Content.Headers.ContentType = new("application/json");
            return Task.FromResult(response);
        }
    }
}
