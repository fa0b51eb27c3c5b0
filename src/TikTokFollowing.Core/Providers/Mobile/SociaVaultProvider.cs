namespace TikTokFollowing.Providers.Mobile;

/// <summary>SociaVault.</summary>
internal sealed class SociaVaultProvider : MobileProvider
{
    public static readonly SociaVaultProvider Instance = new();

    public override FollowingProvider Id => FollowingProvider.SociaVault;

    public override string DisplayName => "SociaVault";

    public override Uri BaseUri { get; } = new("https://api.sociavault.com/");

    public override CredentialScheme Credential { get; } =
        new ApiKeyScheme("SOCIAVAULT_API_KEY", static (message, key) => message.Headers.TryAddWithoutValidation("X-API-Key", key));

    protected override string EndpointPath => "/v1/scrape/tiktok/following";
}
