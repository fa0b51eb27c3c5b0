using System.Globalization;
using System.Runtime.CompilerServices;

namespace TikTokFollowing.Accounts;

/// <summary>What makes an account the same account: its id, else its secUid, else its handle without case.</summary>
/// <param name="Number">The id when it is a plain 64-bit number, as nearly all are: eight bytes tell it apart without error.</param>
/// <param name="Text">Everything else.</param>
internal readonly record struct AccountKey(ulong Number, string? Text)
{
    [MethodImpl(StartUp.CompileFully)]
    public static AccountKey Of(FollowedUser user) => user switch
    {
        { UserId: string id } => OfId(id),
        { SecUid: string secUid } => OfSecUid(secUid),
        { Handle: string handle } => OfHandle(handle),
        _ => throw new ArgumentException("A row names an account.", nameof(user)),
    };

    // A leading zero would not come back when the number is written, so such an id stays text.
    [MethodImpl(StartUp.CompileFully)]
    public static AccountKey OfId(string id) =>
        id is [not '0', ..] && ulong.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out ulong number)
            ? new(number, null)
            : new(0, "i" + id);

    public static AccountKey OfSecUid(string secUid) => new(0, "s" + secUid);

    public static AccountKey OfHandle(string handle) => new(0, "h" + handle.ToLowerInvariant());
}
