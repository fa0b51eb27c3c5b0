using System.Globalization;
using TikTokFollowing.Accounts;
using TikTokFollowing.Comparison;
using static TikTokFollowing.Tests.Comparison.Rows;

namespace TikTokFollowing.Tests.Comparison;

public sealed class ComparedRowTests
{
    public static TheoryData<object?, DateTimeOffset?> Times => new()
    {
        { new DateTimeOffset(2026, 3, 2, 5, 0, 0, TimeSpan.FromHours(1)), At(4) },
        { new DateTime(2026, 3, 2, 4, 0, 0, DateTimeKind.Utc), At(4) },
        { new DateTime(2026, 3, 2, 4, 0, 0, DateTimeKind.Unspecified), At(4) },
        { At(4).LocalDateTime, At(4) },
        { "03/02/2026 04:00:00 +00:00", At(4) },
        { "03/02/2026 04:00:00", At(4) },
        { "2026-03-02T05:00:00+01:00", At(4) },
        { "2026-03-02T04:00:00Z", At(4) },
        { "yesterday", null },
        { "", null },
        { 17, null },
        { null, null },
    };

    [Theory]
    [MemberData(nameof(Times), DisableDiscoveryEnumeration = true)]
    public void RetrievedAt_AnyForm_IsUtc(object? value, DateTimeOffset? expected)
    {
        DateTimeOffset? read = Row("a", "1", "x", ("RetrievedAt", value)).RetrievedAt;

        Assert.Equal(expected, read);
        Assert.True(read is null || read.Value.Offset == TimeSpan.Zero);
    }

    [Theory]
    [InlineData("M/d/yyyy")]
    [InlineData("dd/MM/yyyy")]
    [InlineData("dd.MM.yyyy")]
    [InlineData("yyyy/MM/dd")]
    [InlineData("yyyy-MM-dd")]
    public void RetrievedAt_AsTheCultureWritesIt_IsTheSameTime(string date)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.DateTimeFormat.ShortDatePattern = date;
        CultureInfo.CurrentCulture = culture;
        try
        {
            DateTimeOffset time = new(2026, 6, 5, 4, 3, 2, TimeSpan.Zero);
            Assert.Equal(time, Row("a", "1", "x", ("RetrievedAt", time.ToString(culture))).RetrievedAt);
            Assert.Equal(time, Row("a", "1", "x", ("RetrievedAt", $"{time:O}")).RetrievedAt);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("https://www.tiktok.com/@Some.Name?lang=de", "some.name")]
    [InlineData("tiktok.com/@name", "name")]
    [InlineData("a/b", "a/b")]
    public void Identity_AddressOfAProfile_IsItsHandle(string handle, string expected) =>
        Assert.Equal(expected, Row("a", null, handle).Identity.Handle);

    [Fact]
    public void Identity_AsPeopleWriteIt_IsBare()
    {
        ComparedRow row = Row(" @Somebody ", "'6826137104200000001", " @name ", ("SecUid", ""));

        Assert.Equal(new AccountIdentity("6826137104200000001", null, "name"), row.Identity);
        Assert.Equal("Somebody", row.FollowedBy);
    }

    [Fact]
    public void Identity_OfNumbersAndNothing_IsText()
    {
        Assert.Equal("6826137104200000001", new ComparedRow("row", static name => name == "UserId" ? 6826137104200000001 : null).Identity.UserId);
        Assert.Null(new ComparedRow("row", static name => name == "UserId" ? 6826137104200000001d : null).Identity.UserId);
        Assert.False(new ComparedRow("row", static _ => DBNull.Value).Identity.IsKnown);
    }

    private static DateTimeOffset At(int hour) => new(2026, 3, 2, hour, 0, 0, TimeSpan.Zero);
}
