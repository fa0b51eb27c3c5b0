namespace TikTokFollowing.Accounts;

/// <summary>What is known of which account it is.</summary>
internal readonly record struct AccountIdentity(string? UserId, string? SecUid, string? Handle)
{
    public static AccountIdentity Of(FollowedUser user) => new(user.UserId, user.SecUid, user.Handle);
}
