using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using TikTokFollowing.Sandbox.Tests.Support;

namespace TikTokFollowing.Sandbox.Tests;

/// <summary>What the contracts have in common beside paging: the accounts, their text, the keys, and what belongs to none of them.</summary>
public sealed class SandboxResponderTests
{
    private const string FullTikTokPath = "/api/v1/users/stoolpresidente/following";

    private readonly SandboxResponder _responder = new(timeProvider: new Clock());

    public static TheoryData<Contract> Contracts => Ask.Contracts;

    [Theory]
    [InlineData(Contract.DumplingAI, "AD778DEAC2CCB69F38E97407C7F46062")]
    [InlineData(Contract.FullTikTok, "06F77EA5ADF30A1B5EFE86EBC226568D")]
    [InlineData(Contract.Research, "DE7F83C18801BAC8809DC2C5E64EC7F2")]
    [InlineData(Contract.ScrapeCreators, "0479158E40DD80B24EEE5A01F3B9318E")]
    [InlineData(Contract.SociaVault, "0479158E40DD80B24EEE5A01F3B9318E")]
    public void Rows_WholeList_HaveTheGoldenHash(Contract contract, string expected)
    {
        // A change to the population is a change for every user's tests: it must be meant.
        string rows = string.Join('\n', _responder.ReadAll(contract, "charlidamelio").SelectMany(page => page.Rows).Select(row => row.GetRawText()));
        Assert.Equal(expected, Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(rows)))[..32]);
    }

    [Theory]
    [InlineData(Contract.DumplingAI, "user.uniqueId user.nickname user.id user.secUid user.signature user.verified user.privateAccount stats.followerCount stats.followingCount stats.heartCount stats.videoCount stats.diggCount user.avatarThumb")]
    [InlineData(Contract.FullTikTok, "username display_name user_id - bio verified is_private followers following total_likes total_videos - avatar_thumb_url")]
    [InlineData(Contract.Research, "username display_name - - - - - - - - - - -")]
    [InlineData(Contract.ScrapeCreators, "unique_id nickname uid sec_uid signature custom_verify secret follower_count following_count total_favorited aweme_count favoriting_count avatar_thumb.url_list")]
    [InlineData(Contract.SociaVault, "unique_id nickname uid sec_uid signature custom_verify secret follower_count following_count total_favorited aweme_count favoriting_count avatar_thumb.url_list")]
    public void Rows_OfEachContract_AreTheSameAccounts(Contract contract, string fields)
    {
        string[] paths = fields.Split(' ');
        SandboxList list = SandboxPopulation.Following("charlidamelio");
        int index = 0;
        foreach (JsonElement row in _responder.ReadAll(contract, "charlidamelio").SelectMany(page => page.Rows))
        {
            SandboxAccount account = list[index++];
            object?[] values =
            [
                account.Handle, account.DisplayName, account.UserId, account.SecUid, account.Bio, account.Verified, account.Private,
                account.Followers, account.Following, account.LikesOverflow && contract == Contract.DumplingAI ? unchecked((int)account.Likes!.Value) : account.Likes,
                account.Videos, account.LikesGiven, account.AvatarThumbnailUrl,
            ];
            for (int i = 0; i < paths.Length; i++)
            {
                if (paths[i] != "-")
                {
                    Assert.Equal(Text(values[i]), Text(row, paths[i]));
                }
            }

            // A missing value is null in some rows and absent in others.
            string bio = paths[4].Split('.')[^1];
            Assert.Equal(paths[4] != "-" && (account.Bio is not null || !account.OmitsMissing), row.GetRawText().Contains($"\"{bio}\":", StringComparison.Ordinal));
        }

        Assert.Equal(1200, index);
    }

    [Theory]
    [MemberData(nameof(Contracts))]
    public void Body_Text_IsRawUtf8(Contract contract)
    {
        string body = string.Concat(Enumerable.Range(0, 1200 / Ask.PageSizeOf(contract)).Select(i =>
            _responder.Page(contract, "charlidamelio", SandboxPopulation.Following("charlidamelio").FollowedAt(i * Ask.PageSizeOf(contract))).BodyText));
        Assert.DoesNotContain("\\ud8", body, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("\\u0026", body, StringComparison.Ordinal);
        Assert.Contains("👩‍🚀", body, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Contracts))]
    public void Body_OfAnyAnswer_NamesNoAddressOfTikTok(Contract contract)
    {
        // Somebody else may live there. The words of the population occur in these lists.
        foreach (string handle in SandboxHandles.All.Concat(["maker.one", "tiktok", "tiny.science"]))
        {
            for (int i = 0; i < 10; i++)
            {
                long? cursor = i == 0 ? null : SandboxPopulation.Following(handle).FollowedAt(Math.Max(0, SandboxPopulation.CountOf(handle) - 1) * i / 10);
                Assert.DoesNotContain("tiktok.com", _responder.Page(contract, handle, cursor).BodyText, StringComparison.OrdinalIgnoreCase);
            }
        }
    }

    [Fact]
    public void Addresses_OfEveryAccount_LeadNowhere()
    {
        SandboxList list = SandboxPopulation.Following("charlidamelio");
        string?[] addresses =
        [
            .. Enumerable.Range(0, list.Count).Select(i => list[i]).Concat(SandboxPopulation.WellKnown)
                .SelectMany(account => new[] { account.AvatarUrl, account.AvatarThumbnailUrl, account.WebsiteUrl }),
        ];
        Assert.All(addresses.OfType<string>(), address => Assert.EndsWith(".example.invalid", new Uri(address).Host, StringComparison.Ordinal));
        Assert.All(
            SandboxText.Bio.Concat(SandboxText.AwkwardName).Concat(SandboxText.OtherScriptName).OfType<string>(),
            text => Assert.DoesNotContain(".com", text, StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [MemberData(nameof(Contracts))]
    public void Respond_SameRequest_SameBytesFromEveryInstance(Contract contract)
    {
        SandboxResponder other = new(timeProvider: new Clock());
        string body = _responder.Page(contract, "maker.one", 1_759_000_000).BodyText;
        Assert.Equal(body, other.Page(contract, "maker.one", 1_759_000_000).BodyText);
        Assert.Equal(body, _responder.Page(contract, "maker.one", 1_759_000_000).BodyText);
    }

    [Theory]
    [InlineData(Contract.DumplingAI, 30)]
    [InlineData(Contract.FullTikTok, 20)]
    [InlineData(Contract.Research, 20)]
    public void Count_Absent_IsTheDefault(Contract contract, int expected) =>
        Assert.Equal(expected, _responder.Read(contract, "stoolpresidente", count: null).Handles.Count);

    [Theory]
    [InlineData(Contract.DumplingAI, "X-RateLimit-Limit", "X-RateLimit-Remaining", 1000)]
    [InlineData(Contract.FullTikTok, "x-ratelimit-limit", "x-ratelimit-remaining", 1000)]
    [InlineData(Contract.FullTikTok, "x-ratelimit-requests-limit", "x-ratelimit-requests-remaining", 500_000)]
    public void RateHeaders_ManyRequests_DecreaseAndNeverReachZero(Contract contract, string limit, string remaining, int expected)
    {
        int[] left = new int[2100];
        for (int i = 0; i < left.Length; i++)
        {
            SandboxResponse response = _responder.Page(contract, "sandbox.empty");
            Assert.Equal(200, response.Status);
            Assert.Equal(Text(expected), Ask.HeaderOf(response, limit));
            left[i] = int.Parse(Ask.HeaderOf(response, remaining)!, CultureInfo.InvariantCulture);
        }

        Assert.Equal([expected - 1, expected - 2, expected - 3], left[..3]);
        Assert.Equal(Math.Max(1, expected - left.Length), left.Min());
    }

    [Theory]
    [MemberData(nameof(Contracts))]
    public void Respond_UnknownOrMissingKey_Is401(Contract contract)
    {
        foreach (string? key in new[] { null, "", "key", "sk_test", "sk_sandbox2", "SK_SANDBOX", "sk_invalid", SandboxHandler.ClientKey, "clt.0" })
        {
            SandboxResponse response = _responder.Respond(Ask.Request(contract, "stoolpresidente", key: key));
            Assert.Equal(401, response.Status);
            Assert.Equal("application/json", response.ContentType);
        }

        Assert.Equal(0, _responder.CreditsCharged);
    }

    [Theory]
    [MemberData(nameof(Contracts))]
    public void Respond_CredentialsOfTheCaller_ReplaceTheKnownOnes(Contract contract)
    {
        SandboxResponder responder = new(new SandboxCredentials { ApiKey = "mine", ClientKey = "my key", ClientSecret = "my+secret" });
        string Token() => Ask.TokenFrom(responder.Respond(Ask.TokenForm("client_key=my%20key&client_secret=my%2Bsecret&grant_type=client_credentials")).Body);

        string key = contract == Contract.Research ? Token() : "mine";
        Assert.Equal(200, responder.Respond(Ask.Request(contract, "stoolpresidente", key: key)).Status);
        Assert.Equal(401, responder.Respond(Ask.Request(contract, "stoolpresidente")).Status);
        Assert.Equal(401, responder.Respond(Ask.TokenForm()).Status);
    }

    [Theory]
    [InlineData("GET", "/")]
    [InlineData("GET", "/api/v1/users//following")]
    [InlineData("GET", "/api/v1/users/a/b/following")]
    [InlineData("GET", "/api/v1/users/a/followers")]
    [InlineData("POST", "/v1/get-tiktok-user-following")]
    [InlineData("POST", "/api/v1/get-tiktok-user-following/")]
    [InlineData("POST", "/v2/research/user/following")]
    [InlineData("POST", "/v2/oauth/token")]
    [InlineData("GET", "/v1/tiktok/user/following/")]
    [InlineData("GET", "/v1/scrape/tiktok/followings")]
    public void Respond_UnknownPath_Is404ThatIsNotTheVendors(string method, string target)
    {
        SandboxRequest request = Ask.FullTikTokTarget(target) with { Method = method };
        SandboxResponse response = _responder.Respond(request);
        Assert.Equal(404, response.Status);
        Assert.StartsWith("text/html", response.ContentType, StringComparison.Ordinal);
        Assert.StartsWith("<!DOCTYPE html>", response.BodyText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", Ask.DumplingPath, "POST")]
    [InlineData("POST", FullTikTokPath, "GET")]
    [InlineData("GET", Ask.ResearchPath, "POST")]
    [InlineData("GET", Ask.TokenPath, "POST")]
    [InlineData("POST", Ask.ScrapeCreatorsPath, "GET")]
    [InlineData("POST", Ask.SociaVaultPath, "GET")]
    public void Respond_WrongMethod_Is405(string method, string target, string allowed)
    {
        SandboxResponse response = _responder.Respond(Ask.FullTikTokTarget(target) with { Method = method });
        Assert.Equal(405, response.Status);
        Assert.Equal(allowed, Ask.HeaderOf(response, "Allow"));
    }

    [Fact]
    public void Request_ToString_ShowsNoKey() =>
        Assert.Equal("GET /x", Ask.FullTikTokTarget("/x", "sk_secret").ToString());

    /// <summary>The value at a path as text; null when it is null or absent.</summary>
    private static string? Text(JsonElement row, string path)
    {
        foreach (string name in path.Split('.'))
        {
            if (row.ValueKind != JsonValueKind.Object || !row.TryGetProperty(name, out row))
            {
                return null;
            }
        }

        return path switch
        {
            "custom_verify" => Text(row.GetString()!.Length > 0),
            "secret" => Text(row.GetInt32() == 1),
            "avatar_thumb.url_list" => row[1].GetString(),
            _ => row.ValueKind == JsonValueKind.Null ? null : row.ToString(),
        };
    }

    private static string? Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) is { } text && value is not null ? text : null;
}
