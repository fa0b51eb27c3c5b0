namespace TikTokFollowing.Accounts;

/// <summary>A set of accounts that keeps 20 to 60 bytes for each: no row, and no text but for odd ids.</summary>
internal sealed class AccountSet
{
    private readonly HashSet<ulong> _numbers = [];
    private HashSet<string>? _texts;

    /// <returns>Whether it was not there before.</returns>
    public bool Add(AccountKey key) => key.Text is null ? _numbers.Add(key.Number) : (_texts ??= []).Add(key.Text);

    public bool Contains(AccountKey key) => key.Text is null ? _numbers.Contains(key.Number) : _texts?.Contains(key.Text) == true;
}
