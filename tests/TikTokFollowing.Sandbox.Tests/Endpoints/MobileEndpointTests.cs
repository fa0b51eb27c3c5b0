using System.Text;
using System.Text.Json;
using TikTokFollowing.Sandbox.Tests.Support;

namespace TikTokFollowing.Sandbox.Tests.Endpoints;

public sealed class MobileEndpointTests
{
    private readonly Clock _clock = new();
    private readonly SandboxResponder _responder;

    public MobileEndpointTests() => _responder = new SandboxResponder(timeProvider: _clock);

    [Fact]
    public void Page_HasTheKeysOfARealOne()
    {
        JsonElement real = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Payloads", "04-scrapecreators-following-page.json"))).RootElement;
        JsonElement page = JsonDocument.Parse(_responder.Page(Contract.ScrapeCreators, "stoolpresidente").Body).RootElement;

        Assert.Equal(Names(real), Names(page));
        Assert.Equal(Names(real.GetProperty("extra")), Names(page.GetProperty("extra")));
        Assert.Equal(Names(real.GetProperty("log_pb")), Names(page.GetProperty("log_pb")));
        JsonElement realRow = real.GetProperty("followings")[0];
        foreach (JsonElement row in page.GetProperty("followings").EnumerateArray())
        {
            // Some accounts leave out what they do not have.
            Assert.Empty(Names(row).Except(Names(realRow)));
        }

        SandboxList list = SandboxPopulation.Following("stoolpresidente");
        int complete = Enumerable.Range(0, 20).First(i => list[i] is { Bio: not null, AvatarUrl: not null, Likes: not null, Videos: not null, LikesGiven: not null });
        JsonElement account = page.GetProperty("followings")[complete];
        Assert.Equal(Names(realRow), Names(account));
        Assert.All(Names(realRow), name => Assert.Equal(Kind(realRow.GetProperty(name)), Kind(account.GetProperty(name))));
        Assert.Equal(Names(realRow.GetProperty("avatar_thumb")), Names(account.GetProperty("avatar_thumb")));
    }

