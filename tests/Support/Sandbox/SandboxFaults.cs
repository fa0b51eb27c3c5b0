using Microsoft.AspNetCore.Http;
using TikTokFollowing.Sandbox;
using TikTokFollowing.Sandbox.Server;

namespace TikTokFollowing.Tests.Support;

/// <summary>
/// Decides for each request whether a sandbox server answers as documented or injects a fault: first what was enqueued, in order; when
/// the queue is empty, the function. Safe for concurrent use.
/// </summary>
public sealed class SandboxFaults
{
    private readonly object _gate = new();
    private readonly Queue<SandboxFault?> _queue = new();
    private readonly Func<SandboxRequest, SandboxFault?>? _choose;

    /// <summary>An empty queue: no fault until one is enqueued.</summary>
    public SandboxFaults()
    {
    }

    /// <summary>Asks a function for each request; null = answer as documented. It may be called by several threads at once.</summary>
    public SandboxFaults(Func<SandboxRequest, SandboxFault?> choose)
    {
        ArgumentNullException.ThrowIfNull(choose);
        _choose = choose;
    }

    /// <summary>How many enqueued decisions no request has taken yet.</summary>
    public int Pending
    {
        get
        {
            lock (_gate)
            {
                return _queue.Count;
            }
        }
    }

    /// <summary>The same fault for every request.</summary>
    public static SandboxFaults Always(SandboxFault fault) => new(_ => fault);

    /// <summary>One decision for each of the next requests; null = answer as documented.</summary>
    public void Enqueue(params SandboxFault?[] faults)
    {
        ArgumentNullException.ThrowIfNull(faults);
        lock (_gate)
        {
            foreach (SandboxFault? fault in faults)
            {
                _queue.Enqueue(fault);
            }
        }
    }

    /// <summary>Starts a server that asks these faults before each answer.</summary>
    public Task<SandboxServer> StartServerAsync() =>
        SandboxServer.StartAsync(port: 0, new SandboxResponder(), recordRequests: true, InterceptAsync);

    private async Task<bool> InterceptAsync(
        SandboxRequest request, HttpContext context, Func<SandboxResponse> answer, CancellationToken cancellationToken)
    {
        if (Next(request) is not { } fault)
        {
            return false;
        }

        await fault.InjectAsync(context, answer, cancellationToken);
        return true;
    }

    private SandboxFault? Next(SandboxRequest request)
    {
        lock (_gate)
        {
            if (_queue.TryDequeue(out SandboxFault? fault))
            {
                return fault;
            }
        }

        return _choose?.Invoke(request);
    }
}
