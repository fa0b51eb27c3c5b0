namespace TikTokFollowing.Tests.Support;

/// <summary>Does something when something happens, on the thread on which it does.</summary>
internal sealed class ActingObserver(Action<FollowingEvent> act) : IFollowingObserver
{
    public bool WantsTraffic => false;

    public void OnEvent(FollowingEvent happened) => act(happened);
}
