// Writes the accounts that a TikTok user follows into following.csv, with the core library alone, on the built-in sandbox.
using System.Globalization;
using System.Net;
using TikTokFollowing;
using TikTokFollowing.Sandbox;

if (args.Length != 1)
{
    Console.Error.WriteLine("Usage: FollowingToCsv <handle>");
    return 2;
}

using CancellationTokenSource stop = new();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};

// Against a real provider leave out Handler and IsSandbox, and take the key from wherever you keep it.
using FollowingConnection connection = new(new FollowingConnectionOptions
{
    Provider = FollowingProvider.DumplingAI,
    ApiKey = new NetworkCredential(null as string, SandboxHandler.ApiKey).SecurePassword,
    Handler = new SandboxHandler(),
    IsSandbox = true,
});

try
{
    FollowingList list = connection.GetFollowing(args[0]);
    await using (StreamWriter csv = new("following.csv"))
    {
        await csv.WriteLineAsync("FollowedBy,Handle,UserId,DisplayName,Followers,ProfileUrl");
        await foreach (FollowedUser user in list.WithCancellation(stop.Token))
        {
            string?[] cells = [user.FollowedBy, user.Handle, user.UserId, user.DisplayName, user.Followers?.ToString(CultureInfo.InvariantCulture), user.ProfileUrl];
            await csv.WriteLineAsync(string.Join(',', cells.Select(Quote)));
        }
    }

    Console.WriteLine($"{list.Summary}, {list.Summary!.Requests} requests, written to {Path.GetFullPath("following.csv")}");
    return 0;
}
catch (Exception error) when (error is FollowingException or OperationCanceledException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(error.Message);
    return 1;
}

static string Quote(string? cell) => $"\"{cell?.Replace("\"", "\"\"")}\"";
