using System.Text.Json;

namespace TikTokFollowing.Sandbox.Tests;

/// <summary>What both contracts promise alike: cursors, totals and the reserved handles.</summary>
public sealed class SandboxPagingTests
{
    private readonly SandboxResponder _responder = new();

    [Theory]
    [InlineData(Contract.Dumpling, "stoolpresidente", 234, 100)]
    [InlineData(Contract.FullTikTok, "stoolpresidente", 234, 100)]
    [InlineData(Contract.Dumpling, "charlidamelio", 1200, 30)]
    [InlineData(Contract.FullTikTok, "charlidamelio", 1200, 7)]
    [InlineData(Contract.FullTikTok, "CharliDamelio", 1200, 100)]
    [InlineData(Contract.Dumpling, "sandbox.empty", 0, 100)]
    [InlineData(Contract.FullTikTok, "sandbox.empty", 0, 100)]
    public void ReadAll_OrdinaryList_ServesEveryAccountOnceInOrder(Contract contract, string handle, int expected, int count)
    {
        List<Page> pages = Ask.ReadAll(_responder, contract, handle, count);

        SandboxList list = SandboxPopulation.Following(handle);
        Assert.Equal(Enumerable.Range(0, expected).Select(i => list[i].UserId), pages.SelectMany(page => page.Ids));
        Assert.Equal(Math.Max(1, (expected + count - 1) / count), pages.Count);
        Assert.All(pages, page => Assert.Equal(expected + expected / 50, page.Total));
        Assert.Equal(pages.Count, _responder.CreditsCharged);
    }

    [Theory]
    [InlineData(Contract.Dumpling)]
    [InlineData(Contract.FullTikTok)]
    public void Cursors_OrdinaryList_BoundTheFollowTimesOfThePage(Contract contract)
    {
        SandboxList list = SandboxPopulation.Following("charlidamelio");
        int index = 0;
        long asked = long.MaxValue;
        foreach (Page page in Ask.ReadAll(_responder, contract, "charlidamelio"))
        {
            foreach (string id in page.Ids)
            {
                long followed = list.FollowedAt(index);
                Assert.Equal(list[index++].UserId, id);
                Assert.True(followed <= asked && followed >= (page.Cursor ?? 0));
            }

            asked = page.Cursor ?? 0;
        }
    }

    [Theory]
    [InlineData(Contract.Dumpling)]
    [InlineData(Contract.FullTikTok)]
    public void Cursor_BetweenTwoFollows_StartsAtTheOlderOne(Contract contract)
    {
        SandboxList list = SandboxPopulation.Following("stoolpresidente");

        Page page = Ask.Read(contract, _responder.Respond(Ask.Request(contract, "stoolpresidente", list.FollowedAt(10) + 1, 5)));
        Assert.Equal(list[10].UserId, page.Ids[0]);
        page = Ask.Read(contract, _responder.Respond(Ask.Request(contract, "stoolpresidente", list.FollowedAt(10) - 1, 5)));
        Assert.Equal(list[11].UserId, page.Ids[0]);
    }

    [Theory]
    [InlineData(Contract.Dumpling)]
    [InlineData(Contract.FullTikTok)]
    public void Cursor_OlderThanTheList_IsAnEmptyLastPage(Contract contract)
    {
        Page page = Ask.Read(contract, _responder.Respond(Ask.Request(contract, "stoolpresidente", 1)));
        Assert.Empty(page.Ids);
        Assert.False(page.HasMore);
    }

    [Theory]
    [InlineData(Contract.Dumpling)]
    [InlineData(Contract.FullTikTok)]
    public void Respond_SameRequest_SameBytesFromEveryInstance(Contract contract)
    {
        SandboxRequest request = Ask.Request(contract, "maker.one", 1_759_000_000);
        Assert.Equal(_responder.Respond(request).BodyText, new SandboxResponder().Respond(request).BodyText);
        Assert.Equal(_responder.Respond(request).BodyText, _responder.Respond(request).BodyText);
    }

