using System.Text.Json;
using TikTokFollowing.Sandbox.Tests.Support;

namespace TikTokFollowing.Sandbox.Tests;

/// <summary>What all contracts promise alike: cursors, totals and the reserved handles.</summary>
public sealed class SandboxPagingTests
{
    private readonly SandboxResponder _responder = new();

    public static TheoryData<Contract> Contracts => Ask.Contracts;

    public static TheoryData<Contract, Contract> PairsOfContracts => Ask.PairsOfContracts;

    [Theory]
    [InlineData(Contract.DumplingAI, "stoolpresidente", 234, 100)]
    [InlineData(Contract.FullTikTok, "stoolpresidente", 234, 100)]
    [InlineData(Contract.Research, "stoolpresidente", 234, 100)]
    [InlineData(Contract.ScrapeCreators, "stoolpresidente", 234, 20)]
    [InlineData(Contract.SociaVault, "stoolpresidente", 234, 20)]
    [InlineData(Contract.DumplingAI, "charlidamelio", 1200, 30)]
    [InlineData(Contract.FullTikTok, "charlidamelio", 1200, 7)]
    [InlineData(Contract.FullTikTok, "CharliDamelio", 1200, 100)]
    [InlineData(Contract.Research, "charlidamelio", 1200, 33)]
    [InlineData(Contract.ScrapeCreators, "charlidamelio", 1200, 20)]
    [InlineData(Contract.DumplingAI, "sandbox.empty", 0, 100)]
    [InlineData(Contract.FullTikTok, "sandbox.empty", 0, 100)]
    [InlineData(Contract.Research, "sandbox.empty", 0, 100)]
    [InlineData(Contract.ScrapeCreators, "sandbox.empty", 0, 20)]
    [InlineData(Contract.SociaVault, "sandbox.empty", 0, 20)]
    public void ReadAll_OrdinaryList_ServesEveryAccountOnceInOrder(Contract contract, string handle, int expected, int count)
    {
        List<Page> pages = _responder.ReadAll(contract, handle, count);

        SandboxList list = SandboxPopulation.Following(handle);
        Assert.Equal(Enumerable.Range(0, expected).Select(i => list[i].Handle), pages.SelectMany(page => page.Handles));
        Assert.Equal(Math.Max(1, (expected + count - 1) / count), pages.Count);
        Assert.All(pages, page => Assert.Equal(contract == Contract.Research ? null : expected + expected / 50, page.Total));
        Assert.Equal(contract == Contract.Research ? 0 : pages.Count, _responder.CreditsCharged);
    }

    [Theory]
    [MemberData(nameof(PairsOfContracts))]
    public void ReadAll_ResumedWithAnotherContract_IsTheSameList(Contract first, Contract second)
    {
        List<Page> begun = [];
        for (int i = 0; i < 3; i++)
        {
            begun.Add(_responder.Read(first, "maker.one", i == 0 ? null : begun[^1].Cursor, count: 64));
        }

        List<Page> resumed = _responder.ReadAll(second, "maker.one", cursor: begun[^1].Cursor);

        SandboxList list = SandboxPopulation.Following("maker.one");
        Assert.Equal(
            Enumerable.Range(0, list.Count).Select(i => list[i].Handle), begun.Concat(resumed).SelectMany(page => page.Handles));
    }

    [Theory]
    [MemberData(nameof(Contracts))]
    public void Cursors_OrdinaryList_BoundTheFollowTimesOfThePage(Contract contract)
    {
        SandboxList list = SandboxPopulation.Following("charlidamelio");
        int index = 0;
        long asked = long.MaxValue;
        foreach (Page page in _responder.ReadAll(contract, "charlidamelio"))
        {
            foreach (string handle in page.Handles)
            {
                long followed = list.FollowedAt(index);
                Assert.Equal(list[index++].Handle, handle);
                Assert.True(followed <= asked && followed >= (page.Cursor ?? 0));
            }

            asked = page.Cursor ?? 0;
        }

        Assert.Equal(1200, index);
    }

