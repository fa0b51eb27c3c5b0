namespace TikTokFollowing.Tests;

public sealed class DisplayTextTests
{
    public static TheoryData<string?, string?> Texts => new()
    {
        { null, null },
        { "", "" },
        { "plain ASCII ~", "plain ASCII ~" },
        { "Zoë 名前 имя", "Zoë 名前 имя" },
        { "😀 👩‍👩‍👧‍👦 🏳️‍🌈", "😀 👩‍👩‍👧‍👦 🏳️‍🌈" },
        { "a\u200cb\u200dc", "a\u200cb\u200dc" },
        { "a\tb\nc\rd", "a b c d" },
        { "a\u0085b\u2028c\u2029d", "a b c d" },
        { "\u001b[31mred", "\ufffd[31mred" },
        { "\0\u0007\u0008\u007f\u0080\u009b\u009f", "\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd" },
        { "a\u202eb\u202a\u202b\u202c\u202d", "a\ufffdb\ufffd\ufffd\ufffd\ufffd" },
        { "\u2066\u2067\u2068\u2069\u200e\u200f\u061c\ufeff", "\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd" },
        { "\ufff9\ufffa\ufffb", "\ufffd\ufffd\ufffd" },
        { "a\U000E0001b", "a\ufffdb" },
        { "\ud800", "\ufffd" },
        { "x\udc00y", "x\ufffdy" },
        { "\ud800\ud83d\ude00\udc00", "\ufffd😀\ufffd" },
        { "=1+2", "=1+2" },
    };

    [Theory]
    [MemberData(nameof(Texts), DisableDiscoveryEnumeration = true)]
    public void Neutralize_HostileText_IsSafeToShow(string? text, string? expected) => Assert.Equal(expected, DisplayText.Neutralize(text));

    [Fact]
    public void Neutralize_EveryCharacter_LeavesNoControlAndNoDirection()
    {
        for (int c = 0; c <= char.MaxValue; c++)
        {
            string shown = DisplayText.Neutralize($"a{(char)c}b")!;

            Assert.Equal(3, shown.Length);
            Assert.False(char.IsControl(shown[1]) || char.IsSurrogate(shown[1]), $"U+{c:X4} is shown.");
            Assert.Equal(shown, DisplayText.Neutralize(shown));
        }
    }

    [Fact]
    public void Neutralize_NothingToReplace_ReturnsTheSameInstance()
    {
        string text = new("Zoë 😀 名前".ToCharArray());

        Assert.Same(text, DisplayText.Neutralize(text));
    }

    [Theory]
    [InlineData(299)]
    [InlineData(300)]
    [InlineData(301)]
    public void Quote_LongText_IsCutBetweenCharacters(int length)
    {
        string text = new string('a', length) + "😀😀";

        string shown = DisplayText.Quote(text);

        Assert.InRange(shown.Length, 300, 301);
        Assert.EndsWith("…", shown, StringComparison.Ordinal);
        Assert.Equal(shown, DisplayText.Neutralize(shown));
    }

    [Fact]
    public void Quote_ShortText_IsTrimmedOnly() => Assert.Equal("a b", DisplayText.Quote(" a\nb\r\n"));

    [Theory]
    [InlineData(null, 5, null)]
    [InlineData("", 5, "")]
    [InlineData("abc", 3, "abc")]
    [InlineData("abcd", 3, "ab…")]
    [InlineData("a\u001b\n\u202e", 9, "a\ufffd \ufffd")]
    [InlineData("名前名前", 8, "名前名前")]
    [InlineData("名前名前", 7, "名前名…")]
    [InlineData("名前名前", 6, "名前…")]
    [InlineData("ab😀", 3, "ab…")]
    [InlineData("ab😀", 4, "ab😀")]
    [InlineData("👩‍👩‍👧‍👦👩‍👩‍👧‍👦", 13, "👩‍👩‍👧‍👦…")]
    public void ToString_OfAColumn_KeepsCharactersWhole(string? text, int cells, string? expected) =>
        Assert.Equal(expected, DisplayText.ToString(text, cells));

    [Theory]
    [InlineData(null, null)]
    [InlineData("a\u001bb", "a\ufffdb")]
    [InlineData("12345678", "12345678")]
    [InlineData("1234567890", "1234567890")]
    [InlineData("123456😀", "123456😀")]
    [InlineData("123456😀😀", "123456 😀😀")]
    [InlineData("1234567😀😀", "1234567😀😀")]
    [InlineData("12345😀😀", "12345😀😀")]
    [InlineData("😀😀😀😀😀", "😀😀😀 😀😀")]
    [InlineData("名前12😀😀", "名前12 😀😀")]
    public void ToString_OfTheLastColumn_KeepsPairsWholeAtTheEndOfTheLine(string? text, string? expected)
    {
        // Eight cells, as in a table of 20 on a screen of 21, and a half pair would be the seventh.
        Assert.Equal(expected, DisplayText.ToString(text, 12, 21));
        Assert.Equal(DisplayText.Neutralize(text), DisplayText.ToString(text, 12, 250));
        Assert.Equal(DisplayText.Neutralize(text), DisplayText.ToString(text, 12, 0));
    }

    [Theory]
    [MemberData(nameof(Texts), DisableDiscoveryEnumeration = true)]
    public void ToString_HostileText_IsNeutralized(string? text, string? expected) => Assert.Equal(expected, DisplayText.ToString(text));
}
