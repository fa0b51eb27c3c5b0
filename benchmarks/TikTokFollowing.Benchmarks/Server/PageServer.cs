using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using TikTokFollowing.Benchmarks.Micro;

namespace TikTokFollowing.Benchmarks.Server;

/// <summary>
/// Dumpling AI's contract on loopback, from bytes that are ready. It runs in the process that waits for the measured one, and works
/// out nothing: the sandbox makes up each row, and would take longer than the clients.
/// </summary>
internal sealed class PageServer : IAsyncDisposable
{
    /// <summary>Accounts on every page.</summary>
    public const int PageSize = 100;

    private const long FirstId = 6_000_000_000_000_000_000;

    // Cursors are Unix times, as the vendor's are, so that the module has dates to work out.
    private const long FirstCursor = 1_750_000_000;

    // Enough for text that does not repeat at once, few enough to stay in the processor's cache.
    private const int TemplateCount = 8;

    private readonly WebApplication _app;
    private readonly PageTemplate[] _templates;
    private readonly ConcurrentDictionary<string, Traffic> _traffic = new();
    private TimeSpan _processorTime;

    private PageServer(WebApplication app, IEnumerable<byte[]> pages)
    {
        _app = app;
        _templates = [.. pages.Select(static page => new PageTemplate(page))];
        _app.Run(AnswerAsync);
    }

    public Uri Address => new(_app.Urls.Single());

    /// <summary>How many accounts each list has at its top that it did not have before.</summary>
    public int NewFollows { get; set; }

    /// <summary>The processor time of this process since the counters began anew.</summary>
    public TimeSpan ProcessorTime => CurrentProcessorTime() - _processorTime;

    public static async Task<PageServer> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(static options => options.Listen(IPAddress.Loopback, 0));
        PageServer server = new(builder.Build(), await RecordedPages.ReadAsync(FollowingProvider.DumplingAI, TemplateCount));
        await server._app.StartAsync();
        return server;
    }

    public void ResetTraffic()
    {
        _traffic.Clear();
        _processorTime = CurrentProcessorTime();
    }

    public Traffic TrafficOf(string pass) => _traffic.GetOrAdd(pass, static _ => new Traffic());

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static TimeSpan CurrentProcessorTime()
    {
        using Process process = Process.GetCurrentProcess();
        return process.TotalProcessorTime;
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using JsonDocument body = await JsonDocument.ParseAsync(context.Request.Body);
        (Lists list, int index) = Lists.Parse(body.RootElement.GetProperty("handle").GetString()!);
        int page = body.RootElement.TryGetProperty("minTime", out JsonElement cursor) ? (int)(FirstCursor - cursor.GetInt64()) : 0;
        TrafficOf(list.Pass).Count(context.Connection.Id);
        if (list.Latency > 0)
        {
            await Task.Delay(list.Latency);
        }

        long id = FirstId + ((long)index * list.Users) + ((long)page * PageSize) - NewFollows;
        byte[] answer = _templates[page % TemplateCount].Write(id, FirstCursor - page - 1, page + 1 < list.Pages);
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = answer.Length;
        context.Response.Headers["X-RateLimit-Limit"] = "1000";
        context.Response.Headers["X-RateLimit-Remaining"] = "999";
        await context.Response.Body.WriteAsync(answer);
    }

    /// <summary>What one pass sent.</summary>
    internal sealed class Traffic
    {
        private readonly HashSet<string> _connections = [];

        public int Requests { get; private set; }

        public int Connections => _connections.Count;

        public void Count(string connection)
        {
            lock (_connections)
            {
                Requests++;
                _connections.Add(connection);
            }
        }
    }
}
