using System.Globalization;

namespace TikTokFollowing;

/// <summary>Writes numbers with their nouns, singular and plural.</summary>
internal static class Quantity
{
    /// <summary>As in "1 request" and "2,000 requests".</summary>
    public static string Of(long number, string noun) => Of(number, noun, noun + "s");

    /// <summary>As in "1 entry" and "2,000 entries".</summary>
    public static string Of(long number, string singular, string plural) =>
        string.Create(CultureInfo.InvariantCulture, $"{number:N0} {(number == 1 ? singular : plural)}");

    /// <summary>As in "1 credit" and "0.001 credits": every digit is shown, because it is money.</summary>
    public static string OfCredits(decimal credits) => $"{Number(credits)} credit{(credits == 1 ? string.Empty : "s")}";

    /// <summary>A decimal without trailing zeros.</summary>
    public static string Number(decimal value) => value.ToString("0.############################", CultureInfo.InvariantCulture);
}
