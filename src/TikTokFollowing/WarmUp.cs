using System.Net;
using TikTokFollowing.Sandbox;

namespace TikTokFollowing;

/// <summary>
/// Compiles the way of a request while the user types the next command or the script goes on: the first row of a fresh process is
/// mostly compilation. Nothing is sent; a handler of its own answers.
/// </summary>
internal static class WarmUp
{
    private static int _started;

    /// <summary>Begins on another thread, once in a process.</summary>
    public static void Begin(FollowingProvider provider)
    {
        if (Interlocked.Exchange(ref _started, 1) == 0)
        {
            _ = Task.Run(() => ReadOneRowAsync(provider));
        }
    }

    private static async Task ReadOneRowAsync(FollowingProvider provider)
    {
        using FollowingConnection connection = new(new FollowingConnectionOptions
        {
            Provider = provider,
            ApiKey = new NetworkCredential(string.Empty, SandboxHandler.ApiKey).SecurePassword,
            Handler = new SandboxHandler(),
            IsSandbox = true,
        });
        await foreach (FollowingPage page in connection.GetFollowing(SandboxHandles.StoolPresidente, new FollowingListOptions { First = 1 }).AsPages())
        {
            _ = page.Users.Count;
        }
    }
}
