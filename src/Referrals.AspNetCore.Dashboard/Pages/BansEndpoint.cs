using Referrals.AspNetCore.Dashboard.Requests;

namespace Referrals.AspNetCore.Dashboard.Pages;

/// <summary>Who is banned from referring; a ban is lifted on the person's own page.</summary>
internal static class BansEndpoint
{
    internal const string Path = "/reviews/bans";

    private const int Rows = 50, Page = 200;

    internal static void Map(PageMap pages)
    {
        pages.Read(Path, ShowAsync);
        pages.Read("/reviews/bans.csv", static request => Task.FromResult<IResult>(CsvResult.OfPages(
            "bans",
            ["Referrer", "Since", "Reason"],
            cursor => request.Engine.Reviews.ListBannedAsync(cursor, Page, request.Aborted),
            static one => [one.Customer?.Value, one.Since, one.Reason])));
    }

    private static async Task<IResult> ShowAsync(DashboardRequest request)
    {
        var page = await request.Engine.Reviews.ListBannedAsync(request.Cursor("after"), Rows, request.Aborted).ConfigureAwait(false);
        await request.NameAsync(page.Items.Select(static one => one.Customer)).ConfigureAwait(false);
        return PageResult.Of(request, "bans.title", ReviewsEndpoint.ReferralsPath, BansPage.Of(request, page));
    }
}
