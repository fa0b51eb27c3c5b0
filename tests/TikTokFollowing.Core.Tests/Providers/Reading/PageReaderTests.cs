using System.Text;
using System.Text.Json;
using TikTokFollowing.Providers.Reading;
using TikTokFollowing.Tests.Support;

namespace TikTokFollowing.Tests.Providers;

/// <summary>Bytes into rows, with everything that the wire really carries.</summary>
public sealed class PageReaderTests
{
    private const FollowingProvider Dumpling = FollowingProvider.DumplingAI;
    private const FollowingProvider Full = FollowingProvider.FullTikTok;

    /// <summary>Inside of a JSON text → what it says. (Attributes and the runner's data cannot hold lone surrogates.)</summary>
    public static TheoryData<string, string> Texts => new()
    {
        { """a\ud83d\ude00b""", "a\ud83d\ude00b" },
        { """\ud800""", "\ud800" },
        { """x\udc00y""", "x\udc00y" },
        { """\ud800\ud800\udc00""", "\ud800\ud800\udc00" },
        { """\u0000\u001b[31m""", "\0\u001b[31m" },
        { """line\nfeed\ttab\r\"\\\/\b\f""", "line\nfeed\ttab\r\"\\/\b\f" },
        { "=1+2", "=1+2" },
        { "é\u202e\u200d", "é\u202e\u200d" },
    };

    [Theory]
    [MemberData(nameof(Page.Providers), MemberType = typeof(Page))]
    public void Read_SampleOfTheWarmUp_HasAValueOfEachKind(FollowingProvider provider)
    {
        PageContent page = Payload.Parse(provider, PageReader.Sample.ToArray());

        FollowedUser user = Assert.Single(page.Users!);
        Assert.Equal(("1", "a", "a", "https://a/"), (user.UserId, user.Handle, user.DisplayName, user.AvatarThumbnailUrl));
        Assert.Equal((false, 1L, 1L), (user.Verified, user.Followers, user.Likes));
        Assert.Equal((false, 1L, "0"), (page.HasMore, page.Total, page.StatusCode));
    }

    [Fact]
    public void Read_DumplingDocsPage_FillsEveryDocumentedField()
    {
        PageContent page = Payload.Parse(Dumpling, Payload.Read("10-dumpling-docs-page.json"));

        FollowedUser user = Assert.Single(page.Users!);
        Assert.Equal("asked", user.FollowedBy);
        Assert.Equal("6123456789012345678", user.UserId);
        Assert.Equal("followeduser1", user.Handle);
        Assert.Equal("Followed User Name", user.DisplayName);
        Assert.Equal("https://p16.example.invalid/a.jpeg", user.AvatarThumbnailUrl);
        Assert.Equal("User bio", user.Bio);
        Assert.False(user.Verified);
        Assert.Equal("MS4wLjABAAAA...", user.SecUid);
        Assert.False(user.Private);
        Assert.Equal(12345, user.Followers);
        Assert.Equal(234, user.Following);
        Assert.Equal(567890, user.Likes);
        Assert.Equal(45, user.Videos);
        Assert.Equal(123, user.LikesGiven);
        Assert.Null(user.WebsiteUrl);
        Assert.Null(user.AvatarUrl);
        Assert.Equal("https://www.tiktok.com/@followeduser1", user.ProfileUrl);
        Assert.Equal(Dumpling, user.Provider);
        Assert.Equal(1, user.Page);
        Assert.Equal(TestClock.Start, user.RetrievedAt);
        Assert.Equal("1234567800", page.Cursor.Value);
        Assert.True(page.HasMore);
        Assert.Equal(234, page.Total);
        Assert.False(page.ReportsError);
    }

