using System.Text.Json;
using TikTokFollowing.Sandbox.Tests.Support;

namespace TikTokFollowing.Sandbox.Tests.Endpoints;

public sealed class ResearchTokenEndpointTests
{
    private readonly Clock _clock = new();
    private readonly SandboxResponder _responder;

    public ResearchTokenEndpointTests() => _responder = new SandboxResponder(timeProvider: _clock);

    [Fact]
    public void Token_KnownClient_IsABearerTokenForTwoHours()
    {
        SandboxResponse response = _responder.Respond(Ask.TokenForm());

        JsonElement root = JsonDocument.Parse(response.Body).RootElement;
        Assert.Equal(200, response.Status);
        Assert.Equal(["access_token", "expires_in", "token_type"], root.EnumerateObject().Select(property => property.Name));
        Assert.StartsWith("clt.", Ask.TokenFrom(response.Body), StringComparison.Ordinal);
        Assert.Equal(7200, root.GetProperty("expires_in").GetInt32());
        Assert.Equal("Bearer", root.GetProperty("token_type").GetString());
        Assert.Equal(0, _responder.CreditsCharged);
    }

    [Fact]
    public void Token_AfterItsTime_IsRefusedAndAnotherOneIsNot()
    {
        string first = _responder.KeyFor(Contract.Research);
        _clock.Now += TimeSpan.FromSeconds(7199);
        Assert.Equal(200, Status(first));
        string second = _responder.KeyFor(Contract.Research);
        Assert.NotEqual(first, second);
        _clock.Now += TimeSpan.FromSeconds(1);

        SandboxResponse expired = _responder.Respond(Ask.Request(Contract.Research, "stoolpresidente", key: first));
        Assert.Equal(401, expired.Status);
        Assert.Contains("\"code\":\"access_token_invalid\"", expired.BodyText, StringComparison.Ordinal);
        Assert.Equal(200, Status(second));
    }

    [Fact]
    public void Token_OfAnotherResponder_IsRefused() =>
        Assert.Equal(401, Status(new SandboxResponder(timeProvider: _clock).KeyFor(Contract.Research)));

    [Theory]
    [InlineData("client_key=sandbox_client_key&client_secret=wrong&grant_type=client_credentials", 401, "invalid_client")]
    [InlineData("client_key=wrong&client_secret=sandbox_client_secret&grant_type=client_credentials", 401, "invalid_client")]
    [InlineData("client_key=nocredits&client_secret=x&grant_type=client_credentials", 401, "invalid_client")]
    [InlineData("client_key=sandbox_client_key&grant_type=client_credentials", 400, "invalid_request")]
    [InlineData("client_secret=sandbox_client_secret&grant_type=client_credentials", 400, "invalid_request")]
    [InlineData("", 400, "invalid_request")]
    [InlineData("client_id=sandbox_client_key&client_secret=sandbox_client_secret&grant_type=client_credentials", 400, "invalid_request")]
    [InlineData("client_key=sandbox_client_key&client_secret=sandbox_client_secret", 400, "unsupported_grant_type")]
    [InlineData("client_key=sandbox_client_key&client_secret=sandbox_client_secret&grant_type=authorization_code", 400, "unsupported_grant_type")]
    public void Token_WrongForm_IsRefusedWithAnErrorThatIsAText(string form, int status, string code)
    {
        SandboxResponse response = _responder.Respond(Ask.TokenForm(form));

        JsonElement root = JsonDocument.Parse(response.Body).RootElement;
        Assert.Equal(status, response.Status);
        Assert.Equal(["error", "error_description", "log_id"], root.EnumerateObject().Select(property => property.Name));
        Assert.Equal(code, root.GetProperty("error").GetString());
    }

    [Fact]
    public void Token_JsonBody_IsRefused() =>
        Assert.Equal(400, _responder.Respond(Ask.TokenForm("""{"client_key":"sandbox_client_key"}""", "application/json")).Status);

    [Theory]
    [InlineData("client_unsubscribed", 401, "scope_not_authorized")]
    [InlineData("client_quota", 429, "daily_quota_limit_exceeded")]
    public void Token_ClientThatNamesARefusal_MeetsItAtTheList(string client, int status, string code)
    {
        string token = Ask.TokenFrom(_responder.Respond(Ask.TokenForm($"client_key={client}&client_secret=x&grant_type=client_credentials")).Body);
        SandboxResponse response = _responder.Respond(Ask.Request(Contract.Research, "stoolpresidente", key: token));
        Assert.Equal(status, response.Status);
        Assert.Contains($"\"code\":\"{code}\"", response.BodyText, StringComparison.Ordinal);
    }

    private int Status(string token) => _responder.Respond(Ask.Request(Contract.Research, "stoolpresidente", key: token)).Status;
}
