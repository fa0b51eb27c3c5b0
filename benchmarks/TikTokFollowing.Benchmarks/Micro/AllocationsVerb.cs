using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security;
using TikTokFollowing.Benchmarks.Comparison;
using TikTokFollowing.Benchmarks.Server;

namespace TikTokFollowing.Benchmarks.Micro;

/// <summary>
/// The verb <c>allocations</c>: what Core allocates per user from request to row, beside what must exist, which is the strings of the row
/// and the row itself.
/// </summary>
internal static class AllocationsVerb
{
    private const int Pages = 500;

    // An object's header and method table, and a text's length and terminating zero.
    private const int EmptyString = 22;

    public static async Task RunAsync()
    {
        ResultTable table = new();
        foreach (FollowingProvider provider in Enum.GetValues<FollowingProvider>())
        {
            IReadOnlyList<byte[]> bodies = SandboxPages.Read(provider, Pages);
            await MeasureAsync(provider, bodies, table: null);
            await MeasureAsync(provider, bodies, table);
        }

        Console.WriteLine(table);
    }

    private static async Task MeasureAsync(FollowingProvider provider, IReadOnlyList<byte[]> bodies, ResultTable? table)
    {
        using SecureString key = new();
        key.AppendChar('k');
        using FollowingConnection connection = new(new FollowingConnectionOptions
        {
            Provider = provider,
            ApiKey = key,
            Handler = new MemoryHandler(bodies),
        });
        FollowingList list = connection.GetFollowing("benchmark", new FollowingListOptions { MaxPages = Pages });

        int thread = Environment.CurrentManagedThreadId;
        int users = 0;
        long mustExist = 0;
        long before = GC.GetAllocatedBytesForCurrentThread();
        await foreach (FollowingPage page in list.AsPages())
        {
            // Plain loops, so that counting allocates nothing.
            for (int i = 0; i < page.Users.Count; i++)
            {
                users++;
                mustExist += SizeOfStrings(page.Users[i]);
            }
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        if (thread != Environment.CurrentManagedThreadId)
        {
            throw new InvalidOperationException("The walk changed threads, so the counter does not say what it allocated.");
        }

        if (users != Pages * PageServer.PageSize)
        {
            throw new InvalidOperationException($"{users} users instead of {Pages * PageServer.PageSize}.");
        }

        int row = SizeOfRow();
        string work = $"{provider}, bytes per user";
        double perUser = (double)allocated / users;
        double strings = (double)mustExist / users;
        table?.Add(work, "body (in a pooled buffer)", Number(bodies.Average(static body => body.Length) / PageServer.PageSize));
        table?.Add(work, "strings of the row", Number(strings));
        table?.Add(work, "the row object", Number(row));
        table?.Add(work, "everything else", Number(perUser - strings - row));
        table?.Add(work, "allocated in Core", Number(perUser), ResultTable.Ratio(perUser / (strings + row), "× what must exist"));
    }

    /// <summary>The strings that belong to this row alone; the asked handle is shared, the profile address is made when asked for.</summary>
    private static long SizeOfStrings(FollowedUser user) =>
        SizeOf(user.Handle) + SizeOf(user.UserId) + SizeOf(user.SecUid) + SizeOf(user.DisplayName) + SizeOf(user.Bio)
        + SizeOf(user.WebsiteUrl) + SizeOf(user.AvatarUrl) + SizeOf(user.AvatarThumbnailUrl);

    private static long SizeOf(string? text) => string.IsNullOrEmpty(text) ? 0 : (EmptyString + 2 * text.Length + 7) / 8 * 8;

    private static int SizeOfRow()
    {
        // The first object also makes what the runtime remembers about its type.
        _ = RuntimeHelpers.GetUninitializedObject(typeof(FollowedUser));
        long before = GC.GetAllocatedBytesForCurrentThread();
        object row = RuntimeHelpers.GetUninitializedObject(typeof(FollowedUser));
        long after = GC.GetAllocatedBytesForCurrentThread();
        GC.KeepAlive(row);
        return (int)(after - before);
    }

    private static string Number(double value) => string.Create(CultureInfo.InvariantCulture, $"{value:0}");
}