    [Fact]
    public void Read_FullTikTokDocsSample_FillsEveryDocumentedFieldAndKeepsTheErrorBesideIt()
    {
        PageContent page = Payload.Parse(Full, Payload.Read("12-full-tiktok-api-docs-sample.json"));

        FollowedUser user = Assert.Single(page.Users!);
        Assert.Equal("107955", user.UserId);
        Assert.Equal("sample.creator", user.Handle);
        Assert.Equal("sample creator", user.DisplayName);
        Assert.Equal("https://example.invalid", user.WebsiteUrl);
        Assert.Equal(155_000_000, user.Followers);
        Assert.Equal(1200, user.Following);
        Assert.Equal(11_000_000_000, user.Likes);
        Assert.Equal(2400, user.Videos);
        Assert.True(user.Verified);
        Assert.False(user.Private);
        Assert.Equal("made-up bio", user.Bio);
        Assert.Equal("https://p16.example.invalid/a.jpeg", user.AvatarUrl);
        Assert.Equal("https://p16.example.invalid/t.jpeg", user.AvatarThumbnailUrl);
        Assert.Null(user.SecUid);
        Assert.Null(user.LikesGiven);
        Assert.Equal(Full, user.Provider);
        Assert.Equal("1780426275", page.Cursor.Value);
        Assert.True(page.HasMore);
        Assert.Equal(158_151_684, page.Total);
        Assert.Equal("3c90c3cc-0d44-4b50-8888-8dd25736052a", page.RequestId);
        Assert.True(page.ReportsError);
        Assert.Equal("NOT_FOUND", page.ErrorCode);
        Assert.Equal("The requested resource was not found.", page.ErrorMessage);
    }