    [Theory]
    [MemberData(nameof(Contracts))]
    public void Cursor_BetweenTwoFollows_StartsAtTheOlderOne(Contract contract)
    {
        SandboxList list = SandboxPopulation.Following("stoolpresidente");
        Assert.Equal(list[10].Handle, _responder.Read(contract, "stoolpresidente", list.FollowedAt(10) + 1).Handles[0]);
        Assert.Equal(list[10].Handle, _responder.Read(contract, "stoolpresidente", list.FollowedAt(10)).Handles[0]);
        Assert.Equal(list[11].Handle, _responder.Read(contract, "stoolpresidente", list.FollowedAt(10) - 1).Handles[0]);
    }

    [Theory]
    [MemberData(nameof(Contracts))]
    public void Cursor_OlderThanTheList_IsAnEmptyLastPage(Contract contract)
    {
        Page page = _responder.Read(contract, "stoolpresidente", 1);
        Assert.Empty(page.Handles);
        Assert.False(page.HasMore);
    }

    [Theory]
    [MemberData(nameof(Contracts))]
    public void Hidden_EveryRequest_HasNoListAndSaysWhy(Contract contract)
    {
        SandboxResponse response = _responder.Page(contract, "sandbox.hidden");
        (int status, string text) = contract == Contract.Research ? (400, "the user is private") : (200, "Profile user is hiding following list");
        Assert.Equal(status, response.Status);
        Assert.Contains(text, response.BodyText, StringComparison.Ordinal);
        Assert.All(
            ["followingList", "\"data\":[", "user_following", "followings"],
            key => Assert.DoesNotContain(key, response.BodyText, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Contract.DumplingAI, 404)]
    [InlineData(Contract.FullTikTok, 404)]
    [InlineData(Contract.Research, 400)]
    [InlineData(Contract.ScrapeCreators, 404)]
    [InlineData(Contract.SociaVault, 404)]
    public void NotFound_EveryRequest_IsRefusedAndFree(Contract contract, int status)
    {
        SandboxResponse response = _responder.Page(contract, "sandbox.notfound");
        Assert.Equal(status, response.Status);
        Assert.Equal("application/json", response.ContentType);
        Assert.Equal(0, _responder.CreditsCharged);
    }

    [Theory]
    [MemberData(nameof(Contracts))]
    public void Flaky_EachPage_AnswersAfterTwo502(Contract contract)
    {
        long? cursor = null;
        List<string> handles = [];
        int pages = 0;
        for (bool? hasMore = true; hasMore == true; pages++)
        {
            Assert.Equal(502, _responder.Page(contract, "sandbox.flaky", cursor).Status);
            Assert.Equal(502, _responder.Page(contract, "sandbox.flaky", cursor).Status);
            Page read = _responder.Read(contract, "sandbox.flaky", cursor);
            handles.AddRange(read.Handles);
            (cursor, hasMore) = (read.Cursor, read.HasMore);
        }

        Assert.Equal(250, handles.Distinct().Count());
        Assert.Equal(contract == Contract.Research ? 0 : pages, _responder.CreditsCharged);
        // A second run meets the same again.
        Assert.Equal(502, _responder.Page(contract, "sandbox.flaky").Status);
    }

    [Theory]
    [MemberData(nameof(Contracts))]
    public void RateLimited_EachSecondPage_AnswersAfterOne429(Contract contract)
    {
        long? cursor = null;
        List<string> handles = [];
        bool? hasMore = true;
        for (int page = 1; hasMore == true; page++)
        {
            if (page % 2 == 0)
            {
                SandboxResponse refused = _responder.Page(contract, "sandbox.ratelimited", cursor, 50);
                Assert.Equal(429, refused.Status);
                Assert.Equal("1", Ask.HeaderOf(refused, "Retry-After"));
            }

            Page read = _responder.Read(contract, "sandbox.ratelimited", cursor, 50);
            handles.AddRange(read.Handles);
            (cursor, hasMore) = (read.Cursor, read.HasMore);
        }

        Assert.Equal(250, handles.Distinct().Count());
    }

    [Theory]
    [InlineData(Contract.DumplingAI, 100)]
    [InlineData(Contract.FullTikTok, 100)]
    [InlineData(Contract.FullTikTok, 64)]
    [InlineData(Contract.Research, 100)]
    [InlineData(Contract.ScrapeCreators, 20)]
    [InlineData(Contract.SociaVault, 20)]
    public void Truncated_After5000Rows_AnnouncesMoreWithoutAUsableCursor(Contract contract, int count)
    {
        List<Page> pages = [];
        long? cursor = null;
        do
        {
            pages.Add(_responder.Read(contract, "sandbox.truncated", cursor, count));
            cursor = pages[^1].Cursor;
        }
        while (cursor > 0 && pages.Count < 300);

        Assert.Equal(5000, pages.SelectMany(page => page.Handles).Distinct().Count());
        Assert.Equal(-1, pages[^1].Cursor);
        Assert.All(pages, page => Assert.True(page.HasMore));
        Assert.True(contract == Contract.Research || pages[^1].Total > 5000);
    }

    [Theory]
    [InlineData(Contract.DumplingAI, "\"maxCursor\":-1,\"minCursor\":-1,\"hasMore\":true")]
    [InlineData(Contract.ScrapeCreators, "\"max_time\":-1,\"min_time\":-1,")]
    public void Truncated_LastPageWithTwoCursors_HasBothMinusOne(Contract contract, string expected)
    {
        long last = SandboxPopulation.Following("sandbox.truncated").FollowedAt(4999);
        Assert.Contains(expected, _responder.Page(contract, "sandbox.truncated", last).BodyText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Contract.DumplingAI, 100)]
    [InlineData(Contract.FullTikTok, 100)]
    [InlineData(Contract.FullTikTok, 20)]
    [InlineData(Contract.Research, 100)]
    [InlineData(Contract.ScrapeCreators, 20)]
    [InlineData(Contract.SociaVault, 20)]
    public void Repeats_PageTwo_ComesAgainAndTheListEnds(Contract contract, int count)
    {
        List<Page> pages = _responder.ReadAll(contract, "sandbox.repeats", count);

        Assert.Equal(500 / count + 1, pages.Count);
        Assert.Equal(pages[1].Handles, pages[2].Handles);
        SandboxList list = SandboxPopulation.Following("sandbox.repeats");
        Assert.Equal(Enumerable.Range(0, 500).Select(i => list[i].Handle), pages.SelectMany(page => page.Handles).Distinct());
        long?[] cursors = [.. pages.Select(page => page.Cursor)];
        Assert.Equal(cursors.Length, cursors.Distinct().Count());
        Assert.Equal(cursors[..^1].OrderDescending(), cursors[..^1]);
    }

    [Theory]
    [MemberData(nameof(Contracts))]
    public void Stuck_FromPageTwo_ReturnsTheCursorItWasAskedWith(Contract contract)
    {
        Page first = _responder.Read(contract, "sandbox.stuck");
        Page second = _responder.Read(contract, "sandbox.stuck", first.Cursor);
        Page third = _responder.Read(contract, "sandbox.stuck", second.Cursor);

        Assert.Equal(contract == Contract.Research ? null : 510, first.Total);
        Assert.Equal(first.Cursor, second.Cursor);
        Assert.Equal(second.Cursor, third.Cursor);
        Assert.Equal(second.Handles, third.Handles);
        Assert.True(third.HasMore);
    }

    [Theory]
    [MemberData(nameof(Contracts))]
    public void Malformed_PageTwoOnly_IsCutOff(Contract contract)
    {
        Page first = _responder.Read(contract, "sandbox.malformed");
        SandboxResponse second = _responder.Page(contract, "sandbox.malformed", first.Cursor);
        int size = Ask.PageSizeOf(contract);
        long third = SandboxPopulation.Following("sandbox.malformed").FollowedAt(2 * size);

        Assert.Equal(200, second.Status);
        Assert.True(second.Body.Length > 1000);
        Assert.ThrowsAny<JsonException>(() => JsonDocument.Parse(second.Body));
        Assert.Equal(size, _responder.Read(contract, "sandbox.malformed", third).Handles.Count);
        Assert.Equal(contract == Contract.Research ? 0 : 3, _responder.CreditsCharged);
    }

    [Theory]
    [InlineData(Contract.DumplingAI, 403, """{"error":"API key does not have enough credits."}""")]
    [InlineData(Contract.FullTikTok, 403, """{"message":"You are not subscribed to this API."}""")]
    [InlineData(Contract.Research, 429, "\"code\":\"daily_quota_limit_exceeded\"")]
    [InlineData(Contract.ScrapeCreators, 402, "{\"success\":false,\"message\":\"Looks like you're out of credits")]
    [InlineData(Contract.SociaVault, 402, "{\"success\":false,\"message\":\"Looks like you're out of credits")]
    public void NoCredits_PageThree_IsRefusedAndFree(Contract contract, int status, string expected)
    {
        Page first = _responder.Read(contract, "sandbox.nocredits");
        Page second = _responder.Read(contract, "sandbox.nocredits", first.Cursor);
        SandboxResponse third = _responder.Page(contract, "sandbox.nocredits", second.Cursor);

        Assert.Equal(status, third.Status);
        Assert.Contains(expected, third.BodyText, StringComparison.Ordinal);
        Assert.Null(Ask.HeaderOf(third, "Retry-After"));
        Assert.Equal(contract == Contract.Research ? 0 : 2, _responder.CreditsCharged);
    }

    [Theory]
    [MemberData(nameof(Contracts))]
    public void Huge_LastPage_EndsTheList(Contract contract)
    {
        SandboxList huge = SandboxPopulation.Following("sandbox.huge");
        Page page = _responder.Read(contract, "sandbox.huge", huge.FollowedAt(999_985));

        Assert.Equal(15, page.Handles.Count);
        Assert.False(page.HasMore);
        Assert.Equal(contract == Contract.Research ? null : 1_020_000, page.Total);
        Assert.Equal(huge[999_999].Handle, page.Handles[^1]);
    }

    [Theory]
    [MemberData(nameof(Contracts))]
    public void Huge_AnyPage_AllocatesByPageAndNotByList(Contract contract)
    {
        SandboxRequest request = Ask.Request(
            contract, "sandbox.huge", SandboxPopulation.Following("sandbox.huge").FollowedAt(500_000), key: _responder.KeyFor(contract));
        _responder.Respond(request);
        long before = GC.GetAllocatedBytesForCurrentThread();
        _responder.Respond(request);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 1_000_000);
    }

    [Theory]
    [MemberData(nameof(Contracts))]
    public void Restless_EachReading_SeesOneFollowOneUnfollowAndOneRename(Contract contract)
    {
        List<string> before = [.. _responder.ReadAll(contract, "sandbox.restless").SelectMany(page => page.Handles)];
        for (int reading = 2; reading < 8; reading++)
        {
            List<string> after = [.. _responder.ReadAll(contract, "sandbox.restless").SelectMany(page => page.Handles)];

            // Without ids a rename looks like an unfollow and a follow.
            Assert.Equal(250, after.Count);
            Assert.Equal(2, after.Except(before).Count());
            Assert.Equal(2, before.Except(after).Count());
            Assert.DoesNotContain(after[0], before);
            before = after;
        }
    }
}