    [Theory]
    [InlineData(Contract.Dumpling)]
    [InlineData(Contract.FullTikTok)]
    public void Flaky_EachPage_AnswersAfterTwo502(Contract contract)
    {
        long? cursor = null;
        List<string> ids = [];
        for (int page = 0; page < 3; page++)
        {
            SandboxRequest request = Ask.Request(contract, "sandbox.flaky", cursor);
            Assert.Equal(502, _responder.Respond(request).Status);
            Assert.Equal(502, _responder.Respond(request).Status);
            Page read = Ask.Read(contract, _responder.Respond(request));
            ids.AddRange(read.Ids);
            cursor = read.Cursor;
            Assert.Equal(page < 2, read.HasMore);
        }

        Assert.Equal(250, ids.Distinct().Count());
        Assert.Equal(3, _responder.CreditsCharged);
        // A second run meets the same again.
        Assert.Equal(502, _responder.Respond(Ask.Request(contract, "sandbox.flaky")).Status);
    }

    [Theory]
    [InlineData(Contract.Dumpling)]
    [InlineData(Contract.FullTikTok)]
    public void RateLimited_EachSecondPage_AnswersAfterOne429(Contract contract)
    {
        long? cursor = null;
        List<string> ids = [];
        for (int page = 1; page <= 5; page++)
        {
            SandboxRequest request = Ask.Request(contract, "sandbox.ratelimited", cursor, 50);
            if (page % 2 == 0)
            {
                SandboxResponse refused = _responder.Respond(request);
                Assert.Equal(429, refused.Status);
                Assert.Equal("1", Ask.HeaderOf(refused, "Retry-After"));
            }

            Page read = Ask.Read(contract, _responder.Respond(request));
            ids.AddRange(read.Ids);
            cursor = read.Cursor;
        }

        Assert.Equal(250, ids.Distinct().Count());
    }

    [Theory]
    [InlineData(Contract.Dumpling, 100)]
    [InlineData(Contract.FullTikTok, 100)]
    [InlineData(Contract.FullTikTok, 64)]
    public void Truncated_After5000Rows_AnnouncesMoreWithoutAUsableCursor(Contract contract, int count)
    {
        List<Page> pages = [];
        long? cursor = null;
        do
        {
            pages.Add(Ask.Read(contract, _responder.Respond(Ask.Request(contract, "sandbox.truncated", cursor, count))));
            cursor = pages[^1].Cursor;
        }
        while (cursor > 0 && pages.Count < 100);

        Assert.Equal(5000, pages.SelectMany(page => page.Ids).Distinct().Count());
        Assert.Equal(-1, pages[^1].Cursor);
        Assert.All(pages, page => Assert.True(page.HasMore));
        Assert.True(pages[^1].Total > 5000);
    }

    [Fact]
    public void Truncated_LastDumplingPage_HasBothCursorsMinusOne()
    {
        long last = SandboxPopulation.Following("sandbox.truncated").FollowedAt(4999);
        string body = _responder.Respond(Ask.Request(Contract.Dumpling, "sandbox.truncated", last)).BodyText;
        Assert.Contains("\"maxCursor\":-1,\"minCursor\":-1,\"hasMore\":true", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Contract.Dumpling, 100)]
    [InlineData(Contract.FullTikTok, 100)]
    [InlineData(Contract.FullTikTok, 20)]
    public void Repeats_PageTwo_ComesAgainAndTheListEnds(Contract contract, int count)
    {
        List<Page> pages = Ask.ReadAll(_responder, contract, "sandbox.repeats", count);

        Assert.Equal(500 / count + 1, pages.Count);
        Assert.Equal(pages[1].Ids, pages[2].Ids);
        SandboxList list = SandboxPopulation.Following("sandbox.repeats");
        Assert.Equal(Enumerable.Range(0, 500).Select(i => list[i].UserId), pages.SelectMany(page => page.Ids).Distinct());
        long?[] cursors = [.. pages.Select(page => page.Cursor)];
        Assert.Equal(cursors.Length, cursors.Distinct().Count());
        Assert.Equal(cursors[..^1].OrderDescending(), cursors[..^1]);
    }

