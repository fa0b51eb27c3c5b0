namespace TikTokFollowing.Benchmarks.Server;

/// <summary>One or several lists of the server. What a list holds is in its handle.</summary>
/// <param name="Count">How many lists.</param>
/// <param name="Users">Accounts in each; whole pages.</param>
/// <param name="Latency">Milliseconds that the server waits before each page.</param>
/// <param name="Pass">What its requests are counted under; <see langword="null"/> is the pass that reads it.</param>
internal sealed record Lists(int Count, int Users, int Latency = 0, string? Pass = null)
{
    public int Pages => Count * Users / PageServer.PageSize;

    /// <summary>The handles, such as <c>PASS.3.2000.20</c>, with commas between them.</summary>
    public string Handles => string.Join(',', Enumerable.Range(0, Count).Select(index => $"{Pass ?? "PASS"}.{index}.{Users}.{Latency}"));

    /// <summary>The list of a handle, and which of the lists it is.</summary>
    public static (Lists List, int Index) Parse(string handle)
    {
        string[] parts = handle.Split('.');
        int[] numbers = [.. parts[1..].Select(int.Parse)];
        return (new Lists(1, numbers[1], numbers[2], parts[0]), numbers[0]);
    }
}
