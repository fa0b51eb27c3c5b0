namespace TikTokFollowing.Providers.Mobile;

/// <summary>ScrapeCreators.</summary>
internal sealed class ScrapeCreatorsProvider : MobileProvider
{
    public static readonly ScrapeCreatorsProvider Instance = new();

    public override FollowingProvider Id => FollowingProvider.ScrapeCreators;

    public override string DisplayName => "ScrapeCreators";

    public override Uri BaseUri { get; } = new("https://api.scrapecreators.com/");

    public override CredentialScheme Credential { get; } =
        new ApiKeyScheme("SCRAPECREATORS_API_KEY", static (message, key) => message.Headers.TryAddWithoutValidation("x-api-key", key));

    protected override string EndpointPath => "/v1/tiktok/user/following";
}
