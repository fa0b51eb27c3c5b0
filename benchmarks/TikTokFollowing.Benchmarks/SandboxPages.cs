using System.Net;
using TikTokFollowing.Sandbox;

namespace TikTokFollowing.Benchmarks;

/// <summary>The sandbox's longest list, in the largest pages: names, bios and numbers as varied as real ones.</summary>
internal static class SandboxPages
{
    /// <summary>Reads the first users.</summary>
    /// <returns>Every body that came, those of tokens included.</returns>
    public static async Task<IReadOnlyList<byte[]>> RecordAsync(FollowingProvider provider, int users)
    {
        using Recorder recorder = new();
        using FollowingConnection connection = Connect(provider, recorder);
        await foreach (FollowingPage page in Read(connection, users).AsPages())
        {
        }

        return recorder.Bodies;
    }

    /// <summary>A connection with the sandbox's credentials.</summary>
    public static FollowingConnection Connect(FollowingProvider provider, HttpMessageHandler handler) => new(new()
    {
        Provider = provider,
        ApiKey = new NetworkCredential(null, SandboxHandler.ApiKey).SecurePassword,
        ClientKey = new NetworkCredential(null, SandboxHandler.ClientKey).SecurePassword,
        ClientSecret = new NetworkCredential(null, SandboxHandler.ClientSecret).SecurePassword,
        IsSandbox = true,
        Handler = handler,
    });

    /// <summary>The first users.</summary>
    public static FollowingList Read(FollowingConnection connection, int users) => connection.GetFollowing("sandbox.huge", new() { First = users });

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
}