    [Theory]
    [InlineData(Contract.Dumpling)]
    [InlineData(Contract.FullTikTok)]
    public void Stuck_FromPageTwo_ReturnsTheCursorItWasAskedWith(Contract contract)
    {
        Page first = Ask.Read(contract, _responder.Respond(Ask.Request(contract, "sandbox.stuck")));
        Page second = Ask.Read(contract, _responder.Respond(Ask.Request(contract, "sandbox.stuck", first.Cursor)));
        Page third = Ask.Read(contract, _responder.Respond(Ask.Request(contract, "sandbox.stuck", second.Cursor)));

        Assert.Equal(510, first.Total);
        Assert.Equal(first.Cursor, second.Cursor);
        Assert.Equal(second.Cursor, third.Cursor);
        Assert.Equal(second.Ids, third.Ids);
        Assert.True(third.HasMore);
    }

    [Theory]
    [InlineData(Contract.Dumpling)]
    [InlineData(Contract.FullTikTok)]
    public void Malformed_PageTwoOnly_IsCutOff(Contract contract)
    {
        Page first = Ask.Read(contract, _responder.Respond(Ask.Request(contract, "sandbox.malformed")));
        SandboxResponse second = _responder.Respond(Ask.Request(contract, "sandbox.malformed", first.Cursor));
        long third = SandboxPopulation.Following("sandbox.malformed").FollowedAt(200);

        Assert.Equal(200, second.Status);
        Assert.True(second.Body.Length > 10_000);
        Assert.ThrowsAny<JsonException>(() => JsonDocument.Parse(second.Body));
        Assert.Equal(100, Ask.Read(contract, _responder.Respond(Ask.Request(contract, "sandbox.malformed", third))).Ids.Count);
        Assert.Equal(3, _responder.CreditsCharged);
    }

    [Theory]
    [InlineData(Contract.Dumpling, """{"error":"API key does not have enough credits."}""")]
    [InlineData(Contract.FullTikTok, """{"message":"You are not subscribed to this API."}""")]
    public void NoCredits_PageThree_IsRefusedAndFree(Contract contract, string expected)
    {
        Page first = Ask.Read(contract, _responder.Respond(Ask.Request(contract, "sandbox.nocredits")));
        Page second = Ask.Read(contract, _responder.Respond(Ask.Request(contract, "sandbox.nocredits", first.Cursor)));
        SandboxResponse third = _responder.Respond(Ask.Request(contract, "sandbox.nocredits", second.Cursor));

        Assert.Equal(403, third.Status);
        Assert.Equal(expected, third.BodyText);
        Assert.Equal(2, _responder.CreditsCharged);
    }

    [Theory]
    [InlineData(Contract.Dumpling)]
    [InlineData(Contract.FullTikTok)]
    public void Huge_LastPage_EndsTheList(Contract contract)
    {
        SandboxList huge = SandboxPopulation.Following("sandbox.huge");
        Page page = Ask.Read(contract, _responder.Respond(Ask.Request(contract, "sandbox.huge", huge.FollowedAt(999_950))));

        Assert.Equal(50, page.Ids.Count);
        Assert.False(page.HasMore);
        Assert.Equal(1_020_000, page.Total);
        Assert.Equal(huge[999_999].UserId, page.Ids[^1]);
    }

    [Fact]
    public void Huge_AnyPage_AllocatesByPageAndNotByList()
    {
        SandboxRequest request = Ask.Request(Contract.FullTikTok, "sandbox.huge", SandboxPopulation.Following("sandbox.huge").FollowedAt(500_000));
        _responder.Respond(request);
        long before = GC.GetAllocatedBytesForCurrentThread();
        _responder.Respond(request);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 1_000_000);
    }
}
