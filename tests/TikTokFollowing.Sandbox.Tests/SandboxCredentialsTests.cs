namespace TikTokFollowing.Sandbox.Tests;

public sealed class SandboxCredentialsTests
{
    private readonly SandboxCredentials _credentials = new();

    [Theory]
    [InlineData("sk_sandbox", KeyState.Accepted)]
    [InlineData("", KeyState.Unknown)]
    [InlineData("sk_sandbox ", KeyState.Unknown)]
    [InlineData("sk_other", KeyState.Unknown)]
    [InlineData("sk_INVALID", KeyState.Unknown)]
    [InlineData("invalid_quota", KeyState.Unknown)]
    [InlineData("sk_NoCredits", KeyState.OutOfCredits)]
    [InlineData("unsubscribed", KeyState.NotSubscribed)]
    [InlineData("my-quota-key", KeyState.QuotaUsedUp)]
    public void CheckApiKey_Key_IsAcceptedOrRefusedForItsReason(string key, object expected) =>
        Assert.Equal(expected, _credentials.CheckApiKey(key));

    [Theory]
    [InlineData("sandbox_client_key", "sandbox_client_secret", KeyState.Accepted)]
    [InlineData("sandbox_client_key", "other", KeyState.Unknown)]
    [InlineData("sandbox_client_key", "", KeyState.Unknown)]
    [InlineData("other", "sandbox_client_secret", KeyState.Unknown)]
    [InlineData("sk_sandbox", "sandbox_client_secret", KeyState.Unknown)]
    [InlineData("client_unsubscribed", "any", KeyState.NotSubscribed)]
    [InlineData("client_quota", "any", KeyState.QuotaUsedUp)]
    public void CheckClient_KeyAndSecret_AreAcceptedTogether(string key, string secret, object expected) =>
        Assert.Equal(expected, _credentials.CheckClient(key, secret));

    [Fact]
    public void CheckApiKey_OwnKeyThatNamesARefusal_IsAccepted() =>
        Assert.Equal(KeyState.Accepted, new SandboxCredentials { ApiKey = "sk_quota" }.CheckApiKey("sk_quota"));
}
