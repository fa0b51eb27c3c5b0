namespace TikTokFollowing.Tests;

/// <summary>Numbers in messages: singular and plural, and every digit of money.</summary>
public sealed class QuantityTests
{
    [Theory]
    [InlineData(0, "0 entries")]
    [InlineData(1, "1 entry")]
    [InlineData(2000, "2,000 entries")]
    public void Of_Number_AgreesWithItsNoun(long number, string expected) => Assert.Equal(expected, Quantity.Of(number, "entry", "entries"));

    [Theory]
    [InlineData("0", "0 credits")]
    [InlineData("1", "1 credit")]
    [InlineData("1.000", "1 credit")]
    [InlineData("0.001", "0.001 credits")]
    [InlineData("0.0000000000000000000000000001", "0.0000000000000000000000000001 credits")]
    [InlineData("1234567.5", "1234567.5 credits")]
    public void OfCredits_ShowsEveryDigit(string credits, string expected) =>
        Assert.Equal(expected, Quantity.OfCredits(decimal.Parse(credits, System.Globalization.CultureInfo.InvariantCulture)));
}
