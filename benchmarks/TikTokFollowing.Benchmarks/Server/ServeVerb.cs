namespace TikTokFollowing.Benchmarks.Server;

/// <summary>The verb <c>serve</c>: prints the address and serves until its standard input ends, so it never outlives who started it.</summary>
internal static class ServeVerb
{
    public static async Task RunAsync()
    {
        using PageServer server = new();
        server.Start();
        Console.WriteLine(server.Address);
        while (await Console.In.ReadLineAsync() is not null)
        {
        }
    }
}
