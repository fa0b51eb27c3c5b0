using System.Collections.Concurrent;

namespace TikTokFollowing.Tests.Support;

internal sealed class EventRecorder : IFollowingObserver
{
    private readonly ConcurrentQueue<FollowingEvent> _events = new();

    public bool WantsTraffic { get; init; }

    public IReadOnlyList<FollowingEvent> All => [.. _events];

    public IReadOnlyList<T> Of<T>()
        where T : FollowingEvent => [.. _events.OfType<T>()];

    public void OnEvent(FollowingEvent happened) => _events.Enqueue(happened);
}
