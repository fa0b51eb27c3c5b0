namespace TikTokFollowing.Tests.Support;

/// <summary>A provider without faults, whose every list has the accounts 0 to <c>total</c> − 1.</summary>
internal static class PagedList
{
    /// <summary>The cursor that asks for the rows from an offset on.</summary>
    public static string CursorAt(int offset) => (1_700_000_000 - offset).ToString();

    /// <summary>Serves pages of the size asked for, or of <paramref name="pageSize"/> when none is.</summary>
    public static void Serve(Client client, int total, int pageSize = 30) =>
        client.Handler.Otherwise = Reply.From(request => Answer(client.Provider, request, total, pageSize));

    /// <summary>The page that a cursor asks for, with the same cursor again.</summary>
    public static Reply Stuck(FollowingProvider provider, string cursor, int total, int pageSize)
    {
        int offset = OffsetOf(cursor);
        return Page.Of(provider, offset, Math.Min(pageSize, total - offset), cursor, "true");
    }

    public static Reply Answer(FollowingProvider provider, SentRequest request, int total, int pageSize = 30)
    {
        int offset = request.Cursor is string cursor ? OffsetOf(cursor) : 0;
        int count = Math.Min(request.Count ?? pageSize, total - offset);
        return Page.Of(provider, offset, count, CursorAt(offset + count), offset + count < total ? "true" : "false", total.ToString());
    }

    private static int OffsetOf(string cursor) => 1_700_000_000 - int.Parse(cursor);
}
