namespace TikTokFollowing.Accounts;

internal sealed class AccountIndex<T> where T : class
{
    private readonly Dictionary<string, T> _all = [];
    public void Add(AccountIdentity a, T value) { if (a.UserId is not null) { _all.TryAdd("i" + a.UserId, value); } if (a.SecUid is not null) { _all.TryAdd("s" + a.SecUid, value); } if (a.Handle is not null) { _all.TryAdd("h" + a.Handle.ToLowerInvariant(), value); } }
    public T? Find(AccountIdentity a) => (a.UserId is not null && _all.TryGetValue("i" + a.UserId, out T? v)) || (a.SecUid is not null && _all.TryGetValue("s" + a.SecUid, out v)) || (a.Handle is not null && _all.TryGetValue("h" + a.Handle.ToLowerInvariant(), out v)) ? v : null;
}
