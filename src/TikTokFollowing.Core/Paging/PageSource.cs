using TikTokFollowing.Providers;
using TikTokFollowing.Providers.Reading;
using TikTokFollowing.Sending;

namespace TikTokFollowing.Paging;

/// <summary>Where pages come from: one provider with one credential, and how large a page it serves.</summary>
internal sealed class PageSource(Provider provider, RequestSender sender)
{
    private volatile bool _sizeIsAccepted;
    private volatile bool _sizeIsRefused;

    public Provider Provider => provider;

    public RequestSender Sender => sender;

    /// <summary>The accounts to ask for with one request; <see langword="null"/> leaves it to the provider.</summary>
    /// <param name="wanted">What the user asked for; <see langword="null"/> is the most that the provider takes.</param>
    /// <param name="rows">How many rows are needed in total. A larger page costs the same, but the extra rows would be read for nothing.</param>
    public int? SizeFor(int? wanted, long? rows)
    {
        int? size = provider.PageSize.Default is null || _sizeIsRefused ? null : wanted ?? provider.PageSize.Default;
        return rows < size ? (int)Math.Max(1, rows.Value) : size;
    }

    /// <summary>Fetches one page.</summary>
    /// <remarks>
    /// A provider that documents no size may refuse the one asked for; a refusal is free. After the first refusal the request is sent
    /// again without a size. If that returns a page, the connection continues without sizes. Once a page of a given size has come, a
    /// refusal has another cause.
    /// </remarks>
    public async Task<PageContent> FetchAsync(PageQuery query, CancellationToken cancellationToken)
    {
        try
        {
            PageContent page = await sender.FetchAsync(query, cancellationToken).ConfigureAwait(false);
            _sizeIsAccepted |= query.Count is not null;
            return page;
        }
        catch (FollowingException refusal) when (MayBeAboutSize(refusal, query))
        {
            PageContent page = await sender.FetchAsync(query with { Count = null }, cancellationToken).ConfigureAwait(false);
            _sizeIsRefused = true;
            query.Report(new DetailEvent(
                query.Handle, $"{provider.DisplayName} refused a page of {query.Count} accounts. This connection continues without a page size."));
            return page;
        }
    }

    private bool MayBeAboutSize(FollowingException refusal, PageQuery query) =>
        refusal.Kind == FollowingErrorKind.BadRequest && query is { Count: not null, AllowsRetries: true }
        && !provider.PageSize.IsDocumented && !_sizeIsAccepted;
}
