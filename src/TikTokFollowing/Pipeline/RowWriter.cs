using System.Management.Automation;
using System.Management.Automation.Language;
using TikTokFollowing.Paging;

namespace TikTokFollowing.Pipeline;

/// <summary>Writes the rows of each list into the pipeline.</summary>
internal sealed class RowWriter(PSCmdlet cmdlet, ConnectionRoute route, FollowingListOptions options, bool spreadsheetSafe) : IListTask
{
    public FollowingException? Failure => null;

    public string HowToResume(string cursor) => DisplayText.Neutralize(cursor) == cursor
        ? $"Resume with -Cursor '{CodeGeneration.EscapeSingleQuotedStringContent(cursor)}'."
        : "Resume with -Cursor and the NextCursor of the summary.";

    public FollowingList Begin(string handle, out ListEnd? skipped)
    {
        skipped = null;
        return route.GetFollowing(handle, options);
    }

    public ListEnd? Take(FollowingList list, FollowingPage page)
    {
        if (page.Number == 1 && options.WantsTotal)
        {
            // The total is approximate by nature: it counts deactivated accounts.
            const double Estimate = 0.5;
            long total = page.ReportedTotal ?? 0;
            cmdlet.WriteObject(cmdlet.PagingParameters.NewTotalCount((ulong)total, page.ReportedTotal is null ? 0 : Estimate));
        }

        foreach (FollowedUser user in list.Deliver(page))
        {
            cmdlet.WriteObject(spreadsheetSafe ? SpreadsheetText.Protect(user) : user);
        }

        return null;
    }

    public void End(FollowingSummary summary, bool mayWrite)
    {
    }
}
