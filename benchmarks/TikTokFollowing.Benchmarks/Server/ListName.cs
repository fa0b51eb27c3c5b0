using System.Globalization;

namespace TikTokFollowing.Benchmarks.Server;

/// <summary>A handle that says what the server is to serve, such as <c>w12.3.2000.20</c>.</summary>
/// <param name="Walk">What the requests are counted under, unique for each measurement.</param>
/// <param name="Index">Which list of the walk.</param>
/// <param name="Users">How many accounts the list has; whole pages.</param>
/// <param name="Latency">Milliseconds that the server waits before each page.</param>
internal readonly record struct ListName(string Walk, int Index, int Users, int Latency)
{
    public int Pages => Users / PageServer.PageSize;

    public static ListName Parse(string handle)
    {
        string[] parts = handle.Split('.');
        return new ListName(parts[0], Number(parts[1]), Number(parts[2]), Number(parts[3]));
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Walk}.{Index}.{Users}.{Latency}");

    private static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
