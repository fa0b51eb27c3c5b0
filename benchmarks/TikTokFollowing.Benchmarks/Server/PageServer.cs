using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace TikTokFollowing.Benchmarks.Server;

/// <summary>
/// Dumpling AI's contract on loopback, from bytes that are ready, in the process that waits for the measured one. It serves until that
/// process ends. It takes less than half of the processor time that Kestrel takes. A thread for each connection: one that sleeps keeps a
/// latency more exactly than a timer.
/// </summary>
internal sealed class PageServer
{
    /// <summary>Accounts on every page.</summary>
    public const int PageSize = 100;

    /// <summary>Accounts that can come at the top of a list.</summary>
    public const int NewFollows = 2;

    private const long FirstId = 6_000_000_000_000_000_000;

    // Cursors are Unix times, as the vendor's are, so that the module has dates to work out.
    private const long FirstCursor = 1_750_000_000;
    private const int CursorStep = 10;

    // Enough for text that does not repeat at once, few enough to stay in the processor's cache.
    private const int TemplateCount = 8;

    private readonly PageTemplate[] _templates;
    private readonly PageTemplate _pageWithNewFollows;
    private readonly ConcurrentDictionary<string, ConcurrentBag<Socket>> _requests = new();
    private TimeSpan _processorTime;

    private PageServer(IEnumerable<byte[]> pages)
    {
        string[][] rows = [.. pages.Select(ReadRows)];
        _templates = [.. rows.Select(static page => new PageTemplate(page))];
        _pageWithNewFollows = new PageTemplate([.. rows[^1][^NewFollows..], .. rows[0][..^NewFollows]]);
        TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start(backlog: 512);
        Address = new Uri($"http://{listener.LocalEndpoint}/");
        RunInBackground(() => Accept(listener));
    }

    public Uri Address { get; }

    /// <summary>
    /// Whether lists begin with <see cref="NewFollows"/> accounts that they did not have before. Only their first page is right then.
    /// </summary>
    public bool HasNewFollows { get; set; }

    /// <summary>The processor time of this process since the counters began anew.</summary>
    public TimeSpan ProcessorTime => CurrentProcessorTime() - _processorTime;

    /// <summary>Starts a server.</summary>
    public static async Task<PageServer> StartAsync() => new(await SandboxPages.RecordAsync(FollowingProvider.DumplingAI, TemplateCount * PageSize));

    public void ResetCounters()
    {
        _requests.Clear();
        _processorTime = CurrentProcessorTime();
    }

    /// <summary>What a pass has sent.</summary>
    public (int Requests, int Connections) TrafficOf(string pass) =>
        _requests.TryGetValue(pass, out ConcurrentBag<Socket>? sockets) ? (sockets.Count, sockets.Distinct().Count()) : (0, 0);

    private static string[] ReadRows(byte[] body)
    {
        using JsonDocument page = JsonDocument.Parse(body);
        return [.. page.RootElement.GetProperty("followingList").EnumerateArray().Select(static row => row.GetRawText())];
    }

    private static void RunInBackground(ThreadStart work) => new Thread(work, maxStackSize: 256 * 1024) { IsBackground = true }.Start();

    private static TimeSpan CurrentProcessorTime()
    {
        using Process process = Process.GetCurrentProcess();
        return process.TotalProcessorTime;
    }

    private void Accept(TcpListener listener)
    {
        while (true)
        {
            Socket socket = listener.AcceptSocket();
            RunInBackground(() => Serve(socket));
        }
    }

    // As much HTTP/1.1 as the measured clients write: they send a flat JSON object, and wait for the answer.
    private void Serve(Socket socket)
    {
        try
        {
            using (socket)
            {
                socket.NoDelay = true;
                byte[] input = new byte[16 * 1024];
                for (int length = 0, read; (read = socket.Receive(input.AsSpan(length))) > 0;)
                {
                    length += read;
                    int head = input.AsSpan(0, length).IndexOf("\r\n\r\n"u8);
                    if (head >= 0 && input[length - 1] == '}')
                    {
                        Answer(socket, input.AsMemory(head, length - head));
                        length = 0;
                    }
                }
            }
        }
        catch (SocketException)
        {
            // The client went away in the middle: a process that was done, or the read-ahead of a pipeline that stopped.
        }
    }

    private void Answer(Socket socket, ReadOnlyMemory<byte> request)
    {
        using JsonDocument body = JsonDocument.Parse(request);
        (Lists list, int index) = Lists.Parse(body.RootElement.GetProperty("handle").GetString()!);
        int page = body.RootElement.TryGetProperty("minTime", out JsonElement cursor) ? (int)(FirstCursor - cursor.GetInt64()) / CursorStep : 0;
        _requests.GetOrAdd(list.Pass!, static _ => []).Add(socket);
        Thread.Sleep(list.Latency);

        // The accounts that the new ones push to the next page are not missing from this one: its cursor is later.
        PageTemplate template = HasNewFollows ? _pageWithNewFollows : _templates[page % TemplateCount];
        long id = FirstId + ((long)index * list.Users) + ((long)page * PageSize) - (HasNewFollows ? NewFollows : 0);
        long next = FirstCursor - ((page + 1) * CursorStep) + (HasNewFollows ? 1 : 0);
        ArraySegment<byte> answer = template.Rent(id, next, page + 1 < list.Pages);
        for (int sent = 0; sent < answer.Count;)
        {
            sent += socket.Send(answer[sent..]);
        }

        ArrayPool<byte>.Shared.Return(answer.Array!);
    }
}
