using System.Globalization;
using TikTokFollowing.Comparison;

namespace TikTokFollowing.Tests.Comparison;

public sealed class IdFormsTests
{
    [Theory]
    [InlineData(null, nameof(IdForm.Absent))]
    [InlineData("5.90E+18", nameof(IdForm.NotDigits))]
    [InlineData("5,90E+18", nameof(IdForm.NotDigits))]
    [InlineData("6E+18", nameof(IdForm.NotDigits))]
    [InlineData("6.826137104200123e18", nameof(IdForm.NotDigits))]
    [InlineData("6826137104200120000", nameof(IdForm.Rounded))]
    [InlineData("682613710420012000", nameof(IdForm.Rounded))]
    [InlineData("6826137104200120", nameof(IdForm.Rounded))]
    [InlineData("6826137104200123000", nameof(IdForm.Rounded))]
    [InlineData("6826137104200123001", nameof(IdForm.Intact))]
    [InlineData("6826137104200123010", nameof(IdForm.Intact))]
    [InlineData("6826137104200123", nameof(IdForm.Intact))]
    [InlineData("682613710420000", nameof(IdForm.Intact))]
    [InlineData("5831967", nameof(IdForm.Intact))]
    [InlineData("0", nameof(IdForm.Intact))]
    [InlineData("E", nameof(IdForm.NotDigits))]
    [InlineData("7123456789012345678.0", nameof(IdForm.NotDigits))]
    [InlineData("7,123,456,789,012,345,678", nameof(IdForm.NotDigits))]
    [InlineData("=\"7123456789012345678\"", nameof(IdForm.NotDigits))]
    [InlineData("712E16", nameof(IdForm.NotDigits))]
    [InlineData("########", nameof(IdForm.NotDigits))]
    [InlineData("68261371042001230010000000000000000000000000", nameof(IdForm.Intact))]
    public void Of_Id_SaysWhatItLooksLike(string? id, string expected) => Assert.Equal(expected, IdForms.Of(id).ToString());

    [Fact]
    public void Of_IdThroughADouble_IsNeverIntact()
    {
        for (long id = 6_800_000_000_000_000_001; id < 6_800_000_001_000_000_000; id += 7_919_333)
        {
            string shortest = $"{(double)id:R}";
            Assert.Equal(IdForm.NotDigits, IdForms.Of(shortest));
            Assert.Equal(IdForm.Rounded, IdForms.Of(decimal.Parse(shortest, NumberStyles.Float).ToString()));
        }
    }

    [Theory]
    [InlineData(0, 0, null)]
    [InlineData(1000, 10, null)]
    [InlineData(1000, 11, "11 ids were")]
    [InlineData(3, 1, "1 id was")]
    public void Describe_RoundedIds_AreReportedWhenTheyAreNoChance(int ids, int rounded, string? expected)
    {
        IdForms forms = new();
        for (int i = 0; i < ids; i++)
        {
            forms.Add(i < rounded ? IdForm.Rounded : IdForm.Intact);
        }

        Assert.StartsWith(expected ?? string.Empty, forms.Describe() ?? string.Empty, StringComparison.Ordinal);
        Assert.Equal(expected is null, forms.Describe() is null);
    }

    [Fact]
    public void Describe_OneIdWithOtherThanDigitsAmongMany_IsReported()
    {
        IdForms forms = new();
        forms.Add(IdForm.NotDigits);
        for (int i = 0; i < 10_000; i++)
        {
            forms.Add(IdForm.Intact);
        }

        Assert.StartsWith("1 id was", forms.Describe(), StringComparison.Ordinal);
    }
}
