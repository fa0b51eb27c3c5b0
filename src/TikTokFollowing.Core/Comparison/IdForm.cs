namespace TikTokFollowing.Comparison;

/// <summary>What became of an account's id on its way through files and programs.</summary>
internal enum IdForm
{
    /// <summary>The row has no id.</summary>
    Absent,

    /// <summary>The id can be the one that the provider sent.</summary>
    Intact,

    /// <summary>The id seems to be rounded. One intact id in a thousand seems so too.</summary>
    Rounded,

    /// <summary>The id is not written in digits alone, such as <c>5.90E+18</c> or <c>5,900,000,000,000,000,000</c>.</summary>
    NotDigits,
}