    [Theory]
    [InlineData(FollowingProvider.ScrapeCreators)]
    [InlineData(FollowingProvider.SociaVault)]
    public void Read_MobilePage_FillsEveryField(FollowingProvider provider)
    {
        PageContent page = Payload.Parse(provider, Payload.Read("04-scrapecreators-following-page.json"), "1737751308");

        Assert.Equal(["sample_show", "sample.two"], page.Users!.Select(user => user.Handle));
        FollowedUser user = page.Users![0];
        Assert.Equal("7436000000000000338", user.UserId);
        Assert.Equal("MS4wLjABAAAAExampleMadeUpsample_show", user.SecUid);
        Assert.Equal("Sample Show", user.DisplayName);
        Assert.Equal("Made-up host\nsecond line 📍\nthird line", user.Bio);
        Assert.False(user.Verified);
        Assert.False(user.Private);
        Assert.Equal(137_712, user.Followers);
        Assert.Equal(3, user.Following);
        Assert.Equal(1_388_072, user.Likes);
        Assert.Equal(121, user.Videos);
        Assert.Equal(1, user.LikesGiven);
        Assert.Null(user.WebsiteUrl);
        Assert.Equal("https://p16.example.invalid/tos-maliva-avt-0068/abcd~cropcenter-q:1080:1080:q75.webp?x=1", user.AvatarUrl);
        Assert.Equal("https://p16.example.invalid/tos-maliva-avt-0068/abcd~cropcenter-q:100:100:q75.webp?x=1", user.AvatarThumbnailUrl);
        Assert.Equal(provider, user.Provider);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1_737_751_308), user.FollowedNotAfter);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1_694_905_758), user.FollowedNotBefore);
        Assert.Equal("", page.Users[1].Bio);
        Assert.Equal(209_596_556, page.Users[1].Likes);
        Assert.Equal("1694905758", page.Cursor.Value);
        Assert.True(page.HasMore);
        Assert.Equal(74, page.Total);
        Assert.False(page.ReportsError);
        Assert.Equal(0, page.EntriesWithoutAccount);
    }

    [Theory]
    [InlineData("\"custom_verify\":\"\"", false)]
    [InlineData("\"custom_verify\":\"Verified account\"", true)]
    [InlineData("\"custom_verify\":null", null)]
    [InlineData("\"nickname\":\"n\"", null)]
    public void Read_MobileRow_IsVerifiedWhenAReasonIsGiven(string property, bool? expected) => Assert.Equal(
        expected, Payload.ParseRow(FollowingProvider.ScrapeCreators, $$"""{"uid":"1","unique_id":"a",{{property}}}""").Verified);

    [Theory]
    [InlineData("0", false)]
    [InlineData("1", true)]
    [InlineData("null", null)]
    public void Read_MobileRow_IsPrivateWhenItIsSecret(string secret, bool? expected) => Assert.Equal(
        expected, Payload.ParseRow(FollowingProvider.SociaVault, $$"""{"uid":"1","unique_id":"a","secret":{{secret}}}""").Private);

    [Theory]
    [InlineData("\"max_time\":1737751308,\"next_page_token\":\"eyJtYXh\"", null)]
    [InlineData("\"max_time\":1737751308,\"min_time\":1694905758", "1694905758")]
    public void Read_MobileCursor_IsMinTimeAlone(string properties, string? expected) =>
        Assert.Equal(expected, Payload.Parse(FollowingProvider.ScrapeCreators, $$"""{"followings":[],{{properties}}}""").Cursor.Value);

    [Fact]
    public void Read_ResearchPage_HasTwoFieldsAnAccountAndNoTotal()
    {
        PageContent page = Payload.Parse(
            FollowingProvider.TikTokResearch,
            """
            {"data":{"user_following":[{"display_name":"Name 😀","username":"a.b"},{"display_name":"","username":"c"}],"cursor":1694905758,"has_more":true},
             "error":{"code":"ok","message":"","log_id":"202207280"}}
            """);

        FollowedUser user = page.Users![0];
        Assert.Equal(("a.b", "Name 😀"), (user.Handle, user.DisplayName));
        Assert.Equal((null, null, null), (user.UserId, user.SecUid, user.Bio));
        Assert.Equal((null, null, null), (user.Verified, user.Private, user.Followers));
        Assert.Equal("https://www.tiktok.com/@a.b", user.ProfileUrl);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1_694_905_758), user.FollowedNotBefore);
        Assert.Equal("", page.Users[1].DisplayName);
        Assert.Equal("1694905758", page.Cursor.Value);
        Assert.True(page.HasMore);
        Assert.Null(page.Total);
        Assert.Equal("202207280", page.RequestId);
    }

    [Fact]
    public void Read_WebPage_PrefersExactStatsAndMinCursor()
    {
        PageContent page = Payload.Parse(Dumpling, Payload.Read("01-tiktok-web-user-list-page.json"));

        Assert.Equal(["7500000000000000101", "7000000000000000202"], page.Users!.Select(user => user.UserId));
        Assert.Equal("maker.one", page.Users![0].Handle);
        Assert.Equal("MS4wLjABAAAAEx01MadeUpSecUidValue", page.Users[0].SecUid);
        Assert.Equal("", page.Users[0].Bio);
        Assert.Equal(3092, page.Users[0].Followers);
        Assert.Equal(0, page.Users[0].Following);
        Assert.Equal(154_503, page.Users[0].Likes);
        Assert.Equal(10, page.Users[0].Videos);
        Assert.Equal(1241, page.Users[0].LikesGiven);
        Assert.Equal("1745042188", page.Cursor.Value);
        Assert.True(page.HasMore);
        Assert.False(page.IsTruncated);
        Assert.Equal(176, page.Total);
        Assert.False(page.ReportsError);
    }

    [Fact]
    public void Read_HeartCountOverflow_TakesTheExactValue()
    {
        PageContent page = Payload.Parse(Dumpling, Payload.Read("03-heartcount-int32-overflow.json"));

        Assert.Equal(11_907_467_940, page.Users![0].Likes);
        Assert.Equal(156_537_139, page.Users[0].Followers);
        Assert.Equal(5_300_000_000, page.Users[1].Likes);
        Assert.Equal(95_400_000, page.Users[1].Followers);
        Assert.Null(page.Users[1].Bio);
        Assert.Null(page.Users[1].AvatarThumbnailUrl);
        Assert.False(page.HasMore);
    }

    [Fact]
    public void Read_SuccessEnvelope_IsAnEmptyPage()
    {
        string body = Payload.ReadArray("11-dumpling-errors.json")[^1].GetProperty("body").GetRawText();

        PageContent page = Payload.Parse(Dumpling, body);

        Assert.Empty(page.Users!);
        Assert.False(page.HasMore);
        Assert.False(page.ReportsError);
        Assert.Equal(0, page.Total);
    }

    [Theory]
    [InlineData("""{"user":{"id":7123456789012345678,"uniqueId":"a"}}""", "7123456789012345678")]
    [InlineData("""{"user":{"id":92233720368547758079,"uniqueId":"a"}}""", "92233720368547758079")]
    [InlineData("""{"user":{"id":"007","uniqueId":"a"}}""", "007")]
    [InlineData("""{"user":{"id":null,"uniqueId":"a"}}""", null)]
    [InlineData("""{"user":{"id":"","uniqueId":"a"}}""", null)]
    [InlineData("""{"user":{"id":{"x":1},"uniqueId":"a"}}""", null)]
    [InlineData("""{"user":{"uniqueId":"a"}}""", null)]
    [InlineData("""{"uid":"5","unique_id":"a"}""", "5")]
    public void Read_Id_IsTextAsItStands(string row, string? expected) => Assert.Equal(expected, Payload.ParseRow(Dumpling, row).UserId);

    [Theory]
    [InlineData("12", 12L)]
    [InlineData("0", 0L)]
    [InlineData("\"12\"", 12L)]
    [InlineData("\" 12 \"", 12L)]
    [InlineData("12.0", 12L)]
    [InlineData("1.5e10", 15_000_000_000L)]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("9223372036854775808", null)]
    [InlineData("-1", null)]
    [InlineData("\"-1\"", null)]
    [InlineData("-977433948", null)]
    [InlineData("null", null)]
    [InlineData("\"\"", null)]
    [InlineData("\"12K\"", null)]
    [InlineData("\"1,234\"", null)]
    [InlineData("true", null)]
    [InlineData("[1]", null)]
    [InlineData("{\"a\":1}", null)]
    [InlineData("1e400", null)]
    public void Read_Count_IsExactOrUnknown(string json, long? expected)
    {
        FollowedUser nested = Payload.ParseRow(Dumpling, $$$"""{"user":{"id":"1"},"stats":{"followerCount":{{{json}}},"videoCount":3}}""");
        FollowedUser flat = Payload.ParseRow(Full, $$"""{"user_id":"1","followers":{{json}},"total_videos":3}""");

        Assert.Equal(expected, nested.Followers);
        Assert.Equal(expected, flat.Followers);
        Assert.Equal(3, nested.Videos);
        Assert.Equal(3, flat.Videos);
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    [InlineData("1", true)]
    [InlineData("0", false)]
    [InlineData("\"1\"", true)]
    [InlineData("\"false\"", false)]
    [InlineData("\"True\"", true)]
    [InlineData("null", null)]
    [InlineData("2", null)]
    [InlineData("\"yes\"", null)]
    [InlineData("{}", null)]
    [InlineData("[]", null)]
    public void Read_Flag_AcceptsNumbersAndText(string json, bool? expected)
    {
        FollowedUser user = Payload.ParseRow(Dumpling, $$$"""{"user":{"id":"1","verified":{{{json}}},"privateAccount":{{{json}}}}}""");
        PageContent page = Payload.Parse(Full, $$$"""{"data":[],"pagination":{"has_more":{{{json}}},"next_max_time":5}}""");

        Assert.Equal(expected, user.Verified);
        Assert.Equal(expected, user.Private);
        Assert.Equal(expected, page.HasMore);
        Assert.Equal("5", page.Cursor.Value);
    }

    [Theory]
    [InlineData("1745042188", "1745042188", true)]
    [InlineData("\"1745042188\"", "1745042188", true)]
    [InlineData("\" 1745042188\"", "1745042188", true)]
    [InlineData("\"MTc0NTA0MjE4OA==\"", "MTc0NTA0MjE4OA==", true)]
    [InlineData("17450421880000000000000000", "17450421880000000000000000", true)]
    [InlineData("null", null, false)]
    [InlineData("\"\"", "", false)]
    [InlineData("\"  \"", "", false)]
    [InlineData("0", "0", false)]
    [InlineData("\"0\"", "0", false)]
    [InlineData("-1", "-1", false)]
    [InlineData("\" -1\"", "-1", false)]
    [InlineData("{}", null, false)]
    public void Read_Cursor_IsOpaqueText(string json, string? value, bool usable)
    {
        foreach (PageContent page in new[]
        {
            Payload.Parse(Dumpling, $$"""{"followingList":[],"minCursor":{{json}}}"""),
            Payload.Parse(Full, $$$"""{"data":[],"pagination":{"next_max_time":{{{json}}}}}"""),
        })
        {
            Assert.Equal(value, page.Cursor.Value);
            Assert.Equal(usable, page.Cursor.IsUsable);
        }
    }

    [Theory]
    [InlineData("\"minTime\":1,\"min_time\":2,\"minCursor\":3,\"maxCursor\":4", "1")]
    [InlineData("\"minCursor\":3,\"min_time\":2,\"minTime\":1", "1")]
    [InlineData("\"minCursor\":3,\"min_time\":2", "2")]
    [InlineData("\"maxCursor\":4,\"minCursor\":3", "3")]
    [InlineData("\"minTime\":null,\"minCursor\":3", "3")]
    [InlineData("\"minCursor\":3,\"minTime\":null", "3")]
    [InlineData("\"minTime\":0,\"minCursor\":3", "3")]
    [InlineData("\"minCursor\":3,\"minTime\":-1", "3")]
    [InlineData("\"minCursor\":0,\"minTime\":-1", "-1")]
    [InlineData("\"maxCursor\":4", null)]
    [InlineData("\"max_time\":4,\"next_max_time\":5", null)]
    public void Read_DumplingCursor_PrefersMinTimeAndNeverMaxCursor(string properties, string? expected) =>
        Assert.Equal(expected, Payload.Parse(Dumpling, $$"""{"followingList":[],{{properties}}}""").Cursor.Value);

    [Theory]
    [InlineData("""{"followingList":[{"user":{"id":"1"}}],"hasMore":true}""")]
    [InlineData("""{"followings":[{"unique_id":"a","uid":"1"}],"has_more":1}""")]
    [InlineData("""{"userList":[{"user":{"id":1}}],"hasMore":1}""")]
    [InlineData("""{"data":[{"user":{"id":"1"}}],"hasMore":"true"}""")]
    [InlineData("""{"data":{"followingList":[{"user":{"id":"1"}}],"hasMore":true},"status":"success"}""")]
    [InlineData("""{"data":{"followings":[{"uid":"1"}],"has_more":true}}""")]
    [InlineData("""{"data":{"userList":[{"user":{"id":"1"}}],"hasMore":true}}""")]
    [InlineData("""{"data":{"data":[{"user":{"id":"1"}}],"hasMore":true}}""")]
    [InlineData("""{"hasMore":true,"followingList":[{"stats":{},"user":{"id":"1"}}]}""")]
    [InlineData("""{"data":null,"hasMore":true,"followingList":[{"user":{"id":"1"}}]}""")]
    public void Read_ListKeysOfTheFamily_AreAllRead(string body)
    {
        foreach (FollowingProvider provider in Enum.GetValues<FollowingProvider>())
        {
            PageContent page = Payload.Parse(provider, body);
            Assert.Equal("1", Assert.Single(page.Users!).UserId);
            Assert.True(page.HasMore);
        }
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"followingList":null}""")]
    [InlineData("""{"followingList":{}}""")]
    [InlineData("""{"followingList":"x","data":"y"}""")]
    [InlineData("""{"users":[{"id":"1"}]}""")]
    [InlineData("""{"data":{"list":[]}}""")]
    [InlineData("""{"log_pb":{"followingList":[]}}""")]
    public void Read_NoListKey_HasNoRows(string body) => Assert.Null(Payload.Parse(Dumpling, body).Users);

    [Fact]
    public void Read_EntriesWithoutAccount_AreCountedNotDelivered()
    {
        PageContent page = Payload.Parse(
            Dumpling, """{"followingList":[{},null,7,"x",[],{"user":{}},{"stats":{"followerCount":1}},{"user":null},{"user":{"uniqueId":"a"}}]}""");

        Assert.Equal("a", Assert.Single(page.Users!).Handle);
        Assert.Equal(8, page.EntriesWithoutAccount);
    }

    [Fact]
    public void Read_MissingParts_AreUnknownNotZero()
    {
        FollowedUser noStats = Payload.ParseRow(Dumpling, """{"user":{"uniqueId":"a"}}""");
        FollowedUser noUser = Payload.ParseRow(Dumpling, """{"secUid":"s","stats":{"followerCount":5}}""");

        Assert.Null(noStats.Followers);
        Assert.Null(noStats.Verified);
        Assert.Null(noStats.Bio);
        Assert.Equal(5, noUser.Followers);
        Assert.Null(noUser.Handle);
        Assert.Null(noUser.ProfileUrl);
        Assert.Equal("s", noUser.SecUid);
        Assert.Equal("", noUser.ToString());
    }

    [Fact]
    public void Read_FlatSnakeCase_FillsTheSameFields()
    {
        FollowedUser user = Payload.ParseRow(
            Dumpling,
            """
            {"uid":"92233720368547758080","unique_id":"flat","sec_uid":"s","nickname":"n","signature":"b","verified":1,"private_account":0,
             "follower_count":"1","following_count":2,"heart_count":3,"video_count":4,"digg_count":5,
             "avatar_thumb":{"uri":"x","url_list":["https://example.invalid/1","https://example.invalid/2"],"width":720},"avatar_larger":{"url_list":[]}}
            """);

        Assert.Equal("92233720368547758080", user.UserId);
        Assert.Equal("flat", user.Handle);
        Assert.Equal("s", user.SecUid);
        Assert.Equal("n", user.DisplayName);
        Assert.Equal("b", user.Bio);
        Assert.True(user.Verified);
        Assert.False(user.Private);
        Assert.Equal([1, 2, 3, 4, 5], new[] { user.Followers, user.Following, user.Likes, user.Videos, user.LikesGiven });
        Assert.Equal("https://example.invalid/1", user.AvatarThumbnailUrl);
        Assert.Null(user.AvatarUrl);
    }

    [Theory]
    [InlineData("""{"heartCount":-5,"heart":7}""", "{}", 7L)]
    [InlineData("""{"heartCount":5}""", """{"heartCount":"6"}""", 6L)]
    [InlineData("""{"heartCount":5}""", """{"heart":"7"}""", 7L)]
    [InlineData("""{"heartCount":5}""", """{"heartCount":null}""", 5L)]
    [InlineData("""{"heartCount":-5}""", """{"heartCount":"-5"}""", null)]
    public void Read_StatsV2_WinsWhereItKnows(string stats, string exact, long? likes)
    {
        Assert.Equal(likes, Payload.ParseRow(Dumpling, $$$"""{"user":{"id":"1"},"stats":{{{stats}}},"statsV2":{{{exact}}}}""").Likes);
        Assert.Equal(likes, Payload.ParseRow(Dumpling, $$$"""{"statsV2":{{{exact}}},"stats":{{{stats}}},"user":{"id":"1"}}""").Likes);
    }

    [Theory]
    [MemberData(nameof(Texts), DisableDiscoveryEnumeration = true)]
    public void Read_Text_StaysAsItCame(string json, string expected)
    {
        FollowedUser user = Payload.ParseRow(Dumpling, $$$"""{"user":{"id":"1","uniqueId":"{{{json}}}","nickname":"{{{json}}}","signature":"{{{json}}}"}}""");

        Assert.Equal(expected, user.DisplayName);
        Assert.Equal(expected, user.Bio);
        Assert.StartsWith("https://www.tiktok.com/@", user.ProfileUrl, StringComparison.Ordinal);
        Assert.DoesNotContain(user.ProfileUrl!, char.IsControl);
    }

    [Fact]
    public void Read_InvalidUtf8_IsReplacedNotRefused()
    {
        byte[] body = [.. "{\"followingList\":[{\"user\":{\"id\":\"1\",\"nickname\":\"a"u8, 0xFF, 0xC3, .. "b\"}}]}"u8];

        Assert.Equal("a\ufffd\ufffdb", Payload.Parse(Dumpling, body).Users![0].DisplayName);
    }

    [Fact]
    public void Read_ByteOrderMark_IsPassedOver()
    {
        byte[] body = [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Page.Of(Full, 1, 2))];

        Assert.Equal(2, Payload.Parse(Full, body).Users!.Count);
    }

    [Fact]
    public void Read_EscapedPropertyNames_AreRecognised()
    {
        PageContent page = Payload.Parse(
            Dumpling, """{"following\u004cist":[{"\u0075ser":{"\u0069d":"1","nick\u006eame":"n"}}],"\u006dinCursor":9,"has\u004dore":true}""");

        Assert.Equal("n", Assert.Single(page.Users!).DisplayName);
        Assert.Equal("9", page.Cursor.Value);
        Assert.True(page.HasMore);
    }

    [Fact]
    public void Read_DuplicateKeys_LoseNoRow()
    {
        PageContent page = Payload.Parse(
            Dumpling,
            """{"followingList":[{"user":{"id":"1","id":"2"}}],"hasMore":true,"followingList":[{"user":{"id":"3"}}],"hasMore":false,"minCursor":5,"minCursor":6}""");

        Assert.Equal(["2", "3"], page.Users!.Select(user => user.UserId));
        Assert.False(page.HasMore);
        Assert.NotNull(page.Cursor.Value);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"x\"")]
    [InlineData("1")]
    [InlineData("")]
    [InlineData("{\"followingList\":[]} x")]
    [InlineData("{\"followingList\":[]}{}")]
    [InlineData("{\"followingList\":[],}")]
    [InlineData("{'followingList':[]}")]
    [InlineData("<html></html>")]
    public void Read_NotOneObject_Throws(string body) =>
        Assert.ThrowsAny<JsonException>(() => Payload.Parse(Dumpling, body));

    [Fact]
    public void Read_DeepNesting_ThrowsInsteadOfOverflowing()
    {
        foreach (string name in new[] { "x", "data", "followingList" })
        {
            string deepArrays = $"{{\"{name}\":" + new string('[', 100_000);
            string deepObjects = string.Concat(Enumerable.Repeat($"{{\"{name}\":", 100_000));
            string deepUsers = "{\"followingList\":[" + string.Concat(Enumerable.Repeat("{\"user\":", 100_000));

            Assert.ThrowsAny<JsonException>(() => Payload.Parse(Dumpling, deepArrays));
            Assert.ThrowsAny<JsonException>(() => Payload.Parse(Dumpling, deepObjects));
            Assert.ThrowsAny<JsonException>(() => Payload.Parse(Dumpling, deepUsers));
        }
    }

    [Theory]
    [InlineData("1745042188", "1744042188", true, true)]
    [InlineData(null, "1744042188", false, true)]
    [InlineData("1745042188", "-1", true, false)]
    [InlineData("1745042188", "\"MTc0\"", true, false)]
    [InlineData("5", "7", false, false)]
    [InlineData("1745042188000", "1744042188000", false, false)]
    [InlineData("1744042188", "1745042188", true, false)]
    public void Read_CursorTimes_BoundWhenTheAccountWasFollowed(string? asked, string returned, bool notAfter, bool notBefore)
    {
        PageContent page = Payload.Parse(Full, Page.Of(Full, 1, 2, returned, "true"), asked);

        Assert.All(page.Users!, user =>
        {
            Assert.Equal(notAfter ? DateTimeOffset.FromUnixTimeSeconds(long.Parse(asked!)) : null, user.FollowedNotAfter);
            Assert.Equal(notBefore ? DateTimeOffset.FromUnixTimeSeconds(long.Parse(returned)) : null, user.FollowedNotBefore);
        });
    }
}
