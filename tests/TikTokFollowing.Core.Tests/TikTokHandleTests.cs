using TikTokFollowing.Tests.Support;

namespace TikTokFollowing.Tests;

public sealed class TikTokHandleTests
{
    private static readonly string Long64 = new('a', 64);

    public static TheoryData<string, string> Valid => new()
    {
        { "name", "name" },
        { "@name", "name" },
        { "  @name\t", "name" },
        { "Some.Name_1", "some.name_1" },
        { "a", "a" },
        { "_", "_" },
        { "1234567890", "1234567890" },
        { "name.", "name." },
        { Long64, Long64 },
        { "@" + Long64, Long64 },
        { "https://www.tiktok.com/@name", "name" },
        { "https://www.tiktok.com/@name?lang=en", "name" },
        { "https://www.tiktok.com/@name/", "name" },
        { "https://www.tiktok.com/@name/video/7301234567890123456", "name" },
        { "https://www.tiktok.com/@Name/video/7301234567890123456?is_from_webapp=1#x", "name" },
        { "https://www.tiktok.com/@name#top", "name" },
        { "http://tiktok.com/@name", "name" },
        { "https://m.tiktok.com/@name", "name" },
        { "www.tiktok.com/@name", "name" },
        { "m.tiktok.com/@name", "name" },
        { "tiktok.com/@name", "name" },
        { "HTTPS://WWW.TIKTOK.COM/@name", "name" },
        { "https://www.tiktok.com/%40name", "name" },
    };

    public static TheoryData<string> Invalid =>
    [
        "", " ", "\t\r\n", "@", "@@name", "../", "..", ".", "...", "@..", "../../admin", "a/../b", "name/", "/name", "name?x=1", "name#x",
        "name%2f..", "%2e%2e%2f", "na me", "na\nme", "na\r\nX: 1", "na\0me", "na\u001b[31mme", "name\"", "na'me", "na\\me", "näme", "имя", "名前",
        "name\u202e", "\ud800", "na\udc00me", "na\ud83d\ude00", "na-me", "na+me", "na:me", "na&me", "na=me", "a,b", "{name}",
        new string('a', 65), new string('a', 10_000), "https://www.tiktok.com/@" + new string('a', 65),
        "https://www.tiktok.com/", "https://www.tiktok.com", "https://www.tiktok.com/@", "https://www.tiktok.com/@..", "https://www.tiktok.com/name",
        "https://www.tiktok.com/@../admin", "https://www.tiktok.com/@na%2fme", "https://www.tiktok.com/video/@name", "https://www.tiktok.com/@?x=@name",
        "https://vm.tiktok.com/ZMabc123/", "https://vt.tiktok.com/ZSabc123/", "https://www.tiktok.com/t/ZTabc123/", "vm.tiktok.com/ZMabc123",
        "https://example.invalid/@name", "https://www.tiktok.com.example.invalid/@name", "https://example.invalid/tiktok.com/@name",
        "https://tiktok.com@example.invalid/@name", "ftp://www.tiktok.com/@name", "https://xtiktok.com/@name", "//www.tiktok.com/@name",
        "https://www.tiktok.com//@name", "https://https://www.tiktok.com/@name", "https://http://www.tiktok.com/@name", "https://www.m.tiktok.com/@name",
    ];

    [Theory]
    [MemberData(nameof(Valid))]
    public void TryParse_DocumentedForm_ReturnsTheBareName(string text, string expected)
    {
        Assert.True(TikTokHandle.TryParse(text, out string? handle));
        Assert.Equal(expected, handle);
    }

    [Theory]
    [MemberData(nameof(Invalid), DisableDiscoveryEnumeration = true)]
    public void TryParse_AnythingElse_IsRefused(string text)
    {
        Assert.False(TikTokHandle.TryParse(text, out string? handle));
        Assert.Null(handle);
    }

    [Fact]
    public void TryParse_Null_IsRefused() => Assert.False(TikTokHandle.TryParse(null, out _));

    [Theory]
    [MemberData(nameof(Invalid), DisableDiscoveryEnumeration = true)]
    public void GetFollowing_InvalidHandle_ThrowsAndSendsNothing(string text)
    {
        using Client client = new();

        FollowingException failure = Assert.Throws<FollowingException>(() => client.Connection.GetFollowing(text));

        Assert.Equal(FollowingErrorKind.InvalidHandle, failure.Kind);
        Assert.False(failure.EndsTheAsking);
        Assert.True(failure.Message.Length < 250, "A hostile handle must not blow the message up.");
        Assert.DoesNotContain(failure.Message, char.IsControl);
        Assert.DoesNotContain('\u202e', failure.Message);
        Assert.Empty(client.Handler.Requests);
    }

    [Fact]
    public async Task GetFollowing_AnyForm_AsksForTheBareNameInLowerCase()
    {
        using Client client = new();
        client.Handler.Enqueue(Page.Of(client.Provider, 1, 1));

        Reading reading = await client.ReadAsync(handle: "https://www.tiktok.com/@Some.Name?lang=en");

        Assert.Equal("some.name", client.Handler.Requests[0].Handle);
        Assert.Equal("some.name", reading.Summary.Handle);
        Assert.Equal("some.name", Assert.Single(reading.Rows).FollowedBy);
    }
}