    [Fact]
    public void Page_MaxTime_IsTheTimeOfTheRequest()
    {
        JsonElement First() => JsonDocument.Parse(_responder.Page(Contract.SociaVault, "stoolpresidente").Body).RootElement;

        Assert.Equal(_clock.Now.ToUnixTimeSeconds(), First().GetProperty("max_time").GetInt64());
        _clock.Now += TimeSpan.FromSeconds(90);
        JsonElement page = First();
        Assert.Equal(_clock.Now.ToUnixTimeSeconds(), page.GetProperty("max_time").GetInt64());
        Assert.Equal(_clock.Now.ToUnixTimeMilliseconds(), page.GetProperty("extra").GetProperty("now").GetInt64());
        Assert.StartsWith("20251105120130", page.GetProperty("log_pb").GetProperty("impr_id").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Page_NextPageToken_HoldsBothCursors()
    {
        SandboxList list = SandboxPopulation.Following("stoolpresidente");
        JsonElement page = JsonDocument.Parse(_responder.Page(Contract.ScrapeCreators, "stoolpresidente").Body).RootElement;
        string token = Encoding.UTF8.GetString(Convert.FromBase64String(page.GetProperty("next_page_token").GetString()!));
        Assert.Equal($$"""{"max_cursor":{{list.FollowedAt(0)}},"min_cursor":{{list.FollowedAt(20)}}}""", token);
        Assert.Equal(list.FollowedAt(20), page.GetProperty("min_time").GetInt64());
    }

    [Fact]
    public void Page_EveryThirdOfOneList_IsTrimmed()
    {
        List<Page> pages = _responder.ReadAll(Contract.ScrapeCreators, "charlidamelio");
        Assert.Equal(60, pages.Count);
        Assert.All(pages[..^1], (page, index) => Assert.Equal(index % 3 == 2 ? null : true, page.HasMore));
        Assert.False(pages[^1].HasMore);

        long third = SandboxPopulation.Following("charlidamelio").FollowedAt(40);
        JsonElement trimmed = JsonDocument.Parse(_responder.Page(Contract.ScrapeCreators, "charlidamelio", third).Body).RootElement;
        Assert.Empty(Names(trimmed).Intersect(["has_more", "rec_has_more", "next_page_token"]));
    }

    [Fact]
    public void Rows_Verified_AreToldByATextAndPrivateByANumber()
    {
        SandboxList list = SandboxPopulation.Following("charlidamelio");
        JsonElement[] rows = [.. _responder.ReadAll(Contract.SociaVault, "charlidamelio").SelectMany(page => page.Rows)];
        Assert.Contains(rows, row => row.GetProperty("secret").GetInt32() == 1);
        Assert.All(rows, (row, index) =>
        {
            Assert.False(row.TryGetProperty("verified", out _));
            Assert.Equal(list[index].Verified ? "Verified account" : "", row.GetProperty("custom_verify").GetString());
            Assert.Equal(list[index].Private ? 1 : 0, row.GetProperty("secret").GetInt32());
        });
    }

    [Fact]
    public void Pages_OfBothVendors_HaveTheSameBytes() => Assert.Equal(
        _responder.Page(Contract.ScrapeCreators, "maker.one").BodyText, _responder.Page(Contract.SociaVault, "maker.one").BodyText);

    [Fact]
    public void EmptyList_HasTheListKeyAndNoCursor()
    {
        JsonElement page = JsonDocument.Parse(_responder.Page(Contract.ScrapeCreators, "sandbox.empty").Body).RootElement;
        Assert.Equal(0, page.GetProperty("followings").GetArrayLength());
        Assert.Equal(0, page.GetProperty("min_time").GetInt64());
        Assert.False(page.GetProperty("has_more").GetBoolean());
        Assert.Equal(0, page.GetProperty("total").GetInt32());
    }

    [Theory]
    [InlineData("")]
    [InlineData("?handle=")]
    [InlineData("?handle=%40name")]
    [InlineData("?username=a")]
    [InlineData("?handle=a&count=100")]
    [InlineData("?handle=a&min_time=soon")]
    [InlineData("?handle=a&min_time=")]
    [InlineData("?handle=a&cursor=1")]
    public void BadQuery_Is400(string query)
    {
        foreach (string path in new[] { Ask.ScrapeCreatorsPath, Ask.SociaVaultPath })
        {
            SandboxResponse response = _responder.Respond(Ask.Get(path + query, "x-api-key"));
            Assert.Equal(400, response.Status);
            Assert.StartsWith("{\"success\":false,\"message\":\"The parameter ", response.BodyText, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(Contract.ScrapeCreators)]
    [InlineData(Contract.SociaVault)]
    public void Refusals_HaveTheVendorsBodies(Contract contract)
    {
        void AssertError(int status, string message, SandboxResponse response)
        {
            Assert.Equal(status, response.Status);
            Assert.Equal($$"""{"success":false,"message":"{{message}}"}""", response.BodyText);
        }

        const string NoCredits = "Looks like you're out of credits :( You'll need to buy more to continue using the service.";
        AssertError(401, "Invalid API key.", _responder.Respond(Ask.Request(contract, "stoolpresidente", key: "sk_invalid")));
        AssertError(402, NoCredits, _responder.Respond(Ask.Request(contract, "stoolpresidente", key: "sk_nocredits")));
        AssertError(404, "User not found.", _responder.Page(contract, "sandbox.notfound"));
        AssertError(502, "TikTok could not be reached. Please try again.", _responder.Page(contract, "sandbox.flaky"));
        long second = SandboxPopulation.Following("sandbox.ratelimited").FollowedAt(20);
        AssertError(429, "Too many requests. Please try again later.", _responder.Page(contract, "sandbox.ratelimited", second));
        Assert.Equal(
            """{"log_pb":{"impr_id":"20251001120000"},"status_code":3002060,"status_msg":"Profile user is hiding following list","max_time":0,"min_time":0}""",
            _responder.Page(contract, "sandbox.hidden").BodyText);
    }

    private static string[] Names(JsonElement element) => [.. element.EnumerateObject().Select(property => property.Name)];

    private static JsonValueKind Kind(JsonElement element) => element.ValueKind == JsonValueKind.False ? JsonValueKind.True : element.ValueKind;
}
