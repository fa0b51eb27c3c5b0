namespace TikTokFollowing.Sandbox.Endpoints;

/// <summary>What the endpoints of one responder share.</summary>
internal sealed class EndpointContext(SandboxCredentials credentials, TimeProvider timeProvider, RestlessReadings readings)
{
    private long _creditsCharged;

    internal SandboxCredentials Credentials { get; } = credentials;

    internal TimeProvider TimeProvider { get; } = timeProvider;

    internal SandboxPaging Paging { get; } = new(readings);

    internal long CreditsCharged => Interlocked.Read(ref _creditsCharged);

    internal void Charge() => Interlocked.Increment(ref _creditsCharged);
}
